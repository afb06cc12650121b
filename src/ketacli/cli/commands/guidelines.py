"""``keta guidelines``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli.session import Session

if TYPE_CHECKING:
    from ketacli.models.guideline import Guideline
    from ketacli.screen import Screen


def run(
    *,
    body: list[str],
    form: list[str],
    route: list[str],
    indication: list[str],
    year: str | None,
    history: bool,
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List what bodies say, newest edition first."""
    session = Session(**settings)
    dataset = session.dataset
    scope = {
        "form": query.terms(dataset, "compounds", form, "--form"),
        "route": query.terms(dataset, "routes", route, "--route"),
        "indication": query.terms(dataset, "indications", indication, "--indication"),
    }
    span = query.years(year) if year else None
    found = query.guidelines(dataset, body=body, **scope, year=span, history=history)

    def screen(chosen: list[Guideline]) -> Screen:
        from ketacli.views.guidelines import guidelines_screen

        every = query.guidelines(dataset, body=body, **scope, year=span, history=True)
        superseded = sum(1 for item in every if item.superseded_by)
        return guidelines_screen(dataset, chosen, **scope, superseded=superseded, history=history)

    asked = {"body": query.words(body), **{name: sorted(value) for name, value in scope.items()}}
    return session.listing(
        "guidelines", "guidelines", {**asked, "year": year, "history": history}, found, screen, fail_empty=fail_empty
    )
