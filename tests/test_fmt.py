"""Numbers and words as people read them: doses, results, intervals, schedules."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.records import wording
from ketacli.records.base import Dose, Quantity, Schedule
from ketacli.records.structure import build
from ketacli.records.trial import ArmResult, Effect
from ketacli.records.wording import TIE

from .conftest import Run

R = TypeVar("R")

NUMBERS = re.compile(r"-?[\d.,]*\d[\d.,]*")
WELL_FORMED = re.compile(r"-?(0|[1-9]\d{0,2}(,\d{3})*)(\.\d+)?")
UNITS = ("mg", "mcg", "mg/kg", "mg/kg/h", "mg/h", "mg/kg/min", "mcg/kg/min")


def make(cls: type[R], **fields: Any) -> R:
    """A record with the fields given."""
    record = build(cls, fields)
    assert isinstance(record, cls)
    return record


@st.composite
def numbers(draw: st.DrawFn, lowest: int = -(10**9)) -> float:
    """A number as a source prints it: up to six decimals."""
    return float(Decimal(draw(st.integers(lowest, 10**9))).scaleb(-draw(st.integers(0, 6))))


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    """A dose in one of its shapes."""
    unit = draw(st.sampled_from(UNITS))
    amounts = numbers(lowest=1)
    shape = draw(st.sampled_from(("one", "range", "most", "steps")))
    if shape == "one":
        return make(Dose, low=draw(amounts), unit=unit)
    if shape == "range":
        low, high = sorted((draw(amounts), draw(amounts)))
        return make(Dose, low=low, high=high, unit=unit)
    if shape == "most":
        return make(Dose, high=draw(amounts), unit=unit)
    return make(Dose, steps=tuple(draw(st.lists(amounts, min_size=1, max_size=4, unique=True))), unit=unit)


def written(text: str) -> str:
    """The text as it reaches a reader."""
    return text.replace(TIE, " ")


def value_of(text: str) -> Decimal:
    """The number that a printed number stands for."""
    return Decimal(text.replace(",", ""))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.5, "0.5"),
        (5.0, "5"),
        (5, "5"),
        (50, "50"),
        (100.0, "100"),
        (0.05, "0.05"),
        (0, "0"),
        (-0.0, "0"),
        (-4.0, "-4"),
        (-0.25, "-0.25"),
        (999, "999"),
        (1000, "1,000"),
        (-1000, "-1,000"),
        (1234.5, "1,234.5"),
        (1234567, "1,234,567"),
        (1e21, "1,000,000,000,000,000,000,000"),
        (0.1 + 0.2, "0.3"),
        (0.000025, "0.000025"),
        (None, "not reported"),
    ],
)
def test_amounts(number: float | None, text: str) -> None:
    assert wording.amount(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(1234567.89, "1,234,567.89"), (750000.07, "750,000.07"), (1e-12, "0.000000000001")]
)
def test_large_and_small_numbers_are_the_numbers_given(number: float, text: str) -> None:
    assert wording.amount(number) == text


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (-4.0, 1, "-4.0"),
        (-4.0, None, "-4"),
        (4, 2, "4.00"),
        (0.5, 2, "0.50"),
        (0.125, 2, "0.125"),
        (0.125, None, "0.125"),
        (1234.5, 2, "1,234.50"),
        (-7.31, 2, "-7.31"),
        (0, 1, "0.0"),
    ],
)
def test_results_keep_the_digits_that_were_printed(number: float, digits: int | None, text: str) -> None:
    assert wording.result(number, digits) == text


@settings(deadline=None)
@given(number=numbers(), digits=st.none() | st.integers(0, 6))
def test_a_result_is_the_number_with_at_least_its_digits(number: float, digits: int | None) -> None:
    text = wording.result(number, digits)
    assert WELL_FORMED.fullmatch(text)
    assert value_of(text) == Decimal(str(number))
    assert len(text.partition(".")[2]) >= (digits or 0)


@settings(deadline=None)
@given(number=numbers())
def test_an_amount_is_the_number_in_its_shortest_form(number: float) -> None:
    text = wording.amount(number)
    assert WELL_FORMED.fullmatch(text)
    assert value_of(text) == Decimal(str(number))
    assert not ("." in text and text.endswith("0"))


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (make(Dose, low=0.5, unit="mg/kg"), "0.5 mg/kg"),
        (make(Dose, low=5.0, unit="mg"), "5 mg"),
        (make(Dose, low=0.5, high=1.0, unit="mg/kg"), "0.5 to 1 mg/kg"),
        (make(Dose, high=0.3, unit="mg/kg/h"), "up to 0.3 mg/kg/h"),
        (make(Dose, steps=(56, 84), unit="mg"), "56 or 84 mg"),
        (make(Dose, steps=(28, 56, 84), unit="mg"), "28, 56 or 84 mg"),
        (make(Dose, steps=(56,), unit="mg"), "56 mg"),
        (make(Dose, low=1500, unit="mcg"), "1,500 mcg"),
        (make(Dose, low=2), "2"),
        (make(Dose, absent="not-found"), "dose not found"),
        (make(Dose), "dose not reported"),
    ],
)
def test_doses(dose: Dose, text: str) -> None:
    assert written(wording.dose(dose)) == text


@settings(deadline=None)
@given(dose=doses())
def test_a_dose_has_no_trailing_zero_no_naked_decimal_and_no_exponent(dose: Dose) -> None:
    text = written(wording.dose(dose))
    assert dose.unit is not None
    assert text.endswith(f" {dose.unit}")
    found = [number.strip(",") for number in NUMBERS.findall(text)]
    given_ = dose.steps or [end for end in (dose.low, dose.high) if end is not None]
    assert [value_of(number) for number in found] == [Decimal(str(number)) for number in given_]
    for number in found:
        assert WELL_FORMED.fullmatch(number)
        assert not ("." in number and number.endswith("0"))
    assert text.isascii()


@settings(deadline=None)
@given(dose=doses())
def test_a_dose_keeps_its_last_number_and_unit_on_one_line(dose: Dose) -> None:
    last = wording.dose(dose).split(" ")[-1]
    assert last.endswith(f"{TIE}{dose.unit}")
    assert any(letter.isdigit() for letter in last)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (make(Quantity, value=40, unit="min"), "40 min"),
        (make(Quantity, value=62.0, unit="%"), "62%"),
        (make(Quantity, value=2.5, unit="h", bound="about"), "about 2.5 h"),
        (make(Quantity, value=1, unit="h", bound="below"), "below 1 h"),
        (make(Quantity, low=2, high=3.5, unit="h"), "2 to 3.5 h"),
        (make(Quantity, value=3, low=2, high=3.5, unit="h"), "3 (2 to 3.5) h"),
        (make(Quantity, low=2, unit="h"), "at least 2 h"),
        (make(Quantity, high=2, unit="h"), "up to 2 h"),
        (make(Quantity, value=111.0, sd=11.1, unit="nmol/L"), "111 (SD 11.1) nmol/L"),
        (make(Quantity, value=1234, unit="ng/mL"), "1,234 ng/mL"),
        (make(Quantity, absent="not-applicable"), "not applicable"),
        (make(Quantity), "not reported"),
    ],
)
def test_quantities(quantity: Quantity, text: str) -> None:
    assert written(wording.quantity(quantity)) == text


@pytest.mark.parametrize(
    ("lower", "upper", "digits", "text"),
    [
        (-7.31, -0.64, 2, "-7.31 to -0.64"),
        (-7.3, -0.6, None, "-7.3 to -0.6"),
        (1, 2.5, 1, "1.0 to 2.5"),
        (-14.1, None, 1, "lower limit -14.1"),
        (None, 0.5, 2, "upper limit 0.50"),
    ],
)
def test_intervals_have_the_word_to(lower: float | None, upper: float | None, digits: int | None, text: str) -> None:
    assert written(wording.interval(lower, upper, digits)) == text


@settings(deadline=None)
@given(ends=st.tuples(numbers(), numbers()), digits=st.none() | st.integers(0, 4))
def test_an_interval_stays_on_one_line_in_ascii(ends: tuple[float, float], digits: int | None) -> None:
    text = wording.interval(min(ends), max(ends), digits)
    assert " " not in text
    assert written(text).isascii()
    assert [value_of(end) for end in written(text).split(" to ")] == [Decimal(str(end)) for end in sorted(ends)]


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (make(Effect, measure="MD", arm="a", p=0.02), "p = 0.02"),
        (make(Effect, measure="MD", arm="a", p=0.001, p_bound="below"), "p < 0.001"),
        (make(Effect, measure="MD", arm="a", p=0.05, p_bound="above"), "p > 0.05"),
        (make(Effect, measure="MD", arm="a", p=0.027, p_sides=1), "p = 0.027, one-sided"),
        (make(Effect, measure="MD", arm="a", p=0.027, p_sides=2), "p = 0.027"),
        (make(Effect, measure="MD", arm="a"), ""),
    ],
)
def test_p_values(effect: Effect, text: str) -> None:
    assert written(wording.p_value(effect)) == text


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (
            make(
                Effect,
                measure="MD",
                arm="a",
                value=-4.0,
                digits=1,
                lower=-7.31,
                upper=-0.64,
                limit_digits=2,
                unit="points",
            ),
            "-4.0 points (-7.31 to -0.64)",
        ),
        (
            make(Effect, measure="OR", arm="a", value=2, digits=2, lower=1.1, upper=3.6, limit_digits=1, p=0.02),
            "OR 2.00 (1.1 to 3.6), p = 0.02",
        ),
        (
            make(Effect, measure="MD", arm="a", value=-1.2, lower=-5.8, upper=3.3, level=0.9, p=0.475),
            "-1.2 (90% interval -5.8 to 3.3), p = 0.475",
        ),
        (
            make(Effect, measure="RD", arm="a", value=5.3, lower=-14.1, one_sided=True, unit="per 100"),
            "5.3 per 100 (lower limit -14.1)",
        ),
        (make(Effect, measure="MD", arm="a", p=0.04), "p = 0.04"),
        (make(Effect, measure="MD", arm="a", statistic="F(1,70) = 9.62"), "F(1,70) = 9.62"),
        (make(Effect, measure="MD", arm="a"), ""),
    ],
)
def test_effects(effect: Effect, text: str) -> None:
    assert written(wording.effect(effect)) == text


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (make(ArmResult, arm="a", events=69, n=101, percent=68.0, digits=1), "69/101 (68.0%)"),
        (make(ArmResult, arm="a", events=1069, n=2101), "1,069/2,101"),
        (make(ArmResult, arm="a", percent=52.5, n=40, digits=1), "52.5% of 40"),
        (make(ArmResult, arm="a", mean=-21.4, sd=12.32, n=101, digits=1), "-21.4 (SD 12.32) of 101"),
        (make(ArmResult, arm="a", mean=-21.0, se=1.5, digits=1), "-21.0 (SE 1.5)"),
        (make(ArmResult, arm="a", mean=3, unit="days"), "3 days"),
        (make(ArmResult, arm="a", median=7, q1=3, q3=12.5), "median 7 (quartiles 3 and 12.5)"),
        (make(ArmResult, arm="a", mean=1.5, lower=1, upper=2, limit_digits=1), "1.5 (1.0 to 2.0)"),
        (make(ArmResult, arm="a", n=12), "n 12"),
        (make(ArmResult, arm="a", absent="not-found"), "not found"),
        (make(ArmResult, arm="a"), "not reported"),
    ],
)
def test_results_of_an_arm(result: ArmResult, text: str) -> None:
    assert written(wording.arm_result(result)) == text


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (None, ""),
        (make(Schedule), ""),
        (make(Schedule, sessions=1), "once"),
        (make(Schedule, sessions=6), "6 sessions"),
        (make(Schedule, sessions=8, per_week=2, weeks=4), "2 a week for 4 weeks (8 in all)"),
        (make(Schedule, per_week=1, weeks=1), "once a week for 1 week"),
        (make(Schedule, per_week=0.5), "every 2 weeks"),
        (make(Schedule, per_week=1, per_week_high=3), "1 to 3 a week"),
        (make(Schedule, per_week=0.25, per_week_high=0.5), "every 2 to 4 weeks"),
        (make(Schedule, days="1, 4 and 8"), "days 1, 4 and 8"),
        (make(Schedule, text="Then as needed"), "then as needed"),
        (make(Schedule, text="ECT days only"), "ECT days only"),
        (make(Schedule, per_week=3, text="Then weekly"), "3 a week; then weekly"),
        (make(Schedule, absent="not-reported"), "not reported"),
    ],
)
def test_schedules(schedule: Schedule | None, text: str) -> None:
    assert wording.schedule(schedule) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_joined_with_or(words: list[str], text: str) -> None:
    assert wording.joined(words) == text
    assert wording.joined(words, "and") == text.replace(" or ", " and ")


def test_counts_have_thousands() -> None:
    assert wording.count(1234) == "1,234"
    assert wording.count(0) == "0"
    assert wording.count(None) == "not reported"


def test_a_missing_value_says_why() -> None:
    assert [wording.absent(reason) for reason in ("not-reported", "not-found", "not-applicable", None)] == [
        "not reported",
        "not found",
        "not applicable",
        "not reported",
    ]


WORDED = re.compile(r"([\d,.]+)(?: (fewer|more))?")


@given(numbers(), numbers(), st.integers(0, 2))
def test_both_ends_of_an_interval_have_their_word_where_they_differ(one: float, other: float, digits: int) -> None:
    """What a reader takes for the direction of each end is its direction."""
    lower, upper = sorted((one, other))
    text = wording.ends(lower, upper, digits, wording.COUNTED).replace(TIE, " ")
    read = [WORDED.fullmatch(end) for end in text.split(" to ")]
    assert len(read) == 2
    assert all(read)
    (first, first_way), (last, last_way) = ((each[1], each[2]) for each in read if each is not None)
    numbers_read = [float(each.replace(",", "")) for each in (first, last)]
    turned = [-1 if way == "fewer" else 1 for way in (first_way or last_way, last_way or first_way)]
    expected = [float(f"{each:.{digits}f}") for each in (lower, upper)]
    assert sorted(number * sign for number, sign in zip(numbers_read, turned, strict=True)) == sorted(expected)
    assert (first_way is None) or (first_way, last_way) == ("fewer", "more")


@pytest.mark.parametrize(
    ("lower", "upper", "said", "text"),
    [
        (-39, 87, "fewer", "39 fewer to 87 more"),
        (-39, 87, "more", "39 fewer to 87 more"),
        (-11, 78, "", "11 fewer to 78 more"),
        (12, 343, "", "12 to 343 more"),
        (12, 343, "more", "12 to 343"),
        (-343, -12, "fewer", "12 to 343"),
        (-343, -12, "more", "12 to 343 fewer"),
        (-0.2, 78, "", "0 to 78 more"),
        (0, 0, "", "0 to 0"),
    ],
)
def test_the_word_of_an_interval_is_left_out_only_where_it_was_said(
    lower: float, upper: float, said: str, text: str
) -> None:
    assert wording.ends(lower, upper, 0, wording.COUNTED, said).replace(TIE, " ") == text


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_no_screen_names_the_direction_of_one_end_beside_another(keta: Run, form: str) -> None:
    """``9 fewer (39 to 87 more)`` reads as 39 to 87 more."""
    for name in ("racemic-suicidality", "spray-suicidality", "spray-or-quetiapine"):
        text = keta("evidence", name, "-o", form).out.replace(TIE, " ").replace("&nbsp;", " ")
        for match in re.finditer(r"(fewer|more|lower|higher) \(([^()]*\d to [^()]*)\)", text):
            said, inside = match[1], match[2]
            words = re.findall(r"fewer|more|lower|higher", inside)
            assert len(words) in (0, 2) or words == [said], match[0]
            assert len(words) != 2 or words[0] != words[1], match[0]
