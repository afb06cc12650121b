"""``keta sources``."""

from __future__ import annotations

from typing import Any, get_args

from ketacli import query
from ketacli.cli.session import Session
from ketacli.names import resolve


def run(
    *, name: str | None, tier: list[str], status: list[str], year: str | None, fail_empty: bool, **settings: Any
) -> int:
    """List documents, or show one."""
    session = Session(**settings)
    if name is not None:
        chosen = resolve(session.dataset, "sources", name)
        if session.format == "json":
            return session.records("sources", {"name": chosen}, [session.dataset.sources.line(chosen)])
        from ketacli.views.show import show_screen

        return session.screen(show_screen(session.dataset, "sources", chosen))
    from ketacli.models.source import SourceStatus, Tier

    tiers = query.one_of(tier, get_args(Tier), "--tier")
    statuses = query.one_of(status, get_args(SourceStatus), "--status")
    found = query.sources(session.dataset, tier=tiers, status=statuses, year=query.years(year) if year else None)
    if session.cite:
        return session.cited("sources", [item.id for item in found])
    if session.format == "json":
        records = [session.dataset.sources.line(item.id) for item in found]
        session.records("sources", {"tier": sorted(tiers), "status": sorted(statuses), "year": year}, records)
    else:
        from ketacli.views.sources import sources_screen

        session.screen(sources_screen(session.dataset, found))
    return session.empty(bool(found), fail_empty)
