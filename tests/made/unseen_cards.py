"""Whole cards as text with slots for what is said: an investment proposal of Copenhagen's form, and a catalogue's.

A case is a slot's text with `{wrong|right}` in it, or a value of two alternatives (`Alt`); `pick` resolves either.
"""

from __future__ import annotations

import re
from typing import Any

Row = tuple[str, str, list[int | None]]
Slots = dict[str, Any]

RESUME = (
    "Hjemmeplejen planlægger i dag vagter i hvert sit ark. Der investeres i en fælles vagtplan, så færre timer går til "
    "skift og flere til borgerne."
)
PURPOSE = "Formålet med investeringsforslaget er at samle planlægningen ét sted."
YEARS = ["2026", "2027", "2028", "2029", "2030", "2031"]
UNIT = "1.000 kr. 2027 p/l"
ROWS: list[Row] = [
    ("Færre vagtskift i aftentimerne", "Service", [None, -1240, -1860, -2480, -2480, -2480]),
    ("Drift af vagtplansystem", "Service", [None, 310, 310, 310, 310, 310]),
    ("Samlet varig ændring", "", [None, -930, -1550, -2170, -2170, -2170]),
    ("Implementeringsomkostninger (midler fra investeringspuljen)", "", []),
    ("Projektledelse", "Service", [1350, 675]),
    ("Oplæring af planlæggere", "Service", [420, 1260, 210]),
    ("Håndholdte skærme", "Anlæg", [800, 400]),
    ("Samlede implementeringsomkostninger, service", "", [1770, 1935, 210]),
    ("Samlede implementeringsomkostninger, anlæg", "", [800, 400]),
    ("Samlede implementeringsomkostninger", "", [2570, 2335, 210]),
    ("Samlet økonomisk påvirkning", "", [2570, 1405, -1340, -2170, -2170, -2170]),
]
GOALS = [
    ("Vagtplansystemet er anskaffet", "Kontrakt er underskrevet", "Kontor for Hjemmepleje", "Ultimo 2026"),
    ("Færre vagtskift i aftentimerne", "Opgørelse fra lønsystemet", "Kontor for Hjemmepleje", "2029"),
]
APPROVAL = ("Ja", "3. februar 2026")
HEARING = [
    ("Økonomikredsen", "Ja", "12. december 2025"),
    ("IT-kredsen", "Ja", "9. januar 2026"),
    ("Koncern-IT", "Ja", "9. januar 2026"),
    ("MED-udvalg", "Ja", "15. januar 2026"),
    ("HR-kredsen", "Nej", "Ikke relevant"),
]
ADMIN = """Forslaget indeholder ikke effektiviseringer på administration.
"""
ADMIN_TABLE = """Tabel 3. Varige ændringer, administration

Nettoeffekt på
administrative udgifter

1.000 kr. 2027 p/l

2026 2027 2028 2029 2030 2031

Effekt på lønudgifter på hovedkonto 6 og øvrige adm. udgifter på hovedfunktion 6.45
 -150 -160 -170 -180 -190

Effekt på øvrige administrative udgifter


Varige ændringer totalt, administration
 -150 -160 -170 -180 -190
"""
ADMIN_NOTE = """Note: Reducerede administrative udgifter angives med negativt (-) fortegn og øgede administrative ud-
gifter angives med positivt fortegn.
"""


def _num(v: int | None) -> str:
    return "" if v is None else f"{v:,}".replace(",", ".")


def _table(rows: list[Row], unit: str, years: list[str]) -> str:
    lines = [
        f" {unit} ",
        "",
        "Styrings-",
        "",
        "område ",
        " ".join(years) + " ",
        "",
        "Varige ændringer (effektiviseringer og drift) ",
        "",
    ]
    for label, area, values in rows:
        printed = [_num(v) for v in values]
        tail = " " * (len(years) - len(values)) if values else ""
        sep = " " if area else (" " if values else "")
        lines += [f"{label} {area}{sep if area else ''}{' '.join(printed)} {tail}" if values else f"{label} ", ""]
    return "\n".join(lines)


def _wrap(text: str, width: int = 88) -> str:
    out = []
    for para in text.split("\n"):
        line = ""
        for w in para.split(" "):
            if len(line) + len(w) + 1 > width:
                out.append(line + " ")
                line = w
            else:
                line = f"{line} {w}" if line else w
        out.append(line + " ")
    return "\n".join(out)


def investment(s: Slots) -> str:
    """An investment proposal under its overview, as a text dump of Copenhagen's bilag."""
    rows, unit = s.get("rows", ROWS), s.get("unit", UNIT)
    goals = s.get("goals", GOALS)
    goal_rows = "\n\n".join("\n\n".join([_wrap(a, 30), _wrap(b, 30) + " ", f"{c} {d} "]) for a, b, c, d in goals)
    goal_text = s.get("goaltext", goal_rows)
    boxes = s.get("boxes", "☐ Ja  \n☒ Nej \n")
    appr = s.get("approval", APPROVAL)
    hear = s.get("hearing", HEARING)
    ht = "\n\n".join(f"{a} {b} {c} " for a, b, c in hear)
    title, listed = s.get("title", "BC41 Fælles vagtplan i hjemmeplejen"), s.get("listed", "3.808 1.174 -2.170 5")
    return f"""Tabel 1. Oversigt over samlet økonomi i indkomne ansøgninger til inve-
steringspuljen

Forslag Service Anlæg

Effektivise-
ring v. fuld
indfasning
(2027 p/l)

Tilbage-
beta-

lingstid
(år)

{s.get("committee", "Sundheds- og Omsorgsudvalget")}

{title} {listed}

I alt   {listed[:-1]}-





{title}

Kort resumé: {_wrap(s.get("resume", RESUME), 70)}

Fremstillende
forvaltning:

{s.get("administration", "Sundheds- og Omsorgsforvaltningen")}


1. Beskrivelse af forslag (fremgangsmåde og effekt)
{_wrap(s.get("purpose", PURPOSE) + " " + s.get("besk", ""))}

 Overførselssagen 2025-2026
 Investeringsforslag
2. Økonomi
{_wrap("Forslagets økonomi fremgår af tabel 1. " + s.get("oek", ""))}

Tabel 1. Forslagets samlede økonomiske konsekvenser

{_table(rows, unit, YEARS)}

Tilbagebetalingstid baseret på

serviceeffektivisering
{s.get("pb", ("5", "5"))[0]}

Tilbagebetalingstid baseret på

totaløkonomi
{s.get("pb", ("5", "5"))[1]}

Noter til alle tabeller: Forslaget skal udarbejdes i 2027 p/l, men forslag der udmøntes i overførselssagen
udmøntes i 2026 p/l, mens forslag der udmøntes med budgettet udmøntes i 2027 p/l.
Alle effektiviseringer er angivet med negativt fortegn (-).

{s.get("after_table", "")}
3. Implementering og opfølgning
{_wrap(s.get("impl", "Forslaget gennemføres i samarbejde med de lokale enheder."))}

Tabel 2. Opfølgningsmål

Opfølgningsmål
Hvordan måles
opfølgningsmålet?

Hvem er ansvarlig for
opfølgning?

Hvornår gennemføres op-
følgningen?

Implementering og anvendelse af investeringsmidler

{goal_text}


4. Risikovurdering
{_wrap(s.get("risk", "Risikoen for ikke at kunne realisere effektiviseringen vurderes som lav."))}

Administrative bilag til investeringsforslag
Forslaget udspringer af et innovationsforslag:
{boxes}

5. Effektivisering på administration
{s.get("admin", ADMIN)}

6. Hvem er hørt?

Tabel 4. Godkendelse af Center for Økonomi

 Ja/Nej Dato for godkendelse

Center for Økonomi, Økono-
miforvaltningen

{appr[0]} {appr[1]}


Tabel 5. Inddragede samarbejdspartnere

Relevante samarbejdspartnere i kommunen, der er inddraget

{s.get("partners", "Hjemmeplejens lokale enheder er inddraget.")}


Tabel 6. Høring og inddragelse af kredse og udvalg

 Ja/Nej Dato for godkendelse og evt. høringssvar

{ht}

{s.get("end", "")}
"""


def catalogue(s: Slots) -> str:
    """The same proposal in a catalogue of reductions: fields, years as `B2027`, no sections in the table."""

    def row(label: str, vals: list[int | None]) -> str:
        return f"    {label:<44}" + "".join(f"{_num(v):>12}" for v in vals)

    t = "\n".join(
        [
            "    Hele 1.000 kr. (2027-p/l)                       "
            + "".join(f"{y:>12}" for y in ["B2026", "BO2027", "BO2028", "BO2029", "BO2030"]),
            row("Færre vagtskift i aftentimerne", [None, -1240, -1860, -2480, -2480]),
            row("Drift af vagtplansystem", [None, 310, 310, 310, 310]),
            row("Projektledelse", [1350, 675, None, None, None]),
            row("Oplæring af planlæggere", [420, 1260, 210, None, None]),
            row("Håndholdte skærme", [800, 400, None, None, None]),
            row("I alt (netto)", [2570, 1405, -1340, -2170, -2170]),
        ]
    )

    def card(no: str, title: str, resume: str, besk: str, oek: str, impl: str, tab: str = t) -> str:
        return f"""    Forslag nr.                {no}

    Titel                      {title}

    Udvalg                     Sundheds- og Ældreudvalget

    Politikområde              Hjemmepleje

{tab}

   Resumé
   {_wrap(resume, 100)}

   Beskrivelse af forslaget
   {_wrap(besk, 100)}

   Økonomi
   {_wrap(oek, 100)}

   Gennemførelse
   {_wrap(impl, 100)}

"""

    t2 = "\n".join(
        [
            "    Hele 1.000 kr. (2027-p/l)                       "
            + "".join(f"{y:>12}" for y in ["B2026", "BO2027", "BO2028", "BO2029", "BO2030"]),
            row("Løn", [-300, -600, -600, -600, -600]),
            row("Øvrig drift", [None, -100, -100, -100, -100]),
            row("I alt (netto)", [-300, -700, -700, -700, -700]),
        ]
    )
    return (
        "    Reduktionskatalog til budget 2026-2030\n    Minus angiver en mindreudgift.\n\n"
        + card(
            "101",
            "Fælles vagtplan i hjemmeplejen",
            s.get("resume", "Der investeres i en fælles vagtplan."),
            "Formålet er at samle planlægningen. " + s.get("besk", ""),
            "Økonomien fremgår af tabellen. " + s.get("oek", ""),
            s.get("impl", "Forslaget gennemføres lokalt.") + " " + s.get("risk", ""),
        )
        + card(
            "102",
            "Fælles telefonomstilling",
            "Omstillingen samles.",
            "Enhederne løser i dag opgaven hver for sig.",
            "Økonomien fremgår af tabellen.",
            "Gennemføres lokalt.",
            t2,
        )
    )


def pick(x: Any, i: int) -> Any:
    """A case with its alternative `i` (0 wrong, 1 right) everywhere."""
    if isinstance(x, str):
        return re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda m: m.group(i + 1), x)
    if isinstance(x, dict):
        return {k: pick(v, i) for k, v in x.items()}
    if isinstance(x, list):
        return [pick(v, i) for v in x]
    if isinstance(x, Alt):
        return x.v[i]
    if isinstance(x, tuple):
        return tuple(pick(v, i) for v in x)
    return x


class Alt:
    """A value that is another where the case is wrong than where it is right."""

    def __init__(self, wrong: object, right: object) -> None:
        """The two."""
        self.v = (wrong, right)


Case = str | Slots
"""What a case fills in: the text on the economy alone, or slots by name."""


def rows(
    changes: dict[str, list[int | None]], drop: tuple[str, ...] = (), area: dict[str, str] | None = None
) -> list[Row]:
    """The table's rows with other values, some dropped, some with another steering area."""
    out: list[Row] = []
    for name, printed, v in ROWS:
        if name in drop:
            continue
        a = (area or {}).get(name, printed)
        out.append((name, a, changes.get(name, v)))
    return out


VAGT, DRIFT, VARIG, PL, OPL, SK, IS, IA, IT, NET = [ROWS[i][0] for i in (0, 1, 2, 4, 5, 6, 7, 8, 9, 10)]


def goals(*gs: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Rows of the table of goals."""
    return [g if len(g) == 4 else (g[0], "Opgøres i driften", "Kontor for Hjemmepleje", g[1]) for g in gs]
