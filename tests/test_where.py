"""Conditions: what they mean, where their errors point, and that no text is too much for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketacli
from ketacli.errors import UsageError
from ketacli.records import fields
from ketacli.records.conditions import compile_condition
from ketacli.records.fields import of_kind, of_rows
from ketacli.records.kinds import ALL

from .conftest import Run
from .support import load_mini

DATA = ketacli.load()
MINI = load_mini()

KNOWN = of_rows("rows", {"n": fields.NUMBER, "name": fields.TEXT, "tags": fields.TEXT, "ok": fields.YES_NO,
                         "date": fields.DATE})  # fmt: skip

Row = dict[str, Any]
Meets = Callable[[Row], bool]


def ids(condition: str, kind: str = "trials") -> set[str]:
    return set(DATA.kind(kind).where(condition).ids())


def held(**row: Any) -> Row:
    return {"n": None, "name": None, "tags": (), "ok": None, "date": None, **row}


def meets(condition: str, **row: Any) -> bool:
    return compile_condition(condition, KNOWN)(held(**row))


# -- what it means -------------------------------------------------------------------------------


def test_the_example_of_the_help() -> None:
    found = DATA.trials.where("n>=100 and comparator=active")
    assert found.ids() == [
        trial.id for trial in DATA.trials if trial.design.comparator == "active" and (trial.n or 0) >= 100
    ]
    assert len(found) >= 3


@pytest.mark.parametrize(
    ("condition", "row", "expected"),
    [
        ("n = 5", {"n": 5}, True),
        ("n = 5.0", {"n": 5}, True),
        ("n == 5", {"n": 5}, True),
        ("n != 5", {"n": 5}, False),
        ("n != 5", {"n": None}, False),
        ("not n = 5", {"n": None}, True),
        ("n < 5", {"n": None}, False),
        ("n >= -1.5e1", {"n": -15}, True),
        ("n<=.5", {"n": 0.5}, True),
        ("n is missing", {"n": None}, True),
        ("n is missing", {"n": 0}, False),
        ("n is not missing", {"n": 0}, True),
        ("n is known", {"n": 0}, True),
        ("n is not known", {"n": 0}, False),
        ("name is missing", {"name": ""}, True),
        ("n in (1, 2,3)", {"n": 3}, True),
        ("n not in (1, 2)", {"n": 3}, True),
        ("n not in (1, 2)", {"n": None}, False),
        ("name = alder", {"name": "Alder"}, True),
        ("name = 'two words'", {"name": "two words"}, True),
        ('name = "it\'s"', {"name": "it's"}, True),
        ("name = 'it''s'", {"name": "it's"}, True),
        ("name = 'and'", {"name": "and"}, True),
        ("name = ''", {"name": "x"}, False),
        ("name ~ LDE", {"name": "alder"}, True),
        ("name !~ lde", {"name": "alder"}, False),
        ("name !~ lde", {"name": None}, False),
        ("tags = b", {"tags": ("a", "b")}, True),
        ("tags != b", {"tags": ("a", "b")}, False),
        ("tags != c", {"tags": ("a", "b")}, True),
        ("tags != c", {"tags": ()}, False),
        ("tags is missing", {"tags": ()}, True),
        ("tags in (x, b)", {"tags": ("a", "b")}, True),
        ("tags not in (x, b)", {"tags": ("a", "b")}, False),
        ("ok", {"ok": True}, True),
        ("not ok", {"ok": None}, True),
        ("ok = yes", {"ok": True}, True),
        ("ok = false", {"ok": False}, True),
        ("ok = false", {"ok": None}, False),
        ("date <= 2019", {"date": "2019-12-31"}, True),
        ("date > 2019", {"date": "2019-12-31"}, False),
        ("date = 2019", {"date": "2019-03"}, True),
        ("date >= 2019-03", {"date": "2019-03-05"}, True),
        ("date < 2019-03-05", {"date": "2018"}, True),
        ("date < 2019-03-05", {"date": "2019"}, False),
        ("date > 2019-03-05", {"date": "2019"}, False),
        ("date = 2019-03-05", {"date": "2019"}, False),
        ("date >= 2019", {"date": "undated"}, False),
        ("n = 1 or n = 2 and ok", {"n": 1}, True),
        ("(n = 1 or n = 2) and ok", {"n": 1}, False),
        ("not n = 1 and ok", {"n": 1, "ok": True}, False),
        ("not (n = 1 and ok)", {"n": 1, "ok": False}, True),
        ("not not n = 1", {"n": 1}, True),
        ("n = 1 AND NOT ok", {"n": 1}, True),
        ("  n=1  ", {"n": 1}, True),
    ],
)
def test_meaning(condition: str, row: Row, expected: bool) -> None:
    assert meets(condition, **row) is expected


def test_short_names_mean_what_the_options_mean(keta: Run) -> None:
    for option, value, condition in [
        ("--comparator", "active-placebo", "comparator = active-placebo"),
        ("--design", "crossover", "design = crossover"),
        ("--form", "S-ketamine", "form = S-ketamine"),
        ("--route", "iv", "route = iv"),
        ("--indication", "mdd", "indication = mdd"),
        ("--result", "no-clear-difference", "result = no-clear-difference"),
        ("--phase", "3", "phase = 3"),
        ("--masking", "double", "masking = double"),
        ("--min-n", "100", "n >= 100"),
        ("--year", "2015-2020", "year >= 2015 and year <= 2020"),
    ]:
        by_option = keta("trials", option, value, "--json").document["data"]
        by_condition = keta("trials", "--where", condition, "--json").document["data"]
        assert by_option == by_condition != [], condition


def test_paths_through_lists_and_values() -> None:
    found = ids("arms.n_randomised >= 300")
    assert found == {
        t.id for t in DATA.trials for arm in t.arms if arm.n_randomised and (arm.n_randomised.value or 0) >= 300
    }
    assert ids("n_randomised is missing") == {
        t.id for t in DATA.trials if t.n_randomised is None or t.n_randomised.value is None
    }
    assert ids("n_randomised.absent = not-found") == {
        t.id for t in DATA.trials if t.n_randomised is not None and t.n_randomised.absent == "not-found"
    }
    assert ids("outcomes.effects.nominal") == {
        t.id for t in DATA.trials for outcome in t.outcomes for effect in outcome.effects if effect.nominal
    }
    assert ids("form = 'S(+)-ketamine' and arms.0.role = experimental") < ids("form = esketamine")
    assert ids("year = 2019", "events") == {e.id for e in DATA.events if e.date.startswith("2019")}
    assert ids("changes_conclusion", "conflicts") == {c.id for c in DATA.conflicts if c.changes_conclusion}


# -- errors point at the place -------------------------------------------------------------------

WRONG = [
    ("", 1, "no condition"),
    ("   ", 1, "no condition"),
    ("n", 2, "operator"),
    ("n >", 4, "value is expected"),
    ("n > 5 6", 7, '"and" or "or"'),
    ("n > 5)", 6, '"and" or "or"'),
    ("(n > 5", 7, '")"'),
    ("n > 5 and", 10, "name of a field"),
    ("and n > 5", 1, "name of a field"),
    ("n > five", 5, '"five" is none'),
    ("n > 1_0", 5, '"1_0" is none'),
    ("n > nan", 5, '"nan" is none'),
    ("n > 0x10", 5, '"0x10" is none'),
    ("n > \u0665", 5, "is none"),
    ("n ~ 5", 5, "~ looks into texts"),
    ("name < 5", 8, "compares numbers and dates"),
    ("name < b", 8, "compares numbers and dates"),
    ("ok = maybe", 6, "yes or no"),
    ("ok > no", 6, "compares numbers and dates"),
    ("date > march", 8, "is a date"),
    ("date > 2019-13", 8, "is a date"),
    ("date = 2019-00-01", 8, "is a date"),
    ("nme = x", 1, 'no field called "nme"'),
    ("name = 'x", 8, "not closed"),
    ("name ! x", 6, "no meaning"),
    ("n in 5", 6, '"(" is expected'),
    ("n in (5", 8, '"," or ")"'),
    ("n in ()", 7, "value is expected"),
    ("n is", 5, '"missing" or "known"'),
    ("n is big", 6, '"missing" or "known"'),
    ("n not 5", 3, "operator"),
    ("= 5", 1, "name of a field"),
    ("'n' = 5", 1, "name of a field"),
    ("n = 5; ok", 5, '"5;" is none'),
    ("__class__ = x", 1, "no field"),
    ("name.__class__ = x", 1, "no field"),
    ("(" * 99 + "ok" + ")" * 99, 41, "brackets"),
    ("not " * 99 + "ok", 161, "brackets"),
]


@pytest.mark.parametrize(("condition", "place", "said"), WRONG)
def test_errors_point_at_the_place(condition: str, place: int, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        compile_condition(condition, KNOWN)
    assert said in caught.value.message
    assert f"at character {place}:" in caught.value.message
    line, mark, *_ = (caught.value.hint or "").split("\n")
    assert line == condition
    assert mark.index("^") - 2 == place - 1


@pytest.mark.parametrize(
    ("condition", "suggestion"),
    [
        ("n>=100 and comparator=activ", "active"),
        ("result = favours-ketamin", "favours-ketamine"),
        ("comprator = active", "comparator"),
        ("allocation = randomised", "design.allocation"),
        ("indication = ptds", "ptsd"),
        ("route = intravenus", "intravenous"),
    ],
)
def test_near_misses(keta: Run, condition: str, suggestion: str) -> None:
    ran = keta("trials", "--where", condition, "--json")
    assert ran.code == 2
    assert suggestion in ran.document["error"]["suggestions"]
    assert ran.document["error"]["field"] == "where"
    assert "^" in ran.err


def test_a_sign_names_no_form(keta: Run) -> None:
    assert keta("trials", "--where", "form = '(+)-ketamine'").code == 2


# -- properties ----------------------------------------------------------------------------------

TOKENS = (
    "n", "name", "tags", "ok", "date", "and", "or", "not", "in", "is", "missing", "known", "(", ")", ",", "=", "!=",
    "<", ">=", "~", "!~", "5", "2019", "'a b'", '"', "'", "a", "arms.id", "arms", ".", "-1", "\t", "\u00e9",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(TOKENS), max_size=12).map(" ".join) | st.lists(st.sampled_from(TOKENS)).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=SOUP | st.text(max_size=30), kind=st.sampled_from(sorted(ALL)))
def test_any_text_is_a_condition_or_a_clear_error(text: str, kind: str) -> None:
    for known, rows in ((KNOWN, [held(), held(n=5, name="a", tags=("a",), ok=True, date="2019")]),
                        (of_kind(kind), list(MINI.kind(kind)))):  # fmt: skip
        try:
            condition = compile_condition(text, known, MINI)
        except UsageError:
            with pytest.raises(UsageError, match="--where, at character "):
                compile_condition(text, known, MINI)
        else:
            assert {type(condition(row)) for row in rows} <= {bool}


class Case(NamedTuple):
    """A condition and what it means, written in Python."""

    text: str
    means: Meets


NUMBERS = st.integers(-3, 3)
NAMES = st.sampled_from(["a", "b", "A", "ab", "a b", "it's", "x y"])


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def number_case(op: str, value: int) -> Case:
    compare: dict[str, Callable[[int], bool]] = {
        "=": lambda n: n == value, "!=": lambda n: n != value, "<": lambda n: n < value, "<=": lambda n: n <= value,
        ">": lambda n: n > value, ">=": lambda n: n >= value,
    }  # fmt: skip
    return Case(f"n {op} {value}", lambda row: row["n"] is not None and compare[op](row["n"]))


def text_case(op: str, value: str) -> Case:
    low = value.lower()
    compare: dict[str, Callable[[str], bool]] = {
        "=": lambda s: s.lower() == low, "!=": lambda s: s.lower() != low,
        "~": lambda s: low in s.lower(), "!~": lambda s: low not in s.lower(),
    }  # fmt: skip
    return Case(f"name {op} {quoted(value)}", lambda row: row["name"] is not None and compare[op](row["name"]))


def list_case(op: str, value: str) -> Case:
    low = value.lower()
    if op == "=":
        return Case(f"tags = {quoted(value)}", lambda row: low in [tag.lower() for tag in row["tags"]])
    return Case(
        f"tags != {quoted(value)}", lambda row: bool(row["tags"]) and low not in [tag.lower() for tag in row["tags"]]
    )


LEAVES = (
    st.builds(number_case, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS)
    | st.builds(text_case, st.sampled_from(["=", "!=", "~", "!~"]), NAMES)
    | st.builds(list_case, st.sampled_from(["=", "!="]), NAMES)
    | st.sampled_from([Case("ok", lambda row: row["ok"] is True), Case("n is missing", lambda row: row["n"] is None),
                       Case("tags is known", lambda row: bool(row["tags"]))])
    | st.lists(NUMBERS, min_size=1, max_size=3).map(
        lambda some: Case(f"n in ({', '.join(map(str, some))})", lambda row: row["n"] in some)
    )
)  # fmt: skip


def joined(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    return (
        st.builds(
            lambda a, b: Case(f"({a.text} and {b.text})", lambda row: a.means(row) and b.means(row)), inner, inner
        )
        | st.builds(
            lambda a, b: Case(f"({a.text} or {b.text})", lambda row: a.means(row) or b.means(row)), inner, inner
        )
        | inner.map(lambda a: Case(f"not {a.text}", lambda row: not a.means(row)))
    )


ROWS = st.fixed_dictionaries({
    "n": st.none() | NUMBERS, "name": st.none() | NAMES, "tags": st.lists(NAMES, max_size=3).map(tuple),
    "ok": st.none() | st.booleans(), "date": st.none(),
})  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(case=st.recursive(LEAVES, joined, max_leaves=8), rows=st.lists(ROWS, min_size=1, max_size=6))
def test_conditions_mean_what_python_says(case: Case, rows: list[Row]) -> None:
    condition = compile_condition(case.text, KNOWN)
    assert [condition(row) for row in rows] == [case.means(row) for row in rows]


@settings(max_examples=200, deadline=None)
@given(a=LEAVES, b=LEAVES, c=LEAVES, row=ROWS)
def test_and_binds_closer_than_or(a: Case, b: Case, c: Case, row: Row) -> None:
    condition = compile_condition(f"{a.text} or {b.text} and {c.text}", KNOWN)
    assert condition(row) == (a.means(row) or (b.means(row) and c.means(row)))
