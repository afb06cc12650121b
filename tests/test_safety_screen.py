"""``keta safety esketamine``: harms by difference, contraindications by country, and what a fact concerns."""

from __future__ import annotations

import re

import pytest

from ketacli import load
from ketacli.evidence import disputes
from ketacli.evidence.harms import counted, one_each
from ketacli.records.dataset import Dataset
from ketacli.render.glyphs import choose
from ketacli.render.layout import lay_out

from .conftest import Run
from .screens import screen_of


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The shipped data."""
    return load()


@pytest.mark.parametrize("line", ["safety esketamine", "safety racemic", "safety arketamine", "safety racemic iv",
                                  "safety racemic --system gastrointestinal"])  # fmt: skip
def test_it_fits_one_window_and_wider_is_never_longer(line: str) -> None:
    heights = [len(lay_out(screen_of(line), width, choose("utf-8"))) for width in (60, 80, 100, 140, 200)]
    assert heights[1] <= 48
    assert heights[2] <= 36
    assert heights == sorted(heights, reverse=True)


def test_harms_by_difference_with_both_counts(keta: Run) -> None:
    out = keta("safety", "esketamine").out
    assert re.search(r"^Dissociation +41% \(142/346\) against 9% \(21/222\) +31\.6 more per 100 +\[label\]$", out, re.M)
    differences = [float(found) for found in re.findall(r"([0-9.]+) more per 100", out)]
    assert differences == sorted(differences, reverse=True)


@pytest.mark.parametrize("form", ["esketamine", "racemic"])
def test_who_must_not_have_it_comes_before_how_often_it_harms(keta: Run, form: str) -> None:
    out = keta("safety", form).out
    heads = [out.index(head) for head in ("CONTRAINDICATIONS", "WARNINGS", "HARMS", "MONITORING")]
    assert heads == sorted(heads)
    assert "WARNINGS" in "\n".join(out.splitlines()[:24])


def test_a_label_comes_before_a_consensus_which_is_named(keta: Run) -> None:
    out = keta("safety", "racemic").out.partition("CONTRAINDICATIONS")[2]
    assert re.search(r"^US  Hypersensitivity", out, re.MULTILINE)
    said = " ".join(keta("compare", "esketamine", "racemic", "safety", "--json").out.split())
    assert "by Cohen 2018, Regional Anesthesia and Pain Medicine, pain: Poorly controlled" in said


class TestBeyond:
    """That a form has nothing on record is no proof of safety, and no word is passed over in silence."""

    @pytest.mark.parametrize(
        "words", ["esketamine intravenous breastfeeding", "arketamine pregnancy", "racemic breastfeeding"]
    )
    def test_nothing_of_a_form_says_what_others_have(self, keta: Run, words: str) -> None:
        out = keta("safety", *words.split()).out
        assert "no proof that it is safe" in out
        line = re.search(r"which may hold here too: keta (safety \w+)$", out, re.MULTILINE)
        assert line is not None
        assert ": 0 safety facts" not in keta(*line[1].split()).out
        assert "no proof that it is safe" in keta("safety", *words.split(), "--json").document["warnings"][0]

    def test_eclampsia_is_a_matter_of_pregnancy(self, keta: Run) -> None:
        found = {each["id"] for each in keta("safety", "racemic", "pregnancy", "--json").document["data"]}
        assert {"contraindications-racemic-injection-gb", "contraindications-racemic-injection-eu"} <= found

    @pytest.mark.parametrize("words", ["liver disease", "in liver disease", "liver problems"])
    def test_a_word_beside_a_system_is_looked_for_with_it(self, keta: Run, words: str) -> None:
        out = keta("safety", *words.split()).out
        assert out.startswith(f"All forms, {words.removeprefix('in ')}: ")
        assert "liver-impairment-spray-us" in out
        left = re.search(r"^(\d+) more of the same system: keta safety liver$", out, re.MULTILINE)
        shown, every = (len(keta("safety", *each.split(), "--json").document["data"]) for each in (words, "liver"))
        assert every - shown == (int(left[1]) if left else 0)

    def test_the_title_has_every_filter(self, keta: Run) -> None:
        assert keta("safety", "liver").out.startswith("All forms, liver: ")
        title = "Esketamine, intranasal, before, monitoring: "
        assert keta("safety", "esketamine", "nasal", "monitoring", "--when", "before").out.startswith(
            title.replace("before, monitoring", "monitoring, before")
        )

    def test_a_row_shows_the_clause_that_was_asked_for(self, keta: Run) -> None:
        row = next(line for line in keta("safety", "stroke").out.splitlines() if line.startswith("cautions-spray-eu-l"))
        assert "past stroke" in row
        assert "EU: " in row


def test_differences_follow_from_the_counts(dataset: Dataset) -> None:
    for each in counted(dataset.safety):
        assert each.exposed.events is not None
        assert each.exposed.n
        assert each.comparator.events is not None
        assert each.comparator.n
        expected = 100 * each.exposed.events / each.exposed.n - 100 * each.comparator.events / each.comparator.n
        assert each.more == pytest.approx(expected)


def test_one_ranking_has_one_way_of_collecting_and_the_same_trials(dataset: Dataset) -> None:
    for form in ("esketamine", "racemic"):
        rows = one_each(counted(item for item in dataset.safety if form in item.forms))
        assert len({(each.item.collected, tuple(sorted(each.item.trials))) for each in rows}) <= 1
        assert len({each.event for each in rows}) == len(rows)


def test_contraindications_have_a_line_a_country(keta: Run) -> None:
    section = keta("safety", "esketamine").out.partition("CONTRAINDICATIONS")[2].partition("WARNINGS")[0]
    places = re.findall(r"^([A-Z]{2}|any) ", section, re.MULTILINE)
    assert len(places) == len(set(places))
    assert places[:2] == ["US", "EU"]


@pytest.mark.parametrize("form", ["esketamine", "racemic"])
def test_nothing_is_cut_and_figures_come_first(keta: Run, form: str) -> None:
    for width in ("60", "80", "100", "140"):
        out = " ".join(keta("safety", form, "--width", width).out.split())
        assert " ... [" not in out
        data = keta("safety", form, "--kind", "contraindication", "--json").document["data"]
        listed = out.partition("CONTRAINDICATIONS")[2].partition("WARNINGS")[0]
        assert sum(each["statement"]["value"].rstrip(".") in listed for each in data) == listed.count(". [")
    harms = keta("safety", form).out.partition("HARMS")[2].partition("CONTRAINDICATIONS")[0]
    assert re.search(r"\d%|\d mmHg", harms.splitlines()[1])
    assert len(re.findall(r"\d+(?:\.\d+)?%|\d mmHg", harms)) >= 3


def test_contraindications_are_whole_in_a_list_of_everything(keta: Run) -> None:
    out = keta("safety", "--width", "200").out
    for each in keta("safety", "--kind", "contraindication", "--json").document["data"]:
        assert each["statement"]["value"].rstrip(".") in " ".join(out.split())


class TestWords:
    """Words that are no filter are looked for in the safety facts."""

    @pytest.mark.parametrize(
        ("words", "name"),
        [("blood pressure", "monitoring-before-spray-us"), ("ketamine bladder", "bladder-pathology-guideline-doses"),
         ("esketamine driving", "driving-spray-us"), ("racemic iv nausea", "nausea-infusion-review")],
    )  # fmt: skip
    def test_what_they_are_about(self, keta: Run, words: str, name: str) -> None:
        found = keta("safety", *words.split(), "--json").document
        assert name in {each["id"] for each in found["data"]}
        assert len(found["data"]) < len(keta("safety", "--json").document["data"]) / 3
        assert found["query"]["words"] == [word for word in words.split() if word not in
                                           ("ketamine", "esketamine", "racemic", "iv")]  # fmt: skip

    def test_a_filter_still_holds_beside_them(self, keta: Run) -> None:
        data = keta("safety", "ketamine", "bladder", "--json").document["data"]
        assert data
        assert all("racemic" in each["forms"] for each in data)

    def test_a_trial_shows_its_harms(self, keta: Run) -> None:
        shown, same = keta("safety", "transform-2").out, keta("show", "transform-2", "harms").out
        assert shown.partition("Next ")[0] == same.partition("Next ")[0]

    @pytest.mark.parametrize("word", ["zzzz", "esketmine"])
    def test_a_word_that_nothing_has_is_told_and_not_guessed(self, keta: Run, word: str) -> None:
        ran = keta("safety", word)
        assert ran.code == 3
        assert word in ran.err


class TestSystems:
    """A fact sits under every system that it names."""

    def test_nausea_is_gastrointestinal(self, keta: Run) -> None:
        found = keta("safety", "racemic", "--system", "gastrointestinal", "--json").document["data"]
        assert {"nausea-infusion-review", "tolerability-infusion-repeated"} <= {each["id"] for each in found}

    @pytest.mark.parametrize(
        ("system", "name"),
        [("nervous-system", "dizziness-spray-trd-label"), ("cardiovascular", "monitoring-before-spray-us"),
         ("urinary", "ketamine-label-warnings-2024"), ("sedation-and-breathing", "boxed-warning-spray-recent")],
    )  # fmt: skip
    def test_by_what_is_named(self, keta: Run, system: str, name: str) -> None:
        found = keta("safety", "--system", system, "--json").document["data"]
        assert name in {each["id"] for each in found}

    def test_no_fact_names_its_own_system_again(self, dataset: Dataset) -> None:
        assert not [item.id for item in dataset.safety if item.system in item.concerns]
        assert not [item.id for item in dataset.safety if len(set(item.concerns)) != len(item.concerns)]


class TestSections:
    """The rest is a word away."""

    @pytest.mark.parametrize("word", ["harms", "contraindications", "warnings", "monitoring", "signals", "tools"])
    def test_a_word_is_a_kind(self, keta: Run, word: str) -> None:
        kind = {"monitoring": "monitoring"}.get(word, word.removesuffix("s"))
        asked = keta("safety", "esketamine", word, "--json").document
        assert asked["data"] == keta("safety", "esketamine", "--kind", kind, "--json").document["data"]
        assert asked["data"]

    def test_a_record_a_line_in_a_pipe_its_id_first(self, keta: Run) -> None:
        found = keta("safety", "esketamine", "harms", "--json").document["data"]
        lines = keta("safety", "esketamine", "harms").out.splitlines()
        ids = [line.removeprefix("! ").split(" ")[0] for line in lines if line]
        assert all(ids.count(each["id"]) == 1 for each in found)

    def test_contraindications_are_whole(self, keta: Run) -> None:
        out = keta("safety", "esketamine", "contraindications").out
        for each in keta("safety", "esketamine", "contraindications", "--json").document["data"]:
            assert each["statement"]["value"].rstrip(".") in out

    def test_a_disputed_fact_is_marked_with_what_is_used(self, keta: Run, dataset: Dataset) -> None:
        lines = keta("safety", "esketamine", "harms").out.splitlines()
        for item in dataset.safety:
            if item.kind == "harm" and "esketamine" in item.forms and disputes.of_record(dataset, "safety", item.id):
                [row] = [line for line in lines if line.startswith(f"! {item.id} ")]
                assert "! sources disagree: " in row

    def test_everything_is_one_flag_away(self, keta: Run) -> None:
        found = keta("safety", "racemic", "--json").document["data"]
        out = " ".join(keta("safety", "racemic", "--full").out.split())
        assert sum(" ".join(each["statement"]["value"].split()[:2]) in out for each in found) == len(found)


DATA = load()
EXCEPTED = [item for item in DATA.safety if DATA.sources[item.statement.source].stands_first]


def test_a_text_whose_source_stands_first_by_exception_says_so_wherever_it_stands(keta: Run) -> None:
    assert {"contraindications-spray-eu-type", "cautions-spray-eu"} <= {item.id for item in EXCEPTED}
    for item in EXCEPTED:
        said = "account by others" if DATA.sources[item.statement.source].issued else "copy of undated edition"
        assert said in " ".join(keta("show", f"safety/{item.id}", "--width", "1000").out.split())
    for line in (("safety", "esketamine"), ("safety", "esketamine", "contraindications"),
                 ("safety", "esketamine", "--full"), ("report", "esketamine-trd", "-o", "markdown"),
                 ("intranasal", "--full"), ("compare", "esketamine", "racemic", "safety", "--full")):  # fmt: skip
        shown = " ".join(keta(*line, "--width", "1000").out.split())
        assert "copy of undated edition" in shown, line
    assert "EU wording, copy of undated edition" in keta("safety", "esketamine", "--full", "--width", "1000").out
