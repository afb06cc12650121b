"""The filters over trials that several commands share, from option values to a TrialFilter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli import query
from ketacli.names import fold

if TYPE_CHECKING:
    from ketacli.dataset import Dataset

SPECIES = ("human", "mouse", "rat", "any")


def trial_filter(
    dataset: Dataset,
    *,
    indication: list[str],
    form: list[str],
    route: list[str],
    design: list[str],
    comparator: list[str],
    masking: list[str],
    phase: list[str],
    year: str | None,
    min_n: int | None,
    result: list[str],
    registry: str | None,
    species: list[str],
) -> query.TrialFilter:
    """The filter that the options ask for; UsageError with the valid values for one that is not known."""
    return query.TrialFilter(
        indication=query.terms(dataset, "indications", indication, "--indication"),
        form=query.terms(dataset, "compounds", form, "--form"),
        route=query.terms(dataset, "routes", route, "--route"),
        design=query.one_of(design, query.DESIGNS, "--design"),
        comparator=query.one_of(comparator, query.COMPARATORS, "--comparator"),
        masking=query.one_of(masking, query.MASKINGS, "--masking"),
        phase=query.one_of(phase, query.PHASES, "--phase"),
        year=query.years(year) if year else None,
        min_n=min_n,
        result=query.one_of(result, query.RESULTS, "--result"),
        registry=fold(registry) if registry else None,
        species=query.one_of(species, SPECIES, "--species") or {"human"},
    )


def asked(wanted: query.TrialFilter, year: str | None) -> dict[str, object]:
    """The filter as the ``query`` of a JSON object."""
    found = {name: value for name, value in wanted._asdict().items() if value and name != "year"}
    return {**{name: sorted(v) if isinstance(v, set | frozenset) else v for name, v in found.items()}, "year": year}
