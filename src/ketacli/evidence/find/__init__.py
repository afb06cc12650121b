"""Search: a question in anybody's words, answered with facts."""

from __future__ import annotations

from ketacli.evidence.find.question import Question, read
from ketacli.evidence.find.rank import rank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.evidence.find.hit import Hit
    from ketacli.records.store import Store


def search(store: Store, text: str, most: int | None = None) -> tuple[list[Hit], Question]:
    """The facts that answer, best first, one a record and at most so many, and how the question was read."""
    question = read(store, text)
    return rank(store, question, most), question
