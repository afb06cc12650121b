"""Which boxed warnings belong over a list of doses: those of the products whose form and route are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.compound import BoxedWarning
    from ketacli.records.dataset import Dataset


class Boxed(NamedTuple):
    """A boxed warning and where it stands."""

    form: str
    at: int
    """Among those of the form."""
    warning: BoxedWarning


def boxed(dataset: Dataset, listed: Iterable[tuple[str, str]]) -> list[Boxed]:
    """The boxed warnings of products with such a form and route, ``listed`` as pairs of ids.

    A product whose route no licence on record names is warned of with its form by any route.
    """
    routes: dict[str, set[str]] = {}
    for form, route in listed:
        routes.setdefault(form, set()).add(route)
    found = []
    for compound in dataset.compounds.partly("approvals", "boxed_warnings", of=sorted(routes)):
        form = compound.id
        for at, each in enumerate(compound.boxed_warnings):
            licensed = {item.route for item in compound.approvals if item.product == each.product and item.route}
            if not licensed or licensed & routes[form]:
                found.append(Boxed(form, at, each))
    return found
