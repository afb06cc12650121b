"""``keta guidelines``."""

from __future__ import annotations

from typing import Any

from ketacli import query
from ketacli.cli.session import Session


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
    if session.cite:
        return session.cited("guidelines", [item.id for item in found])
    if session.format == "json":
        asked = {name: sorted(value) for name, value in scope.items()}
        records = [dataset.guidelines.line(item.id) for item in found]
        session.records("guidelines", {"body": query.words(body), **asked, "year": year, "history": history}, records)
    else:
        from ketacli.views.guidelines import guidelines_screen

        every = query.guidelines(dataset, body=body, **scope, year=span, history=True)
        superseded = sum(1 for item in every if item.superseded_by)
        session.screen(guidelines_screen(dataset, found, **scope, superseded=superseded, history=history))
    return session.empty(bool(found), fail_empty)
