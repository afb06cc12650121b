"""A fact that answers, as programs get it and as it is shortened for a person."""

from __future__ import annotations

from ketacli.records.search_words import root, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.records.store import Store

FIELDS = ("kind", "id", "name", "score", "words", "context", "path", "label", "text", "source", "conflict")
"""The members of a hit in JSON, and its columns."""
AROUND = 150
"""Letters of a text that are shown, the words that matched among them."""


class Hit:
    """One fact that answers, the best of its record."""

    __slots__ = ("conflict", "id", "kind", "label", "name", "path", "score", "source", "text", "words")

    def __init__(self, row: tuple[Any, ...], score: int, words: tuple[str, ...]) -> None:
        self.kind, self.id, self.name, self.path, self.label, self.text, self.source, self.conflict = row
        self.score = score
        """From 0 on, higher is better: about 100 where a fact and its subject have all that was asked for."""
        self.words = words
        """The words of the question that its record has."""

    @property
    def context(self) -> str:
        """The text around the first word that matched, whole words only."""
        return excerpt(self.text, self.words)

    def as_dict(self) -> dict[str, Any]:
        """The hit as JSON has it."""
        return {field: list(self.words) if field == "words" else getattr(self, field) for field in FIELDS}


def excerpt(text: str, words: tuple[str, ...], most: int = AROUND) -> str:
    """At most ``most`` letters of a text, and the marks of what is left out, around the first word asked for."""
    if len(text) <= most:
        return text
    roots = tuple(root(part) for word in words for part in words_of(word) if len(part) > 2 or part.isdigit())
    at, start = 0, 0
    for part in text.split(" "):
        if any(each.startswith(roots) for each in words_of(part)) if roots else False:
            start = at
            break
        at += len(part) + 1
    # A match near the beginning needs no cut before it.
    start = 0 if start < most * 2 // 3 else max(start - most // 3, 0)
    if start:
        start = text.find(" ", start) + 1
    end = min(start + most, len(text))
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    return ("... " if start else "") + text[start:end].rstrip(",;:") + (" ..." if end < len(text) else "")


def corrections(store: Store, hits: list[Hit]) -> dict[str, str]:
    """What is used where sources disagree, by the id of the conflict, for the conflicts that hits carry."""
    rows = store.among(
        "SELECT s.id, f.text FROM subject s JOIN fact f ON f.number = s.first WHERE s.kind = 'conflicts' AND s.id IN",
        list(dict.fromkeys(hit.conflict for hit in hits if hit.conflict)),
    )
    return dict(rows)


def citations(store: Store, hits: list[Hit]) -> dict[str, str]:
    """How the documents of hits are cited on one line, by id."""
    asked = list(dict.fromkeys(hit.source for hit in hits if hit.source))
    return dict(store.among("SELECT source, text FROM citation WHERE source IN", asked))
