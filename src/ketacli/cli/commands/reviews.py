"""``keta reviews``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query, selections
from ketacli.cli.session import Session

if TYPE_CHECKING:
    from ketacli.models.review import Review
    from ketacli.screen import Screen


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

    def screen(chosen: list[Review]) -> Screen:
        from ketacli.views.reviews import reviews_screen

        return reviews_screen(dataset, chosen)

    asked = {name: sorted(value) for name, value in wanted.items()}
    return session.listing("reviews", "reviews", {**asked, "year": year}, found, screen, fail_empty=fail_empty)
