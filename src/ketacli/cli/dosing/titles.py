"""What was asked for, in words for a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.cli.dosing.people import Who, none_on_record
from ketacli.records.names import label

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.cli.session import Session


def asked_words(session: Session, wanted: Chosen, who: Who) -> str:
    """The head of the title: what was asked for, of indications without the narrower ones, or that it is everything."""
    wanted = widest(session, wanted)
    parts = [wanted.title(), label(session.dataset, "populations", who.people) if who.people else ""]
    text = ", ".join(part for part in parts if part) or "all routes and forms"
    none = f"{none_on_record(session, who.none_for)}. " if who.none_for else ""
    return none + text[:1].upper() + text[1:]


def widest(session: Session, wanted: Chosen) -> Chosen:
    """The same as it is asked for in words: without the narrower ones of its indications."""
    from ketacli.records.meaning import narrower

    uses = wanted.words("indication")
    within = {each for name in uses for each in narrower(session.dataset, {name}) if each != name}
    return wanted._replace(asked={**wanted.asked, "indication": sorted(uses - within)})


def uses_and_people(session: Session, wanted: Chosen, who: str) -> list[str]:
    """What is asked for of a dose beside its form and route, in words for a title."""
    from ketacli.evidence.arithmetic.patterns import USES

    names = [label(session.dataset, "indications", name, short=True)
             for name in widest(session, wanted).asked["indication"]]  # fmt: skip
    uses = [USES.get(name, f"{name} use") for name in sorted(wanted.words("use"))]
    return [part for part in (" or ".join(names), " or ".join(uses), *sorted(wanted.words("status")), who) if part]
