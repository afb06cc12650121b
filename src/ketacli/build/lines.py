"""On which line of a TOML file a dotted key stands.

The parser of the standard library does not say. This goes through the same text once more, after it was parsed or
failed to, and is never wrong about more than a line: what it does not follow, it leaves out.
"""

from __future__ import annotations

import re
from contextlib import suppress

BARE = re.compile(r"[A-Za-z0-9_-]+")
AT_LINE = re.compile(r"\(at line (\d+)")


class _Lost(Exception):
    """The text is not followed any further."""


def line_of(places: dict[str, int], key: str, reason: str = "") -> int:
    """The line of a key, or of the nearest part of it that is there; of a file that is no TOML, the parser's."""
    said = AT_LINE.search(reason)
    if said is not None:
        return int(said[1])
    words = key.split(".") if key else []
    while words:
        found = places.get(".".join(words))
        if found is not None:
            return found
        words.pop()
    return 1


def places_in(text: str) -> dict[str, int]:
    """The line of every dotted key of a file, the elements of lists by their number."""
    reader = _Reader(text)
    with suppress(_Lost, IndexError, RecursionError):
        reader.read()
    return reader.found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.table = ""

    def read(self) -> None:
        """Go through the whole text."""
        while True:
            self.blank()
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                self.header()
            else:
                self.pair(self.table)

    def header(self) -> None:
        many = self.text.startswith("[[", self.at)
        self.step(2 if many else 1)
        words = self.key()
        path = self.within(words[:-1])
        name = ".".join([*([path] if path else []), words[-1]])
        if many:
            self.counts[name] = self.counts.get(name, -1) + 1
            self.found.setdefault(name, self.line)
            name = f"{name}.{self.counts[name]}"
        self.found[name] = self.line
        self.table = name
        self.space()
        self.step(2 if many else 1)

    def within(self, words: list[str]) -> str:
        """The path of a table, where a list of tables means its last one."""
        path = ""
        for word in words:
            path = f"{path}.{word}" if path else word
            if path in self.counts:
                path = f"{path}.{self.counts[path]}"
        return path

    def pair(self, table: str) -> None:
        line = self.line
        words = self.key()
        path = table
        for word in words:
            path = f"{path}.{word}" if path else word
            self.found.setdefault(path, line)
        self.space()
        if self.text[self.at] != "=":
            raise _Lost
        self.step(1)
        self.space()
        self.value(path)

    def key(self) -> list[str]:
        words = []
        while True:
            self.space()
            letter = self.text[self.at]
            if letter in "\"'":
                words.append(self.string())
            else:
                found = BARE.match(self.text, self.at)
                if found is None:
                    raise _Lost
                words.append(found.group())
                self.at = found.end()
            self.space()
            if self.text[self.at] != ".":
                return words
            self.at += 1

    def value(self, path: str) -> None:
        letter = self.text[self.at]
        if letter in "\"'":
            self.string()
        elif letter == "[":
            self.step(1)
            number = 0
            while True:
                self.blank()
                if self.text[self.at] == "]":
                    self.step(1)
                    return
                self.found[f"{path}.{number}"] = self.line
                self.value(f"{path}.{number}")
                number += 1
                self.blank()
                if self.text[self.at] == ",":
                    self.step(1)
        elif letter == "{":
            self.step(1)
            while True:
                self.blank()
                if self.text[self.at] == "}":
                    self.step(1)
                    return
                if self.text[self.at] == ",":
                    self.step(1)
                    continue
                self.pair(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self.at += 1

    def string(self) -> str:
        quote = self.text[self.at]
        ends = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        start = self.at + len(ends)
        at = start
        while not self.text.startswith(ends, at):
            if at >= len(self.text) or (len(ends) == 1 and self.text[at] == "\n"):
                raise _Lost
            at += 2 if quote == '"' and self.text[at] == "\\" else 1
        found = self.text[start:at]
        self.step(at + len(ends) - self.at)
        return found

    def blank(self) -> None:
        """Pass over white space, line ends and comments."""
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif letter.isspace():
                self.step(1)
            else:
                return

    def space(self) -> None:
        while self.text[self.at] in " \t":
            self.at += 1

    def step(self, letters: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + letters)
        self.at += letters
