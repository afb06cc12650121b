"""Comparisons: the answer on one screen, its sections, and what leads on when nothing can be lined up."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ketacli.build.opening import load
from ketacli.evidence.harms import by_difference, on_record, rate
from ketacli.records import wording
from ketacli.records.compound import Contrast, Lead
from ketacli.records.dataset import Dataset
from ketacli.screens.compare_guidelines import SILENT, elsewhere, of_documents, scopes
from ketacli.screens.compare_trials import count_interval, count_more, key_of, outcomes
from ketacli.screens.leads import depression, figure, lead_rows
from ketacli.screens.lineup import compare
from ketacli.screens.subjects import SECTIONS, newest, subjects

from .conftest import Run
from .support import MINI, load_mini

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("KETA_UPDATE_GOLDEN"))

WIDE = ("--width", "1000")
"""So wide that no cell takes a second line."""
FORMS = ("esketamine", "racemic")
TRANSFORM = ("transform-1", "transform-2", "transform-3")
LINES = [
    FORMS,
    (*FORMS, "arketamine"),
    ("esketamine", "arketamine"),
    TRANSFORM,
    ("aspire-1", "aspire-2"),
    ("elekt-d", "ketect"),
    ("murrough-2013", "fava-2020", "phillips-2019"),
    ("racemic-intravenous-elekt-d", "esketamine-intranasal-escape-trd"),
    ("spravato-us-trd", "spravato-eu-trd", "racemic-intravenous-single"),
    ("nice", "canmat"),
    ("canmat", "va/dod", "nice"),
]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def joined(text: str) -> str:
    """A screen as one line, so that a line break parts no words."""
    return " ".join(text.split())


def compared(dataset: Dataset, *names: str) -> str:
    """The leads of forms as texts."""
    found = compare(dataset, "compounds", names)
    rows = lead_rows(dataset, found.subjects, found.seen)
    return "\n".join(piece.text.replace(wording.TIE, " ") for row in rows for cell in row.cells for piece in cell)


class TestHeights:
    @pytest.mark.parametrize("names", LINES)
    def test_fits_a_window(self, keta: Run, names: tuple[str, ...]) -> None:
        heights = {w: keta("compare", *names, "--width", str(w)).out.count("\n") for w in (80, 100)}
        assert heights[80] <= 48, heights
        assert heights[100] <= 37, heights

    @pytest.mark.parametrize("names", [FORMS, (*FORMS, "arketamine"), TRANSFORM])
    def test_the_first_ones_fit_wholly_and_wider_is_never_longer(self, keta: Run, names: tuple[str, ...]) -> None:
        heights = [keta("compare", *names, "--width", str(w)).out.count("\n") for w in (60, 80, 100, 140, 200)]
        assert heights[2] <= 36
        assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize(
    ("name", "more"), [("compare-100-utf-8", ("--width", "100")), ("compare-accessible", ("--accessible",))]
)
def test_the_screen_of_invented_forms(keta: Run, name: str, more: tuple[str, ...]) -> None:
    shown = keta("compare", *FORMS, "--data", str(MINI), "--color", "never", *more).out
    file = GOLDEN / f"{name}.txt"
    if UPDATE:
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


class TestForms:
    def test_rows_that_most_people_ask_for(self, keta: Run) -> None:
        out = joined(keta("compare", *FORMS, "--width", "200").out)
        for words in ("Licensed", "As used", "Where it is given", "Against placebo", "How long it lasts",
                      "Commonest harms", "Guidelines", "Randomised", "Head to head", "Indirect",
                      "Sources", "Next"):  # fmt: skip
            assert words in out

    def test_head_to_head_has_direction_and_interval(self, keta: Run) -> None:
        out = joined(keta("compare", *FORMS).out)
        assert "10/34 (29.4%) on esketamine v 7/29 (24.1%) on racemic; 5.3 per 100 (lower limit -13.6); non-inf" in out

    def test_licences_are_those_of_the_record(self, dataset: Dataset) -> None:
        text = compared(dataset, *FORMS)
        assert "US: TRD (2019; alone 2025), MDD with suicidality (2020)" in text
        assert "EU: both" in text
        assert "nowhere, as of 2022" in text

    def test_against_placebo_is_what_the_questions_hold(self, dataset: Dataset) -> None:
        from ketacli.evidence.questions import pooled

        found = pooled(dataset, "esketamine-trd", "response")
        text = compared(dataset, *FORMS)
        assert f"{found.k} trials, {found.people:,} people, {found.direction}" in text
        assert found.more_per_100 is not None
        assert f"{found.more_per_100:.0f} more per 100" in text

    def test_a_form_without_a_pool_has_its_largest_trial(self, dataset: Dataset) -> None:
        assert "-1.6 points, p = 0.5; no clear difference" in compared(dataset, "arketamine", "esketamine")

    def test_trials_counted_have_results(self, dataset: Dataset) -> None:
        held = [
            each
            for each in dataset.trials
            if (each.species, each.kind, each.status) == ("human", "trial", "reported")
            and each.design.allocation == "randomised"
            and "arketamine" in each.forms
        ]
        people = sum(each.n or 0 for each in held)
        assert f"{len(held)} trials, {people:,} people" in compared(dataset, "arketamine", "racemic")

    def test_statements_in_a_conflict_are_marked(self, keta: Run) -> None:
        assert "! Bahji 2021" in joined(keta("compare", *FORMS).out)

    def test_every_lead_has_a_document_and_every_figure_a_value(self, dataset: Dataset) -> None:
        leads: list[Lead | Contrast] = []
        for compound in dataset.compounds:
            leads += [*compound.leads, *compound.contrasts]
        assert len(leads) > 15
        for lead in leads:
            assert lead.source in dataset.sources
            if lead.figure is not None:
                text, claim = figure(dataset, lead.figure)
                assert text
                assert claim.source in dataset.sources

    def test_metabolites_have_the_whole_comparison(self, keta: Run) -> None:
        assert "KINETICS" in keta("compare", "norketamine", "dehydronorketamine").out

    def test_no_head_to_head_trial_is_told_with_those_elsewhere(self, keta: Run) -> None:
        out = joined(keta("compare", "esketamine", "arketamine").out)
        assert "no randomised trial in depression with figures is on record; elsewhere: White 1980 (anaesth" in out

    def test_json_has_the_leads(self, keta: Run) -> None:
        data = keta("compare", *FORMS, "--json").document["data"]
        topics = [row["topic"] for row in data["leads"]]
        assert topics == ["licence", "use", "setting", "placebo", "duration", "harms", "guidelines", "trials"]
        use = data["leads"][1]["values"]["racemic"]
        assert use[0]["claims"][0]["source"] == "andrade-2017"


class TestHarms:
    def test_only_harms_of_one_set_stand_together(self, dataset: Dataset) -> None:
        found = by_difference(on_record(dataset), "esketamine", depression(dataset))
        assert len({(each.exposed.n, each.comparator.n) for each in found}) == 1
        gaps = [each.more for each in found]
        assert gaps == sorted(gaps, reverse=True)
        assert rate(found[0].exposed) == (found[0].exposed.events or 0) / (found[0].exposed.n or 1)

    def test_a_form_without_counts_has_none(self, dataset: Dataset) -> None:
        assert by_difference(on_record(dataset), "arketamine", depression(dataset)) == []


class TestTrials:
    def test_one_row_an_outcome_a_cell_a_trial(self, keta: Run) -> None:
        out = joined(keta("compare", *TRANSFORM, "--width", "900").out)
        assert "84 mg: 52/98 (53%) v 42/108 (39%); 14 more (1 to 27); favours esketamine" in out
        assert "-3.6 (-7.20 to 0.07); no clear difference" in out
        assert "11 caveats, ! 6 conflicts" in out

    def test_other_times_stand_in_other_rows(self, dataset: Dataset) -> None:
        held = outcomes(dataset, dataset.trials["transform-2"])
        assert len(held) > 10
        for key, outcome in held.items():
            assert key_of(dataset, outcome) == key
            assert outcome.role != "subgroup"
        kept = next(each for key, each in held.items() if key.construct == "response" and key.time == "28")
        assert kept.id == "response-day-28"

    def test_an_outcome_that_nobody_has_entered_is_not_called_unreported(self, keta: Run) -> None:
        out = keta("compare", "elekt-d", "ketect").out
        assert "not on record" in out
        assert "not reported" not in out

    def test_a_trial_without_results_says_so(self, keta: Run) -> None:
        out = joined(keta("compare", "nct06713616", "correia-melo-2020", "--width", "200").out)
        assert "running: registered, without results" in out

    @pytest.mark.parametrize("section", ["outcomes", "caveats", "harms", "design"])
    def test_sections(self, keta: Run, section: str) -> None:
        ran = keta("compare", *TRANSFORM, section)
        assert ran.code == 0
        assert ran.out.count("\n") > 12

    def test_caveats_stand_under_their_trial(self, keta: Run) -> None:
        out = keta("compare", "transform-1", "transform-2", "--full").out
        assert "CAVEATS" in out
        assert "NCT02418585" in out

    def test_differences_of_counts_in_words(self) -> None:
        assert count_more(0.142) == "14 more"
        assert count_more(-0.02) == "2 fewer"
        assert count_more(0.001) == "0"
        assert count_interval(0.01, 0.27, "more").replace(wording.TIE, " ") == "1 to 27"
        assert count_interval(-0.2, -0.01, "more").replace(wording.TIE, " ") == "1 to 20 fewer"
        assert count_interval(-0.01, 0.28).replace(wording.TIE, " ") == "1 fewer to 28 more"


class TestRegimensAndGuidelines:
    def test_regimens_are_aligned_by_rule(self, keta: Run) -> None:
        out = keta("compare", "racemic-intravenous-elekt-d", "esketamine-intranasal-escape-trd").out
        for words in ("Dose", "Over", "How often", "Then", "Maximum", "40 min"):
            assert words in out

    def test_bodies_stand_for_their_newest_edition(self, dataset: Dataset, keta: Run) -> None:
        assert newest(dataset, "CANMAT").id == "canmat-2023-mdd"
        out = joined(keta("compare", "nice", "canmat", *WIDE).out)
        assert "against (not recommended)" in out
        assert "an option (second-line, Level 1)" in out

    @pytest.mark.parametrize(
        "names",
        [("nice", "va/dod"), ("canmat", "va/dod"), ("cadth", "nice"), ("nice-ta854", "va/dod"),
         ("nice-ng222", "va-dod-2024-suicide"), ("cadth-2024-ketamine", "has"),
         ("canmat-2023-mdd", "va-dod-2023-ptsd")],
    )  # fmt: skip
    def test_no_position_in_force_is_told_as_not_on_record(
        self, dataset: Dataset, keta: Run, names: tuple[str, ...]
    ) -> None:
        """Where a column has nothing, no document of its body has: of a single document the other one is named."""
        kind, ids, _, spoken = subjects(dataset, list(names))
        found = compare(dataset, kind, ids, spoken)
        columns = [[dataset.guidelines[name] for name in several] for several in found.editions]
        out = keta("compare", *names, *WIDE).out
        for scope in scopes([item for several in columns for item in several]):
            said = [of_documents(several, scope) for several in columns]
            if all(each.position in SILENT for several in said for each in several):
                continue
            for at in (at for at, several in enumerate(said) if not several):
                body = columns[at][0].body
                every = [item for item in dataset.guidelines if item.body == body and not item.superseded_by]
                taken = [each for each in of_documents(every, scope) if each.position not in SILENT]
                assert not taken or not found.bodies[at]
                if taken:
                    assert f"see {elsewhere(dataset, columns[at], scope)}" in out

    def test_a_body_speaks_with_all_its_documents(self, keta: Run) -> None:
        out = keta("compare", "nice", "canmat", "va/dod", *WIDE).out
        rows = {line.partition(":")[0] + line.partition(":")[2][:4]: line for line in out.splitlines() if ": " in line}
        assert out.count("an option, single or repeated (suggest)") == 1
        assert "an option (suggest)" in rows["Esketamine, intranasal TRD"]
        assert "against (not recommended)" in rows["Esketamine, intranasal TRD"]
        assert "no recommendation" in rows["Racemic ketamine, IV dep"]
        data = keta("compare", "nice", "va/dod", "--json").document["data"]
        assert data["subjects"][1]["documents"] == ["va-dod-2024-suicide", "va-dod-2023-ptsd", "va-dod-2022-mdd"]
        assert data["subjects"][1]["name"] == "VA/DoD"
        positions = [row for row in data["rows"] if row["group"] == "Positions"]
        trd = next(row for row in positions if row["label"] == "Racemic ketamine, IV: TRD")
        assert all(trd["values"].values())

    def test_a_treatment_that_is_no_record_leads_to_its_trials(self, keta: Run) -> None:
        ran = keta("compare", "esketamine", "placebo")
        assert "keta trials esketamine placebo" in ran.err
        assert "loo-2016" not in ran.err

    def test_every_line_that_leads_on_runs(self, keta: Run) -> None:
        for names in (("esketamine", "racemic"), ("elekt-d", "ketect"), ("esketamine", "racemic", "arketamine")):
            following = keta("compare", *names).out.partition("Next ")[2].split("Reference")[0]
            lines = [" ".join(line.split()) for line in re.split(r"\s{3,}|\n", following) if line.strip()]
            assert lines
            for line in lines:
                assert keta(*line.split()[1:]).code == 0, line

    def test_the_line_that_leads_on_works(self, keta: Run) -> None:
        for names in (("nice", "canmat"), ("canmat-2021-ketamine", "canmat-2023-mdd"), ("nice-ta854", "va/dod")):
            line = keta("compare", *names).out.partition("Next     keta ")[2].splitlines()[0]
            assert keta(*line.split()).code == 0

    def test_a_document_silent_on_a_form_is_no_position(self, keta: Run) -> None:
        assert "not addressed" in keta("compare", "canmat-2021-ketamine", "canmat-2023-mdd").out


class TestSubjects:
    def test_a_section_comes_after_the_names(self, dataset: Dataset) -> None:
        found = subjects(dataset, ["esketamine", "racemic", "Kinetics"])
        assert found == ("compounds", ("esketamine", "racemic"), "kinetics", {})
        assert subjects(dataset, list(FORMS)).section is None

    @pytest.mark.parametrize("section", SECTIONS["compounds"])
    def test_every_section_of_forms_has_rows(self, keta: Run, section: str) -> None:
        ran = keta("compare", *FORMS, section)
        assert ran.code == 0
        assert "Nothing is on record" not in ran.out

    @pytest.mark.parametrize(
        ("names", "hints"),
        [
            (("esketamine", "transform-1"), ("keta compare esketamine racemic", "keta compare transform-1 ")),
            (("ptsd", "trd"), ("keta ptsd", "keta trd")),
            (("racemic", "iv"), ("keta trials racemic intravenous",)),
            (("racemic", "ect"), ("keta trials racemic ect", "keta ect")),
        ],
    )
    def test_unlike_kinds_lead_on(self, keta: Run, names: tuple[str, ...], hints: tuple[str, ...]) -> None:
        ran = keta("compare", *names)
        assert ran.code == 2
        for hint in hints:
            assert hint in ran.err

    def test_labels_of_anaesthesia_stand_in_the_comparison(self, keta: Run, dataset: Dataset) -> None:
        rows = keta("compare", "esketamine", "racemic", "safety", "--json").document["data"]["rows"]
        said = {row["label"]: row["values"] for row in rows}
        for item in dataset.safety:
            if item.kind != "contraindication":
                continue
            for form in {"esketamine", "racemic"} & {*item.forms}:
                cell = said[f"Contraindications, {item.jurisdiction}"][form]
                assert (item.statement.value or "").rstrip(".") in cell["text"]

    def test_few_are_not_none(self, dataset: Dataset) -> None:
        for item in dataset.safety:
            for found in item.frequencies:
                if found.events and found.n and found.events < found.n:
                    assert wording.share(found.events, found.n) not in ("0%", "100%"), item.id
        assert [wording.share(*each) for each in ((1, 222), (0, 222), (1, 5000), (221, 222), (2, 2), (1, 3))] == [
            "0.5%", "0%", "0.02%", "99.5%", "100%", "33%"]  # fmt: skip

    def test_a_word_that_is_neither_name_nor_section_is_told(self, keta: Run) -> None:
        assert keta("compare", *FORMS, "nonsense").code == 3


class TestFull:
    def test_full_has_what_differs_and_all_has_everything(self, keta: Run) -> None:
        few, full, every = (keta("compare", *FORMS, *WIDE, *more).out for more in ((), ("--full",), ("--all",)))
        assert len(few) < len(full) < len(every)
        for words in ("Composition", "NMDA", "Bioavailability, intranasal", "Half-life", "2019-03-05", "two hours"):
            assert words in full
        assert "Left out:" in full
        assert "Left out" not in every

    def test_what_nobody_looked_for_is_not_called_unreported(self, dataset: Dataset, keta: Run) -> None:
        nulls = sum(1 for line in compare(dataset, "compounds", FORMS).lines for fact in line.facts if fact is None)
        out = keta("compare", *FORMS, "--all", *WIDE).out
        told = out.count("not on record") + out.count("no position on record") + out.count("no regimen on record")
        assert told >= nulls > 30
        assert not re.search(r"  not reported\s*$", out, re.MULTILINE)


def test_invented_forms_have_no_leads_and_no_questions() -> None:
    mini = load_mini()
    found = compare(mini, "compounds", FORMS)
    assert lead_rows(mini, found.subjects, found.seen)
