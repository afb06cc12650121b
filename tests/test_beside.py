"""Which reviews stand beside a list of trials, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ketacli
from ketacli.dataset import Dataset, load
from ketacli.selections import BENEFIT, ELSE, MEASURED, NONE, beside

from .conftest import Run
from .support import copy_mini

if TYPE_CHECKING:
    from ketacli.selections import Estimate

ESTIMATES = {
    "pressure": '{ outcome = "systolic blood pressure", comparison = "c", measure = "MD", value = 1.1 }',
    "response": '{ outcome = "response", comparison = "c", measure = "RR", value = 1.1 }',
    "share": '{ outcome = "response", comparison = "c", measure = "proportion", value = 44, unit = "%" }',
    "severity": '{ outcome = "severity of depression", comparison = "c", measure = "SMD", value = -0.1 }',
    "symptoms": '{ outcome = "depressive symptoms", comparison = "c", measure = "SMD", value = -0.1 }',
    "sleep": '{ outcome = "sleep", comparison = "c", measure = "SMD", value = -0.1 }',
    "words": '{ outcome = "severity of depression", comparison = "c", measure = "other", stated = "less" }',
}


def review(name: str, estimates: list[str], indications: str = '"trd"', people: int = 100) -> str:
    pooled = ", ".join(ESTIMATES[each] for each in estimates)
    return (
        f'name = "{name}"\nkind = "meta-analysis"\nquestion = "Q"\nforms = ["esketamine"]\n'
        f"indications = [{indications}]\n"
        f'n_participants = {people}\nsource = "invented-pooling"\ncheck = "primary"\nchecked = "2001-02-03"\n'
        f"pooled = [{pooled}]\n"
    )


def dataset(folder: Path, **reviews: str) -> Dataset:
    """The invented data with these meta-analyses instead of its own."""
    root = copy_mini(folder)
    for old in (root / "reviews").iterdir():
        old.unlink()
    for name, text in reviews.items():
        (root / "reviews" / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(str(root))


def found(data: Dataset, *kinds: str, indication: str = "trd") -> list[Estimate]:
    return beside(data, form=set(), route=set(), indication={indication}, kinds=set(kinds))


def test_what_the_trials_measured_comes_first_and_harms_after_any_benefit(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        harms=review("Harms", ["pressure"], people=9000),
        answer=review("Answer", ["response"], people=500),
        change=review("Change", ["pressure", "severity"], people=10),
        nothing=review("Nothing", ["words"], people=8000),
        other=review("Other", ["sleep"], people=50),
    )
    ranked = found(data, "change")
    assert [(item.id, rank) for item, _, rank in ranked] == [
        ("change", MEASURED), ("answer", BENEFIT), ("other", BENEFIT), ("harms", ELSE), ("nothing", NONE),
    ]  # fmt: skip
    assert [estimate.outcome if estimate else None for _, estimate, _ in ranked] == [
        "severity of depression", "response", "sleep", "systolic blood pressure", None,
    ]  # fmt: skip
    assert found(data, "response")[0][0].id == "answer"


def test_words_of_the_indication_count_as_its_severity(tmp_path: Path) -> None:
    data = dataset(tmp_path, one=review("One", ["symptoms"]), two=review("Two", ["response"]))
    assert [(item.id, rank) for item, _, rank in found(data, "score")] == [("one", MEASURED), ("two", BENEFIT)]


def test_among_equals_comparisons_then_narrower_questions_then_more_people(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        alone=review("Alone", ["share"], people=5000),
        wide=review("Wide", ["response"], '"trd", "ptsd"', people=4000),
        small=review("Small", ["response"], people=10),
        large=review("Large", ["share", "response"], people=20),
    )
    assert [item.id for item, _, _ in found(data, "response")] == ["large", "small", "wide", "alone"]


def test_other_indications_and_other_kinds_of_review_are_left_out(tmp_path: Path) -> None:
    narrative = review("N", ["response"]).replace('"meta-analysis"', '"narrative-review"')
    data = dataset(tmp_path, narrative=narrative, other=review("O", ["response"], '"ptsd"'))
    assert found(data, "response") == []


def test_the_screen_says_when_none_is_of_benefit(keta: Run) -> None:
    out = keta("trials", "--indication", "ptsd").out
    assert "No pooled estimate of benefit is on record here. Other reviews beside: Vankawala 2021" in out


@pytest.mark.parametrize("indication", ["trd", "mdd", "depression", "suicidality", "bipolar-depression"])
def test_no_review_of_harms_stands_first_where_one_of_benefit_is_on_record(indication: str) -> None:
    data = ketacli.load()
    ranks = [rank for _, _, rank in found(data, "change", "response", indication=indication)]
    assert ranks == sorted(ranks)
    assert ranks[0] == MEASURED
