"""What to do about a broken rule, and on which line it stands: so that whoever reads a problem can go and mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from ketacli.build.files import read_bytes
from ketacli.build.lines import line_of, places_in
from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.records.base import field_types
from ketacli.records.kinds import RECORDS, VOCABULARIES, class_of
from ketacli.records.store import fold

RULE = re.compile(r"\(rule ([a-z-]+)\)$")
NO_RECORD = re.compile(r"no (\w+) record called '([^']*)'")
WAYS = (
    (re.compile("^field required"), "Add the key: keta new KIND ID says what it holds, and which keys are optional."),
    (re.compile("not valid TOML"), "Correct the line: texts stand in quotes, lists in [ ], tables in { } on one line."),
    (re.compile("not UTF-8|byte order mark"), "Save the file as UTF-8 without a mark."),
    (re.compile("larger than|more than [0-9,]+ files|deep$|digits$"), "Take out what is no record of the data."),
    (re.compile("cannot be read"), "Put a regular file there that may be read."),
    (re.compile("is no record: no kind"), "Move it to the folder of its kind, such as trials/, or out of the folder."),
    (re.compile("no check level of its own"), 'Add check = "..." beside the source: what you saw of that document.'),
    (re.compile("input should be '"), "Write one of these words."),
    (re.compile("input should be"), "Write a value of that type, as keta schema KIND --record has it."),
    (re.compile("worked out by the build"), "Take the key out."),
    (re.compile("holds the place of a value$"), "Write what the source has, or take the line out."),
    (re.compile("must not be empty"), "Add at least one."),
    (re.compile("leads back to the record"), "Break the circle: one of them must not name the next."),
    (re.compile("says from which document"), "Add the three keys; the document may be one of your own in sources/."),
    (re.compile("already: a record stands in one file"), "Keep one of the two files, or give one another id."),
)  # fmt: skip
USUAL = "Compare it with its source, and correct this value or the one that it does not fit."


def mended(problems: Iterable[Problem], authored: Authored, root: Path | None, texts: dict[str, str]) -> list[Problem]:
    """The problems with their lines and what to do; ``texts`` are files that are not read from ``root`` by name."""
    known: dict[str, dict[str, int]] = {}
    found = []
    for problem in problems:
        if problem.file not in known:
            text = texts.get(problem.file)
            known[problem.file] = places_in(_text(root, problem.file) if text is None else text)
        places = known[problem.file]
        about = _about(problem, authored, places)
        line = line_of(places, about.place, problem.reason) if places or problem.file else None
        found.append(replace(problem, line=line, mend=way(problem, authored, about)))
    return found


class About(NamedTuple):
    """Which record a problem is of, and where."""

    record: str
    """``kind/id``, or the name of its file where it holds none."""
    key: str
    """The dotted key in the record."""
    place: str
    """The dotted key in the file, which may hold lists of records."""


def _about(problem: Problem, authored: Authored, places: dict[str, int]) -> About:
    held = [pair for pair, file in authored.files.items() if file == problem.file]
    found = []
    for pair in held:
        at = authored.within.get(pair, "")
        if at and f"{problem.key}.".startswith(f"{at}."):
            return About("/".join(pair), problem.key[len(at) + 1 :], problem.key)
        found.append(About("/".join(pair), problem.key, ".".join(filter(None, (at, problem.key)))))
    alone = About(problem.file.removesuffix(".toml"), problem.key, problem.key)
    return next((each for each in found if each.place in places), found[0] if found else alone)


def way(problem: Problem, authored: Authored, about: About) -> str:
    """What to do about a problem."""
    doubted = RULE.search(problem.reason)
    if doubted is not None:
        return (
            "Compare it with its source. If it stands, say why in exceptions.toml: "
            f'rule = "{doubted[1]}", record = "{about.record}", key = "{about.key}", reason = "...".'
        )
    missing = NO_RECORD.search(problem.reason)
    if missing is not None:
        known = authored.records.get(missing[1], {})
        wrong = missing[2][:80]
        called = {fold(word): name for name, each in known.items() for word in getattr(each, "synonyms", ())}
        near = (
            # Another name of a record is no slip: it is that record, and nothing that is only spelt like it.
            [called[fold(wrong)]]
            if fold(wrong) in called
            else get_close_matches(wrong, known, n=2, cutoff=0.7)
            or [each for each in known if wrong and wrong in each][:2]
        )
        said = f"Did you mean {' or '.join(near)}? " if near else ""
        if missing[1] in VOCABULARIES:
            return said.rstrip() or f"Known: {', '.join(sorted(known))}."
        return f"{said}Correct the id, or add the record: keta new {missing[1]} ID."
    if "unexpected keyword" in problem.reason or "extra inputs" in problem.reason:
        name = problem.key.rpartition(".")[2]
        near = get_close_matches(name, _fields(), n=2, cutoff=0.75)
        return (f"Did you mean {' or '.join(near)}? " if near else "") + "Take the key out, or correct its spelling."
    return next((said for pattern, said in WAYS if pattern.search(problem.reason)), USUAL)


def _fields() -> list[str]:
    return sorted({name for kind in RECORDS for name in field_types(class_of(kind))})


def _text(root: Path | None, file: str) -> str:
    if root is None or not file:
        return ""
    try:
        return read_bytes(root / file).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
