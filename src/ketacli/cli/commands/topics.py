"""``keta topics [TOPIC]``."""

from __future__ import annotations

from typing import Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import resolve


def run(
    *,
    topic: str | None,
    form: list[str],
    indication: list[str],
    kind: list[str],
    basis: list[str],
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List statements by subject."""
    session = Session(**settings)
    dataset = session.dataset
    wanted = {
        "subject": {resolve(dataset, "subjects", topic)} if topic is not None else set(),
        "form": query.terms(dataset, "compounds", form, "--form"),
        "indication": query.terms(dataset, "indications", indication, "--indication"),
        "kind": query.one_of(kind, selections.TOPIC_KINDS, "--kind"),
        "basis": query.one_of(basis, selections.BASES, "--basis"),
    }
    found = selections.topics(dataset, **wanted)
    if session.cite:
        return session.cited("topics", [item.id for item in found])
    if session.format == "json":
        asked = {name: sorted(value) for name, value in wanted.items()}
        session.records("topics", asked, [dataset.topics.line(item.id) for item in found])
    else:
        from ketacli.views.topics import topics_screen

        session.screen(topics_screen(dataset, found, wanted["subject"]))
    return session.empty(bool(found), fail_empty)
