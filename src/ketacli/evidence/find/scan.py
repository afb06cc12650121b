"""Search without full text, for a Python whose SQLite has no FTS5: every row is read, which takes seconds.

A word is found by its root, which is cruder than the stems of the full-text tables: the answers are much the same,
their order may differ.
"""

from __future__ import annotations

from ketacli.records.search_words import root, with_countries, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.records.store import Store

COLUMNS = {
    "subject_words": ("subject_text", ("names", "scope", "lead")),
    "fact_words": ("fact", ("label", "text", "also")),
}
"""A full-text table to the table and columns that it was filled from."""


class Scan:
    """The words of every row, read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.read: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self.roots: dict[str, str] = {}

    def rows(self, table: str, column: str) -> list[tuple[int, str]]:
        """Number and words of every row of a column, the roots between spaces."""
        found = self.read.get((table, column))
        if found is None:
            plain = COLUMNS[table][0]
            rows = self.store.rows(f"SELECT number, {column} FROM {plain} ORDER BY number")
            if column == "label":
                rows = [(number, with_countries(text)) for number, text in rows]
            found = self.read[table, column] = [(number, f" {' '.join(self.rooted(text))} ") for number, text in rows]
        return found

    def rooted(self, text: str) -> list[str]:
        """The words of a text as their roots."""
        known = self.roots
        return [known.get(word) or known.setdefault(word, root(word)) for word in words_of(text)]

    def numbers(self, table: str, column: str, ways: list[str]) -> list[int]:
        """The rows whose column, or any where it is empty, holds one of the ways in which a thing is written."""
        columns = (column,) if column else COLUMNS[table][1]
        asked = [(way.startswith("NEAR("), way.endswith("*"), self._asked(way)) for way in ways]
        return sorted({
            number
            for each in columns
            for number, words in self.rows(table, each)
            if any(holds(words, parts, near, begins) for near, begins, parts in asked)
        })  # fmt: skip

    def _asked(self, way: str) -> list[str]:
        return [
            " ".join(self.rooted(part))
            for part in way.removeprefix("NEAR(").rpartition('"')[0].split('"')
            if part.strip()
        ]


def holds(words: str, parts: list[str], near: bool, begins: bool) -> bool:
    """Whether the words of a row have all parts, one that words may go on from, or several within a few words."""
    if not near:
        return f" {parts[0]}" in words if begins else f" {parts[0]} " in words
    at = words.find(f" {parts[0]} ")
    while at >= 0:
        after = words[at:].split(" ", 9)[:9]
        if all(part in after for part in parts[1:]):
            return True
        at = words.find(f" {parts[0]} ", at + 1)
    return False
