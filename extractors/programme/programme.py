"""A work programme (arbejdsprogram): themes with initiatives in running text, and a page of key figures.

The text is repaired first where it is OCR'd without Danish; what was printed is kept in `text_repairs`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors.cards.prose import place_of
from extractors.danish.ocr_repair.repair import Repair, repair
from extractors.layout.furniture import without_furniture
from extractors.layout.text import join_lines
from extractors.programme.facts import damaged_sevens, deadlines, find_figures, pending
from extractors.programme.structure import Initiative, read_structure
from extractors.programme.text import Paragraph, TextLine, paragraphs, reading_order
from schemas.dataset import CardRow, CardSectionRow, DeadlineRow, KeyFigureRow, PendingApprovalRow, TextRepairRow
from schemas.extraction import Extraction
from schemas.source import Line, SourceDocument

_PROGRAMME: Final = re.compile(r"\barbejdspro(?:g|sg|q)ram(?:met)?\b", re.I)
_NAMED_YEAR: Final = re.compile(
    r"\barbejdsprogram(?:met)?(?:\s+for)?\s+(?:året\s+)?(?P<year>20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?)", re.I
)
_NAME: Final = r"(?:[A-ZÆØÅ][a-zæøå]+-?,? (?:og )?){0,3}"
_OWNER: Final = re.compile(
    rf"\b(?P<owner>Koncern ?[A-ZÆØÅ][\wæøå]+|{_NAME}[A-ZÆØÅ][\wæøå-]+forvaltningen|[A-ZÆØÅ][\wæøå-]+ Kommune)\b"
)
_POSSESSIVE: Final = re.compile(
    rf"(?P<title>{_NAME}[A-ZÆØÅ][\w ]{{2,40}}?['’]?s arbejdsprogram(?: for)? 20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?)"
)
_WORKING_WORDS: Final = re.compile(
    r"\b(?:vil|skal)\s(?:\w+\s){0,4}?(?:arbejde|udarbejde|fortsætte|udvikle|sikre|understøtte)\b|\binitiativ(?:er|et)?\b",
    re.I,
)
_OTHER_KINDS: Final = re.compile(
    r"kort resum[eé]\s*:|investeringsforslag|innovationsforslag|bevillingstekniske|aftaletekst|tilbagebetalingstid"
    r"|1\.000 kr\.|opfølgningsmål",
    re.I,
)  # fmt: skip
_OPENING_LINES: Final = 5
_LINES_AHEAD: Final = 200
_MAX_SLUG: Final = 48


def is_work_programme(lines: Sequence[str]) -> float:
    """How surely the lines are a work programme's, 0-1: it calls itself one, plans, and has no proposal's tables."""
    text = "\n".join(lines)
    opening = "\n".join([line for line in lines if line.strip()][:_OPENING_LINES])
    named = min(len(_PROGRAMME.findall(text)) + (_PROGRAMME.search(opening) is not None), 2)
    planning = min(len(_WORKING_WORDS.findall(text)), 6)
    other = min(len(_OTHER_KINDS.findall(text)), 4)
    return max(0.0, min(1.0, 0.35 * named + 0.05 * planning - 0.25 * other))


def extract_work_programme(doc: SourceDocument, extraction: Extraction) -> None:
    """Add a programme's initiatives, key figures, deadlines, reservations and text repairs to `extraction`."""
    texts = _repaired(doc, extraction)
    found = paragraphs(texts)
    programme = read_structure(found)
    title = _title([join_lines(p.text.splitlines()) for p in programme.paragraphs])
    if title and not extraction.document.title:
        extraction.document = extraction.document.model_copy(update={"title": title})
    owners: dict[int, str] = {}
    for initiative, card_id in zip(programme.initiatives, _ids(doc.document_id, programme.initiatives), strict=True):
        _add_card(extraction, doc.document_id, card_id, initiative)
        owners |= {id(line): card_id for line in initiative.lines}
    _add_key_figures(extraction, doc.document_id, programme.paragraphs, owners)


def _repaired(doc: SourceDocument, extraction: Extraction) -> list[TextLine]:
    texts = reading_order(b for b in without_furniture(doc) if isinstance(b, Line))
    result = repair([t.text for t in texts])
    for change in result.repairs:
        extraction.add(_repair_row(doc.document_id, texts[change.line_index].line, change))
    return [replace(t, text=line) for t, line in zip(texts, result.lines, strict=True)]


def _repair_row(document_id: str, line: Line, change: Repair) -> TextRepairRow:
    return TextRepairRow(
        **_place(document_id, line),
        printed=change.printed, repaired=change.repaired, confidence=change.confidence,
    )  # fmt: skip


def _add_card(extraction: Extraction, document_id: str, card_id: str, initiative: Initiative) -> None:
    first, last = initiative.lines[0].line, initiative.lines[-1].line
    numbers = [text.line.number for text in initiative.lines if text.line.number is not None]
    where = _place(document_id, first)
    extraction.add(
        CardRow(
            **where, card_id=card_id, title=initiative.title, kind="initiative", theme=initiative.theme,
            initiative_group=initiative.group, summary=initiative.summary, first_page=first.page, last_page=last.page,
            first_line=min(numbers, default=None), last_line=max(numbers, default=None),
        ),
        CardSectionRow(**where, card_id=card_id, section_no=1, heading=initiative.title, text=initiative.summary),
    )  # fmt: skip
    plain = _plain(initiative.lines)
    for deadline in deadlines(initiative.summary):
        at = initiative.lines[_line_of(deadline.text, plain)]
        extraction.add(DeadlineRow(
            **_place(document_id, at.line), card_id=card_id, text=deadline.text,
            date_from=deadline.date_from, date_to=deadline.date_to,
        ))  # fmt: skip
    for text in pending(initiative.summary):
        at = initiative.lines[_line_of(text, plain)]
        extraction.add(PendingApprovalRow(**_place(document_id, at.line), card_id=card_id, text=text))


def _add_key_figures(
    extraction: Extraction, document_id: str, found: Sequence[Paragraph], owners: dict[int, str]
) -> None:
    sevens = damaged_sevens([line.text for p in found for line in p.lines])
    for lines in _passages(found):
        at, plain = 0, _plain(lines)
        for figure in find_figures(join_lines(line.text for line in lines), slash_is_seven=sevens):
            at = _line_of(figure.text, plain, at)
            extraction.add(
                KeyFigureRow(
                    **_place(document_id, lines[at].line), card_id=owners.get(id(lines[at])), text=figure.text,
                    value=figure.value, value_high=figure.value_high, unit=figure.unit, period=figure.period,
                    uncertain=figure.uncertain,
                )
            )  # fmt: skip


def _passages(found: Sequence[Paragraph]) -> Iterator[list[TextLine]]:
    """The lines of each paragraph; a figure set on its own goes with the words before and after it."""
    passage: list[TextLine] = []
    leads_on = False
    for paragraph in found:
        opening = paragraph.lines[0].text.strip()
        fact = opening[0] in "/0123456789" and opening[-1] not in ".:!?" and len(opening.split()) <= 3
        led_to = fact and len(passage) <= 2 and passage != [] and passage[-1].text.rstrip()[-1].isalpha()
        if passage and not leads_on and not led_to:
            yield passage
            passage = []
        passage.extend(paragraph.lines)
        leads_on = fact and len(paragraph.lines) == 1
    if passage:
        yield passage


def _line_of(text: str, lines: Sequence[str], start: int = 0) -> int:
    """The index of the line, from `start` on, that a phrase begins on: the first that shows most of its first words."""
    words = text.split()[:4]
    for count in range(len(words), 0, -1):
        opening = " ".join(words[:count])
        for i in range(start, min(start + _LINES_AHEAD, len(lines))):
            if opening in lines[i]:
                return i
    return start


def _plain(lines: Sequence[TextLine]) -> list[str]:
    return [" ".join(line.text.split()) for line in lines]


def _place(document_id: str, line: Line) -> dict[str, object]:
    return {"document_id": document_id, **place_of(line)}


def _title(texts: Sequence[str]) -> str | None:
    """The programme's name: as printed with its owner, else put together of its owner and the year it names."""
    whole = "\n".join(texts)
    if printed := _POSSESSIVE.search(whole):
        return printed["title"]
    years = Counter(m["year"] for m in _NAMED_YEAR.finditer(whole))
    owner = _OWNER.search(whole)
    if not years:
        return None
    year = years.most_common(1)[0][0]
    if owner is None:
        return f"Arbejdsprogram {year}"
    name = owner["owner"]
    genitive = f"{name}'s" if name.split()[-1].isupper() else name if name.endswith("s") else f"{name}s"
    return f"{genitive} arbejdsprogram {year}"


def _ids(document_id: str, initiatives: Sequence[Initiative]) -> Iterator[str]:
    """A card id of each title's words; a title printed twice gets a number."""
    seen: Counter[str] = Counter()
    letters = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
    for initiative in initiatives:
        slug = re.sub(r"[^a-z0-9]+", "-", initiative.title.lower().translate(letters)).strip("-")[:_MAX_SLUG].strip("-")
        seen[slug] += 1
        yield f"{document_id}-{slug}" + (f"-{seen[slug]}" if seen[slug] > 1 else "")
