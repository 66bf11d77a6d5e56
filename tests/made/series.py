"""Bilag of several budget years in which the same undertakings come back: announced, proposed, taken up, followed up.

Written by hand: titles are paraphrased from year to year, administrations carry the name of their year, case numbers
are dealt out anew each year (so that the same number is somebody else's), and beside every undertaking stand others
that tempt: the same committee, the same place, the same technique, the same amounts, another undertaking.

A printing is `year form | title | text | cost | effect | due`; form is A (pre-analysis), I (innovation proposal), V
(investment proposal), N (budget note) or P (initiative of a work programme). Amounts in 1.000 kr.; `due` is the
expected adoption of the proposal that an A or I announces. Printings under one heading of
`tests/data/lineage/series.txt` are the same undertaking. The headings of the second half are kept from calibration
(`benchmarks/lineage.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Final

from extractors.extract import extract
from schemas.dataset import Row

_SERIES: Final = Path(__file__).parents[1] / "data" / "lineage" / "series.txt"

_CRITERIA: Final = (
    "\tForventet vedtagelse\tPotentiale for varig effektivisering (styringsområde)\tTværgående effektivisering"
    "\tPotentiale for storskala\tModne anvendelse af ny teknologi"
)
_NAMES: Final = {
    "SOF": ("Socialforvaltningen", "Socialforvaltningen", "SUD"),
    "TMF": ("Teknik- og Miljøforvaltningen", "Klima-, Miljø- og Teknikforvaltningen", "TMU"),
    "SUF": ("Sundheds- og Omsorgsforvaltningen", "Sundheds- og Omsorgsforvaltningen", "SOU"),
    "KFF": ("Kultur- og Fritidsforvaltningen", "Kultur-, Fritids- og Borgerserviceforvaltningen", "KFU"),
    "BUF": ("Børne- og Ungdomsforvaltningen", "Børne- og Ungdomsforvaltningen", "BUU"),
    "ØKF": ("Økonomiforvaltningen", "Økonomiforvaltningen", "ØU"),
    "BIF": ("Beskæftigelses- og Integrationsforvaltningen", "Beskæftigelses- og Integrationsforvaltningen", "BIU"),
}
_RENAMED = 2025  # the year from which the administrations bear their new names


@dataclass(frozen=True, slots=True)
class Printing:
    """An undertaking as one bilag prints it."""

    undertaking: str
    kept_back: bool
    year: int
    form: str
    administration: str
    title: str
    text: str
    cost: int
    effect: int
    due: str


def printings() -> list[Printing]:
    """Every printing, in the order in which it is written down."""
    made: list[Printing] = []
    heading, kept_back = "", False
    for line in _SERIES.read_text("utf-8").splitlines():
        if line.startswith("# ="):
            kept_back = True
        elif line.startswith("#"):
            heading = line[2:].strip()
        elif line.strip():
            made.append(_printing(heading, len(made), line, kept_back=kept_back))
    return made


def _printing(heading: str, number: int, line: str, *, kept_back: bool) -> Printing:
    head, title, text, cost, effect, due = (part.strip() for part in line.split("|"))
    year, form, *own = head.split()
    alone = heading == "alone"
    administration = own[0] if own else heading.split(maxsplit=1)[0]
    name = f"alone {number}" if alone else heading
    # The lone ones tempt in both halves.
    back = bool(number % 2) if alone else kept_back
    return Printing(name, back, int(year), form, administration, title, text, int(cost or 0), int(effect or 0), due)


def documents(chosen: list[Printing]) -> dict[str, str]:
    """The bilag that hold these printings, as text by file name: one a year and form, a budget note alone."""
    made: dict[str, str] = {}
    for year in sorted({p.year for p in chosen}):
        for form in "AIVP":
            found = [p for p in chosen if p.year == year and p.form == form]
            if found:
                made[f"{year}-{form}.txt"] = _PRINT[form](year, found)
        for number, note in enumerate(p for p in chosen if p.year == year and p.form == "N"):
            made[f"{year}-N{number}.txt"] = _note(year, 40 + number, note)
    return made


def _case_ids(found: list[Printing]) -> dict[str, str]:
    """Case numbers dealt out by title, so that every year gives the same numbers to others."""
    return {p.title: f"BC{n:02d}" for n, p in enumerate(sorted(found, key=lambda p: p.title[::-1]), 3)}


def _innovations(year: int, found: list[Printing]) -> str:
    analyses = found[0].form == "A"
    ids = _case_ids(found)
    group = "Foranalyser" if analyses else "Innovationsforslag"
    rows = [f"{ids[p.title]}\t{_NAMES[p.administration][2]}\t{p.title}\t{p.cost}\t" for p in found]
    total = sum(p.cost for p in found)
    lines = [
        f"Bilag 3{'b' if analyses else 'a'}.", "", "Oversigt over indkomne innovationsforslag og foranalyser", "",
        f"I dette bilag gives status på ansøgninger til innovationspuljen i overførselssagen {year}-{year + 1}.", "",
        f"Tabel 1. Oversigt over indkomne ansøgninger til innovationspuljen, 1.000 kr. {year} p/l", "",
        f"1.000 kr. {year} p/l.\tUdvalg\tForslag\tService\tBilag", f"{group}\t\t\t\t", *rows,
        f"<i>I alt {group.lower()}</i>\t\t\t{total}\t", f"I alt udmøntning fra innovationspuljen\t\t\t{total}\t", "",
    ]  # fmt: skip
    for p in found:
        lines += _card(p, ids[p.title], year, p.administration)
        lines += [
            "3. Kommende investeringsforslag og kriterier til prioritering", "",
            "Kommende investeringsforslag\t\tKriterier til prioritering\t\t\t",
            f"Udgift 1.000 kr. {year} p/l{_CRITERIA}",
            f"{p.cost * 4}\t{p.due}\t{p.effect} (service)\t\tX\tX", "",
        ]  # fmt: skip
    return "\n".join(lines).replace("\\\t", "\t")


def _card(p: Printing, case_id: str, year: int, administration: str) -> list[str]:
    years = range(year, year + 6)
    name = _NAMES[administration][year >= _RENAMED]
    costs = f"Projektledelse\tService\t{p.cost}\t\t\t\t\t"
    lines = [
        "", f"{case_id} {p.title}", "", f"Kort resumé: {p.text}", "", f"Fremstillende forvaltning: {name}", "",
        "1. Beskrivelse af forslag (fremgangsmåde og effekt)", "",
        "Forslaget gennemføres i tæt samarbejde med medarbejdere og ledere, og erfaringerne samles op undervejs.", "",
        "2. Økonomi", "", "Tabel 1. Forslagets samlede økonomiske konsekvenser", "",
        f"\t1.000 kr. {year + 1} p/l\t\t\t\t\t\t",
        "\tStyringsområde\t" + "\t".join(map(str, years)),
    ]  # fmt: skip
    if p.form == "V":
        effect = "\t" + "".join(f"\t-{p.effect}" for _ in range(5))
        lines += [
            "Varige ændringer (effektiviseringer og drift)\t\t\t\t\t\t\t", f"Effektivisering\tService{effect}",
            f"Samlet varig ændring\t{effect}",
        ]  # fmt: skip
    lines += ["Implementeringsomkostninger\t\t\t\t\t\t\t", costs]
    lines += [f"Samlede implementeringsomkostninger\t\t{p.cost}\t\t\t\t\t"]
    if p.form == "V":
        lines += [f"Samlet økonomisk påvirkning\t\t{p.cost}" + f"\t-{p.effect}" * 5]
    return [*lines, ""]


def _investments(year: int, found: list[Printing]) -> str:
    ids = _case_ids(found)
    lines = [
        "Bilag 2a", "", "Oversigt over indkomne ansøgninger til investeringspuljen", "",
        f"Med dette bilag fremlægges indkomne ansøgninger til investeringspuljen til OFS {year}-{year + 1}.", "",
    ]  # fmt: skip
    for p in found:
        lines += _card(p, ids[p.title], year + 1, p.administration)
    return "\n".join(lines)


def _note(year: int, number: int, p: Printing) -> str:
    name = _NAMES[p.administration][year >= _RENAMED]
    years = range(year + 1, year + 5)
    lines = [
        f"ØK{number} {p.title}", "", "Resume", "", p.text, "", "Baggrund", "",
        f"{name} udarbejder notatet til budget {year + 1}.", "", "Økonomi", "", "Tabel 1. Økonomiske konsekvenser", "",
        f"1.000 kr. {year + 1} p/l\t" + "\t".join(map(str, years)), f"{p.title}\t{p.cost}\t\t\t",
        f"Udgifter i alt\t{p.cost}\t\t\t", "", "Forslag til aftaletekst", "", f"Parterne er enige om: {p.title}.", "",
        "Bevillingstekniske oplysninger", "", "Øvrige tekniske oplysninger", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _programme(year: int, found: list[Printing]) -> str:
    opening = (
        f"I {year} arbejder vi videre med kommunens dagsordener. Arbejdsprogrammet for {year} viser, hvilke\n"
        "initiativer vi prioriterer, og hvad der pågår. Programmet opdateres løbende, og flere initiativer fortsætter."
    )
    lines = [f"Arbejdsprogram {year}", "", opening, "", "\fFælles løsninger", ""]
    for p in found:
        lines += ["", p.title, "", *wrap(p.text, 90), ""]
    return "\n".join(lines)


_PRINT: Final = {"A": _innovations, "I": _innovations, "V": _investments, "P": _programme}


@dataclass(slots=True)
class Series:
    """The tables that the bilag give, and which printing each card is."""

    tables: dict[str, list[Row]]
    printing_of: dict[str, Printing]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """The pairs of cards that are one undertaking in different bilag, the earlier first."""
        cards = list(self.printing_of.items())
        # An OFS is decided on in the spring after its year, a budget in the autumn, a work programme in its year.
        decided = {"A": 12, "I": 12, "V": 13, "N": 8, "P": 4}
        rank = {c: p.year * 10 + decided[p.form] for c, p in cards}
        return {(a, b) for a, p in cards for b, q in cards if p.undertaking == q.undertaking and rank[a] < rank[b]}


def series(*, kept_back: bool | None = None) -> Series:
    """The made series as it is read; with `kept_back` only one half of its undertakings."""
    chosen = [p for p in printings() if kept_back is None or p.kept_back == kept_back]
    made = Series({}, {})
    for name, text in documents(chosen).items():
        extraction = extract(text.encode(), name)
        made.tables.setdefault("documents", []).append(extraction.document)
        for table, rows in extraction.rows.items():
            made.tables.setdefault(table, []).extend(rows)
    titles = {p.title: p for p in chosen}
    for card in made.tables["cards"]:
        if (printing := titles.get(card.title)) is not None:
            made.printing_of[card.card_id] = printing
    return made
