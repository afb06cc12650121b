"""The rules of truth: what must hold of every record, whoever entered it.

Each module holds rules of one sort, registered by what they look at (see ``registry``); nothing here prints. A rule
that rejects a value is either right about it or wrong itself, and is never loosened to let a value pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.build.exceptions import FILE as EXCEPTIONS
from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules import (
    bias,
    doses,
    effects,
    key_facts,
    likely_dates,
    likely_doses,
    likely_figures,
    likely_outcomes,
    likely_statements,
    numbers,
    questions,
    references,
    registry,
    sources,
    statements,
    texts,
    trials,
)
from ketacli.build.rules.registry import Place, Rule
from ketacli.records.kinds import ALL, VOCABULARIES, class_of
from ketacli.records.nodes import CHOICE, PART, walk
from ketacli.records.steps import counted

MODULES = (
    *(references, sources, texts, doses, numbers, trials, effects, statements, questions, key_facts, bias),
    *(likely_dates, likely_doses, likely_figures, likely_outcomes, likely_statements),
)
"""Those that register rules when they are imported."""


def check(authored: Authored) -> list[Problem]:
    """Every broken rule in data whose shape and types are already valid, in order of file."""
    found = [problem for rule in registry.DATA for problem in rule(authored)]
    found += seen(authored)
    found += [
        Problem(EXCEPTIONS, f"{rule} {record} {key}".strip(), "excepts what no rule doubts: take it out")
        for rule, record, key in authored.excepted.keys() - authored.needed
    ]
    return sorted(set(found))


def check_new(authored: Authored, placed: list[tuple[str, str]]) -> list[Problem]:
    """Every rule that records break which were put among records that keep all of them."""
    files = {authored.file(kind, name) for kind, name in placed}
    found = [problem for rule in registry.DATA for problem in rule(authored) if problem.file in files]
    for kind, name in placed:
        if name in authored.records[kind]:
            found += seen_in(authored, kind, name)
    return sorted(set(found))


FIGURES = tuple(module.__name__ for module in (references, doses, numbers, trials, effects, questions))
"""The modules of the rules that every figure rests on which is worked out of records."""


def broken_figures(authored: Authored) -> set[tuple[str, str]]:
    """Kind and id of records, valid in shape and type, of which nothing can be worked out: they break such a rule."""
    found = {
        (kind, name)
        for kind in ALL
        for name in authored.records.get(kind, {})
        if next(seen_in(authored, kind, name, FIGURES), None) is not None
    }
    files = {authored.file(kind, name): (kind, name) for kind in ALL for name in authored.records.get(kind, {})}
    said = {problem.file for rule in registry.DATA if rule.__module__ in FIGURES for problem in rule(authored)}
    return found | {files[file] for file in said & files.keys()}


def seen(authored: Authored) -> Iterator[Problem]:
    """What the rules of records, of their parts and of their texts find, in one walk over everything."""
    pairs = [(kind, name) for kind in ALL for name in authored.records.get(kind, {})]
    for kind, name in counted(pairs, "records checked", len(pairs)):
        yield from seen_in(authored, kind, name)


def seen_in(authored: Authored, kind: str, name: str, modules: tuple[str, ...] = ()) -> Iterator[Problem]:
    """The same for one record, or what the rules of some modules find alone."""
    record = authored.records[kind][name]
    for key, value, node in walk(record, class_of(kind), name if kind in VOCABULARIES else ""):
        if node.type == PART:
            rules = registry.rules_of_part(type(value))
            if value is record:
                rules = rules + registry.RECORDS.get(kind, [])
        elif type(value) is not str or node.type == CHOICE:
            # Numbers are judged in the part that holds them; closed words are right or no data.
            continue
        else:
            rules = _by_field.get(id(node)) or _by_field.setdefault(id(node), registry.rules_of_text(node))
        place = Place(authored, kind, record, key, node)
        for rule in rules:
            if modules and rule.__module__ not in modules:
                continue
            for said in rule(value, place):
                at, reason = (key, said) if isinstance(said, str) else said
                yield Problem(authored.file(kind, name), at, reason)


_by_field: dict[int, list[Rule]] = {}
"""The rules of each text field; its node is kept by ``records.nodes`` for good."""
