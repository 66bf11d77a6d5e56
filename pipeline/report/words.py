"""What the report calls things: rules, kinds and severities in Danish, and numbers as a controller writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from extractors.danish.organisations import resolve
from pipeline.reconcile.danish import money, thousands
from schemas.dataset import CheckStatus, DocumentRow, OverviewMeasure

RULES: Final[dict[str, tuple[str, str]]] = {
    "item_sum": ("Rækker og sum", "Rækkerne i et afsnit giver summen under dem"),
    "subtotal_sum": ("Delsummer og sum", "Delsummerne giver den samlede sum"),
    "net_effect": (
        "Samlet økonomisk påvirkning",
        "Varige ændringer + implementering = samlet økonomisk påvirkning",
    ),
    "area_split": ("Service og anlæg", "Service + anlæg = samlede implementeringsomkostninger"),
    "row_total": ("Årene og I alt", "En rækkes år giver dens I alt"),
    "unknown_form": ("Skemaet", "En skabelon passer på dokumentet"),
    "row_outside_sums": ("Række uden for summen", "Hver række er talt med i en sum"),
    "overview_sum": ("Oversigtens summer", "Oversigtens rækker giver dens summer"),
    "overview_vs_card": ("Oversigt mod forslag", "Oversigtens beløb er forslagets, omregnet til samme prisniveau"),
    "overview_efficiency": (
        "Oversigtens effektivisering",
        "Oversigtens effektivisering er forslagets ved fuld indfasning",
    ),
    "overview_payback": ("Oversigtens tilbagebetalingstid", "Oversigt og forslag har samme tilbagebetalingstid"),
    "payback": ("Tilbagebetalingstid", "Tilbagebetalingstiden følger af den samlede økonomiske påvirkning"),
    "prose_vs_table": ("Tekst mod tabel", "Beløb i teksten er tabellens"),
    "prose_vs_prose": ("Tekst mod tekst", "Resumé, økonomiafsnit og aftaletekst har samme beløb"),
    "title_mismatch": ("Titel", "Oversigt og forslag har samme titel"),
    "column_header": ("Tabelhoved", "Tabellens år følger hinanden uden huller og gentagelser"),
    "unit": ("Enhed", "Tabellens enhed passer til dens beløb"),
    "price_level": ("Prisniveau", "Samme prisniveau gennem hele forslaget"),
    "missing_rows": ("Manglende oplysninger", "De rækker, skemaet beder om, er udfyldt"),
    "missing_card": ("Manglende forslag", "Hver sag i oversigten er beskrevet i bilaget, og omvendt"),
    "sign": ("Fortegn", "Besparelser er negative og udgifter positive"),
    "administration_vs_economy": ("Administrationstabel", "Den gentager den administrative del af de varige ændringer"),
    "key_figure": ("Nøgletal", "Nøgletal kan læses, og andele af et hele giver 100 procent"),
    "approval_date": ("Datoer", "Godkendelser er dateret som de andre, og opfølgning ligger efter dem"),
    "consultation": ("Høring og godkendelse", "Et svar passer til datoen og noten ved siden af"),
    "count": ("Antal i teksten", "Teksten tæller det samme til det samme"),
    "loan": ("Internt lån", "Et lån betales tilbage med det, der er lånt"),
    "organisation": ("Forvaltning", "Det er en forvaltning, der fremstiller forslaget"),
    "payback_in_text": ("Tilbagebetalingstid i teksten", "Teksten har tabellens tilbagebetalingstid"),
    "percentage_sum": ("Procenter", "Andele over årene giver tilsammen 100 procent"),
    "phase_in": ("Indfasning", "Effekten begynder og er hel i det år, teksten siger"),
    "period": ("Budgetperiode", "En budgetperiode går fra et år til det næste"),
    "prose_arithmetic": ("Regnestykker i teksten", "Det, teksten regner ud, giver det, den siger"),
    "prose_sum": ("Dele og sum i teksten", "Delene, en sætning opregner, giver den sum, den nævner"),
    "prose_product": ("Antal og pris i teksten", "Antal gange pris giver det beløb, sætningen nævner"),
    "prose_percent": ("Procent i teksten", "Procenten er den, beløbene ved siden af giver"),
    "range_sum": ("Intervaller", "Delenes intervaller giver det samlede"),
    "row_label": ("Rækkenavne", "Rækker for forskellige ting har forskellige navne"),
    "stray_amount": ("Løst tal", "Hvert tal i en tabel hører til en række"),
    "table_numbers": ("Tabelnumre", "Hvert tabelnummer bruges én gang, og de, der henvises til, findes"),
    "annex_heading": ("Bilagets overskrift", "Det administrative bilag bærer navn efter forslagets egen slags"),
    "annex_reference": ("Henvisning til bilag", "Et bilag, der henvises til, er blandt de læste"),
    "criteria": ("Kriterier til prioritering", "Kriteriernes beløb har den enhed og det prisniveau, der står over dem"),
    "goal_cells": ("Opfølgningsmål", "Et opfølgningsmål har en ansvarlig og en hel dato"),
    "cell": ("Celle i tvivl", "Hvert beløbs celle rummer ét helt tal"),
    "price_factor": ("Prisfaktor", "Nok forslag deler den prisfaktor, som de andre holdes op mod"),
    "announced_proposal": ("Bebudet forslag", "Et forslag, der er bebudet til en sag, er blandt dens forslag"),
    "template_text": ("Vejledningstekst", "Skabelonens vejledning er udfyldt eller taget ud"),
}
"""By rule: its name, and what holds where it is silent. Every registered rule is here; a release of another version may
hold findings of a rule that is not, and such a rule goes by its own name."""

SEVERITIES: Final = {"error": "Fejl", "warning": "Advarsel", "info": "Bemærkning"}
"""The severities in the order they are shown."""

MEANINGS: Final = {
    "error": "To trykte tal modsiger hinanden: afklar med forvaltningen, hvilket der gælder, før bilaget bruges.",
    "warning": "Kræver et skøn: læs stedet, og accepter det med en begrundelse, eller spørg forvaltningen.",
    "info": "Forskel inden for afrunding eller en bemærkning til formen: kræver normalt intet.",
}
"""What a severity means, and what to do."""

PLURALS: Final = {"error": "fejl", "warning": "advarsler", "info": "bemærkninger"}

STATUSES: Final[dict[CheckStatus, str]] = {
    "exact": "stemmer",
    "within_rounding": "inden for afrunding",
    "inconsistent": "stemmer ikke",
    "not_checkable": "kan ikke efterregnes",
}
"""The outcomes of a check."""

CARD_KINDS: Final = {
    "investment_proposal": "Investeringsforslag",
    "innovation_proposal": "Innovationsforslag",
    "pre_analysis": "Foranalyse",
    "budget_note": "Budgetnotat",
    "initiative": "Indsats",
}
TABLE_KINDS: Final = {
    "economy": "Økonomi",
    "administration": "Administration",
    "scenario": "Scenarie",
    "appropriation": "Bevilling",
    "need": "Behov",
    "other": "Tabel",
}
MEASURES: Final[dict[OverviewMeasure, str]] = {
    "service": "Service",
    "anlæg": "Anlæg",
    "efficiency": "Effektivisering v. fuld indfasning",
    "payback_years": "Tilbagebetalingstid (år)",
    "amount": "Beløb",
}
NO_COMMITTEE: Final = "Uden udvalg"
_NAMES_OF = 2026  # one name a committee through the years, so that its findings stand together

_SIDES: Final = {
    "title_mismatch": ("Oversigten", "Forslaget"),
    "overview_vs_card": ("Oversigten", "Forslaget giver"),
    "overview_efficiency": ("Oversigten", "Forslaget"),
    "overview_payback": ("Oversigten", "Forslaget"),
    "prose_vs_table": ("Teksten", "Tabellen"),
    "payback_in_text": ("Teksten", "Tabellen"),
    "prose_arithmetic": ("Teksten", "Regnet efter"),
    "prose_sum": ("Teksten", "Delene giver"),
    "prose_product": ("Teksten", "Regnet efter"),
    "prose_percent": ("Teksten", "Regnet efter"),
    "loan": ("Tilbagebetales", "Lånt"),
    "prose_vs_prose": ("Her", "Det andet sted"),
    "administration_vs_economy": ("Administrationstabellen", "Økonomitabellen"),
    "unit": ("Trykt", "Passer med"),
    "price_level": ("Trykt", "Ellers"),
}
_JOINT = re.compile(r"(?<=[a-zæøå]{6})(?=omkostning|påvirkning|effektivisering|forvaltning|udvikling|undervisning)")
_DOTTED = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")
_YEARS = {"payback", "overview_payback", "payback_in_text"}
_MONEYLESS = {"key_figure", "count", "percentage_sum", "prose_arithmetic", "table_numbers", "period"}


def rule_name(rule: str) -> str:
    """A rule's Danish name."""
    return RULES[rule][0] if rule in RULES else rule.replace("_", " ").capitalize()


def rule_claim(rule: str) -> str:
    """What a rule holds the bilag to."""
    return RULES[rule][1] if rule in RULES else ""


def sides(rule: str) -> tuple[str, str]:
    """What a finding's two figures are called: the printed one, and what it is held to."""
    return _SIDES.get(rule, ("Trykt", "Efterregnet"))


def figure(text: str | None, rule: str) -> str:
    """A finding's figure for people: kroner as thousands where whole, years with their unit, anything else as it is."""
    if text is None or not _DOTTED.fullmatch(text):
        return text or ""
    if rule in _YEARS:
        return f"{text} år"
    return text if rule in _MONEYLESS else money(int(text.replace(".", "")))


def count(number: int) -> str:
    """A whole number with a dot between thousands."""
    return thousands(number)


def decimal(number: float, digits: int = 4) -> str:
    """A number with a decimal comma."""
    return f"{number:.{digits}f}".replace(".", ",")


def soft(text: str) -> str:
    """A label with soft hyphens in the long compounds of these tables, so that the column need not be as wide."""
    return _JOINT.sub("\u00ad", text)


@cache
def committee_name(printed: str | None) -> str:
    """A committee under its full name, whatever abbreviation was printed; several, or an unknown one, as printed."""
    if not printed or not printed.strip():
        return NO_COMMITTEE
    known = resolve(printed)
    return known.name_in(_NAMES_OF) if known else " ".join(printed.split())


def document_names(documents: Iterable[DocumentRow]) -> dict[str, str]:
    """What each bilag is called: its number and budget case, else its title, else the file's name.

    The file's name is added where two would be called the same.
    """
    names = {d.document_id: (_name(d), d.file_name) for d in documents}
    times = Counter(name for name, _ in names.values())
    return {i: f"{name} ({file})" if times[name] > 1 else name for i, (name, file) in names.items()}


def _name(document: DocumentRow) -> str:
    if not document.bilag_no:
        return document.title or document.file_name
    return " · ".join(p for p in (f"Bilag {document.bilag_no}", document.budget_case) if p)
