"""What severities, outcomes and kinds are called in Danish: names alone, without the register of the rules."""

from __future__ import annotations

from typing import Final

from schemas.dataset import CheckStatus, OverviewMeasure

SEVERITIES: Final = {"error": "Fejl", "warning": "Advarsel", "info": "Bemærkning"}
"""The severities in the order they are shown."""

PLURALS: Final = {"error": "fejl", "warning": "advarsler", "info": "bemærkninger"}
"""Findings of a severity, more than one."""

MEANINGS: Final = {
    "error": "To trykte tal modsiger hinanden: afklar med forvaltningen, hvilket der gælder, før bilaget bruges.",
    "warning": "Kræver et skøn: læs stedet, og accepter det med en begrundelse, eller spørg forvaltningen.",
    "info": "Forskel inden for afrunding eller en bemærkning til formen: kræver normalt intet.",
}
"""What a severity means, and what to do."""

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
