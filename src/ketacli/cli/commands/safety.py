"""``keta safety [FORM]``."""

from __future__ import annotations

from typing import Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.names import label, resolve


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
    if session.cite:
        return session.cited("safety", [item.id for item in found])
    if session.format == "json":
        asked = {name: sorted(value) for name, value in wanted.items()}
        session.records("safety", asked, [dataset.safety.line(item.id) for item in found])
    else:
        from ketacli.views.safety import safety_screen

        names = [label(dataset, "compounds", name) for name in sorted(wanted["form"])]
        session.screen(safety_screen(dataset, found, ", ".join(names) or "All forms"))
    return session.empty(bool(found), fail_empty)
