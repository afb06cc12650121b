"""``keta why PATH``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session

if TYPE_CHECKING:
    from ketacli.screen import Screen

KEYS = ("source", "at", "check", "checked", "note")


def run(*, path: str, **settings: Any) -> int:
    """Say where one value comes from and who says otherwise."""
    from ketacli.why import ORDER, why

    session = Session(**settings)
    found = why(session.dataset, path)

    def screen(_: list[Any]) -> Screen:
        from ketacli.views.why import why_screen

        return why_screen(session.dataset, found)

    if session.format != "table":
        data = {
            "path": found.path,
            "kind": found.kind,
            "id": found.id,
            "value": found.value,
            "claims": [{key: claim.get(key) for key in KEYS} for claim in found.claims],
            "inherited": found.inherited,
            "rule": ORDER,
            "conflicts": [session.dataset.conflicts.raw[name] for name in found.conflicts],
        }
        if session.format == "json":
            return session.document("why", {"path": path}, data)
        from ketacli.cli.emit import Rows

        claims = [{"path": found.path, "value": claim.get("value"), **{key: claim.get(key) for key in KEYS},
                   "inherited": found.inherited} for claim in found.claims]  # fmt: skip
        columns = dict.fromkeys(("path", "value", *KEYS, "inherited"), "text")
        return session.report("why", {"path": path}, data, Rows("claims", columns, claims), screen)
    return session.screen(screen([]))
