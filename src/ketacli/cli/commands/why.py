"""``keta why PATH``."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session


def run(*, path: str, **settings: Any) -> int:
    """Say where one value comes from and who says otherwise."""
    from ketacli.why import ORDER, why

    session = Session(**settings)
    found = why(session.dataset, path)
    if session.format == "json":
        data = {
            "path": found.path,
            "kind": found.kind,
            "id": found.id,
            "value": found.value,
            "claims": [
                {key: claim.get(key) for key in ("source", "at", "check", "checked", "note")} for claim in found.claims
            ],
            "inherited": found.inherited,
            "rule": ORDER,
            "conflicts": [session.dataset.conflicts.raw[name] for name in found.conflicts],
        }
        return session.document("why", {"path": path}, data)
    from ketacli.views.why import why_screen

    return session.screen(why_screen(session.dataset, found))
