"""The Python API: typed records, selections, dicts, data frames."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pytest

import ketacli
import ketacli.evidence.calculate
import ketacli.evidence.calculate_network
import ketacli.evidence.library
import ketacli.records.collection
import ketacli.records.dataset
from ketacli.records.kinds import ALL, RECORDS

from .conftest import Run

ROOT = Path(__file__).resolve().parent.parent
DATA = ketacli.load()


def test_the_page_is_true() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert failed == 0
    assert tried > 15


@pytest.mark.parametrize(
    "module",
    [
        ketacli.records.collection,
        ketacli.records.dataset,
        ketacli.evidence.library,
        ketacli.evidence.calculate,
        ketacli.evidence.calculate_network,
    ],
)
def test_examples_in_docstrings(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert failed == 0
    assert tried >= 2


@pytest.mark.parametrize("kind", RECORDS)
def test_records_are_those_of_the_json(keta: Run, kind: str) -> None:
    for record in DATA.kind(kind):
        assert json.dumps(record.to_dict()) == json.dumps(DATA.kind(kind).raw[record.id])
    name = DATA.kind(kind).ids()[-1]
    assert DATA.kind(kind)[name].to_dict() == keta("show", f"{kind}/{name}", "--json").document["data"][0]


def test_collections_are_those_of_the_json(keta: Run) -> None:
    data = keta("timeline", "--json").document["data"]
    assert sorted(DATA.events.to_dict(), key=lambda r: r["id"]) == sorted(data, key=lambda r: r["id"])
    every = ("--species", "any", "--status", "any")
    shown = keta("trials", *every, "--sort", "id", "--fields", "id,n,arms.id", "--json").document["data"]
    assert DATA.trials.sort("id").to_dict(["id", "n", "arms.id"]) == shown


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_has_a_data_frame(kind: str) -> None:
    pandas = pytest.importorskip("pandas")
    frame = DATA.kind(kind).to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame["id"].tolist() == DATA.kind(kind).ids()
    assert len(set(frame.columns)) == len(frame.columns)


def test_data_frames_hold_plain_values() -> None:
    pytest.importorskip("pandas")
    frame = DATA.trials.to_pandas().set_index("id")
    row = frame.loc["transform-2"]
    assert (row["n"], row["year"], row["design.comparator"], row["forms"]) == (227, 2019, "placebo", ["esketamine"])
    assert row["arms"][0]["n_randomised"]["value"] == 116
    assert frame["n"].dtype.kind == "f"
    assert DATA.trials.where("n>1e9").to_pandas(["id", "n"]).columns.tolist() == ["id", "n"]


def test_without_pandas_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="to_pandas needs pandas, which is not installed"):
        DATA.trials.to_pandas()


def test_a_selection_is_a_sequence() -> None:
    chosen = DATA.trials.where("form = esketamine")
    assert len(chosen) == len(list(chosen)) == len(chosen.ids()) > 10
    assert chosen[0].id == chosen.ids()[0]
    assert chosen[-1] in chosen
    assert chosen[1:3].ids() == chosen.ids()[1:3]
    assert chosen.where("n>=100").sort("-n", "id")[0].id == "sustain-3"
    assert repr(chosen[:1]) == "<1 trials>"
    assert isinstance(chosen, ketacli.Records)


def test_errors_are_public() -> None:
    with pytest.raises(ketacli.KetaError, match="no field"):
        DATA.events.where("n > 5")
    with pytest.raises(ketacli.KetaError, match="no field"):
        DATA.events.sort("size")
    with pytest.raises(ketacli.KetaError, match="no field"):
        DATA.events.to_dict(["size"])


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, ketacli; ketacli.__version__; print([m for m in sys.modules if m.startswith('ketacli')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "['ketacli']"
