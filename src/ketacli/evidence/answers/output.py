"""What one command writes with ``--json``: a line of ``OUTPUTS`` in a module of answers, made into its schema."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.records.base import frozen
from ketacli.records.roles import Day
from ketacli.tuples import NamedTuple

WORDS = "list of text"
"""A member of ``query``: the words of a repeatable option, narrower terms included."""
TEXT = "text"
TEXT_OR_NULL = "text or null"
NUMBER = "whole number"
FLAG = "yes or no"

SCOPE = {"form": WORDS, "route": WORDS, "indication": WORDS}
TRIAL_FILTERS = {
    **SCOPE, "design": WORDS, "comparator": WORDS, "masking": WORDS, "bias": WORDS, "phase": WORDS, "year": TEXT,
    "min_n": NUMBER, "result": WORDS, "registry": TEXT, "species": WORDS, "population": WORDS, "status": WORDS,
}  # fmt: skip


@frozen
class DatasetStamp(Answer):
    """Which data the answer is from."""

    version: str
    """Version. Of the data."""
    checked_through: Day
    """Checked to. Date to which the data was compared with its sources (ISO 8601)."""
    local: tuple[str, ...] | None = None
    """Local. Folders of records that stand beside the shipped ones; left out where there are none."""


class Output(NamedTuple):
    """What one command writes with ``--json``."""

    title: str
    """What it describes, in words."""
    data: type | tuple[type, ...] | dict[str, type]
    """The class of ``data`` or of its items; several where an item is one of them; or the classes of lists in it."""
    query: dict[str, str]
    """What ``query`` can hold; left out of it when not asked for."""
    many: bool = False
    """Whether ``data`` is a list."""
    beside: type[Answer] | None = None
    """Further members of the envelope: the fields of this class."""
    stamp: type[Answer] = DatasetStamp
    """The class of ``dataset``."""
    rows: bool = False
    """Whether ``data`` is an object with rows, of which a part can be asked for as of a list."""
    enveloped: bool = True
    """Whether it says which data it is from, and has sources and warnings."""
