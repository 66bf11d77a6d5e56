"""What the row labels of an economic table mean: section, item, subtotal, total, payback.

The words are those of the Copenhagen templates 2020-2026 (`Forslagets samlede økonomiske konsekvenser`).
"""

from __future__ import annotations

import re
from typing import Final, Literal

from schemas.dataset import RowRole, SectionKind

SumKind = Literal["permanent", "implementation", "net", "other"]

_SECTION: Final = (
    (
        re.compile(r"varige? (?:ændring|effekt|udgift|besparelse)\w*\b|^effektivisering(?:er)? og drift$", re.I),
        "permanent_changes",
    ),
    (
        re.compile(r"^implementering\w*|^investering(?:er|somkostninger)?\b|^(?:etablerings|engangs)", re.I),
        "implementation_costs",
    ),
)
_HEADING: Final = re.compile(
    r"^(?:varige (?:ændringer|effekter|effektiviseringer|besparelser|udgifter|driftsudgifter)|"
    r"(?:implementerings|investerings|etablerings|engangs)(?:omkostninger|udgifter)|investeringer)(?: ?\(.*|:?$)",
    re.I,
)
_TOTAL: Final = re.compile(
    r"^(?:samlet(?: netto)? økonomisk påvirkning|nettoeffekt\b|samlet netto|samlet økonomisk effekt|"
    r"varige ændringer totalt|udgifter i alt|[a-zæøå]*udgifter i alt|i alt\b(?!.*(?:varig|implementering))|total$)",
    re.I,
)
_SUBTOTAL: Final = re.compile(
    r"^(?:samle(?:t|de) |totale? |heraf |investeringer totalt|implementeringsomkostninger,? totalt)|\bi alt\b",
    re.I,
)
_ONLY_TOTAL: Final = re.compile(r"\bi alt\b", re.I)
_ASIDE: Final = re.compile(r"\((?!\s*i alt\s*\))[^)]*\)?", re.I)
_PERMANENT: Final = re.compile(r"\bvarig", re.I)
_IMPLEMENTATION: Final = re.compile(r"implementering|investering", re.I)
_SPLIT: Final = re.compile(r"[,\s](?P<area>service|anlæg|overførsler|drift|løn)\*?$", re.I)
PAYBACK: Final = re.compile(
    r"^(?:tilbagebetalings(?:tid|periode)|tilbagebetalt efter\b|pay-?back|break[- ]?even|"
    r"tilbagebetaling(?: baseret)? på (?!.*\blån)|tilbagebetaling,? ?(?:\(år\)|i år\b|$))",
    re.I,
)
"""A payback by its row's words; money paid back (`Tilbagebetaling af lån`) is none."""
_GLUED: Final = re.compile(r"^(tilbagebetalingstid)(?=[a-zæøå]{2})(?!en\b|er\b)", re.I)
PAYBACK_YEARS: Final = re.compile(r"(?<![\d.,])(?P<years>\d{1,2})\s*(?:år)?\s*$")
"""The number of years that ends a payback's row: `Tilbagebetalingstid baseret på totaløkonomi 4 år`."""
OPENS_SUM: Final = re.compile(r"^(?:Samle[dt]e?\b|Tilbagebetaling(?:s|t|\b(?! af))|I alt\b)")
"""The first words of a sum or a payback, as printed at the start of a row."""
_SQUEEZE: Final = re.compile(r"\s+")


def is_heading(label: str) -> bool:
    """True for a section heading: `Varige ændringer (effektiviseringer og drift)`."""
    return bool(_HEADING.match(_SQUEEZE.sub(" ", label.strip())))


def section_of(label: str) -> SectionKind | None:
    """The section a heading opens."""
    for pattern, section in _SECTION:
        if pattern.search(label):
            return section  # type: ignore[return-value]
    return None


def role_of(label: str) -> RowRole:
    """Item, subtotal or total, by the label's words; `(5 stk. i alt)` counts pieces, not kroner."""
    text = _ASIDE.sub(" ", label).strip()
    if _TOTAL.search(text):
        return "total"
    return "subtotal" if _SUBTOTAL.search(text) else "item"


def says_only_total(label: str) -> bool:
    """True for a row of which nothing but an `i alt` says that it is a sum, and not of what: `Løn i alt`."""
    text = label.strip()
    beside = _SUBTOTAL.search(_ONLY_TOTAL.sub(" ", text))
    return bool(_ONLY_TOTAL.search(text)) and beside is None and sum_kind(text) == "other"


def sum_kind(label: str) -> SumKind:
    """What a subtotal or total sums."""
    text = label.strip()
    if re.match(r"(?:samlet )?netto|samlet økonomisk", text, re.I):
        return "net"
    unbroken = re.sub(r"[\s-]", "", text)  # a narrow cell breaks `implementeri ngsomkostninger` without a hyphen
    if _IMPLEMENTATION.search(unbroken):
        return "implementation"
    return "permanent" if _PERMANENT.search(text) else "other"


def split_of(label: str, area: str | None) -> str | None:
    """The steering area a subtotal is limited to: `Samlede implementeringsomkostninger, anlæg` -> "anlæg"."""
    found = _SPLIT.search(label.strip())
    return found["area"].lower() if found else (area.lower().rstrip("*") if area else None)


def payback_basis(label: str) -> str:
    """`service`, `total`, or the label as printed, parted where its first word ran into the next."""
    text = label.lower().replace(" ", "")
    if "serviceeffektivisering" in text or text.endswith("service"):
        return "service"
    return "total" if "totaløkonomi" in text else _GLUED.sub(r"\1 ", label.strip())


def basis_of(label: str) -> str:
    """As `payback_basis`, for forms whose words are not known: `service` or `total` wherever the label says so."""
    text = label.lower()
    return "service" if "service" in text else "total" if "total" in text else label
