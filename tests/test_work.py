"""Start-up is fast because little is worked out twice: counted, never timed."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, is_dataclass, replace

import pytest

import ketacli
from ketacli.evidence import answers
from ketacli.evidence.answers.effects import NeededLimit
from ketacli.evidence.dose_patterns import patterns
from ketacli.evidence.listed.trial_words import rows
from ketacli.records import structure
from ketacli.records.base import Claim, Count, Dose, Quantity, Record, Schedule, Text
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import RECORDS
from ketacli.records.names import owners, resolve
from ketacli.records.store import fold, shipped
from ketacli.records.trial import Arm, Trial
from ketacli.render import listing
from ketacli.render.wrap import Line
from ketacli.screens.lists.trials import trials_list
from ketacli.screens.screen import Column, Row, Table

from .conftest import Run

COMPILED = {"__init__", "__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__"}
"""The methods that ``dataclass`` would compile for each class by itself, at every start."""
ORDERED = {"BrokenRule"}
"""What is sorted, and compared without where it stands."""


def classes() -> Iterator[type]:
    """Every record and every answer, and those inside them."""
    for package in (ketacli.records, answers):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for found in vars(importlib.import_module(module.name)).values():
                if isinstance(found, type) and issubclass(found, Record) and is_dataclass(found):
                    yield found


def test_no_record_and_no_answer_has_methods_compiled_for_it() -> None:
    found = set(classes())
    assert Claim in found
    assert NeededLimit in found
    assert {each.__name__ for each in found if vars(each).keys() & COMPILED} == ORDERED


def test_they_are_made_by_name_and_cannot_be_changed() -> None:
    made = NeededLimit(kind="NNTB", value=4.0)
    assert made == NeededLimit(value=4.0, kind="NNTB")
    assert hash(made) == hash(replace(made))
    assert made != replace(made, value=5.0)
    assert repr(made) == "NeededLimit(kind='NNTB', value=4.0)"
    assert Count(value=3, source="a").to_dict()["check"] == "unverified"
    with pytest.raises(FrozenInstanceError):
        setattr(made, "value", 5.0)  # noqa: B010 - what the type checker refuses by itself
    with pytest.raises(FrozenInstanceError):
        del made.value
    with pytest.raises(TypeError, match="no 'value'"):
        NeededLimit(kind="NNTB")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no field 'valeu'"):
        NeededLimit(kind="NNTB", valeu=4.0)  # type: ignore[call-arg]


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_row_is_drawn_in_one_way_only(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Most ways of laying a row out are only counted."""
    drawn: Counter[str] = Counter()
    start = listing._start

    def counted(row: listing.Measured, head: dict[int, int]) -> Line:
        drawn[str(row.cells[0])] += 1
        return start(row, head)

    monkeypatch.setattr(listing, "_start", counted)
    names = [f"trial-{at}" + "-and-its-long-name" * (at % 5 == 0) for at in range(40)]
    rows = [Row([name, "2020", "of some length " * (at % 7), "and more of it " * 3]) for at, name in enumerate(names)]
    columns = [Column("id"), Column("Year"), Column("What", below=True), Column("Result", below=True)]
    lines = listing.listing(Table(columns, [*rows], listed=True), width, one_line=False)
    assert len(lines) > len(rows)
    assert set(names) <= drawn.keys()
    assert max(drawn.values()) == 1


def test_a_short_comparison_lines_no_facts_up(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketacli.cli.commands.compare.compare", None)
    assert keta("compare", "esketamine", "racemic").code == 0


def test_doses_keep_no_whole_study() -> None:
    """A study's results are most of its record, and no dose needs them."""
    dataset = Dataset(shipped())
    found = patterns(dataset, dataset.regimens, {"intravenous"}, set(), set(), set(), studies=True)
    assert any(each.trials for each in found)
    assert dataset.regimens._built
    assert not dataset.trials._built


def test_most_claims_have_no_field_to_look_into() -> None:
    """They are built by copying their fields."""
    assert [each for each in (Text, Count, Quantity, Schedule) if structure._inside(each)] == []
    assert dict(structure._inside(Dose)) == {"steps": None}
    assert dict(structure._inside(Trial))["arms"] is Arm


def test_a_list_reads_the_documents_behind_it_together() -> None:
    dataset = Dataset(shipped())
    questions: list[str] = []
    dataset.store.connection.set_trace_callback(questions.append)
    found = list(dataset.trials)[:200]
    before = len(questions)
    trials_list(dataset.store, rows(dataset, found), "", {}, "", of_indications=False, as_sorted=False)
    assert len(questions) - before < len(found)
    assert not [each for each in questions if "kind = 'sources' AND id = " in each]


def test_an_id_is_known_without_the_names_of_all_records() -> None:
    dataset = Dataset(shipped())
    for kind in RECORDS:
        for name in dataset.kind(kind).ids():
            assert resolve(dataset, kind, name) == name
    assert not dataset.names
    assert {owners(dataset, kind)[fold(name)] for kind in RECORDS for name in dataset.kind(kind).ids()} == {
        (name,) for kind in RECORDS for name in dataset.kind(kind).ids()
    }
