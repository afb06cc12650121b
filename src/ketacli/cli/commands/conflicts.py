"""``keta conflicts``."""

from __future__ import annotations

from typing import Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import resolve


def run(
    *,
    indication: list[str],
    form: list[str],
    source: str | None,
    kind: list[str],
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List where sources disagree or one is wrong."""
    session = Session(**settings)
    dataset = session.dataset
    wanted = {
        "indication": query.terms(dataset, "indications", indication, "--indication"),
        "form": query.terms(dataset, "compounds", form, "--form"),
        "kind": query.one_of(kind, selections.CONFLICT_KINDS, "--kind"),
    }
    document = resolve(dataset, "sources", source) if source is not None else None
    found = selections.conflicts(dataset, **wanted, source=document)
    if session.cite:
        return session.cited("conflicts", [item.id for item in found])
    if session.format == "json":
        asked = {name: sorted(value) for name, value in wanted.items()}
        lines = [dataset.conflicts.line(item.id) for item in found]
        session.records("conflicts", {**asked, "source": document}, lines)
    else:
        from ketacli.views.conflicts import conflicts_screen

        session.screen(conflicts_screen(dataset, found))
    return session.empty(bool(found), fail_empty)
