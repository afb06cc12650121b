"""Arithmetic on a published regimen: exact decimals, the formula shown, and what is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.errors import Refused, UsageError
from ketacli.evidence.arithmetic.quantities import Typed, show
from ketacli.evidence.arithmetic.regimens import amounts, unclear_dose, work_out
from ketacli.evidence.arithmetic.steps import BY_WEIGHT, Step, printed
from ketacli.records.base import Dose
from ketacli.records.regimen import Regimen
from ketacli.records.structure import build
from ketacli.records.wording import TIE

PRINTED = re.compile(r"(about )?(0|[1-9]\d{0,2}(,\d{3})*)(\.\d*[1-9])? (mg|mcg|mL)(/h|/min|/mL)?")

Fields = dict[str, Any]


def regimen(*doses: Fields, over: Fields | None = None, **fields: Any) -> Regimen:
    """A regimen of one phase."""
    phase: Fields = {"name": "single dose", "doses": list(doses)}
    if over is not None:
        phase["given_over"] = over
    found = build(Regimen, {"id": "one", "phases": [phase], **fields})
    assert isinstance(found, Regimen)
    return found


def lines(found: list[Step]) -> list[tuple[str, str, str]]:
    """What a reader sees of each step: what it is, the formula, the result."""
    return [(step.what, step.formula, printed(step).replace(TIE, " ")) for step in found]


def worked(found: Regimen, weight: str, **more: str) -> list[tuple[str, str, str]]:
    """The arithmetic for figures in kg, mg/mL and mL."""
    figures = {name: Decimal(text) for name, text in more.items()}
    return lines(work_out(found, Decimal(weight), figures.get("strength"), figures.get("volume")))


HALF = {"low": 0.5, "unit": "mg/kg"}
FORTY = {"value": 40, "unit": "min"}


class TestDoses:
    """Amount times weight."""

    @pytest.mark.parametrize(
        ("dose", "weight", "formula", "result"),
        [
            (HALF, "70", "0.5 mg/kg x 70 kg", "35 mg"),
            (HALF, "70.0", "0.5 mg/kg x 70 kg", "35 mg"),
            (HALF, "70.5", "0.5 mg/kg x 70.5 kg", "35.25 mg"),
            ({"low": 0.1, "unit": "mg/kg"}, "30", "0.1 mg/kg x 30 kg", "3 mg"),
            ({"low": 0.44, "unit": "mg/kg"}, "67.3", "0.44 mg/kg x 67.3 kg", "29.612 mg"),
            ({"low": 0.7, "unit": "mg/kg"}, "80.1", "0.7 mg/kg x 80.1 kg", "56.07 mg"),
            ({"low": 6.5, "unit": "mg/kg"}, "250", "6.5 mg/kg x 250 kg", "1,625 mg"),
            ({"low": 500, "unit": "mcg/kg"}, "70", "500 mcg/kg x 70 kg", "35,000 mcg"),
        ],
    )
    def test_formula_and_result(self, dose: Fields, weight: str, formula: str, result: str) -> None:
        assert worked(regimen(dose), weight) == [("Dose", formula, result)]

    @pytest.mark.parametrize(("unit", "result"), sorted(BY_WEIGHT.items()))
    def test_units(self, unit: str, result: str) -> None:
        [step] = work_out(regimen({"low": 2, "unit": unit}), Decimal(50))
        assert (step.value, step.unit, step.exact) == (Decimal(100), result, True)
        assert step.what == ("Rate of drug" if "/" in result else "Dose")

    def test_a_range_is_worked_out_at_both_ends(self) -> None:
        found = worked(regimen({"low": 0.5, "high": 1.0, "unit": "mg/kg"}), "70")
        assert found == [("Dose", "0.5 mg/kg x 70 kg", "35 mg"), ("Dose", "1 mg/kg x 70 kg", "70 mg")]

    def test_each_step_is_worked_out(self) -> None:
        found = work_out(regimen({"steps": [0.2, 0.5, 1.0], "unit": "mg/kg"}), Decimal(80))
        assert [step.value for step in found] == [16, 40, 80]

    def test_each_occasion_is_named(self) -> None:
        found = work_out(
            regimen({**HALF, "when": "day 1"}, {"low": 1, "unit": "mg/kg", "when": "from day 4"}), Decimal(70)
        )
        assert [(step.what, step.value) for step in found] == [
            ("Dose, day 1", Decimal(35)),
            ("Dose, from day 4", Decimal(70)),
        ]

    def test_each_phase_is_named(self) -> None:
        phases = [{"name": name, "doses": [HALF]} for name in ("induction", "maintenance")]
        found = work_out(regimen(phases=phases), Decimal(70))
        assert [step.phase for step in found] == ["induction", "maintenance"]

    def test_doses_that_do_not_go_by_weight_are_left_as_they_are(self) -> None:
        found = work_out(regimen({"low": 50, "unit": "mg"}, HALF), Decimal(70))
        assert [step.formula for step in found] == ["0.5 mg/kg x 70 kg"]

    def test_amounts_are_the_numbers_as_written(self) -> None:
        dose = build(Dose, {"low": 0.1, "high": 0.3, "unit": "mg/kg"})
        assert amounts(dose) == [Decimal("0.1"), Decimal("0.3")]


class TestVolumes:
    """What is drawn up, and how fast it runs."""

    def test_volume_to_draw_up(self) -> None:
        found = worked(regimen(HALF), "70", strength="50")
        assert found[1:] == [("Draw up", "35 mg / 50 mg/mL", "0.7 mL")]

    def test_a_quotient_that_does_not_end_is_marked(self) -> None:
        found = worked(regimen(HALF), "70", strength="30")
        assert found[1:] == [("Draw up", "35 mg / 30 mg/mL", "about 1.1667 mL")]

    def test_rate_of_a_solution(self) -> None:
        found = worked(regimen({"low": 0.3, "unit": "mg/kg/h"}), "70", strength="2")
        assert found == [
            ("Rate of drug", "0.3 mg/kg/h x 70 kg", "21 mg/h"),
            ("Rate of solution", "21 mg/h / 2 mg/mL", "10.5 mL/h"),
        ]

    def test_rate_of_an_infusion(self) -> None:
        found = worked(regimen(HALF, over=FORTY), "70", volume="50")
        assert found[1:] == [
            ("Final concentration", "35 mg / 50 mL", "0.7 mg/mL"),
            ("Rate", "50 mL over 40 min", "75 mL/h"),
        ]

    def test_diluent_and_final_concentration(self) -> None:
        found = worked(regimen(HALF, over=FORTY), "82", strength="50", volume="50")
        assert found == [
            ("Dose", "0.5 mg/kg x 82 kg", "41 mg"),
            ("Draw up", "41 mg / 50 mg/mL", "0.82 mL"),
            ("Diluent", "50 mL - 0.82 mL", "49.18 mL"),
            ("Final concentration", "41 mg / 50 mL", "0.82 mg/mL"),
            ("Rate", "50 mL over 40 min", "75 mL/h"),
        ]

    def test_a_time_of_ones_own_takes_the_place_of_the_regimens(self) -> None:
        found = work_out(regimen(HALF, over=FORTY), Decimal(70), None, Decimal(50), Typed(Decimal(1), "h"))
        assert lines(found)[-1] == ("Rate", "50 mL over 1 h", "50 mL/h")
        found = work_out(regimen(HALF), Decimal(70), None, Decimal(50), Typed(Decimal(30), "min"))
        assert lines(found)[-1] == ("Rate", "50 mL over 30 min", "100 mL/h")

    def test_a_dose_as_a_rate_has_no_volume(self) -> None:
        found = regimen({"low": 0.35, "unit": "mg/kg/h"}, over={"value": 4, "unit": "h"})
        with pytest.raises(UsageError, match="dosed as a rate") as caught:
            worked(found, "70", strength="1", volume="100")
        assert caught.value.field == "volume"

    @pytest.mark.parametrize(("strength", "volume"), [("1", "10"), ("1", "34.99"), ("3.49", "10")])
    def test_a_drug_that_needs_more_than_the_volume_is_refused(self, strength: str, volume: str) -> None:
        with pytest.raises(Refused, match="more than the") as caught:
            worked(regimen(HALF, over=FORTY), "70", strength=strength, volume=volume)
        assert caught.value.exit_code == 6
        assert caught.value.field == "strength"

    def test_the_drug_alone_may_be_the_volume(self) -> None:
        found = worked(regimen(HALF, over=FORTY), "70", strength="1", volume="35")
        assert found[2] == ("Diluent", "35 mL - 35 mL", "0 mL")

    @pytest.mark.parametrize(
        ("over", "volume", "formula", "result"),
        [
            ({"value": 1, "unit": "h"}, "100", "100 mL over 1 h", "100 mL/h"),
            ({"value": 1.5, "unit": "h"}, "100", "100 mL over 1.5 h", "about 66.6667 mL/h"),
            ({"value": 45, "unit": "min"}, "0.5", "0.5 mL over 45 min", "about 0.6667 mL/h"),
            ({"value": 2, "unit": "min"}, "1000", "1,000 mL over 2 min", "30,000 mL/h"),
        ],
    )
    def test_times_and_volumes(self, over: Fields, volume: str, formula: str, result: str) -> None:
        assert worked(regimen(HALF, over=over), "70", volume=volume)[2:] == [("Rate", formula, result)]

    def test_a_rate_over_seconds_is_exact_where_it_ends(self) -> None:
        found = worked(regimen(HALF, over={"value": 30, "unit": "s"}), "70", volume="10")
        assert found[2:] == [("Rate", "10 mL over 30 s", "1,200 mL/h")]

    def test_a_range_of_times_has_two_rates(self) -> None:
        found = worked(regimen(HALF, over={"low": 40, "high": 60, "unit": "min"}), "70", volume="60")
        assert [line[2] for line in found[2:]] == ["90 mL/h", "60 mL/h"]

    @pytest.mark.parametrize("over", [None, {"absent": "not-reported"}, {"value": 3, "unit": "days"}])
    def test_a_volume_without_a_time_is_told(self, over: Fields | None) -> None:
        with pytest.raises(UsageError, match="no rate") as caught:
            worked(regimen(HALF, over=over), "70", volume="50")
        assert caught.value.exit_code == 2

    def test_a_strength_of_what_is_not_dosed_in_milligrams_is_told(self) -> None:
        with pytest.raises(UsageError, match="not dosed in milligrams") as caught:
            worked(regimen({"low": 5, "unit": "mcg/kg/min"}), "70", strength="50")
        assert caught.value.exit_code == 2

    def test_an_upper_end_alone_is_called_so(self) -> None:
        assert worked(regimen({"high": 1, "unit": "mg/kg"}), "70")[0][0] == "Dose, at most"


class TestLimits:
    """The source's own maximum."""

    def test_a_dose_above_it_is_held_to_it(self) -> None:
        found = regimen(HALF, maximum={"value": 50, "unit": "mg"})
        assert worked(found, "120", strength="50") == [
            ("Dose", "0.5 mg/kg x 120 kg", "60 mg"),
            ("Limit of the source", "not above 50 mg", "50 mg"),
            ("Draw up", "50 mg / 50 mg/mL", "1 mL"),
        ]

    @pytest.mark.parametrize("weight", ["99.9", "100"])
    def test_a_dose_up_to_it_is_not(self, weight: str) -> None:
        found = worked(regimen(HALF, maximum={"value": 50, "unit": "mg"}), weight)
        assert [what for what, _, _ in found] == ["Dose"]

    def test_the_upper_end_of_a_range_is_a_limit(self) -> None:
        found = worked(regimen(HALF, maximum={"low": 40, "high": 50, "unit": "mg"}), "120")
        assert found[1] == ("Limit of the source", "not above 50 mg", "50 mg")

    @pytest.mark.parametrize(("unit", "result"), sorted(BY_WEIGHT.items()))
    def test_a_limit_by_weight_is_worked_out(self, unit: str, result: str) -> None:
        dose = {"low": 0.5, "high": 2, "unit": unit}
        found = worked(regimen(dose, maximum={"value": 1.5, "unit": unit}), "100")
        assert [line[2] for line in found] == [f"50 {result}", f"200 {result}", f"150 {result}"]

    @pytest.mark.parametrize(
        ("dose", "maximum", "limit"),
        [
            ({"low": 2, "unit": "mg/kg"}, {"value": 50_000, "unit": "mcg"}, "50 mg"),
            ({"low": 2000, "unit": "mcg/kg"}, {"value": 50, "unit": "mg"}, "50,000 mcg"),
            ({"low": 2, "unit": "mg/kg"}, {"value": 500, "unit": "mcg/kg"}, "50 mg"),
        ],
    )
    def test_a_limit_in_the_other_unit_of_mass_holds(self, dose: Fields, maximum: Fields, limit: str) -> None:
        assert worked(regimen(dose, maximum=maximum), "100")[1][2] == limit

    def test_without_a_number_there_is_no_limit(self) -> None:
        found = worked(regimen(HALF, maximum={"absent": "not-reported"}), "250")
        assert found == [("Dose", "0.5 mg/kg x 250 kg", "125 mg")]

    def test_a_limit_on_doses_does_not_hold_rates(self) -> None:
        found = regimen({"low": 1, "unit": "mg/kg/h"}, {"low": 2, "unit": "mg/kg"}, maximum={"value": 50, "unit": "mg"})
        assert [what for what, _, _ in worked(found, "100")] == ["Rate of drug", "Dose", "Limit of the source"]

    @pytest.mark.parametrize(
        "maximum",
        [
            {"value": 40, "unit": "mg per session"},
            {"value": 40, "unit": "g"},
            {"value": 40, "unit": "mg/day"},
            {"value": 40, "unit": "mg/h"},
            {"value": 40},
            {"low": 40, "unit": "mg"},
            {"value": 40, "unit": "mg", "bound": "at-least"},
            {"value": 40, "unit": "mg", "bound": "above"},
        ],
    )
    def test_a_limit_that_cannot_be_compared_is_refused(self, maximum: Fields) -> None:
        with pytest.raises(Refused, match="cannot be compared") as caught:
            worked(regimen(HALF, maximum=maximum), "88")
        assert caught.value.exit_code == 6


class TestRefusals:
    """Exit code 6: what no source reports."""

    @pytest.mark.parametrize("weight", ["29.99", "250.01", "0", "-70", "3", "700", "70000"])
    def test_weights_of_no_adult(self, weight: str) -> None:
        with pytest.raises(Refused, match="30 to 250 kg") as caught:
            worked(regimen(HALF), weight)
        assert caught.value.exit_code == 6
        assert caught.value.field == "weight"
        assert caught.value.value == weight

    @pytest.mark.parametrize("weight", ["30", "250"])
    def test_the_ends_of_the_range_are_allowed(self, weight: str) -> None:
        assert worked(regimen(HALF), weight)

    @pytest.mark.parametrize(
        ("option", "value"),
        [("strength", "0"), ("strength", "-50"), ("strength", "200.1"), ("volume", "0.09"), ("volume", "1000.5")],
    )
    def test_implausible_strengths_and_volumes(self, option: str, value: str) -> None:
        with pytest.raises(Refused, match=f"--{option} {show(Decimal(value))} ") as caught:
            worked(regimen(HALF, over=FORTY), "70", **{option: value})
        assert caught.value.exit_code == 6
        assert caught.value.field == option

    @pytest.mark.parametrize(
        "doses",
        [
            [{"low": 84, "unit": "mg"}],
            [{"steps": [56, 84], "unit": "mg"}],
            [{"low": 10, "unit": "mg/h"}, {"absent": "not-reported"}],
        ],
    )
    def test_a_fixed_dose_by_weight(self, doses: list[Fields]) -> None:
        with pytest.raises(Refused, match="fixed-dose") as caught:
            worked(regimen(*doses), "70")
        assert caught.value.exit_code == 6
        assert caught.value.value == "one"

    @pytest.mark.parametrize(
        "doses",
        [
            [],
            [{"absent": "not-reported"}],
            [{"absent": "not-reported", "unit": "mg/kg"}],
        ],
    )
    def test_a_regimen_without_a_dose(self, doses: list[Fields]) -> None:
        with pytest.raises(Refused, match="no dose") as caught:
            worked(regimen(*doses), "70")
        assert caught.value.exit_code == 6

    def test_a_regimen_without_phases(self) -> None:
        with pytest.raises(Refused, match="no dose"):
            worked(regimen(phases=[]), "70")

    @pytest.mark.parametrize(
        ("doses", "reason"),
        [
            ([HALF, {"absent": "not-reported"}], "not reported"),
            ([HALF, {"absent": "not-found"}], "not found"),
            ([HALF, {"absent": "not-applicable", "per": "repeat", "when": "half the first dose"}], "a part of another"),
            ([{**HALF, "when": "each or together: not clear"}], "unclear"),
            ([{**HALF, "note": "The texts disagree."}], "unclear"),
        ],
    )
    def test_an_unclear_dose(self, doses: list[Fields], reason: str) -> None:
        assert reason in unclear_dose(regimen(*doses))
        with pytest.raises(Refused, match=reason) as caught:
            worked(regimen(*doses), "70")
        assert caught.value.exit_code == 6
        assert "keta show one" in str(caught.value.hint)

    def test_the_weight_is_looked_at_first(self) -> None:
        with pytest.raises(Refused, match="adults"):
            worked(regimen({"low": 84, "unit": "mg"}), "7")


class TestNumbers:
    """Numbers as they are shown."""

    @pytest.mark.parametrize(
        ("value", "text"),
        [("35.00", "35"), ("0.70", "0.7"), ("1234.50", "1,234.5"), ("100", "100"), ("0.0000", "0"), ("1E+2", "100")],
    )
    def test_shown_without_trailing_zeros_and_exponents(self, value: str, text: str) -> None:
        assert show(Decimal(value)) == text


def decimals(lowest: int, highest: int, places: int) -> st.SearchStrategy[Decimal]:
    """Decimals between two whole numbers, written with up to so many places."""
    return st.integers(0, places).flatmap(
        lambda at: st.integers(lowest * 10**at, highest * 10**at).map(lambda whole: Decimal(whole).scaleb(-at))
    )


by_weight = st.sampled_from(sorted(BY_WEIGHT))
doses_by_weight = decimals(0, 20, 4).filter(bool)
weights = decimals(30, 250, 3)
strengths = decimals(1, 200, 2)
volumes = decimals(1, 1000, 2)
minutes = st.integers(1, 240)


@settings(deadline=None, max_examples=300)
@given(amount=doses_by_weight, unit=by_weight, weight=weights)
def test_a_dose_is_exactly_amount_times_weight(amount: Decimal, unit: str, weight: Decimal) -> None:
    [step] = work_out(regimen({"low": float(amount), "unit": unit}), weight)
    assert Fraction(step.value) == Fraction(amount) * Fraction(weight)
    assert step.exact
    assert step.formula == f"{show(amount)} {unit} x {show(weight)} kg"
    text = printed(step).replace(TIE, " ")
    assert PRINTED.fullmatch(text), text
    assert Fraction(text.split()[0].replace(",", "")) == Fraction(step.value)


@settings(deadline=None, max_examples=300)
@given(amount=doses_by_weight, weight=weights, strength=strengths, volume=volumes, over=minutes)
def test_a_quotient_is_exact_or_marked(
    amount: Decimal, weight: Decimal, strength: Decimal, volume: Decimal, over: int
) -> None:
    found = regimen({"low": float(amount), "unit": "mg/kg"}, over={"value": over, "unit": "min"})
    if amount * weight > strength * volume:
        with pytest.raises(Refused, match="more than the"):
            work_out(found, weight, strength, volume)
        return
    dose, drawn, diluent, strong, rate = work_out(found, weight, strength, volume)
    wanted = (
        (drawn, Fraction(dose.value) / Fraction(strength)),
        (strong, Fraction(dose.value) / Fraction(volume)),
        (rate, Fraction(volume) * 60 / over),
    )
    for step, value in wanted:
        text = printed(step).replace(TIE, " ")
        assert PRINTED.fullmatch(text), text
        # Four decimals, or three digits of a small one: half of the last place at most.
        assert abs(Fraction(step.value) - value) <= min(Fraction(1, 20000), max(value / 200, Fraction(0)))
        assert text.startswith("about ") == (Fraction(step.value) != value)
    assert drawn.value + diluent.value == volume
    assert diluent.value >= 0
    assert diluent.exact == drawn.exact
    assert abs(Fraction(drawn.value) * Fraction(strength) - Fraction(dose.value)) <= Fraction(strength) / 20000


@settings(deadline=None, max_examples=200)
@given(amount=doses_by_weight, lighter=weights, heavier=weights, strength=strengths)
def test_a_heavier_person_is_never_given_less(
    amount: Decimal, lighter: Decimal, heavier: Decimal, strength: Decimal
) -> None:
    lighter, heavier = sorted((lighter, heavier))
    found = regimen({"low": float(amount), "unit": "mg/kg"})
    less, more = (work_out(found, weight, strength) for weight in (lighter, heavier))
    assert all(a.value <= b.value for a, b in zip(less, more, strict=True))


@settings(deadline=None, max_examples=200)
@given(amount=doses_by_weight, weight=weights, most=decimals(1, 500, 1))
def test_a_limit_is_never_exceeded_without_being_told(amount: Decimal, weight: Decimal, most: Decimal) -> None:
    found = regimen({"low": float(amount), "unit": "mg/kg"}, maximum={"value": float(most), "unit": "mg"})
    steps = work_out(found, weight, Decimal(1))
    told = [step.value for step in steps if step.what == "Limit of the source"]
    assert told == ([most] if amount * weight > most else [])
    assert steps[-1].what == "Draw up"
    assert steps[-1].formula == f"{show(min(amount * weight, most))} mg / 1 mg/mL"
