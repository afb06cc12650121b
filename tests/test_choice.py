"""One language of choice: every option of every list finds what its condition in --where finds."""

from __future__ import annotations

from typing import Any

import pytest

import ketacli
from ketacli.cli.filters import chosen
from ketacli.cli.table import BY_NAME, Command, Option
from ketacli.records import closed, fields
from ketacli.records.choose import USUAL, Clause, together
from ketacli.records.kinds import KINDS, RECORDS
from ketacli.records.order import EVIDENCE

from .conftest import Run

DATA = ketacli.load()
LISTS = {kind.command: kind.name for kind in KINDS if kind.command}
COMMANDS = [*(BY_NAME[name] for name in LISTS), BY_NAME["forest"], BY_NAME["network"]]

TYPED = {
    "year": ["2019", "2015-2020", "2019-", "-2010"],
    "min_n": ["1", "100"],
    "registry": ["NCT02418585", "nct 02418585", "2014-004587-38", "none of that number"],
    "body": ["canmat", "nice", "va", "NICE,CANMAT", "canmat-2021"],
    "jurisdiction": ["US", "usa", "uk", "EU,us", "united states"],
    "source": ["belge-2024", "popova-2019"],
}
"""Values of options that take no closed words and no entries of a vocabulary."""
UNKNOWN = {"canmat-2021"}


def values_of(option: Option) -> list[str]:
    """Values that an option takes: each of its words, and two together."""
    if option.name in TYPED:
        return TYPED[option.name]
    known = option.complete if isinstance(option.complete, tuple) else tuple(DATA.kind(str(option.complete)).ids())
    return [*known, ",".join(known[:2])]


def cases() -> list[tuple[Command, Option, str]]:
    return [
        (command, option, value)
        for command in COMMANDS
        for option in command.options
        if option.field and option.name != "as_of"
        for value in values_of(option)
        if not (value in UNKNOWN and option.name == "body")
    ]


def condition(kind: str, option: Option, value: str) -> str | None:
    """What the option means, as --where says it; None where it lifts a choice."""
    field = fields.of_kind(kind).find(option.field)
    if option.name == "year":
        first, dash, last = value.partition("-")
        return " and ".join(
            [f"year >= {first}"] * bool(first) + [f"year <= {last or first}"] * bool(last or (first and not dash))
        )
    if option.kind == "int":
        return f"{option.field} >= {value}"
    words = [f"'{word}'" for word in (value.split(",") if option.kind == "list" else [value])]
    if "'any'" in words and "any" not in field.compared().choices:
        return None
    joint = " and " if field.manner.every else " or "
    return joint.join(f"{option.field} = {word}" for word in words)


def options() -> dict[str, list[tuple[Command, Option, str]]]:
    """The cases by command and option."""
    found: dict[str, list[tuple[Command, Option, str]]] = {}
    for case in cases():
        found.setdefault(f"{case[0].name}-{case[1].name}", []).append(case)
    return found


@pytest.mark.parametrize("same", options().values(), ids=options())
def test_an_option_finds_what_its_condition_finds(same: list[tuple[Command, Option, str]]) -> None:
    found = {value: both(command, option, value) for command, option, value in same}
    assert {value: answers for value, answers in found.items() if answers[0] != answers[1]} == {}


def both(command: Command, option: Option, value: str) -> tuple[tuple[str, ...], ...]:
    """The ids that the option finds, and those that its condition finds."""
    kind = LISTS.get(command.name, "trials")
    typed: dict[str, Any] = {each.name: [] if each.kind == "list" else None for each in command.options if each.field}
    typed[option.name] = {"list": [value], "int": int(value) if option.kind == "int" else 0, "text": value}[option.kind]
    by_option = [record.id for record in chosen(DATA, command.name, kind, typed, None).every()]
    asked = condition(kind, option, value)
    collection = DATA.kind(kind)
    by_condition = collection.where(asked).ids() if asked is not None else collection.ids()
    return tuple(sorted(by_option)), tuple(sorted(by_condition))


@pytest.mark.parametrize("command", LISTS)
def test_every_filter_names_a_field(command: str) -> None:
    flags = {"history", "controls", "fail_empty"}
    named = {option.name for option in BY_NAME[command].options if option.field}
    assert named == {option.name for option in BY_NAME[command].options if not option.group} - flags - {"fail_empty"}


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["trials", "--species", "mouse"], "species = mouse"),
        (["trials", "--design", "sequential"], "design = sequential"),
        (["trials", "--design", "observational"], "design = observational"),
        (["reviews", "--route", "iv"], "route = iv"),
        (["guidelines", "--route", "iv"], "route = iv"),
        (["guidelines", "--body", "va"], "body = va"),
        (["safety", "--route", "iv"], "route = iv"),
        (["timeline", "--jurisdiction", "usa"], "jurisdiction = usa"),
        (["conflicts", "--source", "belge-2024"], "source = belge-2024"),
        (["topics", "open-question"], "topic = open-question"),
    ],
)
def test_lists_agree_with_the_command_line(keta: Run, words: list[str], where: str) -> None:
    by_option = keta(*words, "--json").document["data"]
    by_condition = keta(words[0], "--where", where, "--json").document["data"]
    assert sorted(each["id"] for each in by_option) == sorted(each["id"] for each in by_condition) != []


def test_no_route_is_any_route() -> None:
    without = {review.id for review in DATA.reviews if not review.routes}
    assert without
    assert without <= set(DATA.reviews.where("route = oral").ids())
    assert not without & set(DATA.reviews.where("route != oral").ids())
    assert without == set(DATA.reviews.where("route is missing").ids())


def test_options_of_a_guideline_are_asked_of_one_recommendation() -> None:
    known = fields.of_kind("guidelines")
    tests = [Clause("form", "in", ("esketamine",)), Clause("indication", "in", ("bipolar-depression",))]
    meets = together(tests, known, DATA)
    apart = [together([test], known, DATA) for test in tests]
    both = [item for item in DATA.guidelines if meets(item)]
    assert all(part(item) for item in both for part in apart)
    for item in both:
        assert any("esketamine" in each.forms and "bipolar-depression" in each.indications
                   for each in item.recommendations)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "where", "said"),
    [
        ("guidelines", "superseded_by = nonsense", "no guideline called"),
        ("events", "jurisdiction = atlantis", "no jurisdiction called"),
        ("guidelines", "country = atlantis", "no country called"),
        ("guidelines", "body = atlantis", "no body called"),
        ("trials", "populations = atlantis", "no population called"),
        ("trials", "design = trial", "has no value"),
    ],
)
def test_a_name_that_nothing_goes_by_is_an_error(kind: str, where: str, said: str) -> None:
    with pytest.raises(ketacli.KetaError, match=said):
        DATA.kind(kind).where(where)


def test_what_is_usual_is_lifted_by_naming_the_field(keta: Run) -> None:
    for words, where, option in [
        ("dosing", "role = control", "--controls"),
        ("guidelines", "superseded_by is known", "--history"),
        ("trials", "species = rat", "--species=any"),
    ]:
        found = keta(words, "--where", where, "--json").document["data"]
        assert found == keta(words, option, "--where", where, "--json").document["data"] != []


def test_what_is_usual_is_a_field() -> None:
    for kind, tests in USUAL.items():
        assert {test.path for test in tests} <= set(fields.of_kind(kind).names())


def test_closed_words_are_compiled() -> None:
    for kind in RECORDS:
        known = fields.of_kind(kind)
        for name in known.names():
            field = known.find(name)
            assert closed.words(kind, name) == (*field.compared().choices, *field.manner.words)


def test_every_basis_of_a_regimen_has_its_place() -> None:
    assert set(EVIDENCE) == set(closed.words("regimens", "evidence"))


QUICK = {
    "trials": [["trials"], ["trials", "--form=S-ketamine", "--route", "in"],
               ["trials", "--design", "randomised,observational"]],
    "show": [["show", "transform-2"], ["show", "nct02418585"], ["show", "esketamine"]],
    **{name: [["trials", option.flags[-1], value] for _, option, value in same]
       for name, same in options().items() if name.startswith("trials-")},
}  # fmt: skip


@pytest.mark.parametrize("lines", QUICK.values(), ids=QUICK)
def test_what_a_query_answers_is_what_the_clauses_answer(keta: Run, lines: list[list[str]]) -> None:
    # An age limit is read on the way over the records.
    assert [
        words for words in lines if keta(*words, "--json").out != keta(*words, "--json", "--max-age", "99y").out
    ] == []


@pytest.mark.parametrize("name", ["(+)-esketamine", "-ketamine", "plus ketamine", "(S)-ketamine", "Mills 2024"])
def test_names_with_signs_are_not_answered_by_folding(keta: Run, name: str) -> None:
    quick, full = (keta("trials", f"--form={name}", "--json", *more) for more in ((), ("--max-age", "99y")))
    assert (quick.code, quick.out) == (full.code, full.out)
