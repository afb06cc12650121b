"""The line of a trial in lists, as texts; imports nothing heavy, for a list is drawn of stored lines alone."""

from __future__ import annotations

from collections import namedtuple

from ketacli.records.store import LISTED_BETWEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from ketacli.records.store import Store

    class TrialRow(NamedTuple):
        """What a list says of a trial; empty where there is nothing to say."""

        id: str
        group: str
        """The heading that it stands under, one of ``GROUPS``."""
        size: str
        """The number of people, without thousands, to sort by; "0" where it is not known."""
        direction: str
        """The direction of its result, as the record has it."""
        doubt: str
        """That its document is retracted, untraceable or under concern, in words."""
        year: str
        n: str
        counted: str
        """What n counts, where it is not who was randomised."""
        contrast: str
        outcome: str
        """The primary outcome."""
        effect: str
        result: str
        indications: str
        masking: str
        phase: str

else:
    TrialRow = namedtuple(
        "TrialRow",
        "id group size direction doubt year n counted contrast outcome effect result indications masking phase",
    )

GROUPS = ("Randomised", "Other trials", "Observational", "Animals", "Registered, without results here")


def stored(store: Store, names: list[str]) -> list[TrialRow]:
    """The lines of trials by id, as the build worked them out (``trial_words.rows``); KeyError for one without."""
    found = store.listed("trials", names)
    return [TrialRow(*found[name].split(LISTED_BETWEEN)) for name in names]
