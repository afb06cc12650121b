"""``keta dosing iv 0.5mg/kg``: the arithmetic on a dose, who published it, and what is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketacli import load
from ketacli.errors import Refused
from ketacli.evidence.arithmetic.patterns import Request, matching, work_out
from ketacli.evidence.arithmetic.quantities import Typed, Weight, show
from ketacli.evidence.arithmetic.regimens import amounts, limit, refuse_maximum, unclear
from ketacli.evidence.arithmetic.steps import BY_WEIGHT
from ketacli.records.dataset import Dataset
from ketacli.records.regimen import Regimen
from ketacli.records.structure import build

from .conftest import Run

FULL = ("dosing", "iv", "0.5mg/kg", "--weight", "82kg", "--strength", "50mg/mL", "--volume", "50mL")
NAKED = re.compile(r"(?<![\d.])\.\d|\d\.(?!\d)(?=\s|$)|\d\.\d*0(?![\d.])")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The shipped data."""
    return load()


def figures(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a program reads of each step."""
    return [(step["what"], step["formula"], step["printed"]) for step in document["arithmetic"]]


def capped(name: str, unit: str, maximum: dict[str, Any] | None, **dose: Any) -> Regimen:
    """An intravenous regimen with one dose and a maximum."""
    fields: dict[str, Any] = {
        "id": name, "name": name, "form": "racemic", "routes": ["intravenous"], "role": "treatment",
        "phases": [{"name": "dose", "doses": [{"unit": unit, **dose}], "given_over": {"value": 40, "unit": "min"}}],
    }  # fmt: skip
    found = build(Regimen, {**fields, **({"maximum": maximum} if maximum else {})})
    assert isinstance(found, Regimen)
    return found


class TestOnTheCommandLine:
    """As a pharmacist types it."""

    def test_dose_volume_diluent_concentration_and_rate(self, keta: Run) -> None:
        assert figures(keta(*FULL, "--over", "40min", "--json").document) == [
            ("Dose", "0.5 mg/kg x 82 kg", "41 mg"),
            ("Draw up", "41 mg / 50 mg/mL", "0.82 mL"),
            ("Diluent", "50 mL - 0.82 mL", "49.18 mL"),
            ("Final concentration", "41 mg / 50 mL", "0.82 mg/mL"),
            ("Rate", "50 mL over 40 min", "75 mL/h"),
        ]

    def test_every_time_that_was_published_has_its_rate(self, keta: Run) -> None:
        rates = [formula for what, formula, _ in figures(keta(*FULL, "--json").document) if what == "Rate"]
        assert rates[0] == "50 mL over 40 min"
        assert "50 mL over 45 min" in rates

    def test_the_regimens_stand_with_time_standing_and_population(self, keta: Run) -> None:
        document = keta(*FULL, "--json").document
        found = {match["regimen"]: match for match in document["matches"]}
        assert [item["id"] for item in document["data"]] == list(found)
        elekt = found["racemic-intravenous-elekt-d"]
        assert elekt["exact"]
        assert elekt["over"] == ["40 min"]
        assert elekt["standing"][0] == {"jurisdiction": "US", "status": "off-label"}
        assert not found["racemic-intravenous-clinic-basics"]["exact"]
        out = keta(*FULL, "--width", "100").out
        assert "racemic-intravenous-elekt-d" in out
        assert "off-label (US)" in out
        assert "not interchangeable" in out

    def test_pounds_are_converted_and_said(self, keta: Run) -> None:
        document = keta("dosing", "iv", "0.5", "mg/kg", "--weight", "180 lb", "--json").document
        assert figures(document)[0] == ("Weight", "180 pounds x 0.45359237 kg in a pound, to 0.1 kg", "about 81.6 kg")
        assert figures(document)[1] == ("Dose", "0.5 mg/kg x 81.6 kg", "40.8 mg")
        assert "180 pounds x 0.45359237 kg in a pound" in keta("dosing", "iv", "0.5mg/kg", "--weight", "180lb").out

    def test_micrograms_are_converted_and_said(self, keta: Run) -> None:
        found = figures(keta("dosing", "iv", "500mcg/kg", "--weight", "70kg", "--json").document)
        assert found[0] == ("In milligrams", "500 mcg/kg / 1,000 mcg/mg", "0.5 mg/kg")

    def test_a_time_that_nobody_published_is_said(self, keta: Run) -> None:
        assert "no regimen with this dose says so" in keta(*FULL, "--over", "7min").out
        assert "no regimen with this dose says so" not in keta(*FULL, "--over", "40 min").out

    def test_a_dose_that_nobody_published_is_said(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "35mg", "--strength", "50", "--volume", "50mL", "--over", "1h")
        assert ran.code == 0
        assert "No published intravenous regimen here has this dose" in ran.out
        assert "= 0.7 mL" in ran.out

    def test_a_fixed_dose_beside_a_weight_is_looked_for_by_weight(self, keta: Run) -> None:
        document = keta("dosing", "iv", "41mg", "--weight", "82kg", "--json").document
        assert ("By weight", "41 mg / 82 kg", "0.5 mg/kg") in figures(document)
        assert "racemic-intravenous-elekt-d" in [match["regimen"] for match in document["matches"]]

    def test_a_form_narrows_it_down_and_the_others_are_said(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "0.8mg/kg", "--form", "arketamine", "--weight", "70")
        assert "racemic-intravenous-alcohol (racemic)" in ran.out
        assert "No published intravenous regimen here" in ran.out

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (["iv", "84mg"], 6, "no equivalence"),
            (["intranasal", "0.5mg/kg", "--weight", "70"], 6, "no equivalence"),
            (["spray-to-infusion"], 6, "no equivalence is established"),
            (["spray", "to", "infusion"], 6, "no equivalence is established"),
            (["infusion", "as", "nasal", "spray"], 6, "no equivalence is established"),
            (["intranasal", "84mg", "to", "iv"], 6, "open-question-spray-against-infusion"),
            (["convert", "84mg"], 6, "no equivalence is established"),
            (["iv", "35mg", "--strength", "1", "--volume", "10"], 6, "more than the 10 mL"),
            (["--regimen", "racemic-intravenous-elekt-d", "--weight", "70", "--strength", "1", "--volume", "10"], 6,
             "more than the 10 mL"),
            (["iv", "60mg/kg", "--weight", "70"], 6, "given at one time on record is 5 mg/kg (racemic, "),
            (["iv", "0.5mg/kg", "--weight", "154"], 6, "154 pounds"),
            (["intranasal", "84mg", "--weight", "70"], 6, "fixed dose"),
            (["intranasal", "84mg", "--strength", "50"], 6, "not drawn up"),
            (["intranasal", "0.2mg/kg", "--weight", "70"], 6, "not clear"),
            (["--regimen", "racemic-intranasal-emergency-suicidality", "--weight", "70"], 6, "not clear"),
            (["--regimen", "racemic-intravenous-induction-de", "--weight", "70"], 6, "a part of another one"),
            (["--regimen", "racemic-intravenous-canadian-ect-trial", "--weight", "70"], 6, "not reported"),
            (["--regimen", "racemic-intravenous-six-in-12-days", "--weight", "70"], 6, "sources disagree"),
            (["iv", "0,5mg/kg"], 2, "0.5 mg/kg"),
            (["iv", "0.5mg/kg", "--weight", "82", "--strength", "5%"], 2, "mg/mL"),
            (["iv", "0.5mg/kg", "--strength", "50"], 2, "--weight"),
            (["iv", "0.5mg/kg", "--weight", "82", "--over", "40min"], 2, "--volume"),
            (["iv", "0.5", "mg/kg", "--weight", "82", "kg"], 2, "in quotes"),
            (["0.5mg/kg", "--weight", "82"], 2, "keta dosing iv 0.5 mg/kg"),
            (["racemic", "0.5mg/kg", "--weight", "82"], 2, "one route"),
            (["esketamine", "84mg"], 2, "keta dosing intranasal esketamine 84mg"),
            (["ptsd", "0.5mg/kg"], 2, "one route"),
            (["spravato", "112", "mg"], 6, "dose of esketamine given at one time on record is 84 mg"),
            (["iv", "0.5mg/kg", "--regimen", "racemic-intravenous-elekt-d"], 2, "--regimen"),
            (["iv", "0.5mg/kg", "--weight", "82", "--limit", "1"], 2, "--limit goes with lists"),
            (["iv", "0.3mg/kg/h", "--weight", "82", "--volume", "50"], 2, "is a rate"),
        ],
    )  # fmt: skip
    def test_what_is_refused_and_why(self, keta: Run, words: list[str], code: int, said: str) -> None:
        ran = keta("dosing", *words)
        assert ran.code == code
        assert ran.out == ""
        assert said in ran.err

    def test_no_regimen_with_an_unclear_dose_is_a_next_step(self, keta: Run, dataset: Dataset) -> None:
        for words in (["iv"], ["im"], ["sc"], ["oral"], ["intranasal"], ["--use", "anaesthesia"], []):
            for name in re.findall(r"keta dosing --regimen (\S+)", keta("dosing", *words).out):
                found = dataset.regimens[name]
                assert not unclear(dataset, found)
                assert not words or words[0] != "intranasal"

    @pytest.mark.parametrize("name", load().regimens.ids())
    def test_a_regimen_is_worked_out_or_refused_for_what_its_record_says(
        self, keta: Run, dataset: Dataset, name: str
    ) -> None:
        found = dataset.regimens[name]
        ran = keta("dosing", "--regimen", name, "--weight", "70", "--json")
        weighed = any(dose.unit in BY_WEIGHT and amounts(dose) for phase in found.phases for dose in phase.doses)
        assert ran.code == (0 if weighed and not unclear(dataset, found) else 6)


class TestMaxima:
    """Whatever a regimen does not allow is not worked out as its dose."""

    def asked(self, dataset: Dataset, weight: str, *regimens: Regimen) -> Any:
        """The answer for 0.5 mg/kg among these regimens."""
        request = Request(Typed(Decimal("0.5"), "mg/kg"), "intravenous", Weight(Decimal(weight)), Decimal(10))
        return work_out(dataset, request, regimens, regimens)

    def test_a_regimen_whose_maximum_is_passed_is_left_out_and_said(self, dataset: Dataset) -> None:
        free = capped("free", "mg/kg", None, low=0.5)
        held = capped("held", "mg/kg", {"value": 40, "unit": "mg"}, low=0.5)
        found = self.asked(dataset, "100", free, held)
        assert [match.regimen.id for match in found.matches] == ["free"]
        assert [(each.regimen.id, each.reason) for each in found.left] == [
            ("held", "50 mg is above its maximum of 40 mg")
        ]
        assert [match.regimen.id for match in self.asked(dataset, "80", free, held).matches] == ["free", "held"]

    def test_where_none_allows_it_it_is_refused(self, dataset: Dataset) -> None:
        with pytest.raises(Refused, match="above its maximum of 40 mg") as caught:
            self.asked(dataset, "100", capped("held", "mg/kg", {"value": 40, "unit": "mg"}, low=0.5))
        assert caught.value.exit_code == 6

    def test_a_maximum_that_cannot_be_compared_is_no_permission(self, dataset: Dataset) -> None:
        with pytest.raises(Refused, match="cannot be compared"):
            self.asked(dataset, "80", capped("odd", "mg/kg", {"value": 40, "unit": "mg per session"}, low=0.5))


@pytest.mark.parametrize("name", load().regimens.ids())
def test_every_maximum_on_record_can_be_kept(dataset: Dataset, name: str) -> None:
    refuse_maximum(dataset.regimens[name])


DATA = load()
RECORDS = list(DATA.regimens)
thousandths = st.integers(1, 20_000).map(lambda number: Decimal(number) / 1000)
weights = st.integers(300, 2500).map(lambda number: Decimal(number) / 10)


@settings(deadline=None, max_examples=200)
@given(amount=thousandths, weight=weights, route=st.sampled_from(["intravenous", "intramuscular", "subcutaneous"]))
def test_nothing_above_a_maximum_or_above_all_that_is_on_record_is_worked_out(
    amount: Decimal, weight: Decimal, route: str
) -> None:
    here = [item for item in RECORDS if item.role == "treatment" and route in item.routes]
    request = Request(Typed(amount, "mg/kg"), route, Weight(weight), Decimal(50))
    given_by = [dose for item in here for phase in item.phases for dose in phase.doses]
    given_by += [
        dose for trial in DATA.trials if trial.species == "human" for arm in trial.arms if arm.route == route
        for dose in arm.doses
    ]  # fmt: skip
    highest = max(max(amounts(dose)) for dose in given_by if dose.unit == "mg/kg" and amounts(dose))
    try:
        found = work_out(DATA, request, here, RECORDS)
    except Refused:
        return
    dose = next(step.value for step in found.steps if step.what == "Dose")
    assert dose == amount * weight
    assert amount <= highest
    for match in found.matches:
        most = limit(match.regimen, "mg", weight)
        assert most is None or dose <= most


@settings(deadline=None, max_examples=100)
@given(weight=st.integers(30, 150), strength=st.integers(1, 100), volume=st.integers(1, 500), over=st.integers(1, 240))
def test_what_is_printed_adds_up(weight: int, strength: int, volume: int, over: int) -> None:
    here = [item for item in RECORDS if item.role == "treatment" and "intravenous" in item.routes]
    time = Typed(Decimal(over), "min")
    request = Request(Typed(Decimal("0.5"), "mg/kg"), "intravenous", Weight(Decimal(weight)), Decimal(strength),
                      Decimal(volume), time)  # fmt: skip
    assume(weight * Decimal("0.5") <= strength * volume)
    steps = {step.what: step for step in work_out(DATA, request, here, here).steps}
    assert steps["Draw up"].value + steps["Diluent"].value == volume
    last = Fraction(strength) / 20000
    assert abs(Fraction(steps["Draw up"].value) * strength - Fraction(steps["Dose"].value)) <= last
    assert abs(Fraction(steps["Rate"].value) * over - Fraction(volume) * 60) <= Fraction(over, 20000)
    for step in steps.values():
        assert not NAKED.search(f"{show(step.value)} {step.formula}")


@settings(deadline=None, max_examples=200)
@given(amount=thousandths)
def test_a_regimen_has_a_dose_if_and_only_if_its_record_does(amount: Decimal) -> None:
    found = {match.regimen.id: match.exact for match in matching(DATA, RECORDS, Typed(amount, "mg/kg"))}
    for item in RECORDS:
        doses = [dose for phase in item.phases for dose in phase.doses if dose.unit == "mg/kg"]
        exact = any(amount in amounts(dose) for dose in doses if dose.steps or (dose.low and not dose.high))
        within = any(
            dose.low <= float(amount) <= dose.high for dose in doses if dose.low is not None and dose.high is not None
        )
        assert found.get(item.id) == (True if exact else False if within else None)
