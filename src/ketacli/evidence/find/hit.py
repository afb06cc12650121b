"""A fact that answers, as programs get it and as it is shortened for a person."""

from __future__ import annotations

from ketacli.records.search_words import root, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ketacli.evidence.find.question import Question
    from ketacli.records.store import Store

FIELDS = ("kind", "id", "name", "score", "words", "context", "path", "label", "text", "source", "conflict")
"""The members of a hit in JSON, and its columns."""
AROUND = 150
"""Letters of a text that are shown, the words that matched among them."""
SLACK = 3
"""A text that is longer by one part in so many is shown whole."""
FIRST = 3
"""Facts that a reader surely reads."""
CLAUSES = ("; ", ". ")
"""Where a text may be cut without harm to its sense."""


class Hit:
    """One fact that answers, the best of its record."""

    __slots__ = ("conflict", "id", "kind", "label", "name", "path", "score", "source", "text", "ways", "words")

    def __init__(
        self, row: tuple[Any, ...], score: int, words: tuple[str, ...], ways: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        self.kind, self.id, self.name, self.path, self.label, self.text, self.source, self.conflict = row
        self.score = score
        """From 0 on, higher is better: about 100 where a fact and its subject have all that was asked for."""
        self.words = words
        """The words of the question that its record has."""
        self.ways: tuple[str | tuple[str, ...], ...] = ways or words
        """The same with all the ways in which each may be written."""

    @property
    def context(self) -> str:
        """The text around the first word that matched, whole words only."""
        return excerpt(self.text, self.ways)

    def as_dict(self) -> dict[str, Any]:
        """The hit as JSON has it."""
        return {field: list(self.words) if field == "words" else getattr(self, field) for field in FIELDS}


def excerpt(text: str, ways: Iterable[str | tuple[str, ...]], most: int = AROUND) -> str:
    """At most ``most`` letters of a text, and the marks of what is left out, where most of what is asked for stands.

    ``ways`` are the things asked for, each as a word or as all the ways in which it may be written. A text that is a
    little longer is left whole, and one is cut between two clauses where it can be: half a condition is a wrong one.
    """
    if len(text) <= most + most // SLACK:
        return text
    found = _matches(text, ways)
    near = most * 2 // 3
    held = {at: len({what for where, what in found if 0 <= where - at < near}) for at, _ in found}
    start = max(held, key=lambda at: (held[at], -at), default=0)
    # A match near the beginning needs no cut before it, one near the end has room for what stands before it.
    start = 0 if start < near else min(start, len(text) - most)
    if start:
        back = start - most // SLACK
        clauses = [at + len(mark) for mark in CLAUSES for at in [text.rfind(mark, back, start)] if at >= 0]
        start = max(clauses, default=text.find(" ", back) + 1)
    end = len(text) if len(text) - start <= most + most // SLACK else start + most
    if end == len(text):
        return f"... {text[start:]}" if start else text
    least = max([start + most // 2, *(at + 1 for at, _ in found if start <= at < end)])
    clause = max(text.rfind(mark, least, end) for mark in CLAUSES)
    cut = clause if clause > 0 else text.rfind(" ", start, end)
    return ("... " if start else "") + text[start : cut if cut > start else end].rstrip(",;:") + " ..."


def _matches(text: str, ways: Iterable[str | tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where things asked for stand in a text, each as its place and which of them it is."""
    words: list[tuple[str, int]] = []
    at = 0
    for part in text.split(" "):
        words += [(word, at) for word in words_of(part)]
        at += len(part) + 1
    found = []
    for what, way in enumerate(ways):
        for each in (way,) if isinstance(way, str) else way:
            roots = [root(word) for word in words_of(each) if len(word) > 2 or word.isdigit()]
            found += [
                (words[at][1], what)
                for at in range(len(words) - len(roots) + 1 if roots else 0)
                if all(words[at + step][0].startswith(each) for step, each in enumerate(roots))
            ]
    return sorted(found)


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


def of_another_form(store: Store, question: Question, hits: list[Hit]) -> list[str]:
    """That all that answers a question on a form is about another: what holds of the spray holds of no infusion."""
    from json import loads

    asked = {name for each in question.concepts for kind, name in each.named if kind == "compounds"}
    first: dict[str, None] = {}
    others = len(question.concepts) > len(asked)
    held: dict[str, None] = {}
    for at, hit in enumerate(hits):
        [(_, line)] = store.lines_of(hit.kind, [hit.id])
        record = loads(line)
        forms = [hit.id] if hit.kind == "compounds" else record.get("forms") or [record.get("form")]
        if not all(forms) or asked.intersection(forms):
            if at < FIRST or len(asked) != 1 or not others:
                return []
            first = dict(held)
            break
        held.update(dict.fromkeys(forms))
    if len(asked) != 1 or not hits or not others:
        return []
    rows = store.rows("SELECT id, name FROM record WHERE kind = 'compounds'")
    called = {name: f"{label[:1].lower()}{label[1:]}" for name, label in rows}
    [form], said = asked, " and ".join(called.get(name, name) for name in held)
    if first:
        return [f"What comes first is about {said}, not {called.get(form, form)}."]
    return [f"Nothing found here is about {called.get(form, form)}: it is about {said}."]
