"""The second proposal that contradictions are thought up for: libraries that lend by machines, its table and goals."""

from __future__ import annotations

from tests.made.unseen_cards import ADMIN_NOTE, ADMIN_TABLE, Alt, Row, Slots

TIMER, SERVICE, VARIG, AUTO, LEDER, KOMP, IS, IA, IT, NET = (
    "Færre betjente timer på bibliotekerne",
    "Service og licens til udlånsautomater",
    "Samlet varig ændring",
    "Udlånsautomater",
    "Ekstern projektleder",
    "Kompetenceudvikling af personalet",
    "Samlede implementeringsomkostninger, service",
    "Samlede implementeringsomkostninger, anlæg",
    "Samlede implementeringsomkostninger",
    "Samlet økonomisk påvirkning",
)
TABLE: list[Row] = [
    (TIMER, "Service", [None, -900, -1800, -1800, -1800, -1800]),
    (SERVICE, "Service", [None, 240, 320, 320, 320, 320]),
    (VARIG, "", [None, -660, -1480, -1480, -1480, -1480]),
    ("Implementeringsomkostninger (midler fra investeringspuljen)", "", []),
    (AUTO, "Anlæg", [1400, 700]),
    (LEDER, "Service", [480, 240]),
    (KOMP, "Service", [150, 350]),
    (IS, "", [630, 590]),
    (IA, "", [1400, 700]),
    (IT, "", [2030, 1290]),
    (NET, "", [2030, 630, -1480, -1480, -1480, -1480]),
]
OFFICE = "Kontor for Biblioteker"
TARGETS = [
    ("Automaterne er opstillet", "Fakturaer", OFFICE, "1. kvartal 2027"),
    ("Færre betjente timer", "Vagtplaner", OFFICE, "2028"),
]
HEARD = [
    ("Økonomikredsen", "Ja", "4. november 2025"),
    ("IT-kredsen", "Ja", "11. november 2025"),
    ("Koncern-IT", "Ja", "18. november 2025"),
    ("MED-udvalg", "Ja", "8. december 2025"),
    ("HR-kredsen", "Nej", "Ikke relevant"),
]
BASE: Slots = {
    "title": "BC73 Selvbetjent udlån på bibliotekerne",
    "listed": "1.187 2.055 -1.480 4",
    "committee": "Kultur- og Fritidsudvalget",
    "administration": "Kultur- og Fritidsforvaltningen",
    "purpose": "Bibliotekerne har i dag skranker, hvor personalet registrerer udlån og afleveringer.",
    "resume": "Der opstilles automater til udlån og aflevering, så personalet kan bruge tiden på formidling.",
    "rows": TABLE,
    "goals": TARGETS,
    "approval": ("Ja", "13. januar 2026"),
    "hearing": HEARD,
    "pb": ("4", "4"),
    "impl": "Automaterne opstilles i tæt samarbejde med de enkelte biblioteker.",
    "partners": "Bibliotekernes ledere og tillidsrepræsentanter er inddraget.",
}
ADMIN = (
    ADMIN_TABLE.replace("-150 -160 -170 -180 -190", "-220 -230 -240 -250 -260"),
    ADMIN_NOTE,
)


def table(changes: dict[str, list[int | None]], drop: tuple[str, ...] = (), **area: str) -> list[Row]:
    """The table's rows with other values, some dropped, some with another steering area (by their short names)."""
    names = {"TIMER": TIMER, "SERVICE": SERVICE, "AUTO": AUTO, "LEDER": LEDER, "KOMP": KOMP}
    given = {names[k]: v for k, v in area.items()}
    return [(n, given.get(n, a), changes.get(n, v)) for n, a, v in TABLE if n not in drop]


def targets(*rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Rows of the table of goals; what is not given is the usual."""
    return [r if len(r) == 4 else (r[0], "Følges i driftsmøder", OFFICE, r[1]) for r in rows]


def heard(body: str, answer: object, said: object) -> list[tuple[object, ...]]:
    """The table of hearings with another row for that body."""
    return [(body, answer, said) if h[0] == body else h for h in HEARD]


__all__ = ["ADMIN", "BASE", "HEARD", "OFFICE", "TABLE", "TARGETS", "Alt", "heard", "table", "targets"]
