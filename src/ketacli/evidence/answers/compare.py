"""Records of one kind, lined up fact by fact."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, WORDS, Output
from ketacli.evidence.answers.places import Place
from ketacli.records.base import frozen


@frozen
class Statement(Answer):
    """What is said of one subject against another."""

    versus: str
    """Versus. Id of the other subject."""
    value: str
    """Statement. In our own words."""


@frozen
class Said(Place, Statement):
    """What a source says of one subject against another."""


@frozen
class Subject(Answer):
    """One of the records that are compared."""

    id: str
    """Id. Of the record; also the key of its cells."""
    name: str
    """Name. How it is printed."""
    documents: tuple[str, ...] | None = None
    """Documents. Ids of the guidelines that it stands for: every one in force where a body was named."""


@frozen
class Cell(Answer):
    """One fact of one subject."""

    text: str
    """Text. What it says."""
    claims: tuple[Place, ...]
    """Claims. Where it comes from; none for what was counted from the records."""


@frozen
class ComparedRow(Answer):
    """One fact of every subject."""

    group: str
    """Group. Heading that it stands under."""
    field: str
    """Field. Dotted path of the value in the records, or a name for what is counted."""
    label: str
    """Label. What the fact is."""
    differs: bool
    """Differs. Whether the subjects differ in it, or one has no such fact."""
    values: dict[str, Cell | None]
    """Values. One a subject, by id; null where a subject has none."""


@frozen
class LeadText(Answer):
    """One statement of a lead."""

    text: str
    """Text. What it says."""
    disputed: bool
    """Disputed. Whether a conflict is about what it rests on."""
    claims: tuple[Place, ...]
    """Claims. Where it comes from; none for what was counted from the records."""


@frozen
class LeadRow(Answer):
    """What most people ask of a form, with the answer for every subject."""

    topic: str
    """Topic. Licence, use, setting, placebo, duration, harms, guidelines or trials."""
    label: str
    """Label. What the row is about."""
    values: dict[str, tuple[LeadText, ...]]
    """Values. The statements of each subject, by id; none where nothing is on record."""


@frozen
class Met(Answer):
    """A trial with arms of two or more of the subjects."""

    trial: str
    """Trial. Its id."""
    n: int | None
    """n. People; null where it is not known."""
    framework: Literal["superiority", "noninferiority", "equivalence", "descriptive", "not-stated"]
    """Framework. What the primary comparison was set up to show."""
    result: str
    """Result. Direction of the primary result, in words."""


@frozen
class Compared(Answer):
    """Records of one kind, lined up fact by fact."""

    kind: str
    """Kind. Of the records."""
    subjects: tuple[Subject, ...]
    """Subjects. The records that are compared, in the order asked for."""
    leads: tuple[LeadRow, ...]
    """Leads. Of forms, what most people ask first; none for other kinds."""
    rows: tuple[ComparedRow, ...]
    """Rows. Differences and agreements alike."""
    head_to_head: tuple[Met, ...]
    """Head to head. Trials in which the subjects met."""
    contrasts: tuple[Said, ...]
    """Contrasts. What sources say of one subject against another."""
    conflicts: tuple[str, ...]
    """Conflicts. Ids of the conflicts about any subject."""


OUTPUTS = {
    "compare": Output("Records of one kind, lined up", Compared, {"names": WORDS, "all": FLAG}),
}
