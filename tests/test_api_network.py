"""Networks, multiverses and notebooks from Python."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any
from xml.etree import ElementTree

import pytest

import ketacli
from ketacli.stats.network.split import bucher

from .conftest import Run

DB = ketacli.load()
STUDIES: dict[str, Any] = {
    "study": ["Ash", "Ash", "Birch", "Birch"],
    "treatment": ["spray", "placebo", "infusion", "placebo"],
    "n": [100, 100, 50, 50],
}


def test_two_treatments_through_one_are_buchers_number() -> None:
    found = ketacli.network(**STUDIES, events=[60, 40, 30, 20], measure="OR", reference="placebo")
    ours = found.effect("spray", "infusion")
    first = (log(60 * 60 / (40 * 40)), sqrt(1 / 60 + 1 / 40 + 1 / 40 + 1 / 60))
    second = (log(30 * 30 / (20 * 20)), sqrt(1 / 30 + 1 / 20 + 1 / 20 + 1 / 30))
    value, se = bucher(first, second)
    assert ours.value == pytest.approx(exp(value))
    assert (ours.lower, ours.upper) == pytest.approx((exp(value - 1.959964 * se), exp(value + 1.959964 * se)))
    assert found.effect("spray").value == pytest.approx(exp(first[0]))


def test_arms_contrasts_and_data_frames_give_the_same() -> None:
    pandas = pytest.importorskip("pandas")
    means: dict[str, Any] = {**STUDIES, "mean": [-18, -14, -17, -12], "sd": [10, 11, 9, 10]}
    by_arm = ketacli.network(**means, reference="placebo")
    by_contrast = ketacli.network(
        study=["Ash", "Birch"], treat1=["spray", "infusion"], treat2=["placebo", "placebo"], yi=[-4, -5],
        vi=[100 / 100 + 121 / 100, 81 / 50 + 100 / 50], measure="MD", reference="placebo",
    )  # fmt: skip
    by_frame = ketacli.network(pandas.DataFrame(means), reference="placebo")
    for each in ("spray", "infusion"):
        assert by_arm.effect(each).value == pytest.approx(by_contrast.effect(each).value)
        assert by_arm.effect(each).lower == pytest.approx(by_contrast.effect(each).lower)
        assert by_frame.effect(each) == by_arm.effect(each)


def test_the_contrasts_of_a_network_on_record_give_it_again() -> None:
    """Of the trials of two treatments: those of more share arms, which rows of contrasts do not say."""
    found = DB.network(indication="depression", outcome="phq-9", timepoint="13-16d")
    names = [each.label for each in found.contrasts]
    assert not found.refusals
    assert len(set(names)) == len(names)
    again = ketacli.network(
        study=names, treat1=[each.treatment for each in found.contrasts],
        treat2=[each.versus for each in found.contrasts],
        yi=[each.y for each in found.contrasts], vi=[each.covariance[0] for each in found.contrasts],
        reference=found.reference, measure=found.measure,
    )  # fmt: skip
    for pair in found.pairs:
        assert again.effect(pair.first, pair.second).value == pytest.approx(pair.value)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"study": ["a"], "treatment": ["x"]}, ValueError, "is missing"),
        ({**STUDIES, "events": [1, 2, 3]}, ValueError, "as many rows"),
        ({**STUDIES, "events": [60, 40, 30, 20], "measure": "MD"}, ValueError, "these figures give RD, RR, OR"),
        ({**STUDIES, "events": [60, 40, 30, 20], "reference": "ect"}, ValueError, "no treatment of this network"),
        ({**STUDIES, "treatment": ["x", "x", "y", "x"], "events": [60, 40, 30, 20]}, ValueError, "one treatment only"),
        ({**STUDIES, "treatment": ["a", "b", "c", "d"], "events": [60, 40, 30, 20]}, ketacli.Refusal, "no chain"),
        (
            {"study": ["a", "a"], "treat1": ["x", "y"], "treat2": ["z", "z"], "yi": [1, 2], "vi": [1, 1]},
            ketacli.Refusal,
            "several contrasts",
        ),
    ],
)
def test_what_makes_no_network_is_told(given: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ketacli.network(**given)
    with pytest.raises(KeyError):
        ketacli.network(**STUDIES, events=[60, 40, 30, 20]).effect("ect")


def test_networks_and_multiverses_are_those_of_the_commands(keta: Run) -> None:
    line = ("--form", "esketamine", "--outcome", "madrs", "--timepoint", "28d", "--comparator", "placebo")
    asked: dict[str, Any] = {
        "form": "esketamine", "outcome": "madrs", "timepoint": "28d", "comparator": "placebo",
    }  # fmt: skip
    assert DB.network(**asked).to_dict() == keta("network", *line, "--json").document["data"]
    whole = DB.multiverse(**asked, measure="md")
    data = keta("forest", *line, "--measure", "md", "--multiverse", "--json").document["data"]
    assert whole.to_dict() == data["multiverse"]


@pytest.mark.parametrize("ask", [{"outcome": "nosuchoutcome"}, {"outcome": "madrs", "reference": "ect"}])
def test_mistakes_are_told_with_what_there_is(ask: dict[str, Any]) -> None:
    with pytest.raises(ketacli.KetaError) as caught:
        DB.network(indication="trd", timepoint="28d", **ask)
    assert caught.value.allowed
    with pytest.raises(ketacli.KetaError):
        DB.multiverse(outcome="nosuchoutcome")


def test_notebooks_show_tables() -> None:
    shown = {
        "a record": DB.trials["transform-2"]._repr_html_(),
        "a selection": DB.trials.where("n >= 100")._repr_html_(),
        "results": DB.results(outcome="madrs", form="esketamine")._repr_html_(),
        "an answer": DB.network(indication="trd", outcome="madrs", timepoint="28d")._repr_html_(),
        "nothing": DB.trials.where("n >= 100000")._repr_html_(),
    }
    for name, text in shown.items():
        tree = ElementTree.fromstring(text)
        assert tree.tag == "table", name
        assert tree.find("caption") is not None
        rows = tree.findall("./tbody/tr")
        assert len(rows) <= 20
        assert all(len(row) == len(tree.findall("./thead/tr/th")) for row in rows)
    assert ", the first 20" in shown["a selection"]
    assert "TRANSFORM-2" in shown["a record"]


def test_no_cell_is_markup() -> None:
    from ketacli.records.notebook import cell, table

    text = table("<b>", ["a & b"], [["<script>"]], 1)
    assert ElementTree.fromstring(text).findtext("./tbody/tr/td") == "<script>"
    assert cell({"value": 3}) == "3"
    assert cell([{"a": 1}]) == "1 entries"
    assert cell("x" * 500).endswith("...")
