"""Fields by dotted names: each is found, read, and picked as the JSON has it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketacli
from ketacli.errors import UsageError
from ketacli.records import fields
from ketacli.records.base import as_plain
from ketacli.records.collection import read_order, sort
from ketacli.records.kinds import ALL, RECORDS

DATA = ketacli.load()
PATHS = [(kind, path) for kind in RECORDS for path in fields.of_kind(kind).paths()]


def walk(value: Any, names: list[str]) -> Any:
    """The straightforward reading of a path in plain JSON."""
    if not names or value is None:
        return value
    if isinstance(value, list):
        if names[0].isdigit():
            return walk(value[int(names[0])] if int(names[0]) < len(value) else None, names[1:])
        found: list[Any] = []
        for item in value:
            got = walk(item, names)
            found += got if isinstance(got, list) else [got]
        return found
    return walk(value.get(names[0]), names[1:])


def full(record: Any) -> Any:
    """A record as JSON with every field of every part, those at their default too."""
    if hasattr(record, "__dataclass_fields__"):
        return {name: full(getattr(record, name)) for name in record.__dataclass_fields__}
    if isinstance(record, tuple):
        return [full(item) for item in record]
    return record


FULL = {kind: [full(record) for record in DATA.kind(kind)] for kind in RECORDS}


@given(place=st.sampled_from(PATHS), at=st.integers(0, 10_000))
def test_picking_reads_what_the_record_holds(place: tuple[str, str], at: int) -> None:
    kind, path = place
    known = fields.of_kind(kind)
    at %= len(DATA.kind(kind))
    record = DATA.kind(kind)[DATA.kind(kind).ids()[at]]
    picked = fields.pick(record, [known.find(path)])
    assert list(picked) == [path]
    json.dumps(picked)
    names = known.short.get(path, path).split(".")
    expected = walk(FULL[kind][at], names)
    found = known.find(path).read(record)
    assert full(found if not isinstance(found, list) else tuple(found)) == expected


@pytest.mark.parametrize("kind", ALL)
def test_every_field_is_found_and_read(kind: str) -> None:
    known, records = fields.of_kind(kind), list(DATA.kind(kind))[:3]
    for path in known.paths():
        field = known.find(path)
        for record in records:
            field.values(record)
            assert isinstance(fields.cell(field, record), str | int | float | bool | None)


@pytest.mark.parametrize("kind", RECORDS)
def test_types_fit_the_data(kind: str) -> None:
    types: dict[str, tuple[type, ...]] = {
        fields.NUMBER: (int, float), fields.TEXT: (str,), fields.DATE: (str,), fields.YES_NO: (bool,),
    }  # fmt: skip
    known, records = fields.of_kind(kind), list(DATA.kind(kind))
    for path in known.paths():
        field = known.find(path)
        node = field.compared()
        for record in records:
            for value in field.values(record):
                if node.type == fields.CHOICE:
                    assert value in node.choices, path
                elif node.type in types:
                    assert isinstance(value, types[node.type]), path


@pytest.mark.parametrize("kind", RECORDS)
def test_columns_hold_every_field_once(kind: str) -> None:
    known = fields.of_kind(kind)
    columns = known.columns()
    assert len(set(columns)) == len(columns)
    assert columns[0] == "id"
    roots = {name.partition(".")[0] for name in columns}
    assert set(known.own) == roots


def test_worked_out_fields() -> None:
    trial = DATA.trials["transform-2"]
    known = fields.of_kind("trials")
    assert known.find("n").read(trial) == 227
    assert as_plain(known.find("result").read(trial)) == {"direction": "favours-ketamine", "basis": "interval"}
    assert fields.cell(known.find("result"), trial) == "favours-ketamine"
    assert fields.cell(known.find("arms.n_randomised"), trial) == "116; 111"
    assert fields.cell(known.find("design"), trial) == "randomised; parallel; superiority"
    assert json.loads(fields.cell(known.find("arms"), trial))[0]["id"] == "esketamine"


def test_a_single_number_of_a_list_stays_a_number() -> None:
    field = fields.of_kind("trials").find("outcomes.effects.value")
    alone = [t for t in DATA.trials if len(field.read(t)) == 1]
    assert [fields.cell(field, t) for t in alone] == [field.read(t)[0] for t in alone]
    assert any(value < 0 for t in alone for value in field.values(t))


ROWS = fields.of_rows("rows", {"n": fields.NUMBER, "name": fields.TEXT})


PAIRS = st.fixed_dictionaries({"n": st.none() | st.integers(0, 3), "name": st.none() | st.sampled_from("abC")})


@given(st.lists(PAIRS), st.sampled_from(["n", "-n", "n:desc", "n:asc", "-name,n", "name,-n"]))  # fmt: skip
def test_sorting_keeps_equals_and_puts_what_is_missing_last(rows: list[dict[str, Any]], text: str) -> None:
    places = sort(rows, read_order(text, ROWS))
    assert sorted(places) == list(range(len(rows)))
    order = [(word.strip("-").partition(":")[0], word[0] == "-" or word.endswith("desc")) for word in text.split(",")]

    def before(a: int, b: int) -> bool:
        for name, descending in order:
            x, y = rows[a][name], rows[b][name]
            if x is None or y is None:
                if (x is None) != (y is None):
                    return y is None
                continue
            x, y = (x.lower(), y.lower()) if isinstance(x, str) else (x, y)
            if x != y:
                return bool(x > y) if descending else bool(x < y)
        return a < b

    assert all(before(a, b) for a, b in pairwise(places))


@given(st.text(max_size=12) | st.lists(st.sampled_from(["arms", "id", "0", "99999", "n", "", "design"])).map(".".join))
def test_no_name_is_too_odd(path: str) -> None:
    known = fields.of_kind("trials")
    try:
        field = known.find(path)
    except UsageError:
        with pytest.raises(UsageError, match="trials have no field"):
            known.find(path)
    else:
        fields.cell(field, DATA.trials["transform-2"])
