"""The tables that ``find`` asks: facts, what their records are called and are about, synonyms, spellings.

The full-text tables hold no text of their own: they are filled with prepared text beside the rows that are printed.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log1p
from pathlib import Path
from typing import Any

from ketacli.build.facts import facts_of
from ketacli.build.facts.fact import Fact, Names
from ketacli.build.read import Authored, read_synonyms
from ketacli.build.synonyms import Synonyms
from ketacli.errors import DataError
from ketacli.evidence.find.question import INSTEAD, variants
from ketacli.records.kinds import BY_NAME, RECORDS, VOCABULARIES
from ketacli.records.search_words import COUNTRY, country, key, phrase, prepared, with_countries, words_of
from ketacli.records.source import warned
from ketacli.records.store import connect, fold

SHORTEST = 5
"""Letters of the shortest word that another spelling is forgiven for."""

TABLES = """
CREATE TABLE subject (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, known REAL NOT NULL,
    first INTEGER NOT NULL, facts INTEGER NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX subject_id ON subject (kind, id);
CREATE TABLE subject_text (number INTEGER PRIMARY KEY, names TEXT NOT NULL, scope TEXT NOT NULL, lead TEXT NOT NULL);
CREATE TABLE fact (number INTEGER PRIMARY KEY, subject INTEGER NOT NULL, path TEXT NOT NULL, sort TEXT NOT NULL,
    label TEXT NOT NULL, text TEXT NOT NULL, also TEXT NOT NULL, source TEXT NOT NULL, conflict TEXT NOT NULL);
CREATE TABLE called (folded TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (folded, kind, id))
    WITHOUT ROWID;
CREATE TABLE synonym (phrase TEXT PRIMARY KEY, ways TEXT NOT NULL, favours TEXT NOT NULL, silent INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE fixing (phrase TEXT PRIMARY KEY, sort TEXT NOT NULL, called TEXT NOT NULL, ways TEXT NOT NULL,
    dosed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE citation (source TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE spelling (word TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
"""
"""``subject``: a row a record, how well it is known and where its facts begin; ``subject_text``: what it is called,
what it is about, and its lead; ``fact``: its facts, numbered in
order, the lead first; ``called``: names, folded, to what goes by them; ``synonym``: what a phrase of a question is
also looked for as, a way a line, what it favours, and whether it says nothing by itself; ``fixing``: phrases that fix
for whom, by which way, for what or where an answer must be, and how records write it; ``citation``: how a document is
cited on one line; ``spelling``: every word that is there, and how often.
"""

FULL_TEXT = """
CREATE VIRTUAL TABLE subject_words USING fts5(names, scope, lead, content='', detail='full',
    tokenize="porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE fact_words USING fts5(label, text, also, content='', detail='full',
    tokenize="porter unicode61 remove_diacritics 2");
"""


def has_full_text() -> bool:
    """Whether this Python's SQLite has FTS5."""
    try:
        connect(":memory:").execute("CREATE VIRTUAL TABLE test USING fts5(word)")
    except sqlite3.OperationalError:
        return False
    return True


NAMES = tuple(re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", TABLES + FULL_TEXT))
"""The names of the tables."""


def write(connection: sqlite3.Connection, authored: Authored) -> None:
    """Fill the tables of search; without FTS5 the full-text tables are left out, and ``find`` reads the rows."""
    full_text = has_full_text()
    connection.executescript(TABLES + (FULL_TEXT if full_text else ""))
    spelled = fill(connection, authored, _records(authored))
    connection.executemany("INSERT INTO called VALUES (?, ?, ?)", sorted(names(authored)))
    cited = ((name, warned(source)) for name, source in sorted(authored.records.get("sources", {}).items()))
    connection.executemany("INSERT INTO citation VALUES (?, ?)", cited)
    synonyms = synonym_rows(authored)
    connection.executemany("INSERT INTO synonym VALUES (?, ?, ?, ?)", synonyms)
    connection.executemany("INSERT INTO fixing VALUES (?, ?, ?, ?, ?)", fixing_rows(authored))
    connection.executemany("INSERT INTO spelling VALUES (?, ?)", sorted(spelled.items()))
    if full_text:
        for table in ("subject_words", "fact_words"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def fill(
    connection: sqlite3.Connection, authored: Authored, records: Iterable[tuple[str, Any]], at: int = 0, number: int = 0
) -> dict[str, int]:
    """Write subjects and facts of records, numbered from ``at`` and ``number`` on; their words and how many have each.

    Only words that another spelling may be forgiven for are given back.
    """
    full_text = has_full_text()
    names = Names(authored)
    disputed = _disputed(authored)
    known = _known(authored)
    spelled: Counter[str] = Counter()
    for place, (kind, record) in enumerate(records, at):
        found = facts_of(authored, kind, record)
        row = (*_called(names, kind, record), _scope(names, kind, record), _lead(record, found))
        printed = _printed(kind, record)
        counts = (log1p(known[f"{kind}/{record.id}"]), number, len(found))
        connection.execute(
            "INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?, ?)", (place, kind, record.id, *counts, printed)
        )
        connection.execute("INSERT INTO subject_text VALUES (?, ?, ?, ?)", (place, *row))
        texts = [prepared(text) for text in row]
        if full_text:
            connection.execute(
                "INSERT INTO subject_words (rowid, names, scope, lead) VALUES (?, ?, ?, ?)", (place, *texts)
            )
        held = set(words_of(" ".join(texts)))
        for each in found:
            conflict = _conflict(disputed.get(f"{kind}/{record.id}", ()), each)
            values = (number, place, each.path, each.sort, each.label, each.text, each.also, each.source, conflict)
            connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            texts = [prepared(text) for text in (with_countries(each.label), each.text, each.also)]
            if full_text:
                question = "INSERT INTO fact_words (rowid, label, text, also) VALUES (?, ?, ?, ?)"
                connection.execute(question, (number, *texts))
            held.update(words_of(" ".join(texts)))
            number += 1
        spelled.update(held)
    return {
        word: times
        for word, times in spelled.items()
        if len(word) >= SHORTEST - 1 and word.isalpha() and not word.startswith(COUNTRY)
    }


def _records(authored: Authored) -> Iterator[tuple[str, Any]]:
    for kind in RECORDS:
        for _, record in sorted(authored.records.get(kind, {}).items()):
            yield kind, record


def _printed(kind: str, record: Any) -> str:
    if kind == "guidelines":
        return f"{record.body} {record.year or ''}".strip()
    return str(getattr(record, "name", None) or record.title)


def _called(names: Names, kind: str, record: Any) -> tuple[str]:
    fields = ("id", "name", "registry", "body", "body_name", "doi", "pmid", "pmcid")
    words = [getattr(record, field, None) for field in fields]
    for field in ("aliases", "registries"):
        words += getattr(record, field, ())
    if kind == "compounds":
        words += record.synonyms
    if kind == "regimens":
        # What a dose is for belongs to what it is called: names leave it out where it is the usual.
        words.append(names.spellings("indications", record.indications))
        compound = names.records["compounds"].get(record.form)
        # A dose of the text of a product is that product's.
        words += [each.product for each in getattr(compound, "approvals", ()) if each.source == record.source]
    return (" ; ".join(dict.fromkeys(word for word in words if word)),)


def _scope(names: Names, kind: str, record: Any) -> str:
    forms = getattr(record, "forms", ()) or getattr(record, "form", None)
    spelled = [names.spellings("compounds", forms)]
    for field in ("routes", "indications", "populations"):
        spelled.append(names.spellings(field, getattr(record, field, ())))
    for inner in getattr(record, "recommendations", ()):
        spelled.append(names.spellings("compounds", inner.forms))
        spelled += [names.spellings(field, getattr(inner, field)) for field in ("routes", "indications")]
    spelled.append(names.spellings("subjects", getattr(record, "topics", ()) if kind == "topics" else ()))
    for field in ("system", "kind", "country", "jurisdiction", "use", "setting", "product"):
        word = getattr(record, field, None)
        spelled.append(word.replace("-", " ") if isinstance(word, str) else "")
    spelled += [with_countries(str(getattr(record, field, None) or "")) for field in ("country", "jurisdiction")]
    spelled += [BY_NAME[kind].asked, str(getattr(record, "year", None) or "")]
    return " ; ".join(dict.fromkeys(word for word in spelled if word))


def _lead(record: Any, found: list[Fact]) -> str:
    texts = [getattr(record, "title", None), *(getattr(record, "synonyms", ()) or ()), found[0].text]
    return " ; ".join(text for text in texts if text)


def _known(authored: Authored) -> Counter[str]:
    """How often other records name a record, and it names trials and guidelines: how well it is known.

    What a label says of safety counts as named once more: of two such facts alike the label's goes first.
    """
    labels = {name for name, source in authored.records.get("sources", {}).items() if source.tier == "label"}
    found: Counter[str] = Counter()
    for kind, record in _records(authored):
        own = f"{kind}/{record.id}"
        for field in ("trials", "guidelines"):
            for name in getattr(record, field, ()):
                found[f"{field}/{name}"] += 1
                found[own] += 1
        found.update(path.partition(".")[0] for path in getattr(record, "about", ()))
        found[own] += kind == "safety" and record.source in labels
        found[own] += len(getattr(record, "publications", ())) + len(getattr(record, "support", ()))
    return found


def _disputed(authored: Authored) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, conflict in sorted(authored.records.get("conflicts", {}).items()):
        for path in conflict.about:
            record, _, place = path.partition(".")
            found.setdefault(record, []).append((place, name))
    return found


def _conflict(disputed: Iterable[tuple[str, str]], each: Fact) -> str:
    """The conflict about a fact: about its value, a part of it, or what holds it.

    A conflict about a record as a whole is about the statement, where the record is one.
    """
    for place, name in disputed:
        if not place and each.path == "statement":
            return name
        for path in (each.path, *each.covers):
            if (place and f"{path}.".startswith((f"{place}.",))) or place.startswith(f"{path}."):
                return name
    return ""


def names(authored: Authored) -> set[tuple[str, str, str]]:
    """Every name, folded, with the kind and the id of what goes by it."""
    found: set[tuple[str, str, str]] = set()
    for kind in (*RECORDS, *VOCABULARIES):
        for name, record in authored.records.get(kind, {}).items():
            words = [name, *(getattr(record, field, None) for field in ("name", "label", "short", "registry", "body"))]
            words += [*getattr(record, "aliases", ()), *getattr(record, "registries", ())]
            words += record.synonyms if kind in ("compounds", *VOCABULARIES) else ()
            words.append(str(getattr(record, "name", "")).partition(" (")[0])
            if kind == "guidelines":
                words.append(f"{record.body} {record.year or ''}")
            found.update((fold(word), kind, name) for word in words if word and fold(word))
    return found


UNION = "EU"
SPELLED = ("indications", "scales", "populations")
"""Vocabularies whose spellings stand for one another wherever they are written."""


def _vocabulary(authored: Authored) -> Iterator[list[str]]:
    for kind in SPELLED:
        for name, entry in authored.records.get(kind, {}).items():
            yield [word for word in (entry.label, entry.short, *entry.synonyms, name.replace("-", " ")) if word]


def synonyms_of(authored: Authored) -> Synonyms:
    """The synonyms of the data, or else the package's own; DataError when those cannot be read."""
    if authored.synonyms is not None:
        return authored.synonyms
    own = Authored(Path(__file__).resolve().parent.parent / "data")
    found = read_synonyms(own)
    if found is None:
        raise DataError(str(own.problems[0]), "Install the package again.")
    return found


def synonym_rows(authored: Authored) -> list[tuple[str, str, str, int]]:
    """The rows of the table of synonyms."""
    found = synonyms_of(authored)
    ways: dict[str, dict[str, None]] = {}
    favours: dict[str, dict[str, float]] = {}
    for group in (*found.same, *(words for words, _ in _places(found)), *_vocabulary(authored)):
        phrases = dict.fromkeys(phrase(each) for each in group)
        for word in [*group, *(other for each in group for other in variants(each.casefold()))]:
            ways.setdefault(key(words_of(word)), {}).update(phrases)
    for means in found.means:
        phrases = dict.fromkeys(phrase(each) for each in means.find)
        for word in means.say:
            ways.setdefault(key(words_of(word)), {}).update(phrases)
            if means.instead:
                ways[key(words_of(word))][INSTEAD] = None
    for asks in found.asks:
        for word in asks.say:
            favours.setdefault(key(words_of(word)), {}).update(asks.favours)
    silent = {key(words_of(word)) for word in found.silent.split()}
    for group, code in _places(found):
        of_code = phrase(country(code))
        for word in group:
            ways[key(words_of(word))][of_code] = None
    rows = []
    for each in sorted({*ways, *favours, *silent}):
        asked = " ".join(f"{what}={much}" for what, much in favours.get(each, {}).items())
        rows.append((each, "\n".join(ways.get(each, ())), asked, int(each in silent)))
    return rows


def _places(found: Synonyms) -> Iterator[tuple[list[str], str]]:
    """The words for each country, its name first, and its code."""
    for group in found.places:
        yield list(group[1:]), group[0]


def fixing_rows(authored: Authored) -> list[tuple[str, str, str, str, bool]]:
    """The rows of the table of what fixes an answer."""
    found = synonyms_of(authored)
    rows = {}
    for group, code in _places(found):
        for word in group:
            codes = (code, UNION) if code in found.union else (code,)
            rows[key(words_of(word))] = ("place", group[0], "\n".join(phrase(country(each)) for each in codes), False)
    for each in found.fixes:
        ways = "\n".join(phrase(word) for word in each.find)
        for word in (*each.say, *each.dosed):
            rows[key(words_of(word))] = (each.of, each.called, ways, word in each.dosed)
    return [(word, *row) for word, row in sorted(rows.items())]
