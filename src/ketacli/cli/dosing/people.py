"""Whose doses are asked for: the population named, and that whose doses stand where none is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.errors import Refused
from ketacli.records.names import label
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.cli.session import Session
    from ketacli.evidence.dose_patterns import Pattern
    from ketacli.records.regimen import Regimen

YOUNGEST, NEXT_AGE = "children", "adolescents"
"""The population of whom no dose may be on record, and that whose doses are then shown under its own name."""


class Who(NamedTuple):
    """The people that were asked for."""

    people: str
    """Their population; empty for anybody."""
    none_for: str
    """The population that was asked for where no dose of theirs is on record, and those of ``people`` stand instead."""


def whose(session: Session, wanted: Chosen, people: str, *, dosed: bool) -> Who:
    """Whose doses are listed: of children those of adolescents, where none is on record for them.

    Raises Refused where one is to be worked out for children all the same.
    """
    if people != YOUNGEST or published(session, wanted, people):
        return Who(people, "")
    if dosed:
        raise no_dose_for(session, people)
    return Who(NEXT_AGE, people)


def published(session: Session, wanted: Chosen, people: str) -> bool:
    """Whether a regimen or a study with results has a dose for such people."""
    found = of_people(session, wanted, people).found()
    return bool(found or patterned(session, wanted, [], True, people))


def no_dose_for(session: Session, people: str) -> Refused:
    """The refusal of arithmetic for people for whom no dose is on record."""
    who, others = (label(session.dataset, "populations", name) for name in (people, NEXT_AGE))
    return Refused(
        f"no dose for {who} is on record: none is worked out",
        f"keta dosing {NEXT_AGE} has what was given to {others}; doses of adults are no doses for children.",
        field="dose",
    )


def none_on_record(session: Session, people: str) -> str:
    """That no dose for such people is on record."""
    text = f"{label(session.dataset, 'populations', people)}: no published dose"
    return text[:1].upper() + text[1:]


def of_people(session: Session, wanted: Chosen, people: str) -> Chosen:
    """The same of regimens alone whose name or population is that of such people."""
    from ketacli.evidence.brief import subject

    about = subject(session.dataset, "populations", people)
    ids = [
        item.id for item in session.dataset.regimens
        if about.mentioned(item.name, item.population.value if item.population is not None else None)
    ]  # fmt: skip
    return wanted.of("population", "id", ids or [""])


def patterned(session: Session, wanted: Chosen, regimens: list[Regimen], arms: bool, people: str) -> list[Pattern]:
    """The doses of regimens as patterns, with the arms of studies that the same options choose."""
    from ketacli.evidence.dose_patterns import patterns

    return patterns(session.dataset, regimens, wanted.words("route"), wanted.words("form"),
                    wanted.words("indication"), wanted.words("use"), arms, {people} if people else set())  # fmt: skip
