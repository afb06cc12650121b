"""``keta sources``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from ketacli import query
from ketacli.cli.session import Session
from ketacli.names import resolve

if TYPE_CHECKING:
    from ketacli.models.source import Source
    from ketacli.screen import Screen


def run(
    *, name: str | None, tier: list[str], status: list[str], year: str | None, fail_empty: bool, **settings: Any
) -> int:
    """List documents, or show one."""
    session = Session(**settings)
    if name is not None:
        chosen = resolve(session.dataset, "sources", name)

        def page(_: list[Source]) -> Screen:
            from ketacli.views.show import show_screen

            return show_screen(session.dataset, "sources", chosen)

        return session.listing("sources", "sources", {"name": chosen}, [session.dataset.sources[chosen]], page)
    from ketacli.models.source import SourceStatus, Tier

    tiers = query.one_of(tier, get_args(Tier), "--tier")
    statuses = query.one_of(status, get_args(SourceStatus), "--status")
    found = query.sources(session.dataset, tier=tiers, status=statuses, year=query.years(year) if year else None)

    def screen(chosen: list[Source]) -> Screen:
        from ketacli.views.sources import sources_screen

        return sources_screen(session.dataset, chosen)

    asked = {"tier": sorted(tiers), "status": sorted(statuses), "year": year}
    return session.listing("sources", "sources", asked, found, screen, fail_empty=fail_empty)
