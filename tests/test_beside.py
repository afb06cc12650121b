"""Which reviews stand beside a list of trials, and in which order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ketacli
from ketacli.build.opening import load
from ketacli.evidence.beside import BENEFIT, ELSE, MEASURED, NONE, beside, closest, differing, headline, mixed
from ketacli.evidence.direction import pooled_side
from ketacli.evidence.listed.pooled import pooled_figures
from ketacli.records.dataset import Dataset
from ketacli.records.meaning import narrower
from ketacli.records.source import UNSOUND
from ketacli.records.wording import TIE

from .conftest import Run
from .support import copy_mini

if TYPE_CHECKING:
    from ketacli.evidence.beside import Estimate

ESTIMATES = {
    "pressure": '{ outcome = "systolic blood pressure", comparison = "a against b", measure = "MD", value = 1.1 }',
    "dissociation": '{ outcome = "dissociation score", comparison = "a against b", measure = "MD", value = 1.1 }',
    "overall": '{ outcome = "severity, all times", comparison = "a against b", measure = "SMD", value = -0.1 }',
    "few": '{ outcome = "severity", comparison = "a against b", measure = "SMD", value = -0.1, participants = 90 }',
    "clear": '{ outcome = "severity", comparison = "a against b", measure = "SMD", value = -0.5, lower = -0.8, '
    'upper = -0.2, better = "lower" }',
    "open": '{ outcome = "severity later", comparison = "a against b", measure = "SMD", value = -0.1, lower = -0.8, '
    'upper = 0.6, better = "lower" }',
    "response": '{ outcome = "response", comparison = "a against b", measure = "RR", value = 1.1 }',
    "share": '{ outcome = "response", comparison = "a against b", measure = "proportion", value = 44, unit = "%" }',
    "severity": '{ outcome = "severity of depression", comparison = "a against b", measure = "SMD", value = -0.1 }',
    "symptoms": '{ outcome = "depressive symptoms", comparison = "a against b", measure = "SMD", value = -0.1 }',
    "sleep": '{ outcome = "sleep", comparison = "a against b", measure = "SMD", value = -0.1 }',
    "before": '{ outcome = "severity of depression", comparison = "after against before", measure = "SMD", value = 1 }',
    "incidence": '{ outcome = "incidence of depression", comparison = "a against b", measure = "RR", value = 0.8 }',
    "words": '{ outcome = "severity of depression", comparison = "a against b", measure = "other", stated = "less" }',
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
    for old in (*(root / "reviews").iterdir(), *(root / "questions").iterdir()):
        old.unlink()
    # Whose judgement of it is quoted from one of them.
    fir = root / "trials" / "fir.toml"
    fir.write_text(fir.read_text("utf-8").partition("[[risk_of_bias]]")[0], encoding="utf-8")
    for name, text in reviews.items():
        (root / "reviews" / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(str(root))


def found(data: Dataset, indication: str = "trd") -> list[Estimate]:
    return beside(data, form=set(), route=set(), indication={indication})


def test_what_trials_measure_comes_first_and_harms_after_any_benefit(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        harms=review("Harms", ["pressure", "dissociation"], people=9000),
        change=review("Change", ["pressure", "severity"], people=10),
        nothing=review("Nothing", ["words"], people=8000),
        other=review("Other", ["sleep"], people=50),
    )
    ranked = found(data)
    assert [(item.id, rank) for item, _, rank in ranked] == [
        ("change", MEASURED), ("other", BENEFIT), ("harms", ELSE), ("nothing", NONE),
    ]  # fmt: skip
    assert [estimate.outcome if estimate else None for _, estimate, _ in ranked] == [
        "severity of depression", "sleep", "systolic blood pressure", None,
    ]  # fmt: skip


def test_words_of_the_indication_count_as_its_severity(tmp_path: Path) -> None:
    data = dataset(tmp_path, one=review("One", ["symptoms"]), two=review("Two", ["sleep"]))
    assert [(item.id, rank) for item, _, rank in found(data)] == [("one", MEASURED), ("two", BENEFIT)]


def test_a_scale_of_the_indication_counts_as_its_severity_and_one_of_a_harm_does_not() -> None:
    data = ketacli.load()
    item = data.reviews["esketamine-ipd-2025"]
    assert {each.outcome for each in item.pooled} >= {"MADRS", "dissociation score (CADSS)"}
    estimate = closest(data, item, {"trd"})
    assert estimate is not None
    assert estimate.outcome == "MADRS"


def test_people_before_and_after_come_after_two_groups_and_those_without_the_disorder_are_no_severity(
    tmp_path: Path,
) -> None:
    data = dataset(
        tmp_path,
        change=review("Change", ["before"], people=900),
        groups=review("Groups", ["severity"], people=10),
        ill=review("Ill", ["incidence"], people=5000),
    )
    assert [(item.id, rank) for item, _, rank in found(data)] == [
        ("groups", MEASURED), ("change", MEASURED), ("ill", ELSE),
    ]  # fmt: skip


def test_a_retracted_review_comes_last_and_never_stands_for_all(tmp_path: Path) -> None:
    data = dataset(tmp_path, big=review("Big", ["severity"], people=9000), wide=review("Wide", ["sleep"], people=9))
    assert [item.id for item, _, _ in found(data)] == ["big", "wide"]
    source = tmp_path / "data" / "sources" / "invented-pooling.toml"
    other = source.with_name("invented-retracted.toml")
    text = source.read_text(encoding="utf-8")
    status = re.compile(r"^status = .*\n", re.MULTILINE)
    note = 'status = "retracted"\nnote = "Retracted: invented; told in its notice."\n'
    other.write_text(status.sub("", text) + note, encoding="utf-8")
    page = tmp_path / "data" / "reviews" / "big.toml"
    text = page.read_text(encoding="utf-8").replace("invented-pooling", "invented-retracted")
    page.write_text(f'note = "From a retracted paper."\n{text}', encoding="utf-8")
    data = load(str(tmp_path / "data"))
    ranked = found(data)
    assert [item.id for item, _, _ in ranked] == ["wide", "big"]
    assert headline(data, ranked[1:]) is None


def test_over_all_times_then_most_of_the_people_then_more_people(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        few=review("Few", ["few"], people=5000),
        many=review("Many", ["severity"], people=40),
        overall=review("Overall", ["severity", "overall"], people=20),
    )
    ranked = found(data)
    assert [item.id for item, _, _ in ranked] == ["overall", "many", "few"]
    assert ranked[0][1] is not None
    assert ranked[0][1].outcome == "severity, all times"


def test_estimates_that_take_each_other_back_are_told(tmp_path: Path) -> None:
    data = dataset(tmp_path, one=review("One", ["clear", "open"]), two=review("Two", ["clear"]))
    for name, differs in (("one", True), ("two", False)):
        item = data.reviews[name]
        estimate = closest(data, item, {"trd"})
        assert estimate is not None
        assert differing(data, item, estimate, {"trd"}) is differs


def test_among_equals_comparisons_then_narrower_questions_then_more_people(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        alone=review("Alone", ["share"], people=5000),
        wide=review("Wide", ["response"], '"trd", "ptsd"', people=4000),
        small=review("Small", ["response"], people=10),
        large=review("Large", ["share", "response"], people=20),
    )
    assert [item.id for item, _, _ in found(data)] == ["large", "small", "wide", "alone"]


def test_other_indications_and_other_kinds_of_review_are_left_out(tmp_path: Path) -> None:
    narrative = review("N", ["response"]).replace('"meta-analysis"', '"narrative-review"')
    data = dataset(tmp_path, narrative=narrative, other=review("O", ["response"], '"ptsd"'))
    assert found(data) == []


def test_the_screen_says_when_none_is_of_benefit(keta: Run) -> None:
    out = keta("trials", "--indication", "ocd").out
    assert "No pooled benefit on record. Vankawala 2021" in out


@pytest.mark.parametrize("indication", ["trd", "mdd", "depression", "suicidality", "bipolar-depression", "ptsd"])
def test_a_sound_review_of_benefit_stands_first_where_one_is_on_record(indication: str) -> None:
    data = ketacli.load()
    first = headline(data, found(data, indication))
    assert first is not None
    assert first[2] == MEASURED
    assert data.sources[first[0].source].status not in UNSOUND


@pytest.mark.parametrize("indication", ["ptsd", "trd", "suicidality", "bipolar-depression"])
def test_brief_trials_and_reviews_name_the_same_estimate_with_its_direction(keta: Run, indication: str) -> None:
    data = ketacli.load()
    first = headline(data, found(data, indication))
    assert first is not None
    item, pooled, _ = first
    shown = keta("reviews", indication).out.split("META-ANALYSIS", 1)[1]
    rows = [line.split()[0] for line in shown.splitlines()[1:] if line]
    assert item.id in rows[:1] or item.kind != "meta-analysis"
    figures = (pooled_figures(pooled), pooled_side(pooled))
    assert all(figures)
    for words in (("trials", indication), (indication,), ("reviews", indication)):
        out = " ".join(keta(*words, "--width", "100").out.split())
        for text in figures:
            assert text.replace(TIE, " ") in out, words
        if words[0] != "reviews" and item.conclusion is not None and item.conclusion.value:
            assert item.conclusion.value.rstrip(".") in out, words


def test_nothing_is_pooled_under_an_empty_list(keta: Run) -> None:
    assert "Pooled" not in keta("trials", "ptsd", "quetiapine").out
    assert "Pooled" in keta("trials", "ptsd").out


def test_an_estimate_is_never_without_its_measure(keta: Run) -> None:
    row = next(line for line in keta("reviews", "suicidality").out.splitlines() if line.startswith("xiong-2021"))
    assert "measure unclear: 1.035" in row
    for item in ketacli.load().reviews:
        for each in item.pooled:
            text = pooled_figures(each)
            number = re.match(r"-?[\d.,]+(?: |$)", text.replace(TIE, " "))
            named = re.search("number needed|ratio|change|mean|rate", each.outcome)
            assert number is None or each.unit or named, (item.id, each.outcome, text)


def test_a_retracted_review_is_no_pooled_figure_of_its_indication(keta: Run) -> None:
    for words in (
        ("bipolar-depression",),
        ("trials", "bipolar-depression"),
        ("trials", "bipolar-depression", "--full"),
    ):
        assert "Parsaik" not in keta(*words).out, words
    rows = [line for line in keta("reviews", "bipolar-depression").out.splitlines() if "-20" in line or "pmid-" in line]
    assert not rows[0].startswith("parsaik")
    assert "RETRACTED" in next(line for line in rows if line.startswith("parsaik"))


def test_people_of_the_indication_alone_come_before_mixed_ones(tmp_path: Path) -> None:
    data = dataset(
        tmp_path,
        alone=review("Alone", ["few"], people=100),
        both=review("Both", ["clear", "overall"], '"trd", "mdd"', people=9000),
    )
    ranked = found(data)
    assert [item.id for item, _, _ in ranked] == ["alone", "both"]
    (one, first, _), (two, second, _) = ranked
    assert first is not None
    assert second is not None
    assert mixed(data, one, first, {"trd"}) == ()
    assert mixed(data, two, second, {"trd"}) == ("trd", "mdd")
    assert mixed(data, two, second, {"trd", "mdd"}) == ()
    assert mixed(data, two, second, set()) == ()


def test_every_brief_says_whose_people_an_estimate_pools(keta: Run) -> None:
    data = ketacli.load()
    told = 0
    for name in data.indications.ids():
        estimates = keta(name, "--json").document["data"]["estimates"]
        own = set(narrower(data, {name}))
        text = " ".join(keta("show", name, "--width", "1000").out.split())
        first = [each for each in estimates if each["review"] == estimates[0]["review"]]
        for each in estimates:
            review = data.reviews[each["review"]]
            if set(review.indications) <= own:
                assert each.get("together") is None
            elif each.get("together") is not None:
                assert each["together"] == list(review.indications)
        if first and first[0].get("together"):
            told += 1
            assert f" together: {first[0]['outcome']}" in text.partition("Taken together")[2]
    assert told > 1


def test_bipolar_depression_does_not_pass_mixed_people_off_as_its_own(keta: Run) -> None:
    for line in (("bipolar",), ("trials", "bipolar")):
        assert "(36 trials), MDD and bipolar depression together: " in keta(*line, "--width", "1000").out
