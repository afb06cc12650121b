"""``keta reviews``."""

from __future__ import annotations

from typing import Any

from ketacli import query, selections
from ketacli.cli.session import Session


def run(
    *,
    indication: list[str],
    form: list[str],
    route: list[str],
    kind: list[str],
    year: str | None,
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List meta-analyses, systematic reviews and pharmacovigilance analyses."""
    session = Session(**settings)
    dataset = session.dataset
    wanted = {
        "form": query.terms(dataset, "compounds", form, "--form"),
        "route": query.terms(dataset, "routes", route, "--route"),
        "indication": query.terms(dataset, "indications", indication, "--indication"),
        "kind": query.one_of(kind, selections.REVIEW_KINDS, "--kind"),
    }
    found = selections.reviews(dataset, **wanted, year=query.years(year) if year else None)
    if session.cite:
        return session.cited("reviews", [item.id for item in found])
    if session.format == "json":
        asked = {name: sorted(value) for name, value in wanted.items()}
        session.records("reviews", {**asked, "year": year}, [dataset.reviews.line(item.id) for item in found])
    else:
        from ketacli.views.reviews import reviews_screen

        session.screen(reviews_screen(dataset, found))
    return session.empty(bool(found), fail_empty)
