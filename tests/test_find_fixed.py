"""What a question is fixed to: a person, a route, a use, a country; what stands first, and what must not."""

from __future__ import annotations

import pytest

from ketacli.evidence.find import search
from ketacli.evidence.find.fixed import DOSES
from ketacli.evidence.find.question import Question, read
from ketacli.evidence.find.readings import PRESSURE, reworded
from ketacli.records.dataset import Dataset
from ketacli.records.store import Store

from .conftest import Run


def doses(store: Store, text: str) -> tuple[list[str], Question]:
    """The regimens whose dose a search shows, in its order, and how the question was read."""
    found, question = search(store, text)
    rows = store.rows("SELECT s.id, f.path, f.sort FROM fact f JOIN subject s ON s.number = f.subject")
    sorts = {(name, path): sort for name, path, sort in rows}
    return [hit.id for hit in found if sorts[hit.id, hit.path] in DOSES], question


class TestPersons:
    """A dose for adults is no answer to who asks for a child."""

    @pytest.mark.parametrize(
        "text",
        ["paediatric sedation dose", "ketamine dose for child", "dose for procedural sedation in a child",
         "pediatric im dose", "spravato 84 mg for 16 year old", "ketamine dose 9 yo", "dose for infants",
         "iv dose aged 4", "Dosis Kinder", "dose pour un enfant", "dose of ketamine in pregnancy"],
    )  # fmt: skip
    def test_no_dose_of_others_is_shown_and_it_is_said(self, keta: Run, store: Store, text: str) -> None:
        shown, question = doses(store, text)
        assert shown == []
        assert "dose" in question.unmet
        lines = keta("find", text).out.splitlines()
        assert lines[1].startswith("No ")
        assert "dosing regimen" in lines[1]
        assert "not shown" in lines[1]

    def test_a_dose_for_the_person_is_shown(self, store: Store) -> None:
        shown, question = doses(store, "spravato dose for a 72 year old")
        assert shown[0] == "spravato-eu-trd-65"
        assert question.unmet == []

    def test_a_child_is_no_score_of_the_liver(self, store: Store) -> None:
        assert all("Child-Pugh" not in hit.text for hit in search(store, "ketamine dose for child")[0])
        assert search(store, "Child-Pugh")[0][0].id.startswith("liver-impairment-spray")

    @pytest.mark.parametrize("text", ["is spravato safe for teenagers", "spravato for my 15 year old"])
    def test_what_is_in_force_stands_before_what_was_replaced(self, store: Store, text: str) -> None:
        found = [hit.id for hit in search(store, text)[0]]
        assert "boxed-warning-spray-recent" in found[:3]
        assert "boxed-warning-spray-2019" not in found[: found.index("boxed-warning-spray-recent")]

    def test_a_replaced_statement_says_so(self, store: Store) -> None:
        [old] = [hit for hit in search(store, "boxed warning spravato 2019")[0] if hit.id == "boxed-warning-spray-2019"]
        assert "Superseded: respiratory depression has been added since" in old.text

    def test_scores_fall_though_a_person_goes_before_words(self, store: Store) -> None:
        scores = [hit.score for hit in search(store, "ketamine dose for child")[0]]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 16 year old", "a teenager"), ("16-year-old", "teenager"), ("9 yo", "child"), ("aged 70", "elderly"),
        ("a 3 month old", "a infant"), ("30 year old man", "adult man"), ("16 years", "16 years"),
        ("160/100", PRESSURE), ("bp 180 over 110 now", f"bp {PRESSURE} now"),
        ("56/84 mg", "56/84 mg"), ("100 over 40 min", "100 over 40 min"), ("52/98 responded", "52/98 responded"),
        ("aged 18 to 65", "aged 18 to 65"), ("24/7", "24/7"),
    ],
)  # fmt: skip
def test_ages_and_blood_pressures_are_read(text: str, words: str) -> None:
    assert reworded(text) == words


class TestRoutesAndUses:
    """A dose by another route or for another use is no answer."""

    @pytest.mark.parametrize(
        ("text", "route", "use"),
        [
            ("ketamine im dose for depression", "intramuscular", "psychiatric"),
            ("max dose iv ketamine depression", "intravenous", "psychiatric"),
            ("how much ketamine for rsi", "", "anaesthesia"),
            ("iv ketamine dose anaesthesia", "intravenous", "anaesthesia"),
            ("how often maintenance esketamine", "", "psychiatric"),
            ("dose of oral ketamine", "oral", ""),
        ],
    )  # fmt: skip
    def test_every_dose_shown_fits(self, shipped: Dataset, text: str, route: str, use: str) -> None:
        shown = [shipped.regimens[name] for name in doses(shipped.store, text)[0]]
        assert shown
        assert all(route in ("", *item.routes) for item in shown)
        assert {item.use for item in shown} <= ({use} if use else {item.use for item in shown})

    @pytest.mark.parametrize("text", ["ketamine dose agitation im", "intranasal ketamine dose for pain",
                                      "status epilepticus dose"])  # fmt: skip
    def test_none_on_record_is_said(self, store: Store, text: str) -> None:
        shown, question = doses(store, text)
        assert shown == []
        assert "dose" in question.unmet

    @pytest.mark.parametrize(
        ("text", "form"),
        [("spravato dose 60kg", "esketamine"), ("how much ketamine for rsi", "racemic"),
         ("esketamine iv induction dose", "esketamine"), ("dose of arketamine", "arketamine")],
    )  # fmt: skip
    def test_doses_of_the_form_stand_before_those_of_another(self, shipped: Dataset, text: str, form: str) -> None:
        same = [shipped.regimens[name].form == form for name in doses(shipped.store, text)[0]]
        assert same[0]
        assert same == sorted(same, reverse=True)

    def test_trials_of_the_use_come_first(self, store: Store) -> None:
        assert {hit.id for hit in search(store, "ketamine dose agitation im")[0][:2]} == {"heydari-2018", "barbic-2021"}

    def test_the_highest_published_dose_stands_in_for_a_maximum(self, keta: Run, shipped: Dataset) -> None:
        line = keta("find", "max dose iv ketamine depression").out.splitlines()[1]
        assert line.startswith("No maximum intravenous dose for depression is on record; the highest published")
        named = line.rpartition("(")[2].rstrip(").")
        assert shipped.regimens[named].use == "psychiatric"
        assert "intravenous" in shipped.regimens[named].routes
        assert "maximum" not in read(shipped.store, "iv dose depression").unmet

    def test_what_is_on_record_is_never_denied(self, keta: Run) -> None:
        for text in ("0.5 mg/kg iv 70kg", "iv ketamine dose depression", "spravato dose elderly", "sublingual dose"):
            assert "not shown" not in keta("find", text).out, text

    def test_the_onset_is_that_of_the_route(self, store: Store) -> None:
        first = search(store, "onset im ketamine")[0][0]
        assert (first.id, first.label) == ("racemic", "Onset of action")
        assert "(intramuscular" in first.text

    @pytest.mark.parametrize(("text", "route"), [("im ketamine dose", True), ("Ketamin im Alter bei Depression", False),
                                                 ("im taking ketamine, can I drive", False)])  # fmt: skip
    def test_im_is_a_route_where_it_is_one(self, store: Store, text: str, route: bool) -> None:
        fixed = {each.fixes.sort for each in read(store, text).concepts if each.fixes}
        assert ("route" in fixed) == route

    def test_a_use_that_nothing_treats_is_said(self, keta: Run) -> None:
        out = keta("find", "ketamine for status epilepticus").out
        assert out.splitlines()[1] == "No study and no dosing regimen for seizures is on record."
        assert "asthmaticus" not in out


class TestDiseases:
    """What speaks against the drug goes before what was seen in trials."""

    @pytest.mark.parametrize(
        "text", ["schizophrenia", "ketamine in schizophrenia", "is ketamine safe with epilepsy", "epilepsy ketamine",
                 "ketamine in pregnancy", "ketamine liver disease", "Schwangerschaft", "embarazo", "grossesse"]
    )  # fmt: skip
    def test_a_caution_is_first(self, shipped: Dataset, text: str) -> None:
        first = search(shipped.store, text)[0][0]
        assert first.kind == "safety"
        assert shipped.safety[first.id].kind in ("contraindication", "warning")


class TestPlaces:
    """The law of a country is that country's."""

    @pytest.mark.parametrize("place", ["India", "Nigeria", "Germany"])
    def test_a_law_that_is_not_on_record_is_said(self, keta: Run, place: str) -> None:
        out = keta("find", f"is ketamine legal in {place.lower()}").out
        assert out.splitlines()[1].startswith(f"{place}: law not on record; on record: US,")

    @pytest.mark.parametrize("text", ["is it legal in india", "is ketamine legal in germany", "legal status germany"])
    def test_law_and_approvals_come_first(self, store: Store, text: str) -> None:
        for hit in search(store, text)[0][:3]:
            assert hit.kind == "events" or hit.path.startswith(("approvals", "scheduling", "standing"))

    def test_a_law_on_record_is_first_and_nothing_is_denied(self, keta: Run, store: Store) -> None:
        assert "not on record" not in keta("find", "is ketamine legal in the UK").out
        assert "GB" in search(store, "is ketamine legal in the UK")[0][0].label

    def test_a_country_with_trials_is_on_record(self, store: Store) -> None:
        assert search(store, "trials in india")[1].absent == []


class TestReadings:
    """Numbers say little alone."""

    @pytest.mark.parametrize("text", ["blood pressure 160/100", "bp 160/100 after spravato", "bp 160 over 100"])
    def test_a_blood_pressure_finds_the_rule(self, store: Store, text: str) -> None:
        found = search(store, text)[0]
        assert found[0].id == "monitoring-before-spray-us"
        assert {hit.kind for hit in found[:3]} == {"safety"}

    @pytest.mark.parametrize("text", ["can I go home 1 hour after spravato", "when can patient go home"])
    def test_going_home_finds_the_two_hours(self, store: Store, text: str) -> None:
        assert "at least 2 hours" in search(store, text)[0][0].text

    def test_a_statement_in_a_conflict_is_marked(self, store: Store) -> None:
        found = {hit.id: hit.conflict for hit in search(store, "how long does blood pressure rise last")[0][:4]}
        assert found["blood-pressure-course-spray"] == "rows-spravato-bp-duration"


class TestLines:
    """Questions that another command answers begin with its line."""

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("esketamine vs ketamine", "compare esketamine racemic"),
            ("is esketamine better than ketamine", "compare esketamine racemic"),
            ("R-ketamine vs S-ketamine", "compare esketamine arketamine"),
            ("0.5 mg/kg iv 70kg", "dosing intravenous 0.5 mg/kg --weight 70kg"),
            ("0.5mg/kg im for 154 lb", "dosing intramuscular 0.5 mg/kg --weight 154lb"),
            ("dose 35 mg iv", "dosing intravenous 35 mg"),
            ("draw up 35mg from 50mg/ml", "dosing intravenous 35 mg --strength 50"),
            ("risk of bias depression", "trials depression --bias low,some-concerns,unclear,high"),
        ],
    )
    def test_the_line_is_first_and_runs(self, keta: Run, text: str, line: str) -> None:
        assert keta("find", text).out.splitlines()[1] == f"Answered by: keta {line}"
        assert keta("find", text, "--json").document["lines"] == [f"keta {line}"]
        assert keta(*line.split()).code == 0

    @pytest.mark.parametrize("text", ["0.5 mg/kg iv 20kg child", "esketamine", "84 mg for a 16 year old 60 kg",
                                      "what did 84 mg intranasal do in the trials of older people"])  # fmt: skip
    def test_none_for_a_child_or_another_question(self, keta: Run, text: str) -> None:
        assert keta("find", text, "--json").document["lines"] == []

    @pytest.mark.parametrize("text", ["esketamine vs ketamine", "is esketamine better than ketamine"])
    def test_the_head_to_head_is_the_first_fact(self, store: Store, text: str) -> None:
        assert search(store, text)[0][0].id == "esketamine-or-racemic"

    def test_no_judgement_of_bias_is_said(self, keta: Run) -> None:
        assert "No judgement of the risk of bias of a trial in ptsd" in keta("find", "risk of bias ptsd").out


class TestWords:
    """A word that nothing has is told first, and never exchanged for another word."""

    def test_it_is_told_before_the_answer_and_in_json(self, keta: Run) -> None:
        ran = keta("find", "ketamine zzzzqqqq bladder")
        assert ran.out.splitlines()[1].startswith('Nothing on record has "zzzzqqqq": what follows')
        assert keta("find", "ketamine zzzzqqqq", "--json").document["missing"] == ["zzzzqqqq"]
        assert keta("find", "ketamine", "--json").document["missing"] == []

    @pytest.mark.parametrize("word", ["shelf", "never", "light", "water"])
    def test_a_short_word_is_not_taken_for_its_look_alike(self, store: Store, word: str) -> None:
        assert read(store, f"ketamine {word}").respelt == {}

    def test_fasting_is_no_fast_pulse(self, store: Store) -> None:
        assert "Nothing to eat" in search(store, "fasting before spray")[0][0].text

    @pytest.mark.parametrize(
        ("word", "english"),
        [("Schmerzen", "pain"), ("Suizid", "suicide"), ("dolor", "pain"), ("douleur", "pain"), ("pijn", "pain"),
         ("Nebenwirkungen", "side effects"), ("effets secondaires", "side effects"), ("depressione", "depression"),
         ("bijwerkingen", "side effects"), ("gravidanza", "pregnancy"), ("controindicazioni", "contraindications")],
    )  # fmt: skip
    def test_plain_words_of_other_languages(self, store: Store, word: str, english: str) -> None:
        found = {hit.id for hit in search(store, word)[0][:40]}
        same = {hit.id for hit in search(store, english)[0]}
        assert found
        assert len(found & same) >= 0.8 * len(found)


def test_doses_that_trials_gave_to_the_people_asked_for_are_led_to(keta: Run) -> None:
    shown = keta("find", "spravato dose for teenagers").out
    assert "What trials gave: keta dosing adolescents." in " ".join(shown.split())
    assert "keta dosing children" not in keta("find", "ketamine dose for a child").out


class TestAges:
    """An age that is not understood would give an adult's dose to a child."""

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("ketamine dose 17 years", "ketamine dose teenager"), ("ketamine dose 12-17", "ketamine dose teenager"),
            ("ketamine dose 12 to 17 years", "ketamine dose teenager"), ("ketamine dose 5 yrs", "ketamine dose child"),
            ("sedation dose student 13", "sedation dose teenager"), ("my daughter, 14", "my teenager"),
            ("Dosis Kind 5 Jahre", "Dosis child"), ("my son is 9", "my child"), ("dose 70 years", "dose elderly"),
            ("dose for 3 years of depression", "dose for 3 years of depression"), ("dose 1-4 mg/kg", "dose 1-4 mg/kg"),
            ("dose weeks 1-4", "dose weeks 1-4"), ("dose 6-12 infusions", "dose 6-12 infusions"),
            ("dose over 10-15 minutes", "dose over 10-15 minutes"), ("a man 70 kg", "a man 70 kg"),
            ("patient 30 min after spravato", "patient 30 min after spravato"),
        ],
    )  # fmt: skip
    def test_ages_as_people_type_them(self, text: str, words: str) -> None:
        assert reworded(text) == words

    @pytest.mark.parametrize("text", ["ketamine dose 17 years", "ketamine dose 12-17", "ketamine dose 5 yrs",
                                      "wie viel ketamin für ein kind", "cuánta ketamina para un niño"])  # fmt: skip
    def test_no_dose_of_adults_is_shown(self, keta: Run, store: Store, text: str) -> None:
        assert doses(store, text)[0] == []
        assert keta("find", text).out.splitlines()[1].startswith("No dosing regimen for ")

    def test_what_a_body_weighs_is_no_number_of_people(self, store: Store) -> None:
        found, question = search(store, "ketamine for a 70kg man with depression")
        assert question.unknown == []
        assert "del-sant-2020" not in {hit.id for hit in found[:8]}


def test_studies_in_animals_and_comparators_are_no_doses(shipped: Dataset) -> None:
    for text in ("ketamine dose for a baby", "arketamine dose", "ketamine dose infant", "3 month old ketamine dose"):
        found = {hit.id for hit in search(shipped.store, text)[0]}
        assert not {each.id for each in shipped.trials if each.species != "human"} & found, text
    assert any(shipped.trials[hit.id].species != "human" for hit in search(shipped.store, "arketamine dose in mice")[0]
               if hit.kind == "trials")  # fmt: skip
    for text in ("ptsd dose", "iv dose depression"):
        assert all(shipped.regimens[name].role == "treatment" for name in doses(shipped.store, text)[0])


class TestSafety:
    """Words of safety find the warnings in whatever form they are typed."""

    @pytest.mark.parametrize(
        "text", ["can i breastfeed after ketamine", "breastfeed", "breast-feed", "breast feeding spravato",
                 "nursing mother", "lactating"]
    )  # fmt: skip
    def test_breastfeeding(self, shipped: Dataset, text: str) -> None:
        found, question = search(shipped.store, text)
        assert question.unknown == []
        assert found[0].id.startswith("pregnancy-spray-")

    @pytest.mark.parametrize("text", ["ketamine and alcohol", "is it safe to drink alcohol after ketamine",
                                      "can I drink alcohol after my dose", "hepatic impairment ketamine",
                                      "liver impairment ketamine"])  # fmt: skip
    def test_warnings_are_first(self, shipped: Dataset, text: str) -> None:
        for hit in search(shipped.store, text)[0][:3]:
            assert shipped.safety[hit.id].kind in ("warning", "contraindication"), hit.id

    def test_alcohol_use_disorder_is_another_question(self, store: Store) -> None:
        for text in ("ketamine for alcohol use disorder", "ketamine and alcohol use disorder"):
            assert search(store, text)[0][0].kind != "safety"

    def test_addicted(self, shipped: Dataset) -> None:
        assert search(shipped.store, "addicted to ketamine")[0][0].id.startswith("abuse-")

    def test_discharge(self, store: Store) -> None:
        assert "at least 2 hours" in search(store, "when is a patient discharged after ketamine")[0][0].text


class TestUnion:
    """What the European Union authorises is authorised in its members."""

    @pytest.mark.parametrize("place", ["France", "Germany", "Italy", "Spain", "Latvia"])
    def test_the_authorisation_of_the_union_is_first(self, keta: Run, store: Store, place: str) -> None:
        text = f"is spravato approved in {place.lower()}"
        assert keta("find", text).out.splitlines()[1] == (
            f"{place}: approval not on record by itself; the EU authorisation covers it."
        )
        for hit in search(store, text)[0][:3]:
            assert "EU" in hit.label

    def test_no_member_is_not_covered(self, keta: Run) -> None:
        out = keta("find", "is spravato available in brazil").out
        assert out.splitlines()[1].startswith("Brazil: approval not on record; on record:")

    def test_the_schedule_of_a_country_is_its_law(self, keta: Run, store: Store) -> None:
        text = "schedule of ketamine in india"
        assert keta("find", text).out.splitlines()[1].startswith("India: law not on record")
        assert doses(store, text)[0] == []


def test_the_highest_dose_in_other_languages(store: Store) -> None:
    found, question = search(store, "esketamina dosis máxima")
    assert question.unknown == []
    assert "maximum" in found[0].path


class TestDoses:
    """What must be known before a dose: that there is none of the form or for the use, and who cautions of it."""

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            (
                "esketamine dose for ptsd",
                "No esketamine dosing regimen for post-traumatic stress disorder is on record",
            ),
            ("sublingual esketamine dose", "No sublingual esketamine dosing regimen is on record"),
            (
                "esketamine dose for bipolar depression",
                "No esketamine dosing regimen for bipolar depression is on record",
            ),
            ("ketamine dose for tinnitus", 'No dosing regimen on record is for "tinnitus".'),
            ("dose for dementia", 'No dosing regimen on record is for "dementia".'),
            ("sublingual ketamine dose", "Caution, US: Compounded oral ketamine"),
            ("troche dose", "Caution, US: Compounded oral ketamine"),
            ("oral ketamine dose depression", "Caution, US: Compounded oral ketamine"),
            ("ptsd dose", "A guideline is against it in PTSD: keta show va-dod-2023-ptsd."),
            ("ketamine in renal failure dose", "What comes first is about esketamine, not racemic ketamine."),
        ],
    )
    def test_it_is_told_first(self, keta: Run, text: str, line: str) -> None:
        assert keta("find", text, "--json").document["warnings"][0].startswith(line)

    @pytest.mark.parametrize("text", ["spravato dose", "iv ketamine dose depression", "esketamine dose for depression",
                                      "ketamine dose for ptsd", "spravato dose trd"])  # fmt: skip
    def test_nothing_is_denied_that_is_on_record(self, keta: Run, text: str) -> None:
        assert not [line for line in keta("find", text, "--json").document["warnings"] if line.startswith("No ")]

    @pytest.mark.parametrize(
        ("text", "command"),
        [("im ketamine dose agitation", "dosing agitation"),
         ("esketamine dose for bipolar depression", "dosing esketamine bipolar-depression")],
    )  # fmt: skip
    def test_doses_that_trials_gave_are_led_to(self, keta: Run, text: str, command: str) -> None:
        assert f"What trials gave: keta {command}." in " ".join(keta("find", text).out.split())
        assert keta(*command.split()).code == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [("ketamine vs ect", "ect-or-racemic"), ("esketamine versus quetiapine", "spray-or-quetiapine"),
     ("ketamine versus midazolam", "racemic-midazolam")],
)  # fmt: skip
def test_a_comparison_is_answered_by_its_efficacy(keta: Run, shipped: Dataset, text: str, name: str) -> None:
    assert keta("find", text, "--json").document["lines"] == [f"keta evidence {name}"]
    assert keta("evidence", name).code == 0
    first = next(hit for hit in search(shipped.store, text)[0] if hit.kind == "questions")
    assert first.id == name
    outcome = shipped.questions[name].outcomes[int(first.path.rpartition(".")[2])]
    assert not outcome.harm


def test_a_medicine_that_nothing_has_leads_to_interactions_alone(keta: Run, store: Store) -> None:
    for text in ("clozapine and ketamine", "tramadol with ketamine", "can I take warfarin with ketamine"):
        found, _ = search(store, text)
        assert found[0].id.startswith("interaction"), text
        assert len(found) < 40
        assert "interactions with other medicines" in keta("find", text).out.splitlines()[1]


@pytest.mark.parametrize("text", ["fasting before ketamine", "fasting before spravato"])
def test_fasting(store: Store, text: str) -> None:
    assert "eat" in search(store, text)[0][0].text


def test_how_long_to_watch(store: Store) -> None:
    assert "monitoring-after-spray-us" in {
        hit.id for hit in search(store, "how long do i watch a patient after spravato")[0][:3]
    }


def test_a_study_in_animals_says_so(keta: Run) -> None:
    assert "In mice: Zhang 2014" in " ".join(keta("find", "zhang-2014").out.split())


class TestAnimals:
    """A dose for people is none for an animal."""

    @pytest.mark.parametrize(
        "words",
        ["dose ketamine horse", "ketamine dose for my cat", "how much ketamine for dogs", "veterinary ketamine dose",
         "dose of ketamine in sheep", "im dose dog 10 mg/kg 20 kg", "ketamine mg/kg equine iv", "ketamin Dosis Hund"],
    )  # fmt: skip
    def test_no_dose_of_people_is_shown(self, keta: Run, words: str) -> None:
        answer = keta(*words.split())
        assert answer.code == 4
        [line] = keta("find", words, "--json").document["warnings"]
        assert line.startswith("No dose for animals is on record. Doses for people are not shown")
        document = keta("find", words, "--json").document
        assert (document["data"], document["lines"]) == ([], [])
        for command in ("trials --species mouse", "trials --species rat"):
            assert f"keta {command}" in line
            assert keta(*command.split(), "--json").document["total"] > 0

    @pytest.mark.parametrize("words", ["ketamine dose for mice", "dose in rats", "arketamine mg/kg in mice"])
    def test_of_mice_and_rats_studies_in_them_alone(self, store: Store, shipped: Dataset, words: str) -> None:
        found, _ = search(store, words)
        assert found
        assert {shipped.trials[hit.id].species for hit in found if hit.kind == "trials"} <= {"mouse", "rat"}
        assert {hit.kind for hit in found} == {"trials"}

    @pytest.mark.parametrize(
        "words", ["ICU ventilated patient ketamine infusion rate", "response rate esketamine dose"]
    )
    def test_a_rate_is_no_rat(self, store: Store, words: str) -> None:
        _, question = search(store, words)
        assert not question.for_animals
        assert not {"mice", "rodents"}.intersection(*question.also.values(), ())

    def test_an_animal_that_nothing_has_is_told(self, keta: Run) -> None:
        assert 'Nothing on record has "horses"' in keta("find", "ketamine in horses").out


@pytest.mark.parametrize(
    ("text", "first"),
    [("ketamine vs ect", "elekt-d"), ("ect or ketamine", "elekt-d"), ("esketamine versus placebo", "esketamine-trd"),
     ("ketamine vs placebo", "racemic-saline"), ("esketamine vs quetiapine", "spray-or-quetiapine"),
     ("ketamine vs midazolam ptsd", "racemic-ptsd")],
)  # fmt: skip
def test_of_two_treatments_what_most_people_took_part_in_leads(store: Store, text: str, first: str) -> None:
    hits, question = search(store, text)
    assert hits[0].id == first
    rows = store.rows("SELECT sort FROM fact f JOIN subject s ON s.number = f.subject WHERE s.id = ? AND f.path = ?",
                      hits[0].id, hits[0].path)  # fmt: skip
    assert rows[0][0] in ("result", "pooled")
    assert question.pool
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_largest_comparison_is_the_largest_on_record(store: Store, shipped: Dataset) -> None:
    found = [trial for trial in shipped.trials if "ect" in trial.comparators and "racemic" in trial.forms]
    assert max(found, key=lambda trial: trial.n or 0).id == search(store, "ketamine vs ect")[0][0].id


def test_which_of_two_is_favoured_does_not_choose_the_row_of_a_pool(store: Store) -> None:
    for text in ("ketamine vs ect", "ect versus ketamine"):
        hit = next(hit for hit in search(store, text)[0] if hit.kind == "questions")
        assert hit.path.endswith(".0")


def test_a_dose_that_studies_alone_gave_is_that_of_finished_ones(store: Store, shipped: Dataset) -> None:
    found, _ = search(store, "esketamine dose for bipolar depression")
    for hit in found[:2]:
        trial = shipped.trials[hit.id]
        assert trial.status == "reported"
        assert "esketamine" in trial.forms
        assert "bipolar-depression" in trial.indications
        assert hit.path.startswith(f"trials/{hit.id}.arms") or hit.path.startswith("arms")


def test_when_to_go_home_after_an_infusion(store: Store) -> None:
    found, _ = search(store, "when can the patient go home after ketamine infusion")
    assert found[0].id == "driving-infusion-article"


def test_a_form_beside_a_word_that_nothing_has_lists_nothing(keta: Run) -> None:
    answer = keta("tramadol", "ketamine")
    assert answer.code == 4
    document = keta("find", "tramadol ketamine", "--json").document
    assert document["data"] == []
    [line] = document["warnings"]
    assert line.startswith('Nothing on record has "tramadol"')
    assert "keta safety interactions" in line
    assert keta("safety", "interactions", "--json").document["total"] > 0


class TestProducts:
    """The dose of an injection is none of the spray of the same drug, nor of another product without a word."""

    @pytest.mark.parametrize("text", ["ketanest s dose", "ketanest dose", "vesierra dose", "dosage of esketiv",
                                      "ketalar dose", "how much vesierra"])  # fmt: skip
    def test_a_dose_of_an_injection_is_by_injection(self, store: Store, shipped: Dataset, text: str) -> None:
        shown, _ = doses(store, text)
        assert shown
        assert all({"intravenous", "intramuscular"} & {*shipped.regimens[name].routes} for name in shown)

    def test_the_doses_of_its_own_text_stand_first(self, store: Store, shipped: Dataset) -> None:
        [first, *_], _ = doses(store, "ketanest s dose")
        own = {each.source for each in shipped.compounds["esketamine"].approvals if each.product == "Ketanest S"}
        assert shipped.regimens[first].source in own

    def test_a_product_without_a_dose_on_record_is_told(self, keta: Run) -> None:
        told = keta("find", "vesierra dose", "--json").document["warnings"]
        assert 'No dosing regimen on record goes by the name "vesierra": injections of other names follow.' in told
        assert not [
            line for line in keta("find", "esketiv dose", "--json").document["warnings"] if "by the name" in line
        ]

    def test_a_route_that_is_named_says_more(self, store: Store, shipped: Dataset) -> None:
        shown, _ = doses(store, "ketalar oral dose")
        assert all("oral" in shipped.regimens[name].routes for name in shown)


@pytest.mark.parametrize(
    ("text", "line"),
    [("ketamine for ptsd", "keta evidence racemic-ptsd"), ("does ketamine help ocd", "keta evidence racemic-ocd"),
     ("esketamine for depression", "keta evidence esketamine-trd"),
     ("ketamine for suicidal thoughts", "keta evidence racemic-suicidality"),
     ("ketamine side effects", "keta safety racemic"), ("side effects of spravato", "keta safety esketamine"),
     ("esketamine dose", "keta dosing esketamine"), ("iv ketamine dose ptsd", "keta dosing racemic intravenous ptsd")],
)  # fmt: skip
def test_a_plain_question_has_the_line_that_answers(keta: Run, text: str, line: str) -> None:
    assert keta("find", text, "--json").document["lines"] == [line]
    assert keta(*line.split()[1:]).code == 0


def test_no_list_of_doses_answers_for_a_person_a_product_or_what_is_not_there(keta: Run) -> None:
    for text in ("ketamine dose for child", "ketanest s dose", "esketamine dose for ptsd", "max dose ketamine",
                 "ketamine dose in renal failure", "ketamine dose horse"):  # fmt: skip
        assert keta("find", text, "--json").document["lines"] == [], text


@pytest.mark.parametrize(
    ("text", "first"),
    [("how much does blood pressure rise after spravato", "blood-pressure"),
     ("is ketamine off label for depression", "racemic-not-approved-for-depression"),
     ("ketamine and benzodiazepines", "interaction"), ("on benzos and spravato", "interaction"),
     ("how many ketamine infusions for depression", "racemic-intravenous"),
     ("spravato on the NHS", "nice"), ("spravato in germany", "esketamine")],
)  # fmt: skip
def test_what_is_meant_and_not_a_word_of_it_is_answered(store: Store, text: str, first: str) -> None:
    assert search(store, text)[0][0].id.startswith(first)


def test_a_study_without_results_does_not_answer_first_what_a_drug_does(store: Store, shipped: Dataset) -> None:
    for text in ("does ketamine help chronic pain", "ketamine for alcohol use disorder", "ketamine for ocd"):
        for hit in search(store, text)[0][:3]:
            assert hit.kind != "trials" or shipped.trials[hit.id].status == "reported", text
    running = search(store, "running trial ketamine chronic pain depression")[0][:3]
    assert "nct06317636" in {hit.id for hit in running}


def test_how_common_a_harm_of_a_form_is_is_told_of_that_form(store: Store, shipped: Dataset) -> None:
    for text, form in (("spravato nausea how common", "esketamine"), ("esketamine dizziness how often", "esketamine")):
        first = search(store, text)[0][0]
        assert form in shipped.safety[first.id].forms


def test_a_son_of_any_age_fixes_a_dose_alone(store: Store) -> None:
    _, dose = search(store, "ketamine dose for my son")
    assert "dose" in dose.unmet
    found, other = search(store, "does ketamine hurt the bladder of my son")
    assert "person" not in other.unmet
    first = [hit.id for hit in found[:3]]
    assert "genitourinary-pain-ketamine-label" in first
    assert "boxed-warning-spray-recent" not in first
