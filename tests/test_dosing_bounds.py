"""What a dose is compared with: what no source supports is refused, and no claim goes beyond what is compared."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli import load
from ketacli.errors import Refused
from ketacli.evidence.arithmetic.cautions import cautions
from ketacli.evidence.arithmetic.patterns import Answer, Request, forms_of, work_out
from ketacli.evidence.arithmetic.quantities import DOSES, Typed, Weight
from ketacli.evidence.arithmetic.regimens import amounts, limit
from ketacli.evidence.arithmetic.single import apart
from ketacli.evidence.arithmetic.units import common
from ketacli.records.regimen import Regimen
from ketacli.records.structure import build

from .conftest import Run

DATA = load()
EVERY = [item for item in DATA.regimens if item.role == "treatment"]
ROUTES = DATA.routes.ids()
UNITS = sorted(dict.fromkeys(DOSES.values()))
LIGHTEST, HEAVIEST = 30, 250


def of(typed: Typed, kilograms: Decimal) -> Fraction:
    """What a dose comes to in milligrams, or in milligrams an hour, worked out apart from the program."""
    found = Fraction(typed.value)
    found /= 1000 if typed.unit.startswith("mcg") else 1
    found *= 60 if typed.unit.endswith("/min") else 1
    return found * (Fraction(kilograms) if "/kg" in typed.unit else 1)


def rate(unit: str) -> bool:
    return unit.endswith(("/h", "/min"))


def recorded(route: str, forms: set[str], unit: str, weighed: bool | None = None) -> list[Typed]:
    """Every dose of such a kind on record by a route that runs on or is given at one time."""
    parts = [(item.form, phase.doses, phase.given_over) for item in EVERY if route in item.routes
             for phase in item.phases]  # fmt: skip
    parts += [
        (arm.form or "", arm.doses, arm.given_over) for trial in DATA.trials
        if trial.species == "human" and trial.status in ("reported", "results-elsewhere")
        for arm in trial.arms if arm.route == route and arm.form is not None
    ]  # fmt: skip
    return [
        Typed(end, dose.unit or "") for form, doses, over in parts if not forms or form in forms for dose in doses
        if not apart(dose, over) and dose.when != "rate" for end in amounts(dose)
        if rate(dose.unit or "") == rate(unit) and weighed in (None, "/kg" in (dose.unit or ""))
    ]  # fmt: skip


def answered(text: Typed, route: str, forms: set[str], weight: Decimal | None) -> tuple[Answer, str]:
    """The answer for a dose, and its cautions."""
    request = Request(text, route, Weight(weight) if weight is not None else None)
    here = [item for item in EVERY if route in item.routes and (not forms or item.form in forms)]
    found = work_out(DATA, request, here, EVERY, forms=frozenset(forms))
    return found, " ".join(cautions(DATA, request, found, forms or forms_of(here)))


class TestNothingOnRecord:
    """A route, or a form by a route, without a published dose: refused, with where to look."""

    @pytest.mark.parametrize("route", [name for name in ROUTES if not any(recorded(name, set(), u) for u in UNITS)])
    @pytest.mark.parametrize("dose", [("500mg",), ("20mg/kg", "--weight", "70kg"), ("1mg",), ("5mg/h",)])
    def test_no_dose_is_worked_out(self, keta: Run, route: str, dose: tuple[str, ...]) -> None:
        ran = keta("dosing", route, *dose)
        assert (ran.code, ran.out) == (6, "")
        assert f"no {route} {'rate' if '/h' in dose[0] else 'dose'} is on record: none is worked out" in ran.err
        [line] = re.findall(rf"keta find {route}\b", ran.err)
        assert keta(*line.split()[1:]).code in (0, 4)

    def test_there_are_such_routes(self) -> None:
        assert {"epidural", "rectal"} <= {name for name in ROUTES if not any(recorded(name, set(), u) for u in UNITS)}

    @pytest.mark.parametrize("form", DATA.compounds.ids())
    @pytest.mark.parametrize("route", ROUTES)
    def test_nor_of_a_form_by_a_route(self, form: str, route: str) -> None:
        for unit, other in (("mg", "mg/kg"), ("mg/h", "mg/kg/h")):
            if not recorded(route, {form}, unit):
                for each in (unit, other):
                    with pytest.raises(Refused):
                        answered(Typed(Decimal(50), each), route, {form}, Decimal(70))

    def test_in_json(self, keta: Run) -> None:
        error = keta("dosing", "rectal", "2000mg", "--json").document["error"]
        assert (error["code"], error["exit"], error["value"]) == ("refused", 6, "2,000 mg")


class TestUnitsMeet:
    """Doses are compared, not the spelling of their units."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("0.05mg/kg/min", "--weight", "70kg"), ("3mg/kg/h", "--weight", "70kg")),
            (("0.5mg/min", "--weight", "70kg"), ("30mg/h", "--weight", "70kg")),
            (("500mcg/min", "--weight", "70kg"), ("30mg/h", "--weight", "70kg")),
            (("500mcg/kg", "--weight", "70kg"), ("0.5mg/kg", "--weight", "70kg")),
        ],
    )  # fmt: skip
    def test_the_same_regimens(self, keta: Run, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        first, second = (keta("dosing", "iv", *words, "--json").document for words in (one, other))
        assert first["matches"]
        assert [each["regimen"] for each in first["matches"]] == [each["regimen"] for each in second["matches"]]
        assert first["cautions"] == second["cautions"]

    @settings(deadline=None, max_examples=60)
    @given(hourly=st.integers(1, 2000).map(lambda n: Decimal(n) * 3 / 100), weight=st.integers(30, 250))
    def test_a_rate_in_a_minute_is_one_in_an_hour(self, hourly: Decimal, weight: int) -> None:
        found = []
        for typed in (Typed(hourly, "mg/kg/h"), Typed(hourly / 60, "mg/kg/min"), Typed(hourly * weight, "mg/h")):
            try:
                answer, said = answered(typed, "intravenous", set(), Decimal(weight))
            except Refused:
                found.append(["refused"])
                continue
            found.append([*(match.regimen.id for match in answer.matches), said])
        assert found[0] == found[1] == found[2]

    def test_a_third_of_an_hour(self) -> None:
        assert common(Typed(Decimal(20) / 60, "mg/kg/min")) == common(Typed(Decimal(20), "mg/kg/h"))

    def test_a_maximum_holds_a_rate_in_a_minute(self) -> None:
        fields = {
            "id": "one", "phases": [{"name": "infusion", "doses": [{"low": 1, "unit": "mg/kg/h"}]}],
            "maximum": {"value": 3, "unit": "mg/kg/h"},
        }  # fmt: skip
        item = build(Regimen, fields)
        assert isinstance(item, Regimen)
        assert limit(item, "mg/min", Decimal(70)) == Decimal("3.5")
        assert limit(item, "mcg/min", Decimal(70)) == Decimal(3500)
        assert limit(item, "mg", Decimal(70)) is None

    def test_a_rate_of_a_total_is_no_rate_that_runs_on(self, keta: Run) -> None:
        ran = keta("dosing", "iv", "0.4mg/kg/min", "--weight", "70kg")
        assert ran.code == 6
        assert "0.4 mg/kg/min (24 mg/kg/h) is refused: the highest intravenous rate by weight on record is" in ran.err
        assert "0.5 mg/kg/min is how fast racemic-intravenous-induction-us-slow gives its total" in ran.err
        assert keta("dosing", "iv", "0.5mg/kg/min", "--weight", "70kg").code == 0


class TestClaims:
    """A claim on the lowest or the highest holds of what it names."""

    @pytest.mark.parametrize(
        ("line", "code", "said"),
        [
            ("im 40mg", 0, "Below every intramuscular dose in plain mg given at one time on record: the lowest is 80"),
            ("im 40mg", 0, "records have doses by weight: give --weight to compare with those."),
            ("im 500mg", 6, "the highest intramuscular dose in plain mg given at one time on record is 90 mg"),
            ("im 500mg", 6, "records have doses by weight"),
            ("im 500mg", 6, '--weight, such as --weight "70 kg", compares it with those by weight'),
            ("iv 30mg/h", 6, "the highest intravenous rate in plain mg/h on record is 22 mg/h"),
            ("sc 200mg", 6, "the highest subcutaneous dose in plain mg given at one time on record is 120 mg"),
            ("iv 1mg", 6, "the lowest intravenous dose in plain mg given at one time on record is 10 mg"),
            ("iv 1mg", 6, "Did you mean 1 mg/kg?"),
            ("iv 5mcg/kg", 6, "5 mcg/kg (0.005 mg/kg) is refused: the lowest intravenous dose by weight"),
            ("esketamine iv 30mg", 6, "no intravenous dose of esketamine in plain mg is on record; "),
            ("sublingual 1mg/kg --weight 70kg", 6, "no sublingual dose by weight is on record"),
            ("iv 35mg", 0, "No regimen or study on record has this intravenous dose in plain mg given at one time"),
            ("esketamine iv 2mg/kg --weight 70kg", 0, "above the highest for anaesthesia (1 mg/kg, "
             "esketamine-intravenous-induction-de) and for psychiatric use (0.5 mg/kg, esketamine-injection-findeis), "
             "not above that for intensive and emergency care (2.5 mg/kg, esketamine-intravenous-asthma-de)"),
        ],
    )  # fmt: skip
    def test_it_is_said(self, keta: Run, line: str, code: int, said: str) -> None:
        ran = keta("dosing", *line.split())
        assert ran.code == code
        assert said in " ".join((ran.out + ran.err).split())

    @pytest.mark.parametrize(
        "line", ["im 40mg --weight 80kg", "im 500mg --weight 70kg", "iv 0.05mg/kg/min --weight 70kg"]
    )
    def test_a_dose_that_somebody_has_is_not_called_low(self, keta: Run, line: str) -> None:
        document = keta("dosing", *line.split(), "--json").document
        assert document["matches"]
        assert not any("Below" in text or "No regimen" in text for text in document["cautions"])

    @settings(deadline=None, max_examples=400)
    @given(
        amount=st.integers(1, 10**6).map(lambda n: Decimal(n) / 1000), unit=st.sampled_from(UNITS),
        route=st.sampled_from(ROUTES), form=st.sampled_from(["", "racemic", "esketamine", "arketamine"]),
        weight=st.sampled_from([None, 30, 70, 125, 250]),
    )  # fmt: skip
    def test_of_the_whole_record(self, amount: Decimal, unit: str, route: str, form: str, weight: int | None) -> None:
        """Whatever is worked out lies among the doses that it can be compared with, and so does whatever is denied."""
        typed, forms = Typed(amount, unit), {form} if form else set()
        kilograms = Decimal(weight) if weight is not None else None
        weighed = kilograms is not None or "/kg" in unit
        bulk = of(typed, kilograms or Decimal(1))
        alike = [of(each, kilograms or Decimal(1)) for each in recorded(route, forms, unit, weighed)]
        other = recorded(route, forms, unit, not weighed)
        try:
            answer, said = answered(typed, route, forms, kilograms)
        except Refused as error:
            self.refused(error.message, bulk, alike, bool(other))
            if "is refused: the lowest" in error.message:
                # Nobody whom the arithmetic covers gets so little.
                most = of(typed, kilograms or Decimal(HEAVIEST))
                assert all(most < of(each, kilograms or Decimal(LIGHTEST)) for each in other)
            return
        if not answer.matches and not answer.alike and not any(not each.apart for each in answer.trials):
            assert said
            assert bulk <= max(alike)
            assert ("Below every" in said) == (bulk < min(alike))
            if other and kilograms is None:
                assert "in plain" in said
                assert "by weight" in said
        else:
            assert "Below every" not in said
            assert "No regimen or study" not in said

    def refused(self, message: str, bulk: Fraction, alike: list[Fraction], other: bool) -> None:
        """A refusal beside what is on record."""
        if "is refused: the highest" in message:
            assert bulk > max(alike)
            assert not other or ("plain" in message and "by weight" in message)
        if "is refused: the lowest" in message:
            assert bulk < min(alike)


@pytest.mark.parametrize("line", ["im 40mg", "iv 35mg --strength 50mg/mL --volume 50mL --over 40min",
                                  "esketamine iv 2mg/kg 70kg 25mg/mL 50mL"])  # fmt: skip
def test_it_fits_one_window(line: str) -> None:
    from ketacli.render.glyphs import choose
    from ketacli.render.layout import lay_out

    from .screens import screen_of

    heights = [len(lay_out(screen_of(f"dosing {line}"), width, choose("utf-8"))) for width in (60, 80, 100, 140)]
    assert heights[1] <= 48
    assert heights[2] <= 36
    assert heights == sorted(heights, reverse=True)
