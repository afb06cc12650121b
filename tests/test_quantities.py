"""Quantities as people type them: read where they are plain, refused with what to type where they are not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.errors import Refused, UsageError
from ketacli.evidence.arithmetic import quantities
from ketacli.evidence.arithmetic.quantities import Typed, show

READERS: dict[str, Callable[[str], Any]] = {
    "weight": quantities.weight,
    "strength": quantities.strength,
    "volume": quantities.volume,
    "over": quantities.over,
    "dose": quantities.dose,
}


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("82kg", "82"), ("82 kg", "82"), ("82", "82"), (" 70 ", "70"), ("070", "70"), ("70.", "70"),
        ("70.5 KG", "70.5"), ("30", "30"), ("150", "150"), ("154kg", "154"),
        ("250 kilograms", "250"), ("82\u00a0kg", "82"), ("180lb", "81.6"), ("180 lb", "81.6"),
        ("180 lbs", "81.6"), ("180 pounds", "81.6"), ("551lb", "249.9"),
    ],
)  # fmt: skip
def test_weights(text: str, kilograms: str) -> None:
    assert quantities.weight(text).kilograms == Decimal(kilograms)


@pytest.mark.parametrize("text", ["154", "150.1", "29.9", "12", "700"])
def test_a_weight_that_may_be_in_pounds_must_have_its_unit(text: str) -> None:
    with pytest.raises(Refused, match="kilograms or pounds") as caught:
        quantities.weight(text)
    assert caught.value.exit_code == 6
    assert f"{show(Decimal(text))} pounds" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["29kg", "251 kg", "66lb", "600lb", "-70kg", "0kg"])
def test_weights_of_no_adult(text: str) -> None:
    with pytest.raises(Refused, match="30 to 250 kg"):
        quantities.weight(text)


@pytest.mark.parametrize("text", ["-82", "-82 kg", "-180 lb", "0", "0 pounds"])
def test_a_weight_that_is_none_is_not_offered_again(text: str) -> None:
    with pytest.raises(Refused, match="a body weight is above 0") as caught:
        quantities.weight(text)
    assert f'"{text}' not in str(caught.value.hint)


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        ("strength", "50", "50"), ("strength", "50mg/mL", "50"), ("strength", "50 mg/mL", "50"),
        ("strength", "50mg/ml", "50"), ("strength", "0.5 mg / mL", "0.5"),
        ("volume", "50", "50"), ("volume", "50mL", "50"), ("volume", "50 ml", "50"), ("volume", "0.5ML", "0.5"),
    ],
)  # fmt: skip
def test_strengths_and_volumes(option: str, text: str, value: str) -> None:
    assert READERS[option](text) == Decimal(value)


@pytest.mark.parametrize(
    ("option", "text", "value", "unit"),
    [
        ("over", "40min", "40", "min"), ("over", "40 min", "40", "min"), ("over", "1h", "1", "h"),
        ("over", "1.5 hours", "1.5", "h"), ("over", "60s", "60", "s"),
        ("dose", "0.5mg/kg", "0.5", "mg/kg"), ("dose", "0.5 mg/kg", "0.5", "mg/kg"), ("dose", "35 mg", "35", "mg"),
        ("dose", "56mg", "56", "mg"), ("dose", "500 mcg/kg", "500", "mcg/kg"), ("dose", "0.3mg/kg/h", "0.3", "mg/kg/h"),
        ("dose", "500\u00b5g/kg", "500", "mcg/kg"), ("dose", "0.5 MG/KG", "0.5", "mg/kg"),
    ],
)  # fmt: skip
def test_times_and_doses(option: str, text: str, value: str, unit: str) -> None:
    assert READERS[option](text) == Typed(Decimal(value), unit)


@pytest.mark.parametrize("option", sorted(READERS))
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "heavy", "NaN", "nan", "sNaN", "inf", "-inf", "Infinity", "7 0", "1.2.3", "--", "\u00bd", "0x46",
        "7e1", "1E+2", "7_0", "\u0667\u0660", "\uff17\uff10", "1e2000", "70st", "70 g", "70cc", "1" * 100_000,
    ],
)  # fmt: skip
def test_anything_else_is_wrong_usage(option: str, text: str) -> None:
    with pytest.raises(UsageError, match="takes a number") as caught:
        READERS[option](text)
    assert caught.value.exit_code == 2
    assert caught.value.field == option
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    ("option", "text", "hint"),
    [
        ("weight", "70,5", "Write 70.5:"),
        ("weight", "70,5kg", "Write 70.5 kg:"),
        ("dose", "0,5mg/kg", "Write 0.5 mg/kg:"),
        ("dose", ",5 mg", "Write 0.5 mg:"),
        ("dose", "1,000 mg", "Write 1000 mg for thousands, 1.000 mg for decimals."),
        ("volume", "1,234,567", "Write 1234567."),
        ("over", "1,5h", "Write 1.5 h:"),
        ("volume", "50cc", "Write mL."),
    ],
)
def test_commas_and_the_like_are_refused_with_what_to_type(option: str, text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        READERS[option](text)
    assert str(caught.value.hint).startswith(hint)


def test_a_percentage_is_no_strength() -> None:
    for text in ("5%", "5 %", "0.5 % w/v"):
        with pytest.raises(UsageError, match="mg/mL") as caught:
            quantities.strength(text)
        assert "50 mg/mL" in str(caught.value.hint)


def test_a_time_and_a_dose_need_their_unit() -> None:
    for option, text in (("over", "40"), ("dose", "0.5")):
        with pytest.raises(UsageError, match="no unit"):
            READERS[option](text)


@pytest.mark.parametrize(
    ("option", "text"),
    [("strength", "0"), ("strength", "-50"), ("strength", "200.1"), ("volume", "0.09"), ("volume", "1000.5mL"),
     ("over", "1s"), ("over", "25h"), ("over", "0min"), ("over", "-40min")],
)  # fmt: skip
def test_implausible_figures(option: str, text: str) -> None:
    with pytest.raises(Refused) as caught:
        READERS[option](text)
    assert caught.value.field == option


@pytest.mark.parametrize("text", ["0mg", "-0.5mg/kg", "0.000 mg/kg"])
def test_a_dose_is_above_zero(text: str) -> None:
    with pytest.raises(UsageError, match="above 0"):
        quantities.dose(text)


@settings(deadline=None, max_examples=300)
@given(tenths=st.integers(662, 5511), spelling=st.sampled_from(["lb", " lb", "lbs", " pounds"]))
def test_pounds_are_kilograms_to_the_tenth(tenths: int, spelling: str) -> None:
    pounds = Decimal(tenths) / 10
    found = quantities.weight(f"{pounds}{spelling}")
    exact = Fraction(pounds) * Fraction(45359237, 100_000_000)
    assert found.pounds == pounds
    assert abs(Fraction(found.kilograms) - exact) <= Fraction(1, 20)
    assert found.kilograms == found.kilograms.quantize(Decimal("0.1"))
    assert found.exact == (Fraction(found.kilograms) == exact)


@settings(deadline=None, max_examples=300)
@given(value=st.decimals(-10, 1000, places=2))
def test_a_bare_weight_is_read_only_where_it_can_be_nothing_else(value: Decimal) -> None:
    try:
        found = quantities.weight(f"{value:f}")
    except Refused:
        assert not 30 <= value <= 150
        return
    assert 30 <= value <= 150
    assert found.kilograms == value


@settings(deadline=None, max_examples=300)
@given(value=st.decimals(0, 999_999, places=4))
def test_a_number_is_shown_without_trailing_zeros_and_naked_points(value: Decimal) -> None:
    text = show(value)
    assert Decimal(text.replace(",", "")) == value
    assert not text.startswith(".")
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@settings(deadline=None)
@given(text=st.text(max_size=12) | st.decimals().map(str) | st.floats().map(str), option=st.sampled_from(list(READERS)))
def test_whatever_is_typed_is_a_quantity_or_told(text: str, option: str) -> None:
    try:
        found = READERS[option](text)
    except (UsageError, Refused):
        return
    value = {"weight": "kilograms", "over": "value", "dose": "value"}.get(option)
    assert (getattr(found, value) if value else found).is_finite()
