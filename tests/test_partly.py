"""Records that a pass reads in part are whole once anything else of them is asked for."""

from __future__ import annotations

import pickle
from copy import copy
from dataclasses import asdict, fields, replace

import pytest

from ketacli import load
from ketacli.records.base import as_plain, field_types
from ketacli.records.dataset import LONG, Dataset
from ketacli.records.store import Store
from ketacli.records.trial import Trial


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    # Collections that keep nothing: those of the tests hold whole records.
    return Dataset(load().store)


def test_what_a_pass_leaves_out_is_read_when_it_is_asked_for(dataset: Dataset) -> None:
    for trial in dataset.trials.light():
        whole = dataset.trials.raw[trial.id]
        held = object.__getattribute__(trial, "name")
        for name in LONG["trials"]:
            assert as_plain(getattr(trial, name)) == whole[name]
        assert trial.name is held
        assert type(trial) is Trial
        assert trial.to_dict() == whole


@pytest.mark.parametrize("name", sorted(field_types(Trial).keys() - {"id"}))
def test_each_field_makes_it_whole(dataset: Dataset, name: str) -> None:
    (trial,) = dataset.trials.partly("arms", of=["transform-2"])
    assert isinstance(trial, Trial)
    arms = trial.arms
    assert as_plain(getattr(trial, name)) == dataset.trials.raw["transform-2"][name]
    assert trial.arms is arms


def test_every_way_of_looking_at_all_of_it_has_all_of_it(dataset: Dataset) -> None:
    whole = dataset.trials["transform-2"]

    def part() -> Trial:
        (trial,) = dataset.trials.partly("forms", of=["transform-2"])
        return trial

    assert list(vars(part())) == list(vars(whole))
    assert part().to_dict() == copy(part()).to_dict() == whole.to_dict()
    again = pickle.loads(pickle.dumps(part()))
    assert type(again) is Trial
    assert again.to_dict() == whole.to_dict()
    assert repr(part())
    assert fields(part()) == fields(Trial)
    assert asdict(part()) == asdict(whole)
    assert replace(part(), year=1999).to_dict() == {**whole.to_dict(), "year": 1999}
    with pytest.raises(AttributeError, match="cannot assign"):
        part().forms = ()  # type: ignore[misc]
    with pytest.raises(AttributeError, match="nothing"):
        part().nothing  # type: ignore[attr-defined]  # noqa: B018


def test_ids_keep_their_order_and_those_not_known_are_passed_over(dataset: Dataset) -> None:
    asked = ["transform-2", "no-such-trial", "elekt-d"]
    assert [trial.id for trial in dataset.trials.partly("forms", of=asked)] == ["transform-2", "elekt-d"]


def test_a_library_without_functions_for_json_gives_the_same(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    with_them = [(trial.id, trial.forms) for trial in dataset.trials.partly("forms")]
    some = [trial.id for trial in dataset.trials.partly("forms", of=["transform-2", "elekt-d"])]
    monkeypatch.setattr(Store, "reads_json", lambda _: False)
    monkeypatch.setattr(Store, "parts", None)
    assert [(trial.id, trial.forms) for trial in dataset.trials.partly("forms")] == with_them
    assert [trial.id for trial in dataset.trials.partly("forms", of=["transform-2", "elekt-d"])] == some
