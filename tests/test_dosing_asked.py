"""What is asked of ``keta dosing``: nothing on a line is left out in silence, and no caution is lost on the way."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pytest

from ketacli import load
from ketacli.cli.table import BY_NAME
from ketacli.errors import KetaError, Refused
from ketacli.evidence.arithmetic.patterns import Request, work_out
from ketacli.evidence.arithmetic.quantities import Typed
from ketacli.evidence.arithmetic.quantities import dose as typed_dose
from ketacli.evidence.arithmetic.regimens import amounts
from ketacli.evidence.arithmetic.single import apart, first_doses, is_rate
from ketacli.evidence.arithmetic.words import sort_out
from ketacli.evidence.dose_patterns import PUBLISHED
from ketacli.records.dataset import Dataset
from ketacli.render.glyphs import choose
from ketacli.render.layout import lay_out

from .conftest import Run
from .screens import screen_of

WORDS_FOR_CHILDREN = ("children", "child", "kids", "paediatric", "pediatrics", "infants", "toddler", "under 12")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The shipped data."""
    return load()


def flat(text: str) -> str:
    return " ".join(text.split())


def tool(**values: Any) -> Any:
    """The answer of the tool ``dosing``."""
    pytest.importorskip("mcp")
    from .test_mcp import inside

    return inside("dosing", **values)


class TestCautionsFollow:
    """A caution that a list shows on a route stands beside a dose and a regimen by it: screen, JSON and tool."""

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (("sublingual", "250mg"), "home use with neither vital signs measured nor rescue equipment"),
            (("oral", "150mg"), "Compounded oral ketamine has no approval in psychiatry"),
            (("oral", "1mg/kg", "--weight", "70"), "Compounded oral ketamine has no approval in psychiatry"),
            (("racemic-oral-thrice-weekly", "70kg"), "Compounded oral ketamine has no approval in psychiatry"),
            (("intranasal", "50mg", "--form", "racemic"), "compounded ketamine nasal spray"),
            (("iv", "ptsd", "0.5mg/kg"), "1 guideline is against it in PTSD: va-dod-2023-ptsd"),
            (("--regimen", "racemic-intravenous-ptsd-veterans", "--weight", "70"), "1 guideline is against it in PTSD"),
            (("intranasal", "84mg"), "Not the first dose of spravato-eu-trd (56 mg on day 1), spravato-eu-trd-65 (28"),
            (("oral", "7mg/kg", "--weight", "70kg"), "490 mg is above every oral psychiatric dose on record in mg: the "
             "highest is 300 mg (racemic-oral-literature-range)"),
            (("iv", "0.5mg/kg", "--weight", "30kg"), "At 30 kg most people are children"),
        ],
    )  # fmt: skip
    def test_it_is_said(self, keta: Run, line: tuple[str, ...], said: str) -> None:
        assert said in flat(keta("dosing", *line).out)
        document = keta("dosing", *line, "--json").document
        assert document["arithmetic"] or document["matches"]
        assert any(said in flat(text) for text in document["cautions"])
        assert f"keta: caution: {said[:20]}" in keta("dosing", *line, "-o", "csv").err or said in flat(
            keta("dosing", *line, "-o", "csv").err
        )

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"what": "sublingual", "dose": "250 mg"}, "home use with neither"),
            ({"what": "oral", "dose": "7 mg/kg", "weight": "70 kg"}, "490 mg is above every oral"),
            ({"what": "intranasal 84mg"}, "Not the first dose of spravato-eu-trd (56 mg on day 1)"),
        ],
    )
    def test_so_the_tool(self, values: dict[str, str], said: str) -> None:
        assert said in flat(tool(**values)["answer"])

    def test_no_dose_of_a_route_goes_without_what_its_list_cautions(self, keta: Run, dataset: Dataset) -> None:
        told = 0
        for route in ("oral", "sublingual", "intranasal"):
            listed = keta("dosing", route, "--form", "racemic", "--json").document["cautions"]
            assert listed
            asked = {
                f"{end}{dose.unit}"
                for item in dataset.regimens if (item.form, item.routes) == ("racemic", (route,))
                for phase in item.phases for dose in phase.doses for end in amounts(dose)
            }  # fmt: skip
            for text in sorted(asked):
                ran = keta("dosing", route, text, "--form", "racemic", "--json")
                if ran.code == 0:
                    assert set(listed) <= set(ran.document["cautions"]), (route, text)
                    told += 1
        assert told > 10

    def test_a_list_of_regimens_has_them_too(self, keta: Run) -> None:
        assert "! Caution, US: Compounded oral ketamine" in flat(keta("dosing", "oral", "--controls").out)


class TestFirstDose:
    """A dose with which a regimen does not begin says so."""

    def test_every_regimen_with_a_day_1(self, keta: Run, dataset: Dataset) -> None:
        """On day 1 a label or study may give less: whatever it gives only later is never shown as its dose alone."""
        seen = 0
        for item in dataset.regimens:
            first = item.phases[0] if item.phases else None
            if first is None or not first_doses(first) or item.routes != ("intranasal",):
                continue
            begins = {end for dose in first_doses(first) for end in amounts(dose)}
            for end in {end for dose in first.doses for end in amounts(dose)} - begins:
                found = keta("dosing", "intranasal", f"{end}mg", "--json").document["matches"]
                [match] = [each for each in found if each["regimen"] == item.id]
                assert re.search(r"mg on day 1", match["not_first"]), item.id
                seen += 1
        assert seen >= 4

    def test_a_course_can_begin_with_it(self, keta: Run) -> None:
        found = keta("dosing", "intranasal", "56mg", "--json").document["matches"]
        assert [each["not_first"] for each in found if each["regimen"] == "spravato-eu-trd"] == [None]
        assert [each["not_first"] for each in found if each["regimen"] == "esketamine-intranasal-takahashi"] == [None]

    def test_a_later_infusion(self, keta: Run) -> None:
        found = keta("dosing", "iv", "1mg/kg", "--form", "arketamine", "--json").document["matches"]
        assert [each["not_first"] for each in found] == ["0.5 mg/kg in first infusion"]

    def test_an_alternative_is_no_later_dose(self, keta: Run) -> None:
        found = keta("dosing", "oral", "150mg", "--json").document["matches"]
        assert {each["regimen"]: each["not_first"] for each in found}["racemic-oral-literature-range"] is None

    def test_the_head_names_the_form_and_the_ceiling_of_a_trial_is_one(self, keta: Run) -> None:
        out = flat(keta("dosing", "intranasal", "84mg").out)
        assert out.startswith("A dose worked out: 84 mg esketamine, intranasal")
        assert "none stated by a label; 84 mg (esketamine-intranasal-escape-trd, randomised trial)" in out


class TestOneDose:
    """What ran for days, or was a day's dose in parts, is no precedent for a dose given at one time."""

    def test_a_pump_of_two_days(self, keta: Run) -> None:
        ran = flat(keta("dosing", "iv", "2mg/kg", "--weight", "70kg").out)
        assert "no psychiatric regimen on record has it; 1 psychiatric trial has a range that includes it" in ran
        assert "psychiatric trial did" not in ran
        assert "Not one dose huang-2024-cancer (a running infusion" in ran
        trials = keta("dosing", "iv", "2mg/kg", "--weight", "70kg", "--json").document["trials"]
        assert [bool(each["apart"]) for each in trials if each["trial"] == "huang-2024-cancer"] == [True]

    def test_a_day_s_dose(self, keta: Run) -> None:
        assert "Not one dose jafarinia-2016 (in a day)" in flat(keta("dosing", "oral", "150mg").out)

    def test_a_pump_is_no_second_dose_of_a_pattern(self, keta: Run) -> None:
        found = keta("dosing", "iv", "--form", "esketamine", "--json").document["patterns"]
        [pump] = [each["dose"] for each in found if "huang-2024-cancer" in each["trials"] and "2 mg" in each["dose"]]
        assert pump == "2 mg/kg as a running infusion"

    def test_no_trial_with_another_kind_of_dose_counts(self, dataset: Dataset) -> None:
        """Each trial that is named for a dose has an arm that got it at one time; the others say what it was."""
        every = [item for item in dataset.regimens if item.role == "treatment"]
        seen = 0
        for trial in dataset.trials:
            if trial.kind != "trial" or trial.species != "human" or trial.status not in PUBLISHED:
                continue
            for arm in trial.arms:
                for dose in arm.doses:
                    why = apart(dose, arm.given_over)
                    if not why or arm.route is None or arm.form is None or len(amounts(dose)) != 1:
                        continue
                    typed = Typed(amounts(dose)[0], dose.unit or "")
                    here = [item for item in every if item.form == arm.form and arm.route in item.routes]
                    try:
                        found = work_out(dataset, Request(typed, arm.route), here, every)
                    except Refused:
                        continue
                    [named] = [each for each in found.trials if each.id == trial.id]
                    single = any(
                        typed.value in amounts(each) and each.unit == dose.unit and not apart(each, other.given_over)
                        for other in trial.arms for each in other.doses if other.route == arm.route
                    )  # fmt: skip
                    assert bool(named.apart) != single, trial.id
                    seen += 1
        assert seen > 4

    def test_the_data_says_what_a_dose_covers(self, dataset: Dataset) -> None:
        """A total whose words speak of a pump or of many hours is none of one session."""
        for trial in dataset.trials:
            for arm in trial.arms:
                for dose in arm.doses:
                    text = f"{dose.when or ''} {dose.note or ''}"
                    hours = [int(each) for each in re.findall(r"over (\d+) h\b", text)]
                    if amounts(dose) and not is_rate(dose.unit or "") and ("pump" in text or max(hours, default=0) > 4):
                        assert dose.per in ("continuous", "day"), trial.id


class TestClaims:
    """What a screen says of psychiatric use is not gainsaid by itself."""

    def test_a_regimen_outside_of_what_was_asked_for_is_not_denied(self, keta: Run) -> None:
        document = keta("dosing", "sedation", "iv", "0.3mg/kg", "--weight", "70kg", "--json").document
        [said] = [text for text in document["cautions"] if "intensive and emergency care" in text]
        assert "no psychiatric" not in said
        assert "racemic-intravenous-practice-range" in said

    def test_what_a_trial_gave_it_for(self, keta: Run) -> None:
        out = flat(keta("dosing", "im", "5mg/kg", "--weight", "70kg").out)
        assert "no psychiatric regimen or trial on record has it; 1 trial gave it for acute agitation" in out
        assert "barbic-2021 (acute agitation)" in out

    def test_no_dose_is_denied_that_the_screen_has(self, dataset: Dataset) -> None:
        """Over every dose of another use, whatever use is asked for: a denial holds of the whole record."""
        from ketacli.evidence.arithmetic.cautions import cautions

        every = [item for item in dataset.regimens if item.role == "treatment"]
        seen = 0
        for use in ("anaesthesia", "sedation-emergency", "pain"):
            of_use = [item for item in every if item.use == use]
            asked = {
                (item.form, route, f"{end}{dose.unit}") for item in of_use for route in item.routes
                for phase in item.phases for dose in phase.doses for end in amounts(dose)
            }  # fmt: skip
            for form, route, text in sorted(asked):
                request = Request(typed_dose(text), route)
                here = [item for item in of_use if route in item.routes and item.form == form]
                try:
                    found = work_out(dataset, request, here, every)
                except Refused:
                    continue
                said = " ".join(cautions(dataset, request, found, {form}))
                usual = [each for each in found.outside if each.regimen.use == "psychiatric"]
                studied = [
                    each for each in found.trials
                    if each.use == "psychiatric" and not each.apart and each.kind == "trial"
                ]  # fmt: skip
                assert not ("no psychiatric" in said and usual), (form, route, text)
                assert not ("no psychiatric regimen or trial" in said and studied), (form, route, text)
                seen += bool(said)
        assert seen > 10


class TestChildren:
    """No adult, and no adolescent, is taken for a child in silence."""

    @pytest.mark.parametrize("word", WORDS_FOR_CHILDREN)
    def test_every_word_says_the_same(self, keta: Run, word: str) -> None:
        out = keta("dosing", *word.split()).out
        assert out == keta("dosing", "children").out
        assert flat(out).startswith("Children under 12: no published dose. Adolescents: ")
        assert "MDD with suicidality" in out

    @pytest.mark.parametrize("word", WORDS_FOR_CHILDREN)
    def test_nothing_is_worked_out(self, keta: Run, word: str) -> None:
        ran = keta("dosing", *word.split(), "iv", "0.5mg/kg", "--weight", "40kg")
        assert ran.code == 6
        assert "no dose for children under 12 is on record" in ran.err
        assert "keta show" not in ran.err

    def test_in_json_and_the_tool(self, keta: Run) -> None:
        document = keta("dosing", "children", "--json").document
        assert document["query"]["population"] == ["children", "adolescents"]
        assert document["cautions"][0] == "Children under 12: no published dose."
        assert document["data"] == []
        assert tool(what="kids")["answer"].startswith("Children under 12: no published dose")

    def test_none_is_published(self, dataset: Dataset) -> None:
        """The studies that took children have no results: were there one, its doses would be listed."""
        took = [trial for trial in dataset.trials if "children" in trial.populations]
        assert took
        assert not [trial.id for trial in took if trial.status in PUBLISHED]

    def test_a_weight_of_a_child_says_so(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "0.5mg/kg", "--weight", "20kg")
        assert ran.code == 6
        assert "most people of such a weight are children" in ran.err

    def test_adolescents_are_named_as_such(self, keta: Run) -> None:
        assert keta("dosing", "adolescents").out.startswith("Adolescents: ")


class TestAnalgesia:
    """A label for analgesia is found by that word."""

    def test_licensed_racemic_ketamine(self, keta: Run) -> None:
        out = flat(keta("dosing", "analgesia").out.split("PUBLISHED DOSES")[0])
        assert "racemic IV licensed DE single dose: 0.25 to 0.5 mg/kg" in out
        assert "racemic intramuscular licensed DE anaesthesia in emergencies: 0.5 to 1 mg/kg" in out

    def test_its_dose_is_worked_out(self, keta: Run) -> None:
        document = keta("dosing", "iv", "analgesia", "0.3mg/kg", "--weight", "70kg", "--json").document
        assert [each["regimen"] for each in document["matches"]] == ["racemic-intravenous-emergency-de"]

    def test_trials_of_something_else_say_so(self, keta: Run) -> None:
        out = flat(keta("dosing", "iv", "analgesia", "0.3mg/kg", "--weight", "70kg").out)
        assert "none of what was asked for: chen-2017-ect (depression, at ECT)" in out


class TestEveryOption:
    """Each option of the command changes the answer, or is refused: none is left out in silence."""

    VALUES: ClassVar = {
        "indication": "cognition", "form": "esketamine", "route": "oral", "status": "licensed", "use": "anaesthesia",
        "regimen": "racemic-intravenous-twice-weekly", "weight": "75", "strength": "50", "volume": "50",
        "over": "40 min", "as_of": "1990", "where": "id=none", "offset": "1", "sort": "name", "limit": "1",
        "fields": "id",
    }  # fmt: skip

    @pytest.mark.parametrize(
        "line",
        [
            ("racemic-intravenous-single",), ("--regimen", "racemic-intravenous-single"),
            ("racemic-intravenous-single", "70kg"), ("iv", "0.5mg/kg", "70kg"), ("iv", "0.5mg/kg"), ("children",),
            ("iv",),
        ],
    )  # fmt: skip
    def test_it_changes_the_answer_or_is_refused(self, keta: Run, line: tuple[str, ...]) -> None:
        bare = keta("dosing", *line)
        assert bare.code == 0
        for name, value in self.VALUES.items():
            ran = keta("dosing", *line, f"--{name.replace('_', '-')}", value)
            # The first one, or an order, of one record is the record itself.
            of_one = name in ("sort", "limit") and "racemic-intravenous-single" in line
            assert ran.code in (2, 4, 6) or ran.out != bare.out or of_one, (line, name)

    def test_every_option_is_asked(self) -> None:
        options = [option for option in BY_NAME["dosing"].options if option.field or option.group == "arithmetic"]
        assert {option.name for option in options} <= set(self.VALUES)

    def test_a_regimen_as_a_word_is_worked_out(self, keta: Run) -> None:
        words = ("--weight", "70kg", "--strength", "50mg/mL")
        out = keta("dosing", "racemic-intravenous-single", *words).out
        assert out == keta("dosing", "--regimen", "racemic-intravenous-single", *words).out
        assert "= 0.7 mL" in out

    def test_an_empty_answer_to_a_dose_fails_where_that_was_asked_for(self, keta: Run) -> None:
        assert keta("dosing", "iv", "0.37mg/kg", "--form", "arketamine", "--fail-empty").code != 0

    def test_of_a_regimen_by_mouth_nothing_runs(self, keta: Run) -> None:
        line = ("--regimen", "racemic-oral-thrice-weekly", "--weight", "70", "--volume", "50", "--over", "40 min")
        assert keta("dosing", *line).code == 6


class TestWordsOfALine:
    """A quantity is what its unit says, wherever it stands; what could be two things is refused."""

    @pytest.mark.parametrize(
        ("words", "names", "dose", "taken"),
        [
            ("iv 0.5mg/kg 70kg", ["iv"], ["0.5mg/kg"], {"weight": "70kg"}),
            ("0.5 mg / kg iv 70 kg", ["iv"], ["0.5 mg / kg"], {"weight": "70 kg"}),
            ("iv 50 mg/mL 35 mg", ["iv"], ["35 mg"], {"strength": "50 mg/mL"}),
            ("iv 0.5mg/kg in 50 mL over 40 min", ["iv"], ["0.5mg/kg"], {"volume": "50 mL", "over": "40 min"}),
            ("iv 0.5mg/kg for 154 pounds", ["iv"], ["0.5mg/kg"], {"weight": "154 pounds"}),
            ("iv 0.5 mg/kg/h 70kg", ["iv"], ["0.5 mg/kg/h"], {"weight": "70kg"}),
            ("iv 0,5mg/kg 70kg", ["iv"], ["0,5mg/kg", "70kg"], {}),
            ("iv over 65", ["iv", "over", "65"], [], {}),
            ("2r6r-hnk", ["2r6r-hnk"], [], {}),
        ],
    )
    def test_each_is_what_its_unit_says(
        self, words: str, names: list[str], dose: list[str], taken: dict[str, str]
    ) -> None:
        found = sort_out(words.split(), {"over 65", "2r6r-hnk"}.__contains__)
        assert (found.names, found.dose, found.taken) == (names, dose, taken)

    @pytest.mark.parametrize("words", ["iv 70kg 80kg", "iv 0.5mg/kg 50mL 100mL", "iv kg 70"])
    def test_what_could_be_two_things_is_refused(self, words: str) -> None:
        with pytest.raises(KetaError):
            sort_out(words.split(), lambda _: False)

    def test_it_is_said_on_the_screen(self, keta: Run) -> None:
        out = flat(keta("dosing", "0.5mg/kg", "iv", "70kg").out)
        assert "Read as weight 70kg" in out
        assert "= 35 mg" in out
        asked = keta("dosing", "0.5mg/kg", "iv", "70kg", "--json").document
        assert asked["query"]["weight"] == "70"
        assert (
            asked["arithmetic"] == keta("dosing", "iv", "0.5mg/kg", "--weight", "70", "--json").document["arithmetic"]
        )

    def test_one_of_them_twice(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "0.5mg/kg", "70kg", "--weight", "80")
        assert ran.code == 2
        assert 'two things are a body weight: "70kg" and "--weight 80"' in ran.err

    def test_without_a_dose_the_line_to_write(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "analgesia", "70kg")
        assert ran.code == 2
        assert 'keta dosing iv 0.5 mg/kg --weight "70kg"' in ran.err
        assert "keta dosing iv analgesia lists the doses on record." in ran.err

    def test_a_product_has_its_route(self, keta: Run) -> None:
        ran = keta("dosing", "spravato", "56", "mg")
        assert "Read as route intranasal, the only one of spravato" in flat(ran.out)

    def test_a_body_weight_in_grams(self, keta: Run) -> None:
        assert "Write it in kg." in keta("dosing", "iv", "0.5mg/kg", "--weight", "70000g").err

    def test_the_tool_takes_several_words(self) -> None:
        assert "Pain, intravenous: " in tool(what="analgesia iv")["answer"]


@pytest.mark.parametrize("words", ["status epilepticus", "migraine headache", "status migrainosus"])
def test_one_common_word_suggests_no_dose(keta: Run, words: str) -> None:
    ran = keta("dosing", *words.split())
    assert ran.code == 3
    assert "asthma" not in ran.err
    assert "keta show" not in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "dosing sublingual 250mg", "dosing oral 7mg/kg --weight 70kg", "dosing children", "dosing im 5mg/kg 70kg",
        "dosing sedation iv 0.3mg/kg 70kg", "dosing iv 2mg/kg 70kg 50mg/mL 50mL", "dosing analgesia",
        "dosing spravato 84mg", "dosing iv 0.5mg/kg 30kg 50mg/mL 50mL",
        "dosing racemic-intravenous-single 35kg 50mg/mL",
    ],
)  # fmt: skip
def test_it_fits_one_window(line: str) -> None:
    heights = [len(lay_out(screen_of(line), width, choose("utf-8"))) for width in (60, 80, 100, 140)]
    assert heights[1] <= 48
    assert heights[2] <= 36
    assert heights == sorted(heights, reverse=True)


class TestWhatTheListsShow:
    """Arithmetic denies no dose that the list of the same words shows, and cautions of it whatever it is for."""

    WORDS = ("agitation", "adolescents", "elderly", "autism", "postpartum", "suicidality", "ptsd", "alcohol", "bipolar")

    @pytest.mark.parametrize("word", WORDS)
    def test_a_dose_of_the_list_is_found(self, keta: Run, word: str) -> None:
        seen = 0
        for each in keta("dosing", word, "--json").document["patterns"]:
            found = re.fullmatch(r"(?:[0-9., ]+ or )?([0-9.]+) (mg|mg/kg)", each["dose"])
            if found is None or not (each["trials"] or each["studies"]):
                continue
            ran = keta("dosing", each["route"], each["form"], word, f"{found[1]}{found[2]}", "--json")
            if ran.code == 6:
                assert "fixed dose" in ran.err or "not worked out" in ran.err, (word, each)
                continue
            document = ran.document
            held = {one["trial"] for one in document["trials"] if one["asked"] and one["exact"]}
            assert {*each["trials"], *each["studies"]} <= held, (word, each)
            seen += 1
        assert seen

    @pytest.mark.parametrize(
        ("line", "bare"),
        [
            ("oral 1mg/kg ptsd --weight 70", "oral 1mg/kg --weight 70"),
            ("spravato 56mg ocd", "spravato 56mg"),
            ("spravato 84mg adolescents", "spravato 84mg"),
            ("sublingual 200mg ptsd", "sublingual 200mg"),
            ("im 4mg/kg agitation --weight 70", "im 4mg/kg --weight 70"),
            ("oral 7mg/kg autism --weight 70", "oral 7mg/kg --weight 70"),
        ],
    )
    def test_the_cautions_are_those_without_the_use(self, keta: Run, line: str, bare: str) -> None:
        asked, every = (keta("dosing", *words.split(), "--json").document for words in (line, bare))
        assert not asked["matches"]
        of_use = [text for text in every["cautions"] if "against it in" in text]
        assert {*every["cautions"]} - {*of_use} <= {*asked["cautions"]}
        assert every["boxed_warnings"] == asked["boxed_warnings"]
        assert every["cautions"] or every["boxed_warnings"]
        out = "".join(keta("dosing", *line.split()).out.split())
        assert all("".join(text.split()) in out for text in asked["cautions"])

    def test_so_the_tool(self) -> None:
        said = flat(tool(what="im agitation", dose="4 mg/kg", weight="70 kg")["answer"])
        assert "A dose for anaesthesia" in said
        assert "the highest intramuscular psychiatric one is 1 mg/kg" in said
        assert "heydari-2018" in said

    def test_a_guideline_against_the_use_asked_for(self, keta: Run) -> None:
        out = flat(keta("dosing", "oral", "1mg/kg", "ptsd", "70kg").out)
        assert "1 guideline is against it in PTSD: va-dod-2023-ptsd." in out

    @pytest.mark.parametrize(
        ("line", "title", "said"),
        [
            ("adolescents iv 0.5mg/kg 50kg", "0.5 mg/kg, intravenous, adolescents",
             "are of adults, not of adolescents: no dose for adolescents follows from them"),
            ("elderly iv 0.5mg/kg 70kg", "0.5 mg/kg, intravenous, older adults", "of adults in general, not of older"),
            ("esketamine iv 0.2mg/kg postpartum 60kg", "0.2 mg/kg esketamine, intravenous, postpartum",
             "not of those asked for (postpartum)"),
        ],
    )  # fmt: skip
    def test_whose_the_others_are(self, keta: Run, line: str, title: str, said: str) -> None:
        out = flat(keta("dosing", *line.split()).out)
        assert out.startswith(f"A dose worked out: {title}")
        assert said in out
        assert any(said in text for text in keta("dosing", *line.split(), "--json").document["cautions"])

    def test_the_highest_is_that_of_regimens_and_studies(self, keta: Run) -> None:
        assert "keta-intranasal-suicidality" in keta("dosing", "intranasal", "75mg", "suicidality").out
        assert "inked-pc (MDD, 50 to 150 mg)" in flat(keta("dosing", "intranasal", "100mg").out)
        ran = keta("dosing", "intranasal", "100mg", "--form", "esketamine")
        assert ran.code == 6
        assert "the highest intranasal dose of esketamine given at one time on record is 84 mg" in ran.err
        assert "(racemic, inked-pc)" in keta("dosing", "intranasal", "200mg").err

    def test_a_dose_of_a_study_alone_is_no_dose_of_another_route(self, keta: Run) -> None:
        assert "del-sant-2020" in keta("dosing", "esketamine", "sc", "1mg/kg", "bipolar", "70kg").out


class TestHints:
    """No hint has an adult's dose for other people, or another route than was typed."""

    @pytest.mark.parametrize(
        "line",
        ["paediatric sedation 20kg", "adolescents 50kg", "elderly 70kg", "8 year old iv 0.5mg/kg 35kg", "sedation 20kg",
         "16 year old 50kg", "40 year old iv 0.5mg/kg", "adolescents 0.5mg/kg", "im 70kg"],
    )  # fmt: skip
    def test_no_dose_is_offered(self, keta: Run, line: str) -> None:
        ran = keta("dosing", *line.split())
        assert ran.code in (2, 6)
        typed = [word for word in line.split() if word.endswith("mg/kg")]
        assert set(re.findall(r"[0-9.]+ ?mg/kg", ran.err)) <= {*typed}
        assert "keta dosing iv 0.5 mg/kg" not in ran.err

    def test_an_age_is_a_person(self, keta: Run) -> None:
        assert keta("dosing", "16", "year", "old").out == keta("dosing", "adolescents").out
        out = flat(keta("dosing", "16", "year", "old", "iv", "0.5mg/kg", "50kg").out)
        assert out.startswith("A dose worked out: 0.5 mg/kg, intravenous, adolescents")
        assert "16 year old as teenager" in out

    @pytest.mark.parametrize("word", ["adolescents", "agitation"])
    def test_full_has_the_studies_of_each_dose(self, keta: Run, word: str) -> None:
        document = keta("dosing", word, "--json").document
        out = flat(keta("dosing", word, "--full").out)
        assert document["data"] == []
        assert document["patterns"]
        assert all(name in out for each in document["patterns"] for name in (*each["trials"], *each["studies"]))
        assert "Nothing matches" not in out

    def test_the_list_of_a_product_has_its_route(self, keta: Run) -> None:
        assert keta("dosing", "spravato").out == keta("dosing", "esketamine", "intranasal").out
        assert {each["route"] for each in keta("dosing", "spravato", "--json").document["patterns"]} == {"intranasal"}

    def test_a_product_of_two_words(self, keta: Run) -> None:
        assert keta("dosing", "ketanest", "s").out == keta("dosing", "esketamine").out
        assert "Did you mean keta dosing Ketanest S?" in keta("dosing", "ketanest").err


class TestWithoutAUnit:
    """How a quantity without a unit was read is said, on the screen and in JSON; keta itself writes units."""

    @pytest.mark.parametrize("line", ["iv 0.5mg/kg", "--regimen racemic-intravenous-elekt-d"])
    def test_it_says_so(self, keta: Run, line: str) -> None:
        bare = ("--weight", "70", "--strength", "50", "--volume", "50mL")
        said = "weight 70 as 70 kg; strength 50 as 50 mg/mL"
        assert f"Read as {said} " in flat(keta("dosing", *line.split(), *bare).out)
        document = keta("dosing", *line.split(), *bare, "--json").document
        assert document["read_as"] == said.split("; ")
        assert "= 0.7 mL" in keta("dosing", *line.split(), *bare).out

    def test_with_units_nothing_was_assumed(self, keta: Run) -> None:
        words = ("dosing", "iv", "0.5mg/kg", "--weight", "70 kg", "--strength", "50mg/mL")
        assert "Read as" not in keta(*words).out
        assert keta(*words, "--json").document["read_as"] == []

    @pytest.mark.parametrize("words", ["", "iv", "im", "sc", "arketamine", "racemic iv", "--use anaesthesia", "--full",
                                       "iv --controls", "iv 0.5mg/kg"])  # fmt: skip
    def test_no_command_is_offered_without_units(self, keta: Run, words: str) -> None:
        out = keta("dosing", *words.split(), "--accessible").out
        assert not re.search(r"--(weight|strength|volume) [0-9.]+(?![0-9.]|kg|mg/mL|mL)", out)

    def test_nor_in_help(self, keta: Run) -> None:
        for words in (("dosing", "--help"), ("help", "safety"), ("help", "dosing")):
            out = flat(keta(*words).out)
            assert not re.search(r"--(weight|strength|volume) [0-9.]+(?![0-9.]|kg|mg/mL|mL)", out)

    def test_labels_and_arithmetic_stand_in_line(self, keta: Run) -> None:
        lines = keta("dosing", "iv", "0.5mg/kg", "180lb", "50mg/mL", "50mL", "--width", "100").out.splitlines()
        heads = [line for line in lines if re.match(r"(Read as|Weight|Over|Dose|Draw up|Final conc|Rate)\b", line)]
        places = {re.match(r"\S+(?: \S+)?  +", line).end() for line in heads}  # type: ignore[union-attr]
        assert len(heads) > 5
        assert len(places) == 1

    def test_the_next_dose_is_of_the_form_listed(self, keta: Run) -> None:
        out = keta("dosing", "arketamine", "--accessible").out
        assert 'keta dosing arketamine intravenous 0.5 mg/kg --weight "70 kg" --strength "50 mg/mL"' in out

    @pytest.mark.parametrize("width", [50, 60, 80])
    def test_no_line_is_wider_than_the_window(self, keta: Run, width: int) -> None:
        words = ("dosing", "iv", "0.5mg/kg", "--weight", "180lb", "--strength", "50mg/mL", "--volume", "50mL")
        assert max(map(len, keta(*words, "--width", str(width)).out.splitlines())) <= width
