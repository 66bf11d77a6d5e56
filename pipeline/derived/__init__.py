"""Tables that answer the first questions right, derived from the printed rows and the findings. Pure.

Nothing printed is changed: what is likely, inherited or counted stands in columns and tables of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.derived.amount_rows import amount_rows, likely_amounts, wide_rows
from pipeline.derived.card_economy import card_economy
from pipeline.derived.card_rows import CardContext, overview_row, year_rows
from pipeline.derived.common_prices import CommonPrices
from pipeline.derived.likely import Findings
from pipeline.derived.organisation_rows import organisation_rows
from pipeline.reconcile.assemble import documents
from pipeline.reconcile.config import ReconcileConfig
from schemas.dataset import EconomicAmountRow, FindingRow, PriceFactorRow, Row
from schemas.tables.derived import CardOverviewRow, CardYearRow, EconomicWideRow


def derive(tables: Mapping[str, Sequence[Row]], config: ReconcileConfig | None = None) -> dict[str, list[Row]]:
    """The derived tables of a release, and `economic_amounts` with its derived columns filled.

    `tables` hold everything else of the release, findings and price factors among it; `config` the official factors.
    """
    cards = [card for document in documents(tables) for card in document.cards]
    findings = Findings(f for f in tables.get("findings", ()) if isinstance(f, FindingRow))
    amounts: dict[str, list[EconomicAmountRow]] = defaultdict(list)
    for row in tables.get("economic_amounts", ()):
        if isinstance(row, EconomicAmountRow):
            amounts[row.table_id].append(row)
    likely = likely_amounts(cards, amounts, findings)
    factors = (f for f in tables.get("price_factors", ()) if isinstance(f, PriceFactorRow))
    levels = (found[0] if (found := findings.price_level(c)) else c.row.price_level for c in cards if c.economy)
    prices = CommonPrices(levels, factors, config or ReconcileConfig())
    made: dict[str, list[Row]] = {
        m.table: [] for m in (EconomicAmountRow, CardOverviewRow, CardYearRow, EconomicWideRow)
    }
    for card in cards:
        economy = card_economy(card, likely)
        context = CardContext(card, economy, findings, prices)
        made["card_overview"].append(overview_row(context))
        made["card_years"] += year_rows(context)
        counted = economy.counted.cell_ids() if economy else set()
        for table in card.tables:
            rows = list(amount_rows(card, table, amounts, findings, counted))
            made["economic_amounts"] += rows
            made["economic_wide"] += wide_rows(card, table, rows)
    return made | organisation_rows()
