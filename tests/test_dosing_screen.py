"""``keta dosing iv``: labels first, then published doses as patterns, on one window."""

from __future__ import annotations

import re
import shlex
from collections import Counter

import pytest

from ketacli import load
from ketacli.errors import Refused
from ketacli.evidence.arithmetic.cautions import cautions
from ketacli.evidence.arithmetic.patterns import Request, work_out
from ketacli.evidence.arithmetic.quantities import dose as typed_dose
from ketacli.evidence.arithmetic.regimens import amounts as ends_of
from ketacli.evidence.dose_patterns import Pattern, amounts, often, patterns
from ketacli.records.base import Dose, Schedule
from ketacli.records.dataset import Dataset
from ketacli.records.structure import build
from ketacli.records.wording import TIE
from ketacli.render.glyphs import choose
from ketacli.render.layout import lay_out
from ketacli.screens.dosing_licensed import course, licensed_blocks, licensed_of, on_window, who
from ketacli.screens.screen import Table

from .conftest import Run
from .screens import screen_of

ONE_WINDOW = ["dosing", "dosing trd", "dosing ptsd", "dosing suicidality", "dosing elderly",
              "dosing --use anaesthesia", "dosing im 13mg/kg --weight 70", "dosing spravato elderly",
              "dosing iv 0.1mg/kg --weight 82kg --strength 50mg/mL --volume 50mL --over 2min",
              "dosing intranasal 84mg", "dosing iv 2mg/kg --weight 70 --strength 50 --volume 50", "dosing depression",
              "dosing iv", "dosing intranasal", "dosing oral", "dosing subcutaneous", "dosing im", "dosing esketamine",
              "dosing racemic", "dosing arketamine", "dosing iv ptsd", "dosing intranasal trd",
              "dosing iv 0.5mg/kg --weight 82kg --strength 50mg/mL --volume 50mL",
              "dosing iv 0.25mg/kg --form esketamine --weight 180lb --strength 25mg/mL --volume 50mL"]  # fmt: skip


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The shipped data."""
    return load()


@pytest.fixture(scope="module")
def intravenous(dataset: Dataset) -> list[Pattern]:
    """The patterns of everything by vein."""
    found = [item for item in dataset.regimens if "intravenous" in item.routes and item.role == "treatment"]
    return patterns(dataset, found, {"intravenous"}, set(), set(), set(), True)


def dose(**fields: object) -> Dose:
    found = build(Dose, fields)
    assert isinstance(found, Dose)
    return found


def schedule(**fields: object) -> Schedule:
    found = build(Schedule, fields)
    assert isinstance(found, Schedule)
    return found


@pytest.mark.parametrize("line", ONE_WINDOW)
def test_it_fits_one_window_and_wider_is_never_longer(line: str) -> None:
    heights = [len(lay_out(screen_of(line), width, choose("utf-8"))) for width in (60, 80, 100, 140, 200)]
    assert heights[1] <= 48
    assert heights[2] <= 36
    assert heights == sorted(heights, reverse=True)


def test_labels_stand_before_patterns_and_the_commonest_first(keta: Run, intravenous: list[Pattern]) -> None:
    out = keta("dosing", "iv").out
    assert out.index("LICENSED") < out.index("PUBLISHED DOSES, THE COMMONEST FIRST")
    usual = [each for each in intravenous if each.key.use == "psychiatric"]
    assert [len(each.trials) for each in usual] == sorted((len(each.trials) for each in usual), reverse=True)
    assert usual[0].key.dose.replace("\u00a0", " ") == "0.5 mg/kg"
    assert f"{len(usual[0].trials)} trials, {len(usual[0].guidelines)} guidelines" in out


def test_a_pattern_counts_what_its_studies_say(dataset: Dataset, intravenous: list[Pattern]) -> None:
    """Each trial of a pattern has an arm with its dose, and no arm is in two patterns of the same dose."""
    for each in intravenous:
        for name in (*each.trials, *each.studies):
            arms = [arm for arm in dataset.trials[name].arms if (arm.form, arm.route) == each.key[:2]]
            assert each.key.dose in [text for arm in arms for text in amounts(arm.doses)]
    assert max(Counter(each.key for each in intravenous).values()) == 1


def test_what_was_given_beside_a_dose_makes_another_pattern(intravenous: list[Pattern]) -> None:
    nalmefene = [each for each in intravenous if "nalmefene" in each.key.beside]
    assert [each.trials for each in nalmefene] == [("mills-1998",)]
    ect = [each for each in intravenous if each.key.occasion == "ect"]
    assert any("propofol" in each.key.beside for each in ect)
    courses = [each for each in intravenous if not each.key.occasion]
    assert "chen-2017-ect" not in {name for each in courses for name in each.trials}


def test_it_is_said_on_the_row(keta: Run) -> None:
    [row] = [line for line in keta("dosing", "iv", "eating-disorder").out.splitlines() if "nalmefene" in line]
    assert row.startswith("20 mg/h over 10 h")
    assert "with nalmefene" in row


def test_a_caution_of_the_route_stands_on_its_rows(keta: Run) -> None:
    lines = keta("dosing", "oral").out.splitlines()
    rows = [line for line in lines if " racemic " in line]
    assert rows
    assert all("! caution below" in line for line in rows)
    assert any(line.startswith("! Caution, US: Compounded oral ketamine") for line in lines)
    assert not any("! caution below" in line for line in lines if " esketamine " in line)


@pytest.mark.parametrize(
    ("doses", "texts"),
    [
        ([{"low": 0.5, "unit": "mg/kg"}], ["0.5 mg/kg"]),
        ([{"steps": (0.1, 0.5), "unit": "mg/kg", "when": "one dose for each arm"}], ["0.1 mg/kg", "0.5 mg/kg"]),
        ([{"low": 28, "unit": "mg", "when": "day 1"}, {"steps": (56, 84), "unit": "mg"}], ["28, 56 or 84 mg"]),
        ([{"low": 1, "high": 4.5, "unit": "mg/kg"}, {"low": 2, "unit": "mg/kg"}], ["1 to 4.5 mg/kg"]),
        ([{"low": 0.71, "unit": "mg/kg"}, {"low": 0.11, "unit": "mg/kg", "when": "of that, at once"}], ["0.71 mg/kg"]),
        ([{"high": 2, "unit": "mg/kg"}], ["up to 2 mg/kg"]),
        ([{"low": 50, "unit": "mg", "per": "day"}], ["50 mg a day"]),
        ([{"absent": "not-found"}], []),
    ],
)
def test_amounts_in_words(doses: list[dict[str, object]], texts: list[str]) -> None:
    assert [text.replace("\u00a0", " ") for text in amounts(tuple(dose(**each) for each in doses))] == texts


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sessions": 1}, "once"),
        ({"per_week": 2, "weeks": 4, "sessions": 8}, "2 a week"),
        ({"sessions": 6, "weeks": 3}, "2 a week"),
        ({"sessions": 8, "weeks": 6}, "8 sessions"),
        ({"per_week": 0.5, "per_week_high": 2}, "2 a week to every 2 weeks"),
        ({"text": "Three times a day", "weeks": 6}, "three times a day"),
        ({"text": "As often as it helps and no longer than a year"}, "repeated"),
        ({"absent": "not-found"}, ""),
    ],
)
def test_rhythms(fields: dict[str, object], words: str) -> None:
    assert often(schedule(**fields)) == words


class TestWords:
    """Words after a route narrow down, and a dose may stand behind them."""

    def test_an_indication(self, keta: Run) -> None:
        asked = keta("dosing", "iv", "ptsd", "--json").document
        assert asked["data"] == keta("dosing", "iv", "--indication", "ptsd", "--json").document["data"]
        assert {name for each in asked["patterns"] for name in each["indications"]} == {"ptsd"}

    def test_a_word_alone(self, keta: Run) -> None:
        assert keta("dosing", "ptsd").out == keta("dosing", "--indication", "ptsd").out

    def test_before_a_dose(self, keta: Run) -> None:
        found = keta("dosing", "iv", "ptsd", "0.5", "mg/kg", "--json").document
        assert found["matches"]
        assert all("ptsd" in each["indications"] for each in found["data"])

    def test_a_regimen_is_shown(self, keta: Run) -> None:
        words = ("racemic-intravenous-elekt-d",)
        assert keta("dosing", *words).out == keta("show", *words).out

    def test_a_word_that_is_nothing(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "nonesuch")
        assert ran.code == 3
        assert 'knows nothing called "nonesuch"' in ran.err


def test_everything_is_one_flag_away(keta: Run, dataset: Dataset) -> None:
    out = keta("dosing", "intranasal", "--full").out
    for item in dataset.regimens:
        if "intranasal" in item.routes and item.role == "treatment":
            assert item.id in out


def test_a_dose_in_doubt_is_never_the_next_step(keta: Run) -> None:
    """Every command that a list of doses offers gives an answer."""
    for route in ("iv", "im", "subcutaneous", "intranasal", "oral"):
        offered = keta("dosing", route, "--accessible").out.partition("Section: Next commands.")[2].splitlines()
        commands = [line for line in offered if line.startswith("keta ") and "help" not in line]
        assert commands, route
        for command in commands:
            ran = keta(*shlex.split(command)[1:])
            assert ran.code == 0, command
            assert "doubt" not in ran.out.split("PUBLISHED WITH")[0]


class TestBeside:
    """A dose beside everything on record."""

    def test_trials_are_counted(self, keta: Run) -> None:
        out = keta("dosing", "iv", "0.5mg/kg", "--weight", "82kg").out
        assert "In trials" in out
        matches = keta("dosing", "iv", "0.5mg/kg", "--weight", "82kg", "--json").document["matches"]
        rows = sum(each["regimen"] in out.split("In trials")[0] for each in matches)
        assert f"{len(matches) - rows} more, each with its source: --full or --json." in out

    def test_all_are_named_in_full(self, keta: Run) -> None:
        out = keta("dosing", "iv", "0.5mg/kg", "--weight", "82kg", "--full").out
        matches = keta("dosing", "iv", "0.5mg/kg", "--weight", "82kg", "--json").document["matches"]
        assert all(each["regimen"] in out for each in matches)

    @pytest.mark.parametrize("dose", ["0.5mcg/kg", "0.5mg", "500mcg"])
    def test_far_below_everything_it_is_refused_and_another_unit_asked_for(self, keta: Run, dose: str) -> None:
        """No source supports it, whatever somebody weighs."""
        for weight in ((), ("--weight", "82kg")):
            ran = keta("dosing", "iv", dose, *weight)
            assert (ran.code, ran.out) == (6, "")
            assert "is refused: the lowest intravenous dose" in ran.err
            assert ("Did you mean 0.5 mg/kg?" in ran.err) == (dose != "500mcg")

    def test_above_everything(self, keta: Run) -> None:
        assert keta("dosing", "iv", "20mg/kg").code == 6


class TestGuidelines:
    """A guideline stands beside a dose only where it is for it in what was asked for."""

    def test_every_one_that_is_counted_is_for_the_form_by_the_route(self, dataset: Dataset) -> None:
        found = [item for item in dataset.regimens if item.role == "treatment"]
        for asked in (set(), {"ptsd"}, {"trd"}, {"bipolar-depression"}, {"suicidality"}):
            counted = [item for item in found if not asked or asked & set(item.indications)]
            for each in patterns(dataset, counted, set(), set(), asked, set(), True):
                for name in each.guidelines:
                    edition = dataset.guidelines[name]
                    assert not edition.superseded_by
                    assert [
                        said for said in edition.recommendations
                        if said.position in ("recommended", "option", "restricted") and each.key.form in said.forms
                        and (not said.routes or each.key.route in said.routes)
                        and set(said.indications) & (asked or set(each.indications))
                    ], (each.key, name)  # fmt: skip

    def test_one_that_is_against_is_never_counted_for_it(self, keta: Run) -> None:
        document = keta("dosing", "ptsd", "--json").document
        assert not any(each["guidelines"] for each in document["patterns"])
        assert {name for each in document["patterns"] for name in each["guidelines_against"]} == {"va-dod-2023-ptsd"}
        out = keta("dosing", "ptsd").out
        assert "! 1 guideline against it in PTSD" in out
        assert "2 guidelines" not in out

    def test_one_on_another_illness_is_not_counted(self, keta: Run) -> None:
        found = keta("dosing", "bipolar", "depression", "--json").document["patterns"]
        assert {name for each in found for name in each["guidelines"]} == {"canmat-isbd-2023"}

    def test_a_dose_that_its_own_record_calls_unclear_is_marked(self, keta: Run) -> None:
        [row] = [line for line in keta("dosing", "ptsd").out.splitlines() if "0.5 mg/kg/h" in line]
        assert row.startswith("! 0.5 mg/kg/h over 40 min")
        assert "1 trial with results not read" in row


class TestCautions:
    """What must be said beside a dose stands on a line of its own, marked, and in the JSON."""

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("iv", "5mg/kg"), "A dose for intensive and emergency care (racemic)"),
            (("im", "13mg/kg"), "A dose for anaesthesia (racemic): no psychiatric regimen or trial on record has it"),
            (("iv", "4.5mg/kg", "--weight", "70"), "A dose for anaesthesia (racemic)"),
            (("im", "2mg/kg"), "A dose for anaesthesia (esketamine): no psychiatric regimen on record has it, 1 "
             "psychiatric trial did (racemic)."),
            (("iv", "0.5mg/kg", "--weight", "82", "--volume", "50", "--over", "2min"),
             "Over 2 min is faster than any time published for this dose in psychiatric use, which is 40 min to"
             " 60 min."),
            (("iv", "0.5mg/kg", "--weight", "82", "--volume", "50", "--over", "5h"), "Over 5 h is slower than"),
            (("iv", "0.45mg/kg", "--weight", "82", "--volume", "50", "--over", "30s"), "Over 30 s is faster than"),
        ],
    )  # fmt: skip
    def test_it_is_said(self, keta: Run, words: tuple[str, ...], said: str) -> None:
        assert f"! {said}" in " ".join(keta("dosing", *words).out.split())
        assert any(said in text for text in keta("dosing", *words, "--json").document["cautions"])
        assert f"keta: caution: {said}" in keta("dosing", *words, "-o", "csv").err

    @pytest.mark.parametrize(
        "words",
        [
            ("iv", "trd", "0.5mg/kg"),
            ("subcutaneous", "0.5mg/kg"),
            ("im", "0.5mg/kg"),
            ("iv", "trd", "0.5mg/kg", "--weight", "82", "--volume", "50", "--over", "50min"),
        ],
    )
    def test_an_ordinary_dose_has_none(self, keta: Run, words: tuple[str, ...]) -> None:
        assert keta("dosing", *words, "--json").document["cautions"] == []

    def test_no_dose_of_another_use_goes_without_one(self, dataset: Dataset) -> None:
        every = [item for item in dataset.regimens if item.role == "treatment"]
        asked = {
            (item.form, route, f"{end}{each.unit}") for item in every if item.use != "psychiatric"
            for route in item.routes for phase in item.phases for each in phase.doses for end in ends_of(each)
        }  # fmt: skip
        told = 0
        for form, route, text in sorted(asked):
            here = [item for item in every if item.form == form and route in item.routes]
            request = Request(typed_dose(text), route)
            try:
                found = work_out(dataset, request, here, every)
            except Refused:
                continue
            if not any(match.regimen.use == "psychiatric" for match in found.matches):
                assert cautions(dataset, request, found, {form}), (form, route, text)
                told += 1
        assert told


class TestMaximum:
    """A maximum is one of the same form and use as the regimens shown."""

    def test_that_of_another_use_is_not_shown(self, keta: Run) -> None:
        out = keta("dosing", "iv", "0.5", "mg/kg", "--weight", "82").out
        assert "205" not in out
        assert "none of these regimens has a maximum dose on record" in out

    def test_it_is_said_by_form(self, keta: Run) -> None:
        out = " ".join(keta("dosing", "iv", "0.5", "mg/kg", "--weight", "82", "--full").out.split())
        assert "esketamine, intensive and emergency care: 2.5 mg/kg, here 205 mg (esketamine-intravenous-asthma" in out
        assert "racemic, psychiatric use: none on record" in out


class TestBoxedWarning:
    """It stands where the product's form and route are listed, the same on the screen, in the JSON and beside a CSV."""

    @pytest.mark.parametrize(
        ("words", "there"),
        [
            (("iv",), False), (("oral",), False), (("racemic",), False), (("iv", "0.5mg/kg"), False),
            (("intranasal",), True), (("esketamine",), True), (("trd",), True), (("intranasal", "84mg"), True),
            (("--regimen", "esketamine-intravenous-correia-melo", "--weight", "70"), False),
            (("iv", "--status", "licensed"), False), (("intranasal", "--status", "licensed"), True),
        ],
    )  # fmt: skip
    def test_it_is_the_same_everywhere(self, keta: Run, words: tuple[str, ...], there: bool) -> None:
        assert ("BOXED WARNING (Spravato, US" in keta("dosing", *words).out) == there
        assert bool(keta("dosing", *words, "--json").document["boxed_warnings"]) == there
        assert ("boxed warning" in keta("dosing", *words, "-o", "csv").err) == there


SPRAVATO = {
    "spravato-eu-mdsi": (
        "age under 65", "84 mg; 56 mg (reduced, if 84 mg is not tolerated); 2 a week for 4 weeks"),
    "spravato-us-mdsi": ("adults", "84 mg; 56 mg (reduced, if 84 mg is not tolerated); 2 a week for 4 weeks"),
    "spravato-eu-trd": (
        "age under 65", "56 mg (day 1); 56 or 84 mg (after day 1); 2 a week for 4 weeks, then once a week for 4 weeks, "
        "then every 1 to 2 weeks"),
    "spravato-eu-trd-65": (
        "age 65 and over", "28 mg (day 1); 28, 56 or 84 mg (after day 1, in steps of 28 mg); 2 a week for 4 weeks, "
        "then once a week for 4 weeks, then every 1 to 2 weeks"),
    "spravato-us-trd": (
        "adults", "either 56 mg (day 1); 56 or 84 mg (after day 1), or 56 or 84 mg (no separate day 1 dose listed); "
        "2 a week for 4 weeks, then once a week for 4 weeks, then every 1 to 2 weeks"),
}  # fmt: skip


class TestLicensed:
    """Each label has a row of its own, with its own doses, the first and the later ones, and for whom."""

    @pytest.mark.parametrize("name", SPRAVATO)
    def test_the_doses_of_the_record(self, keta: Run, dataset: Dataset, name: str) -> None:
        people, doses = SPRAVATO[name]
        item = dataset.regimens[name]
        assert (who(item), course(item).replace(TIE, " ")) == (people, doses)
        for words in (("spravato",), ("intranasal",), (item.indications[0],), ("intranasal", "--full")):
            out = " ".join(keta("dosing", *words).out.split("PUBLISHED DOSES")[0].split())
            assert f"{doses}; {name}" in out, words

    def test_no_label_is_left_out_of_the_window_or_shares_a_row(self, dataset: Dataset) -> None:
        labels = licensed_of(list(dataset.regimens))
        usual = [item for item in labels if item.use == "psychiatric"]
        assert {item.id for item in usual} == set(SPRAVATO)
        assert on_window(labels)[: len(usual)] == usual
        [_, table] = licensed_blocks(dataset, labels, set())
        assert isinstance(table, Table)
        assert len(table.rows) == len(labels)

    def test_every_occasion_of_a_dose_is_said(self, dataset: Dataset) -> None:
        for name in SPRAVATO:
            text = course(dataset.regimens[name])
            for phase in dataset.regimens[name].phases:
                for each in phase.doses:
                    assert (each.when or "") in text

    def test_a_licence_is_said_of_its_own_use(self, keta: Run) -> None:
        assert "licensed US for TRD, EU otherwise" in " ".join(keta("dosing", "esketamine").out.split())

    def test_in_full_they_stand_too(self, keta: Run) -> None:
        out = keta("dosing", "intranasal", "--full").out
        assert out.index("LICENSED") < out.index("PUBLISHED DOSES") < out.index("EVERY REGIMEN")


class TestCautionOfTheRoute:
    """It is on the rows of its route, those of studies too, and on no others."""

    def test_on_the_rows_of_studies(self, keta: Run) -> None:
        rows = [
            line for line in keta("dosing", "suicidal", "ideation", "--full").out.splitlines() if " racemic " in line
        ]
        oral = [line for line in rows if " oral " in line]
        assert oral
        assert all("! caution below" in line for line in oral)

    @pytest.mark.parametrize("words", [("racemic", "intramuscular"), ("iv",), ("esketamine",)])
    def test_not_without_a_row(self, keta: Run, words: tuple[str, ...]) -> None:
        assert "Caution, US" not in keta("dosing", *words).out

    @pytest.mark.parametrize("words", [("oral",), ("suicidality",), ("racemic",), ("trd",), ("suicidality", "--full")])
    def test_below_as_said_on_the_rows(self, keta: Run, words: tuple[str, ...]) -> None:
        out = keta("dosing", *words).out
        assert ("! caution below" in out) == ("! Caution, US" in out)


class TestPeople:
    """A population narrows the list down: regimens that are for it, and studies in it."""

    def test_the_elderly(self, keta: Run) -> None:
        for word in ("elderly", "older adults", "older people"):
            out = " ".join(keta("dosing", *word.split()).out.split())
            assert out.startswith("Older adults: ")
            assert "28 mg (day 1); 28, 56 or 84 mg (after day 1, in steps of 28 mg)" in out
            assert "age under 65" not in out

    def test_with_other_words(self, keta: Run, dataset: Dataset) -> None:
        document = keta("dosing", "iv", "elderly", "trd", "--json").document
        assert document["query"]["population"] == ["older-adults"]
        for each in document["patterns"]:
            assert each["route"] == "intravenous"
            assert all("older-adults" in dataset.trials[name].populations for name in each["trials"])

    def test_one_that_no_regimen_is_for(self, keta: Run) -> None:
        document = keta("dosing", "adolescents", "--json").document
        assert document["data"] == []
        assert document["patterns"]


@pytest.mark.parametrize(
    ("words", "title"),
    [(("suicidal", "ideation"), "Suicidal ideation: "), (("iv", "ptsd"), "Post-traumatic stress disorder, intra"),
     (("depression",), "Depression: "), ((), "All routes and forms: ")],
)  # fmt: skip
def test_the_title_says_what_was_asked_for(keta: Run, words: tuple[str, ...], title: str) -> None:
    first = keta("dosing", *words).out.splitlines()[0]
    assert title in first
    assert ("All routes" in first) == (not words)


@pytest.mark.parametrize(
    ("indication", "called"),
    [("bipolar-depression", "bipolar depression"), ("suicidality", "suicidal ideation"), ("ptsd", "PTSD"),
     ("ocd", "OCD"), ("alcohol-use", "alcohol use disorder")],
)  # fmt: skip
def test_what_was_asked_for_stands_beside_a_dose(keta: Run, indication: str, called: str) -> None:
    out = " ".join(keta("dosing", "iv", "0.5 mg/kg", indication).out.split())
    _, of_asked, after = re.split(r"In trials \d+(?:, (\d+) of what was asked for)?: ", out)
    told = re.findall(r"[a-z0-9-]+ \(([^()]*)\)", after.partition(" more ")[0])
    assert {each.split(", ")[0] for each in told[: int(of_asked or len(told))]} == {called}
    for row in re.findall(r"off-label \([A-Z, ]*\); ([A-Za-z -]*)", out):
        assert row.startswith(called)
