"""``keta safety [FORM]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import label, resolve

if TYPE_CHECKING:
    from ketacli.models.safety import Safety
    from ketacli.screen import Screen


def run(
    *,
    form: str | None,
    kind: list[str],
    route: list[str],
    system: list[str],
    when: list[str],
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List harms, contraindications, warnings, monitoring rules, tools and signals."""
    session = Session(**settings)
    dataset = session.dataset
    wanted = {
        "form": {resolve(dataset, "compounds", form)} if form is not None else set(),
        "route": query.terms(dataset, "routes", route, "--route"),
        "kind": query.one_of(kind, selections.SAFETY_KINDS, "--kind"),
        "system": query.one_of(system, selections.SYSTEMS, "--system"),
        "when": query.one_of(when, selections.WHENS, "--when"),
    }
    found = selections.safety(dataset, **wanted)

    def screen(chosen: list[Safety]) -> Screen:
        from ketacli.views.safety import safety_screen

        names = [label(dataset, "compounds", name) for name in sorted(wanted["form"])]
        return safety_screen(dataset, chosen, ", ".join(names) or "All forms", wanted["form"])

    asked = {name: sorted(value) for name, value in wanted.items()}
    return session.listing("safety", "safety", asked, found, screen, fail_empty=fail_empty)
