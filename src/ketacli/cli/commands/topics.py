"""``keta topics [TOPIC]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import resolve

if TYPE_CHECKING:
    from ketacli.models.topic import Topic
    from ketacli.screen import Screen


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

    def screen(chosen: list[Topic]) -> Screen:
        from ketacli.views.topics import topics_screen

        return topics_screen(dataset, chosen, wanted["subject"])

    asked = {name: sorted(value) for name, value in wanted.items()}
    return session.listing("topics", "topics", asked, found, screen, fail_empty=fail_empty)
