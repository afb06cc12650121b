"""What differs between two states of the data."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, TEXT, TEXT_OR_NULL, Output
from ketacli.records.base import frozen

Group = Literal["dose", "warning", "guidance", "approval", "result", "status", "other", "where-from"]
Change = Literal["changed", "removed", "added"]


@frozen
class DiffState(Answer):
    """One of the two states."""

    name: str
    """Name. As it was asked for; of a revision with the folder that was read."""
    sort: Literal["data", "folder", "overlay", "export", "revision"]
    """Sort. What other commands read, a data directory, a folder beside the shipped data, an export, a revision."""
    version: str | None
    """Version. Of the data, where it says one."""
    checked_through: str | None
    """Checked to. Date to which it was compared with its sources."""
    records: int
    """Records. How many there are, entries of vocabularies among them."""
    worked_out: bool
    """Worked out. Whether its conclusions could be: no record breaks a rule on which figures rest."""


@frozen
class DiffCount(Answer):
    """The records of one kind, counted."""

    kind: str
    """Kind. Of the records."""
    before: int
    """Before. Records in the first state."""
    after: int
    """After. Records in the second state."""
    added: int
    """Added. Those that the second alone has."""
    removed: int
    """Removed. Those that the first alone has."""
    changed: int
    """Changed. Those of both in which a value differs."""


@frozen
class Conclusion(Answer):
    """What follows from the records and follows otherwise."""

    kind: Literal["questions", "trials"]
    """Kind. A clinical question, whose trials are pooled, or a trial with its primary result."""
    id: str
    """Id. Of the record."""
    outcome: str | None
    """Outcome. Id of the question's outcome; null for a trial."""
    label: str
    """Label. Name of the record, and of the outcome."""
    old: str
    """Old. The finding in words."""
    new: str
    """New. The finding in words."""
    turned: bool
    """Turned. Whether the direction differs, or what the finding rests on; else its figures alone do."""


@frozen
class Difference(Answer):
    """One value that differs, or a record that one state alone has."""

    group: Group
    """Group. What it concerns, what matters first: doses, warnings, guidance, approvals, results, status of trials."""
    change: Change
    """Change. Of values changed, added and removed are parts of a record where path has a key."""
    kind: str
    """Kind. Of the record."""
    id: str
    """Id. Of the record."""
    name: str
    """Name. How it is printed."""
    path: str
    """Path. Of the value in the second state, or in the first where the second has none; kind/id for a record."""
    label: str
    """Label. What the value is."""
    old: str | None
    """Old. What the first state says, in words; null where it has nothing."""
    new: str | None
    """New. What the second state says, in words; null where it has nothing."""
    old_source: str | None
    """Old source. Id of the document behind it."""
    source: str | None
    """Source. Id of the document behind what the second state says."""
    keys: tuple[str, ...]
    """Keys. Dotted keys of the record that differ."""


@frozen
class DiffDocument(Answer):
    """A document that a difference names."""

    id: str
    """Id. Of the document."""
    cited: str
    """Cited. On one line."""


@frozen
class Diff(Answer):
    """Two states of the data side by side."""

    before: DiffState
    """Before. The first state."""
    after: DiffState
    """After. The second state."""
    kinds: tuple[DiffCount, ...]
    """Kinds. Each kind in which something differs."""
    conclusions: tuple[Conclusion, ...]
    """Conclusions. Those that differ; both states are worked out by this version of keta."""
    not_compared: str | None
    """Not compared. Why conclusions were not compared, or not all of them; null where all were."""
    changes: tuple[Difference, ...]
    """Changes. What matters most first."""
    documents: tuple[DiffDocument, ...]
    """Documents. Those that the changes name, of both states."""


OUTPUTS = {
    "diff": Output("What differs between two states of the data", Diff,
                   {"before": TEXT, "after": TEXT_OR_NULL, "exit_code": FLAG}, rows=True),
}  # fmt: skip
