"""The compiled data: one SQLite file, a row a record with its line of JSON.

The build writes it (``ketacli.build.compile``), every way in reads it: what a command needs of a kind is a
query, and a program's JSON is the very line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from ketacli.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any
else:
    try:
        # What sqlite3 is made of: dates, which it adds, would be a tenth of the time that a search takes.
        import _sqlite3 as sqlite3
    except ImportError:  # another interpreter has no such module
        import sqlite3

FILE = "keta.sqlite"
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs start-up time
SHIPPED = os.path.join(PACKAGE, "_compiled")  # noqa: PTH118

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (kind TEXT NOT NULL, place INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    line TEXT NOT NULL, rank INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX record_id ON record (kind, id);
CREATE INDEX record_place ON record (kind, place, id);
CREATE TABLE other_name (kind TEXT NOT NULL, id TEXT NOT NULL, word TEXT NOT NULL);
CREATE TABLE rests_on (kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (kind, id, source))
    WITHOUT ROWID;
CREATE TABLE term (kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (kind, field, value, id)) WITHOUT ROWID;
CREATE TABLE typed (kind TEXT NOT NULL, field TEXT NOT NULL, folded TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (kind, field, folded, value)) WITHOUT ROWID;
CREATE TABLE dispute (path TEXT NOT NULL, key TEXT NOT NULL, conflict TEXT NOT NULL);
CREATE TABLE schema (describes TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, version INTEGER NOT NULL,
    urn TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE worked (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE listed (kind TEXT NOT NULL, id TEXT NOT NULL, texts TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE study_dose (id TEXT NOT NULL, arm INTEGER NOT NULL, form TEXT NOT NULL, route TEXT NOT NULL,
    dose TEXT NOT NULL, given_over TEXT NOT NULL, often TEXT NOT NULL, occasion TEXT NOT NULL, beside TEXT NOT NULL,
    weeks, doubtful INTEGER NOT NULL, kind TEXT NOT NULL, unread INTEGER NOT NULL, indications TEXT NOT NULL,
    populations TEXT NOT NULL);
"""
"""``record``: every record and entry of a vocabulary, ``place`` its order in its kind, ``rank`` its order in lists,
``line`` its JSON in ASCII; ``other_name``: what else it is called; ``rests_on``: the documents that it names; ``term``:
which records meet a value of a field; ``typed``: the values that a typed word stands for; ``dispute``: which
conflicts are about which key of a record, "" for the record as a whole; ``schema``: the JSON Schemas; ``worked``:
answers that the build works out, as JSON, so that who shows them needs no statistics; ``listed``: what lists say of a
record, its texts one after the other with ``LISTED_BETWEEN`` between them, so that a list needs no record;
``study_dose``: the doses of the arms of published studies in people, in words (``evidence.dose_patterns``).
"""

LISTED_BETWEEN = "\x1f"

LOCAL = """
CREATE TABLE local (kind TEXT NOT NULL, id TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (id, kind)) WITHOUT ROWID;
"""
"""Of data with overlays alone: which records come from which file of them."""

TERMED = {
    "trials": ("indication", "form", "route", "populations", "design", "comparator", "masking", "phase", "result",
               "status", "species"),
}  # fmt: skip
"""Fields of lists whose values are looked up in ``term``."""

PAGES_HELD = 40
"""Pages of the file that SQLite keeps in memory: the system has them too, and few are asked for twice."""
HEAD = 100
"""Bytes of a database's header; bytes 16 to 17 are the size of a page, 28 to 31 the number of pages."""
ENOUGH = 2000
"""Records that meet a value, from which on it is one that many meet."""
MOST_VALUES = 500
"""So many values are asked for at once: SQLite takes no more than 999 in one question."""


class Connection(sqlite3.Connection):
    """A connection that ends with whoever holds it: Python warns of one that is left open from 3.13 on."""

    def __del__(self) -> None:
        try:
            self.close()
        except sqlite3.Error:
            # Another thread opened it, and it ends there.
            return


def connect(address: str) -> Connection:
    """A connection to a file, by its URI, or to a database in memory."""
    return sqlite3.connect(address, uri=True, factory=Connection)


class Store:
    """The tables, read through one connection. Raises DataError where they cannot be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.kept: dict[str, Any] = {}
        """What those who read the store have worked out from it and need again."""

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """The answer to one question."""
        try:
            return self.connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise damaged(error) from None

    def meta(self) -> dict[str, str]:
        """Version, dates, licence and the advice line."""
        return dict(self.rows("SELECT key, value FROM meta"))

    def ids(self, kind: str) -> list[str]:
        """The ids of a kind, in its order."""
        return [name for (name,) in self.rows("SELECT id FROM record WHERE kind = ? ORDER BY place", kind)]

    def names(self, kind: str) -> list[tuple[str, str]]:
        """Id and name of every record of a kind, in its order; of a vocabulary its labels."""
        return [(i, n) for i, n in self.rows("SELECT id, name FROM record WHERE kind = ? ORDER BY place", kind)]

    def line(self, kind: str, name: str) -> str:
        """The JSON of one record; KeyError for an unknown id."""
        for (line,) in self.rows("SELECT line FROM record WHERE kind = ? AND id = ?", kind, name):
            return str(line)
        raise KeyError(name)

    def lines_of(self, kind: str, names: Sequence[str]) -> list[tuple[str, str]]:
        """Id and JSON of records of a kind, in the order given; ids that are not known are passed over."""
        return list(self._chosen("line", kind, names))

    def lines(self, kind: str) -> Iterator[tuple[str, str]]:
        """Id and JSON of every record of a kind, in its order."""
        return self._chosen("line", kind, None)

    def parts(self, kind: str, fields: Sequence[str], names: Sequence[str] | None) -> Iterator[tuple[str, str]]:
        """Id and the values of two or more fields, as a JSON array, of every record of a kind or of those named.

        Only where ``reads_json``.
        """
        paths = ", ".join(f"'$.{field}'" for field in fields)
        return self._chosen(f"json_extract(line, {paths})", kind, names)

    def reads_json(self) -> bool:
        """Whether SQLite has its functions for JSON, which those before 3.38 may lack."""
        if "json" not in self.kept:
            try:
                self.kept["json"] = bool(self.connection.execute("SELECT json_extract('[1]', '$[0]')").fetchall())
            except sqlite3.Error:
                self.kept["json"] = False
        return bool(self.kept["json"])

    def _chosen(self, what: str, kind: str, names: Sequence[str] | None) -> Iterator[tuple[str, str]]:
        """Id and ``what`` of every record of a kind in its order, or of those named in the order of their names."""
        if names is None:
            try:
                yield from self.connection.execute(
                    f"SELECT id, {what} FROM record WHERE kind = ? ORDER BY place", (kind,)
                )
            except sqlite3.Error as error:
                raise damaged(error) from None
            return
        for start in range(0, len(names), MOST_VALUES):
            some = names[start : start + MOST_VALUES]
            marks = ",".join("?" * len(some))
            found = dict(self.rows(f"SELECT id, {what} FROM record WHERE kind = ? AND id IN ({marks})", kind, *some))
            yield from ((name, found[name]) for name in some if name in found)

    def meant(self, kind: str, field: str, folded: str) -> set[str]:
        """The values of a field that a folded word stands for; none for a word that is not known."""
        question = "SELECT value FROM typed WHERE kind = ? AND field = ? AND folded = ?"
        return {value for (value,) in self.rows(question, kind, field, folded)}

    def called(self, folded: str) -> tuple[str, str] | None:
        """Kind and id of the record that a folded name stands for; None where that is not certain."""
        return self._named("record", folded)

    def brief(self, folded: str) -> tuple[str, str] | None:
        """What else a folded name stands for: a vocabulary and its entry, or ``body`` and its short name."""
        return self._named("brief", folded)

    def _named(self, what: str, folded: str) -> tuple[str, str] | None:
        question = "SELECT value FROM typed WHERE kind = ? AND field = '' AND folded = ?"
        for (path,) in self.rows(question, what, folded):
            kind, _, name = str(path).partition("/")
            return kind, name
        return None

    def meeting(self, kind: str, tests: list[tuple[str, tuple[str, ...]]]) -> list[str]:
        """The records that meet one of the values of every field asked, by id, in the order of lists."""
        question, given = "SELECT id FROM record WHERE kind = ?", [kind]
        for at, (field, values) in enumerate(sorted(tests, key=lambda test: self._meeting(kind, *test))):
            marks = ",".join("?" * len(values))
            asked = f"kind = ? AND field = ? AND value IN ({marks})"
            # Of the value that fewest meet each record is looked up; the others are asked of those alone.
            question += f" AND id IN (SELECT id FROM term WHERE {asked})" if at == 0 else (
                f" AND EXISTS (SELECT 1 FROM term WHERE {asked} AND term.id = record.id)"
            )  # fmt: skip
            given += [kind, field, *values]
        return [name for (name,) in self.rows(f"{question} ORDER BY rank", *given)]

    def _meeting(self, kind: str, field: str, values: tuple[str, ...]) -> int:
        """How many records meet one of the values, counted as far as it matters."""
        marks = ",".join("?" * len(values))
        question = f"SELECT 1 FROM term WHERE kind = ? AND field = ? AND value IN ({marks}) LIMIT {ENOUGH}"
        return len(self.rows(question, kind, field, *values))

    def in_place(self, kind: str, names: list[str]) -> list[str]:
        """Records of a kind by id, in the order of the data."""
        found = self.among(f"SELECT place, id FROM record WHERE kind = '{kind}' AND id IN", names)
        return [name for _, name in sorted(found)]

    def sources(self, kind: str, names: Iterable[str]) -> list[str]:
        """The documents that records of a kind name, by id."""
        found: set[str] = set()
        asked = list(names)
        for start in range(0, len(asked), MOST_VALUES):
            some = asked[start : start + MOST_VALUES]
            marks = ",".join("?" * len(some))
            rows = self.rows(f"SELECT source FROM rests_on WHERE kind = ? AND id IN ({marks})", kind, *some)
            found.update(name for (name,) in rows)
        return sorted(found)

    def not_sound(self, kind: str, names: list[str]) -> list[tuple[str, str, str]]:
        """Records of a kind that name a document of bad standing: ids of both, and that standing."""
        question = (
            "SELECT rests_on.id, source, line FROM rests_on "
            "JOIN record ON record.kind = 'sources' AND record.id = source "
            """WHERE line NOT LIKE '%"status":"ok"%' AND line NOT LIKE '%"status":"not-%' """
            f"AND rests_on.kind = '{kind}' AND rests_on.id IN"
        )
        # One word of a line, so that lists import no reader of JSON for it.
        found = self.among(question, names)
        return sorted((name, source, line.split('"status":"')[1].split('"')[0]) for name, source, line in found)

    @property
    def full_text(self) -> bool:
        """Whether this SQLite can read the full-text tables; one without FTS5 cannot."""
        if "full_text" not in self.kept:
            try:
                self.connection.execute("SELECT rowid FROM subject_words LIMIT 0").close()
                self.kept["full_text"] = True
            except sqlite3.Error:
                self.kept["full_text"] = False
        return bool(self.kept["full_text"])

    @property
    def has_local(self) -> bool:
        """Whether the data has records of overlays."""
        if "has_local" not in self.kept:
            self.kept["has_local"] = bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = 'local'"))
        return bool(self.kept["has_local"])

    def local(self, words: Iterable[str]) -> dict[str, str]:
        """``kind/id`` and file of every record of an overlay whose id is among the words."""
        if not self.has_local:
            return {}
        rows = self.among("SELECT kind, id, file FROM local WHERE id IN", list(words))
        return {f"{kind}/{name}": file for kind, name, file in sorted(rows)}

    def has_terms(self, kind: str, field: str, values: tuple[str, ...]) -> bool:
        """Whether records that meet each value of a field were found when the data was compiled."""
        question = "SELECT 1 FROM term WHERE kind = ? AND field = ? AND value = ? LIMIT 1"
        return all(self.rows(question, kind, field, value) for value in values)

    def among(self, question: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """The answers to a question that ends in ``IN``, for any number of values."""
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(values), MOST_VALUES):
            some = values[start : start + MOST_VALUES]
            found += self.rows(f"{question} ({','.join('?' * len(some))})", *some)
        return found

    def schemas(self) -> list[dict[str, Any]]:
        """The JSON Schemas there are, without their text."""
        rows = self.rows("SELECT name, describes, title, version, urn FROM schema ORDER BY rowid")
        return [dict(zip(("name", "describes", "title", "version", "id"), row, strict=True)) for row in rows]

    def schema(self, describes: str, name: str) -> str:
        """The text of one schema; KeyError for one that there is not."""
        for (text,) in self.rows("SELECT text FROM schema WHERE describes = ? AND name = ?", describes, name):
            return str(text)
        raise KeyError(name)

    def write(self, path: str) -> None:
        """Write everything into a new file; OSError where that cannot be."""
        try:
            self.connection.execute("VACUUM INTO ?", (path,))
        except sqlite3.Error as error:
            raise OSError(str(error)) from None

    def listed(self, kind: str, names: list[str]) -> dict[str, str]:
        """By id, what lists say of records of a kind, as the build worked it out."""
        return dict(self.among(f"SELECT id, texts FROM listed WHERE kind = '{kind}' AND id IN", names))

    def study_doses(self, routes: set[str], forms: set[str]) -> list[tuple[Any, ...]]:
        """The rows of ``study_dose`` by such routes, of such forms, in the order of lists; empty sets ask nothing."""
        asked = [("route", sorted(routes)), ("form", sorted(forms))]
        tests = [f"study_dose.{name} IN ({','.join('?' * len(held))})" for name, held in asked if held]
        question = (
            "SELECT study_dose.* FROM study_dose JOIN record ON record.kind = 'trials' AND record.id = study_dose.id "
            f"{'WHERE ' if tests else ''}{' AND '.join(tests)} ORDER BY record.rank, study_dose.rowid"
        )
        return self.rows(question, *(value for _, held in asked for value in held))

    def disputed(self, kind: str) -> set[str]:
        """The ids of the records of a kind about which, or about a value of which, sources disagree."""
        paths = self.rows("SELECT DISTINCT path FROM dispute WHERE path LIKE ?", f"{kind}/%")
        return {str(path).partition("/")[2] for (path,) in paths}

    def title(self, kind: str, name: str) -> str:
        """How a record, or an entry of a vocabulary, is printed; the id itself where there is none."""
        for (label,) in self.rows("SELECT name FROM record WHERE kind = ? AND id = ?", kind, name):
            return str(label)
        return name

    def worked(self, name: str) -> str | None:
        """The JSON of an answer that the build worked out; None where it made none of that name."""
        for (text,) in self.rows("SELECT text FROM worked WHERE name = ?", name):
            return str(text)
        return None


def is_plain(text: str) -> bool:
    """Whether a typed name has no sign in it: those of optical rotation name no form, and folding would hide them."""
    return text[:1].isalnum() and all(letter.isalnum() or letter in "-_ ." for letter in text)


def fold(text: str) -> str:
    """The letters and digits of a name, lower case: what two spellings must share to be one."""
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def open_store(path: str) -> Store:
    """The store in a file, which is not written to; DataError when it is missing, cut short or no such file."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(HEAD)
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise DataError(f"the data file {FILE} is missing", "Install the package again.") from None
    except OSError as error:
        raise damaged(error) from None
    # SQLite reads zeros where the end of its last page is gone.
    if size != int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big"):
        raise damaged(ValueError(f"{size} bytes"))
    address = path.replace("\\", "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    address = address if address.startswith("/") else f"/{address}"
    try:
        connection = connect(f"file:{address}?mode=ro&immutable=1")
        connection.execute(f"PRAGMA cache_size = {PAGES_HELD}")
        connection.execute("SELECT 1 FROM meta").fetchall()
    except sqlite3.Error as error:
        raise damaged(error) from None
    return Store(connection)


def shipped() -> Store:
    """The compiled data of the package."""
    return open_store(os.path.join(SHIPPED, FILE))  # noqa: PTH118


def damaged(error: Exception) -> DataError:
    """The error for compiled data that cannot be read."""
    return DataError(f"the compiled data is damaged: {error}", "Install the package again.")
