"""``keta timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query, selections
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.names import fold, missing, near

if TYPE_CHECKING:
    from ketacli.models.event import Event
    from ketacli.screen import Screen

SPELLINGS = {"uk": "gb", "unitedkingdom": "gb", "usa": "us", "unitedstates": "us", "europeanunion": "eu"}
"""Folded names of jurisdictions that are written otherwise in the data."""


def run(
    *, jurisdiction: list[str], form: list[str], kind: list[str], year: str | None, fail_empty: bool, **settings: Any
) -> int:
    """List dated events in order of time."""
    session = Session(**settings)
    dataset = session.dataset
    places = query.words(jurisdiction)
    known = {fold(raw["jurisdiction"]): raw["jurisdiction"] for raw in dataset.events.raw.values()}
    known |= {word: known[code] for word, code in SPELLINGS.items() if code in known}
    for place in places:
        if fold(place) not in known:
            allowed = tuple(sorted(set(known.values())))
            raise missing("jurisdiction", place, near(place, known), allowed, UsageError)
    places = [known[fold(place)] for place in places]
    wanted = {
        "form": query.terms(dataset, "compounds", form, "--form"),
        "kind": query.one_of(kind, selections.EVENT_KINDS, "--kind"),
    }
    found = selections.events(dataset, jurisdiction=places, **wanted, year=query.years(year) if year else None)

    def screen(chosen: list[Event]) -> Screen:
        from ketacli.views.timeline import timeline_screen

        return timeline_screen(dataset, chosen)

    asked = {"jurisdiction": places, **{name: sorted(value) for name, value in wanted.items()}, "year": year}
    return session.listing("timeline", "events", asked, found, screen, fail_empty=fail_empty)
