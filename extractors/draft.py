"""A first template for a form that none fits: what the generic reader found in one document, as TOML ready to edit."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.examine import stripped_lines
from extractors.extract import extract, read
from extractors.generic.fields import common_prefix
from extractors.templates.load import generic
from extractors.templates.model import GENERIC, Template
from extractors.templates.phrases import PhraseError, matches
from extractors.templates.recognise import ENOUGH, fits
from schemas.dataset import CardRow, CardSectionRow, EconomicAmountRow, EconomicRowRow, OverviewAmountRow, SourceLineRow
from schemas.extraction import Extraction

_SHARE: Final = 0.6
_MANY: Final = 1.4
_MAX_SIGNS: Final = 6
_MAX_LABEL: Final = 60
_MAX_ENTRIES: Final = 40
_WEIGHT: Final = 3.0
_MARGIN: Final = 1.5
_MAX_CELLS: Final = 2
_GAPS: Final = re.compile(r"\s{3,}|\t")
_SPECIAL: Final = re.compile(r"\.\.\.|[*\[\]]|[#\d]+|[^*\[\]#\d.]+|\.")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


@dataclass(slots=True)
class _Found:
    """What a document shows of its form; `title` is its first line."""

    title: str = ""
    card: tuple[str, str] | None = None
    """The phrase that opens every card and nothing else, and a line that it opens."""
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By label: the field's name, and a line that prints it."""
    headings: list[str] = field(default_factory=list)
    sums: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """By label of a sum row: its role, and what it sums."""
    items: list[str] = field(default_factory=list)


def draft(
    data: bytes,
    file_name: str,
    templates: Sequence[Template],
    *,
    name: str | None = None,
    passwords: tuple[str, ...] = (),
) -> str:
    """A template as TOML that recognises the file it is made from.

    Args:
        data: the file's bytes.
        file_name: its name; only shown.
        templates: the templates that are known: the new one shall fit better, and have a name of its own.
        name: the template's name; made from the document's title if not given.
        passwords: tried on an encrypted PDF.

    Raises:
        BilagError: the file cannot be read.
        ValueError: the name cannot be a template's, or the file shows nothing that a form could be known by.
    """
    base = generic(templates)
    extraction = extract(data, file_name, passwords=passwords, templates=(base,))
    lines = stripped_lines(read(data, file_name, passwords=passwords))
    found = _found(extraction, lines, base)
    signs = _signs(found, lines, base, templates)
    made = _toml(name or _name(found.title, {t.name for t in templates}), found, signs, extraction)
    Template.model_validate(tomllib.loads(made))  # a pydantic error is a ValueError
    return made


def _found(extraction: Extraction, lines: Sequence[str], base: Template) -> _Found:
    cards = len(extraction.of(CardRow))
    amounts, listed = extraction.of(EconomicAmountRow), extraction.of(OverviewAmountRow)
    labels = {_key(a.label) for a in amounts} | {_key(o.title or "") for o in listed}
    found = _Found(next((_spaced(x) for x in lines if sum(map(str.isalpha, x)) > 2), ""))
    found.card = _card(extraction)
    found.sums = _sums(extraction.of(EconomicRowRow), listed)
    found.items = list(dict.fromkeys(_spaced(a.label) for a in amounts if a.role == "item"))[:_MAX_ENTRIES]
    found.fields = _fields(lines, cards, base, labels)
    found.headings = _headings(extraction.of(CardSectionRow), cards, found)
    return found


def _card(extraction: Extraction) -> tuple[str, str] | None:
    """The words that the first lines of all cards begin with, where no other line does."""
    printed = extraction.of(SourceLineRow)
    first = {r.first_line for r in extraction.of(CardRow)}
    opening = [_spaced(r.text) for r in printed if r.line in first]
    masked = [re.sub(r"\d+", "#", t) for t in opening]
    prefix = masked[0] if len(set(masked)) == 1 else common_prefix(masked)
    phrase = _phrase(prefix.replace("#", "1"))
    if phrase is None or len(opening) < 2 or sum(matches(phrase, r.text) is not None for r in printed) != len(opening):
        return None
    return phrase, opening[0]


def _sums(rows: Iterable[EconomicRowRow], listed: Iterable[OverviewAmountRow]) -> dict[str, tuple[str, str | None]]:
    said: dict[str, Counter[tuple[str, str | None]]] = {}
    for row in rows:
        if row.kind in ("subtotal", "total") and row.label:
            said.setdefault(_spaced(row.label), Counter())[(row.kind, row.sums)] += 1
    for amount in listed:
        if amount.role != "item" and amount.title:
            said.setdefault(_spaced(amount.title), Counter())[(amount.role, None)] += 1
    return {label: count.most_common(1)[0][0] for label, count in list(said.items())[:_MAX_ENTRIES]}


def _fields(lines: Sequence[str], cards: int, base: Template, rows: set[str]) -> dict[str, tuple[str, str]]:
    """The labels that the cards repeat: before a colon or a wide gap, or words that forms use for a field."""
    seen: dict[str, list[str]] = {}
    for line in lines:
        label = _label(line, base)
        if label and len(label) <= _MAX_LABEL and _key(label) not in rows and not re.search(r"\d", label):
            seen.setdefault(label, []).append(_spaced(line))
    least = max(1, round(_SHARE * cards))
    kept = {k: v for k, v in seen.items() if least <= len(v) <= max(least, _MANY * max(1, cards))}
    return {k: (_field_name(k, base), v[0]) for k, v in list(kept.items())[:_MAX_ENTRIES]}


def _label(line: str, base: Template) -> str | None:
    found = re.match(r"\s*([A-ZÆØÅ][^:\t.]{1,60}?)(?::(?:\s|$)|\s{3,}\S|\t\S)", line)
    if len(_GAPS.split(line.strip())) > _MAX_CELLS:  # a table's row
        return None
    if found:
        return _spaced(found[1])
    ends = [end for e in base.field if (end := e.match(line)) is not None]
    return _spaced(line[: max(ends)]) if ends else None


def _field_name(label: str, base: Template) -> str:
    return next((e.name for e in base.field if (end := e.match(label)) is not None and end == len(label)), "other")


def _headings(sections: Sequence[CardSectionRow], cards: int, found: _Found) -> list[str]:
    said: dict[str, set[str]] = {}
    for section in sections:
        if section.heading:
            said.setdefault(_spaced(section.heading), set()).add(section.card_id)
    known = {*found.fields, *found.sums, found.title}
    return [h for h, at in said.items() if len(at) >= max(1, _SHARE * cards) and h not in known][:_MAX_ENTRIES]


def _signs(
    found: _Found, lines: Sequence[str], base: Template, known: Sequence[Template]
) -> list[tuple[str, str, float]]:
    """(phrase, example, weight) of what tells the form: its title, then the words that other forms use least."""
    common = {w.lower() for e in base.field for w in e.words}
    rest = [*found.sums, *found.headings, *found.fields, *found.items]
    rest = sorted(dict.fromkeys(rest), key=lambda w: (w.lower() in common, -len(w.split()), -len(w)))
    chosen: list[tuple[str, str]] = []
    for text in [found.title, *rest]:
        phrase = _phrase(text)
        line = next((x for x in lines if phrase and matches(phrase, x)), None)
        if phrase and line is not None and phrase not in {p for p, _ in chosen}:
            chosen.append((phrase, _spaced(line)[:200]))
        if len(chosen) == _MAX_SIGNS:
            break
    if not chosen:
        raise ValueError("the document shows neither a title nor a word by which a form could be known")
    best = next((f.score for f in fits(lines, known)), 0.0)
    weight = min(5.0, max(_WEIGHT, ENOUGH + 1, best + _MARGIN) / len(chosen))
    return [(p, x, round(weight + 0.05, 1)) for p, x in chosen]


def _phrase(text: str) -> str | None:
    """A phrase that matches the text: figures as `#`, what phrases have a meaning for as `...`."""
    out: list[str] = []
    for piece in _SPECIAL.findall(text[: _MAX_LABEL * 2]):
        wild = piece[0] in "#*[]0123456789" or piece == "..."
        if wild and sum(p in ("#", "...") for p in out) >= 5:
            break
        out.append(("#" if piece.isdigit() else "...") if wild else piece)
    phrase = _spaced("".join(out))
    try:
        return phrase if sum(map(str.isalpha, phrase)) > 2 and matches(phrase, text) else None
    except PhraseError:
        return None


def _name(title: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z]+", "-", title.lower().translate(_LETTERS)).strip("-")[:40].strip("-") or "nyt-skema"
    name, number = plain, 2
    while name in taken or name in (GENERIC, "unknown"):
        name, number = f"{plain}-{number}", number + 1
    return name


def _toml(name: str, found: _Found, signs: Sequence[tuple[str, str, float]], extraction: Extraction) -> str:
    return "\n".join([*_head(name, found, extraction), *_entries(found, signs), ""])


def _head(name: str, found: _Found, extraction: Extraction) -> Iterator[str]:
    document = extraction.document
    yield f"# Drafted from {_quoted(document.file_name)}: docs/templates.md says what each entry may hold."
    yield f"name = {_quoted(name)}"
    yield f"title = {_quoted(found.title or name)}"
    yield f'extends = "{GENERIC}"'
    if document.municipality:
        yield f"municipality = {_quoted(document.municipality)}"
    if document.sign_convention:
        yield f"sign_convention = {_quoted(document.sign_convention)}"
    yield 'kind = "unknown"  # of the document, and of its cards: say what they are, where it is known'
    yield 'card_kind = "unknown"'


def _entries(found: _Found, signs: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    yield "\n# By these the form is recognised: 2.0 in all is enough. Keep words that no other form uses."
    for phrase, example, weight in signs:
        yield from _entry("sign", phrase, example, f"weight = {weight}", "times = 1")
    if found.card:
        yield "\n# The line that opens a card; where none is given, cards begin where the form repeats itself."
        phrase, line = found.card
        yield f"\n[card]\nwords = [{_quoted(phrase)}]\nexample = {_quoted(line[:200])}"
    yield "\n# Labelled lines. 'other': a label that is no column of `cards`; it ends the field before it."
    for label, (name, line) in found.fields.items():
        yield from _entry("field", _phrase(label), line[:200], f"name = {_quoted(name)}")
    yield "\n# Headings of a card's sections."
    for heading in found.headings:
        yield from _entry("heading", _phrase(heading), heading)
    yield "\n# Rows that are sums. The other rows are items, each by its printed label: " + _comment(found.items)
    for label, (role, sums) in found.sums.items():
        said = [f"sums = {_quoted(sums)}"] if sums else []
        yield from _entry("row", _phrase(label), label, f"role = {_quoted(role)}", *said)


def _entry(table: str, phrase: str | None, example: str, *more: str) -> Iterator[str]:
    if phrase is None:
        return
    yield f"\n[[{table}]]"
    yield f"words = [{_quoted(phrase)}]"
    yield from more
    yield f"example = {_quoted(example)}"


def _comment(items: Sequence[str]) -> str:
    return "; ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", i) for i in items[:8]) or "none"


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(text: str) -> str:
    return _spaced(text).lower()


def _spaced(text: str) -> str:
    return " ".join(text.split())
