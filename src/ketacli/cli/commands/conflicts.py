"""``keta conflicts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import resolve

if TYPE_CHECKING:
    from ketacli.models.conflict import Conflict
    from ketacli.screen import Screen


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

    def screen(chosen: list[Conflict]) -> Screen:
        from ketacli.views.conflicts import conflicts_screen

        return conflicts_screen(dataset, chosen)

    asked = {name: sorted(value) for name, value in wanted.items()}
    return session.listing(
        "conflicts", "conflicts", {**asked, "source": document}, found, screen, fail_empty=fail_empty
    )
