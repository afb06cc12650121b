"""From what people write to what the program keeps: short and long values, provenance, digits, dates, ids."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.read import read_record
from ketacli.build.resolve import Resolver, decimals
from ketacli.records.base import Claim
from ketacli.records.regimen import Regimen
from ketacli.records.trial import ArmResult, Effect, Trial

from .support import fields_of

REGIMEN = """
name = "Invented"
form = "racemic"
routes = ["oral"]
use = "other"
evidence = "review"
source = "invented-a"
at = "table 1"
check = "primary"
checked = "2001-02-03"
"""

TRIAL = """
name = "Invented"
kind = "trial"
forms = ["racemic"]
indications = ["trd"]
population = "Nobody"
primary_met = "met"
result_seen = "numbers"
source = "invented-a"
at = "table 1"
check = "primary"
checked = "2001-02-03"
design = { allocation = "randomised", model = "parallel", masking = "open", comparator = "none" }
"""


def read(kind: str, text: str, name: str = "invented") -> tuple[Any, list[Problem]]:
    raw, problems = parse(text, "file.toml")
    assert problems == []
    return read_record(kind, name, raw, "file.toml")


def regimen(text: str) -> Regimen:
    record, problems = read("regimens", REGIMEN + text)
    assert problems == []
    assert isinstance(record, Regimen)
    return record


def trial(text: str) -> Trial:
    record, problems = read("trials", TRIAL + text)
    assert problems == []
    assert isinstance(record, Trial)
    return record


def result(text: str) -> ArmResult:
    head = '[[outcomes]]\nid = "a"\nlabel = "A"\nrole = "primary"\nkind = "score"\n'
    return trial(f'{head}results = [{{ arm = "x", {text} }}]').outcomes[0].results[0]


def effect(text: str) -> Effect:
    head = '[[outcomes]]\nid = "a"\nlabel = "A"\nrole = "primary"\nkind = "score"\n'
    return trial(f'{head}effects = [{{ measure = "MD", arm = "x", {text} }}]').outcomes[0].effects[0]


def origin(claim: Claim | None) -> tuple[str, str | None, str, str]:
    assert claim is not None
    return claim.source, claim.at, claim.check, claim.checked


def complaints(kind: str, text: str) -> list[tuple[str, str]]:
    record, problems = read(kind, text)
    assert record is None
    assert {problem.file for problem in problems} == {"file.toml"}
    return [(problem.key, problem.reason) for problem in problems]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("n = 22", "n = { value = 22 }"),
        ('population = "Nobody"', 'population = { value = "Nobody" }'),
        ('caveats = ["One", "Two"]', 'caveats = [{ value = "One" }, { value = "Two" }]'),
        ("maximum = 4.4", "maximum = { value = 4.4 }"),
    ],
)
def test_a_short_value_says_the_same_as_a_long_one(short: str, long: str) -> None:
    assert fields_of(regimen(short)) == fields_of(regimen(long))


def test_a_short_value_is_kept_as_written() -> None:
    found = regimen('n = 22\npopulation = "Nobody"\ncaveats = ["One", { value = "Two", note = "Three" }]')
    assert found.n is not None
    assert found.n.value == 22
    assert found.population is not None
    assert found.population.value == "Nobody"
    assert [(text.value, text.note) for text in found.caveats] == [("One", None), ("Two", "Three")]


def test_a_short_verdict_is_a_value() -> None:
    assert trial("").primary_met.value == "met"


def test_a_value_inherits_source_place_check_and_date() -> None:
    found = regimen('n = 22\nmaximum = { value = 44, unit = "mg" }\ncaveats = ["One"]')
    inherited = ("invented-a", "table 1", "primary", "2001-02-03")
    assert [origin(claim) for claim in (found.n, found.maximum, found.caveats[0])] == [inherited] * 3


def test_an_own_place_keeps_the_rest() -> None:
    found = regimen('n = { value = 22, at = "table 9" }')
    assert origin(found.n) == ("invented-a", "table 9", "primary", "2001-02-03")


def test_the_records_source_named_again_is_inheritance() -> None:
    found = regimen('n = { value = 22, source = "invented-a" }')
    assert origin(found.n) == ("invented-a", "table 1", "primary", "2001-02-03")


def test_an_own_source_has_its_own_check_and_not_the_records_place() -> None:
    found = regimen('n = { value = 22, source = "invented-b", check = "secondary" }')
    assert origin(found.n) == ("invented-b", None, "secondary", "2001-02-03")


def test_an_own_source_may_have_everything_of_its_own() -> None:
    found = regimen(
        'n = { value = 22, source = "invented-b", at = "page", check = "secondary", checked = "2001-03-04" }'
    )
    assert origin(found.n) == ("invented-b", "page", "secondary", "2001-03-04")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('n = { value = 22, source = "invented-b" }', "n"),
        ('caveats = ["One", { value = "Two", source = "invented-b" }]', "caveats.1"),
        ('phases = [{ name = "a", doses = [{ low = 1, unit = "mg", source = "invented-b" }] }]', "phases.0.doses.0"),
    ],
)
def test_an_own_source_without_an_own_check_is_refused(text: str, key: str) -> None:
    assert complaints("regimens", REGIMEN + text) == [
        (key, "names the source 'invented-b' but no check level of its own")
    ]


def test_inheritance_is_one_level_deep() -> None:
    text = """
[[arms]]
id = "x"
label = "X"
role = "experimental"
treatment = "invented"
source = "invented-b"
at = "page"
check = "secondary"
n_treated = 11
doses = [{ low = 1, unit = "mg" }]
"""
    arm = trial(text).arms[0]
    assert origin(arm) == ("invented-b", "page", "secondary", "2001-02-03")
    inherited = ("invented-a", "table 1", "primary", "2001-02-03")
    assert origin(arm.n_treated) == inherited
    assert origin(arm.doses[0]) == inherited


def test_notes_are_not_inherited() -> None:
    found = regimen('note = "Of the record"\nn = 22')
    assert found.note == "Of the record"
    assert found.n is not None
    assert found.n.note is None


def test_units_are_not_inherited() -> None:
    text = 'phases = [{ name = "a", doses = [{ low = 1, unit = "mg" }, { low = 2 }] }]'
    assert [dose.unit for dose in regimen(text).phases[0].doses] == ["mg", None]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("mean = 27", 0),
        ("mean = 27.0", 1),
        ("mean = -4.00", 2),
        ("percent = 27.10", 2),
        ("median = 3.125", 3),
        ("events = 3, n = 9", None),
        ("mean = 2.50, percent = 3", 2),
    ],
)
def test_digits_are_those_that_the_source_printed(text: str, digits: int | None) -> None:
    assert result(text).digits == digits


@pytest.mark.parametrize(
    ("text", "digits", "limit_digits"),
    [
        ("value = -4.0, lower = -7.31, upper = -0.64", 1, 2),
        ("value = 2, lower = 1, upper = 3", 0, 0),
        ("value = 0.80, lower = 0.5, upper = 1.250", 2, 3),
        ("value = 0.77, upper = 0.9", 2, 1),
        ("value = 1.5", 1, None),
        ("lower = 1.5, upper = 2.5", None, 1),
        ("p = 0.0001", None, None),
    ],
)
def test_limits_have_digits_of_their_own(text: str, digits: int | None, limit_digits: int | None) -> None:
    found = effect(text)
    assert (found.digits, found.limit_digits) == (digits, limit_digits)


@pytest.mark.parametrize(
    ("number", "places"),
    [
        (27, 0),
        (Decimal("27"), 0),
        (Decimal("27.0"), 1),
        (Decimal("-0.050"), 3),
        (Decimal("1E-3"), 3),
        (Decimal("1E+3"), 0),
        (Decimal("NaN"), 0),
    ],
)
def test_decimals_as_written(number: int | Decimal, places: int) -> None:
    assert decimals(number) == places


@pytest.mark.parametrize("text", ["0.1", "0.30", "2.675", "-22.20", "123456.789", "0.000001"])
def test_a_decimal_is_the_number_that_was_written(text: str) -> None:
    value = result(f"mean = {text}").mean
    assert Decimal(str(value)) == Decimal(text)


def test_a_whole_number_with_decimals_stays_that_number() -> None:
    found = result("mean = 27.0, n = 9")
    assert (found.mean, found.n) == (27, 9)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2001-02-03", "2001-02-03"), ('"2001-02-03"', "2001-02-03"), ('"2001-02"', "2001-02"), ('"2001"', "2001")],
)
def test_a_date_may_be_written_with_or_without_quotes(written: str, kept: str) -> None:
    found = regimen(f'n = 22\nstanding = [{{ jurisdiction = "US", status = "licensed", as_of = {written} }}]')
    assert found.standing[0].as_of == kept


def test_a_date_without_quotes_is_inherited_as_text() -> None:
    record, problems = read("regimens", REGIMEN.replace('"2001-02-03"', "2001-02-03") + "n = 22")
    assert problems == []
    assert record.checked == record.n.checked == "2001-02-03"


def test_the_id_is_the_files_name() -> None:
    record, _ = read("regimens", REGIMEN, "some-name")
    assert record.id == "some-name"


def test_an_id_inside_may_repeat_the_files_name() -> None:
    record, problems = read("regimens", 'id = "some-name"\n' + REGIMEN, "some-name")
    assert problems == []
    assert record.id == "some-name"


def test_an_id_inside_may_not_differ_from_the_files_name() -> None:
    assert complaints("regimens", 'id = "other"\n' + REGIMEN) == [
        ("id", "is 'other', but the file's name says 'invented'; leave it out")
    ]


def test_the_digits_are_counted_and_not_entered() -> None:
    resolver = Resolver({})
    resolver.record(Effect, {"measure": "MD", "arm": "a", "value": Decimal("1.50"), "digits": 1})
    assert ("digits", "is worked out by the build, not entered") in resolver.complaints


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ('caveats = "One"', "caveats", "must be a list"),
        ('phases = ["One"]', "phases.0", "must be a table"),
        ("standing = [3]", "standing.0", "must be a table"),
        ('phases = [{ name = "a", doses = 5 }]', "phases.0.doses", "must be a list"),
        ('phases = [{ name = "a", doses = [5] }]', "phases.0.doses.0", "must be a table"),
    ],
)
def test_the_wrong_shape_is_named(text: str, key: str, reason: str) -> None:
    assert (key, reason) in complaints("regimens", REGIMEN + text)
