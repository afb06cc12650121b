"""What a comparison of forms needs of every randomised trial in people, kept in one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.source import MARKS
from ketacli.records.store import LISTED_BETWEEN
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.store import Store
    from ketacli.records.trial import Trial

KIND = "seen"
"""Under which the store lists them."""
YES = "yes"


class Seen(NamedTuple):
    """One randomised trial in people."""

    id: str
    forms: tuple[str, ...]
    indications: tuple[str, ...]
    people: int
    direction: str
    reported: bool
    """Whether results are on record."""
    doubt: str
    """Why its document is not to be relied on, in words; empty where it is."""


def of(trial: Trial) -> Seen | None:
    """What is needed of a trial; None where it is not randomised, or not in people."""
    if trial.species != "human" or trial.kind != "trial" or trial.design.allocation != "randomised":
        return None
    reported = trial.status == "reported"
    doubt = MARKS[trial.source_status] if trial.source_status else ""
    return Seen(trial.id, trial.forms, trial.indications, trial.n or 0, trial.direction, reported, doubt)


def written(found: Seen) -> str:
    """As the store keeps it."""
    reported = YES if found.reported else ""
    return LISTED_BETWEEN.join(
        (",".join(found.forms), ",".join(found.indications), str(found.people), found.direction, reported, found.doubt)
    )


def stored(store: Store) -> list[Seen]:
    """Every one, in the order of the data, as the build wrote it."""
    found = []
    for name, text in store.rows(
        "SELECT listed.id, texts FROM listed JOIN record ON record.kind = 'trials' AND record.id = listed.id "
        "WHERE listed.kind = ? ORDER BY place", KIND,
    ):  # fmt: skip
        forms, indications, people, direction, reported, doubt = text.split(LISTED_BETWEEN)
        named = tuple(indications.split(","))
        found.append(Seen(name, tuple(forms.split(",")), named, int(people), direction, reported == YES, doubt))
    return found
