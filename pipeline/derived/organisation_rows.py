"""The organisations that other tables name by id, with their names through time."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.danish.organisations import Name, Organisation, administration_of, organisations
from schemas.dataset import Row
from schemas.tables.derived import OrganisationNameRow, OrganisationRow


def organisation_rows() -> dict[str, list[Row]]:
    """The rows of `organisations` and `organisation_names`."""
    known = list(organisations().values())
    return {
        OrganisationRow.table: [_row(o) for o in known],
        OrganisationNameRow.table: [name for o in known for name in _names(o)],
    }


def current_name(organisation_id: str | None) -> str | None:
    """The name an organisation has now; None for no id."""
    return _latest(organisations()[organisation_id]) if organisation_id in organisations() else None


def _row(organisation: Organisation) -> OrganisationRow:
    names = (*organisation.names, *organisation.abbreviations)
    starts, ends = [n.year_from for n in names if n.year_from], [n.year_to for n in names]
    administration = administration_of(organisation)
    return OrganisationRow(
        organisation_id=organisation.id,
        name=_latest(organisation),
        abbreviation=_newest(organisation.abbreviations).text if organisation.abbreviations else None,
        kind=organisation.kind,
        parent_id=organisation.parent,
        counterpart_id=organisation.counterpart,
        administration_id=administration.id if administration else None,
        valid_from=min(starts, default=None),
        valid_to=None if None in ends or not ends else max(e for e in ends if e),
    )


def _latest(organisation: Organisation) -> str:
    return _newest(organisation.names).text if organisation.names else organisation.id


def _newest(names: tuple[Name, ...]) -> Name:
    """The name that is still in use, else the last one that was; of several the first."""
    return max(names, key=lambda n: n.year_to or 9999)


def _names(organisation: Organisation) -> Iterator[OrganisationNameRow]:
    for kind, names in (("name", organisation.names), ("abbreviation", organisation.abbreviations)):
        for name in names:
            yield OrganisationNameRow.model_validate(
                {
                    "organisation_id": organisation.id,
                    "name": name.text,
                    "name_kind": kind,
                    "valid_from": name.year_from,
                    "valid_to": name.year_to,
                }
            )
