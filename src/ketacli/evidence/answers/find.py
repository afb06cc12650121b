"""What a search found."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import TEXT, Output
from ketacli.records.base import frozen


@frozen
class Found(Answer):
    """One record that a search found, with the fact in it that answers best."""

    kind: str
    """Kind. Of the record."""
    id: str
    """Id. Of the record."""
    name: str
    """Name. How it is printed."""
    score: int
    """Score. Higher is better; comparable within one answer only."""
    words: tuple[str, ...]
    """Words. Those of the question that the record has."""
    context: str
    """Context. The text around the first word that matched, shortened."""
    path: str
    """Path. Dotted key of the fact in the record."""
    label: str
    """Label. What the fact is; may be empty."""
    text: str
    """Text. What the fact says, in words."""
    source: str
    """Source. Id of the document that shows it, a key of sources."""
    conflict: str
    """Conflict. Id of the conflict about this fact; empty where sources agree."""


@frozen
class Beside(Answer):
    """What is said beside the records found."""

    also: dict[str, tuple[str, ...]]
    """Also. For each word looked for, the spellings that stood in for it."""
    missing: tuple[str, ...]
    """Missing. Words of the question that nothing on record has: no answer is about them."""
    lines: tuple[str, ...]
    """Lines. Command lines that answer the question themselves, such as a comparison or a dose worked out."""


OUTPUTS = {
    "find": Output("Facts that answer a question", Found, {"text": TEXT}, many=True, beside=Beside),
}
