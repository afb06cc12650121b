"""Words after the name of a list: each is a value of one of its filters, or the name of a record.

``keta trials ptsd iv`` is ``keta trials --indication ptsd --route iv``, ``keta guidelines canmat trd`` asks one body
about one indication, and ``keta reviews bahji-2021`` is the review itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.cli.filters import understood
from ketacli.cli.table import BY_NAME
from ketacli.errors import KetaError, UnknownName, UsageError
from ketacli.records import names
from ketacli.records.kinds import many_of, word_of
from ketacli.records.store import fold
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.cli.table import Option
    from ketacli.records.dataset import Dataset

YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:(?:19|20)\d\d)?)?|-(?:19|20)\d\d")
MOST = 3
SHORTEST = 4
"""Letters of a word that is worth searching for when nothing is called so."""
LONGEST_TEXT = 200
LONGEST = 6
"""Words of a name that are tried together."""


BETWEEN = frozenset(("of", "on", "in", "for", "with", "about", "the", "a", "an"))
"""Words of a sentence between the names of a list: ``keta guidelines on ketamine in PTSD``. IN, or last, is a route."""
NARROWED = ("guidelines", "conflicts")
"""Lists that a name and a filter narrow together."""


class Placed(NamedTuple):
    """What words after a list's name say."""

    values: dict[str, Any]
    """The values of its options, those that were words among them."""
    record: tuple[str, str] | None
    """Kind and id of the one record that the words name."""


def placed(
    dataset: Dataset, command: str, kind: str, words: list[str], values: dict[str, Any], rest: list[str] | None = None
) -> Placed:
    """The options that words stand for beside those that were typed; UsageError for a word that is nothing here.

    ``rest`` is given where such a word is one to look for in the records, and is set to those.
    """
    values = {name: [*value] if isinstance(value, list) else value for name, value in values.items()}
    record: tuple[str, str] | None = None
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST), at, -1):
            phrase = " ".join(words[at:end])
            if phrase in BETWEEN and end < len(words):
                continue
            option = _option(dataset, command, kind, phrase)
            if option is not None:
                values[option.name] = [*values[option.name], phrase] if option.kind == "list" else phrase
                break
            found = _record(dataset, phrase, kind)
            if found is not None and record is None and (found[0] == kind or command == "conflicts"):
                record = found
                break
        else:
            end = at + 1
            if words[at] not in BETWEEN or end == len(words):
                if rest is None:
                    raise unplaced(dataset, command, kind, words[at:], words)
                rest.append(words[at])
        at = end
    if record is not None and command not in NARROWED:
        refuse_narrowed(command, record, values)
    return Placed(values, record)


def read_as(dataset: Dataset, command: str, words: list[str], values: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The filters of trials with what words stand for, and the line that they were read as; empty without a word.

    UsageError for the name of one record: these commands choose trials by what they have in common.
    """
    if not words:
        return values, ""
    found, record = placed(dataset, command, "trials", words, values)
    if record is not None:
        name = record[1]
        line = f"keta results --where trial={name}" if command == "results" else f"keta effect {name}"
        raise UsageError(f"{name} is one {word_of(record[0])}: keta {command} chooses by what trials have in common",
                         f"{line} has its figures.", field="words", value=name, suggestions=(line,))  # fmt: skip
    said = []
    for option in _options(command):
        value, before = found[option.name], values[option.name]
        added = value[len(before) :] if isinstance(value, list) else [value] if value != before else []
        said += [f"{option.flags[0]} {each}" for each in added]
    return found, f"keta {command} {' '.join(said)}"


def refuse_narrowed(command: str, record: tuple[str, str], values: dict[str, Any]) -> None:
    """Raise UsageError for a filter beside the name of one record, which it would not have chosen among."""
    for option in _options(command):
        value = values.get(option.name)
        if value:
            said = value if isinstance(value, str | int) else ", ".join(map(str, value))
            kind, name = record
            raise UsageError(
                f"{name} is one {word_of(kind)}: there is nothing to choose by {option.flags[0]} {said}",
                f"Leave it out, or leave out the name: keta {command} {option.flags[0]} {said}.", field=option.name,
            )  # fmt: skip


def takes(dataset: Dataset, command: str, kind: str, phrase: str) -> bool:
    """Whether a phrase is a value of one of a list's filters."""
    return _option(dataset, command, kind, phrase) is not None


def _options(command: str) -> Iterator[Option]:
    return (option for option in BY_NAME[command].options if option.field)


def _option(dataset: Dataset, command: str, kind: str, phrase: str) -> Option | None:
    """The first filter of a list that knows a phrase."""
    for option in _options(command):
        if option.field == "year":
            if YEAR.fullmatch(phrase):
                return option
        elif option.kind == "list":
            try:
                if understood(dataset, kind, option, phrase):
                    return option
            except KetaError:
                continue
    return None


def _record(dataset: Dataset, phrase: str, kind: str = "") -> tuple[str, str] | None:
    """The record that a phrase names, one of the kind before any other."""
    try:
        if kind and fold(phrase) in names.owners(dataset, kind):
            return kind, names.resolve(dataset, kind, phrase)
        return names.find_record(dataset, phrase)
    except KetaError:
        return None


def _found(dataset: Dataset, kind: str, text: str) -> list[str]:
    """The records of a kind that a search for the words finds first."""
    from ketacli.evidence.find import search

    hits, question = search(dataset.store, text[:LONGEST_TEXT])
    # What is known to be about something else is no suggestion.
    found = [] if question.unmet else [hit for hit in hits if hit.kind == kind]
    if kind == "regimens":
        # A dose is offered for what it is called, not for a word that stands somewhere on its page.
        words = [fold(word) for word in text.split()]
        found = [hit for hit in found if all(word in fold(f"{hit.id} {hit.name}") for word in words)]
    return [hit.id for hit in found][:MOST]


SINCE = ("since", "after", "from")
WITHOUT = ("no", "without", "missing", "lacking")


def in_options(command: str, kind: str, rest: list[str]) -> str:
    """The line that words say without naming an option: "since 2024", "no doi"; empty where they are neither."""
    word, after = rest[0].casefold(), (rest[1:2] or [""])[0]
    if word in SINCE and YEAR.fullmatch(after[:4]) and any(option.field == "year" for option in _options(command)):
        return f"keta {command} --year {after[:4]}-"
    if word in WITHOUT and after:
        from ketacli.records import fields

        try:
            return f"keta {command} --where '{fields.of_kind(kind).find(after.casefold()).path} is missing'"
        except KetaError:
            return ""
    return ""


def _country(dataset: Dataset, kind: str, rest: list[str]) -> str:
    """The condition that words which name a country stand for, in lists whose records have one; else empty."""
    from ketacli.evidence.find.question import read
    from ketacli.records import fields
    from ketacli.records.search_words import COUNTRY

    known = fields.of_kind(kind).paths()
    field = next((each for each in ("country", "jurisdiction") if each in known), "")
    concepts = read(dataset.store, " ".join(rest)).concepts if field else []
    ways = [way.strip('"') for concept in concepts for way in concept.ways]
    code = next((way[len(COUNTRY) :].upper() for way in ways if way.startswith(COUNTRY)), "")
    return f"--where {field}={code}" if code else ""


def unplaced(dataset: Dataset, command: str, kind: str, rest: list[str], words: list[str]) -> KetaError:
    """The error for words that no filter of the list knows: the record that they name, or what comes nearest."""
    for end in range(len(rest), 0, -1):
        found = _record(dataset, " ".join(rest[:end]))
        if found is not None:
            line = f"keta show {found[1]}"
            return UsageError(
                f'"{" ".join(rest[:end])}" is a {word_of(found[0])}, and keta {command} lists {many_of(kind)}',
                f"{line} has it; keta {command} --help says what narrows the list down.", field="words",
                value=rest[0], suggestions=(line,),
            )  # fmt: skip
    line = in_options(command, kind, rest)
    if line:
        return UnknownName(f'keta {command} knows nothing called "{rest[0]}"', f"Did you mean {line}?", field="words",
                           value=rest[0], suggestions=(line,))  # fmt: skip
    known: dict[str, str] = {}
    for option in _options(command):
        if isinstance(option.complete, tuple):
            known |= {fold(word): word for word in option.complete}
        elif option.complete in ("indications", "compounds", "routes", "populations", "subjects", "comparators"):
            known |= names.table(dataset, str(option.complete))
    # One word of a longer name, as status of status asthmaticus, is not meant where other words stand after it.
    begun = {name for name in known if len(rest) > 1 and name.startswith(fold(rest[0]))}
    near = names.near(" ".join(rest), known) or names.near(
        rest[0], {name: each for name, each in known.items() if name not in begun}
    )
    line = f"keta {command}"
    typed = " ".join(" ".join(words).split())[:60] or "TEXT"
    # A short word is in everything that a search finds.
    country = _country(dataset, kind, rest)
    if country:
        near, line = (country,), f"keta {command}"
    elif not near and max(map(len, rest)) >= SHORTEST:
        near, line = tuple(_found(dataset, kind, " ".join(rest))), "keta show"
    hint = f"Did you mean {' or '.join(f'{line} {each}' for each in near)}?" if near else (
        f"keta {command} --help says what narrows the list down; keta find {typed} searches everything."
    )  # fmt: skip
    if near and line == "keta show":
        # What a search finds is no other spelling of what was typed.
        hint = f"A search for it finds {', '.join(near)}: keta find {typed} has more."
    return UnknownName(f'keta {command} knows nothing called "{rest[0]}"', hint, field="words", value=rest[0],
                      suggestions=near)  # fmt: skip
