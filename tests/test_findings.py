"""The direction of a result, by the rule that ``keta help evidence`` states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketacli
from ketacli.evidence.direction import RATIOS, WORDS, Finding, formal, of_effect, of_trial
from ketacli.records import closed
from ketacli.records.structure import build
from ketacli.records.trial import Design, Outcome, Trial

DIFFERENCES = ("MD", "SMD", "RD")
OPPOSITE = {"favours-ketamine": "favours-comparator", "favours-comparator": "favours-ketamine"}
NONINFERIORITY = {"framework": "noninferiority", "margin": 20, "margin_unit": "per 100"}

Fields = dict[str, Any]


def effect(**fields: Any) -> Fields:
    """A comparison of the two arms, as data."""
    return {"measure": "MD", "arm": "ketamine", "versus": "placebo", **fields}


def outcome(*effects: Fields, **fields: Any) -> Fields:
    """A primary outcome on a scale where lower is better, as data."""
    base = {"id": "score", "label": "Score", "role": "primary", "kind": "change", "better": "lower"}
    return {**base, "effects": list(effects), **fields}


def design(**fields: Any) -> Fields:
    """A design with placebo, as data."""
    base = {"allocation": "randomised", "model": "parallel", "masking": "double", "comparator": "placebo"}
    return {**base, "framework": "superiority", **fields}


def read(found: Fields, *, better: str | None = "lower", **designed: Any) -> Finding | None:
    """What one comparison shows."""
    built = build(Outcome, outcome(found, better=better))
    assert isinstance(built, Outcome)
    how = build(Design, design(**designed)) if designed else None
    return of_effect(built, built.effects[0], how)


def trial(*outcomes: Fields, met: str = "not-stated", seen: str = "numbers", **designed: Any) -> Finding:
    """What a whole study shows."""
    found = build(
        Trial,
        {
            "id": "one",
            "design": design(**designed),
            "outcomes": list(outcomes),
            "primary_met": {"value": met},
            "result_seen": seen,
        },
    )
    assert isinstance(found, Trial)
    return of_trial(found)


class TestInterval:
    """First the interval."""

    @pytest.mark.parametrize(
        ("measure", "value", "lower", "upper", "better", "direction"),
        [
            ("MD", -4.0, -7.31, -0.64, "lower", "favours-ketamine"),
            ("MD", -4.0, -7.31, -0.64, "higher", "favours-comparator"),
            ("MD", 4.0, 0.64, 7.31, "lower", "favours-comparator"),
            ("MD", 4.0, 0.64, 7.31, "higher", "favours-ketamine"),
            ("MD", -4.0, -8.1, 0.1, "lower", "no-clear-difference"),
            ("MD", -4.0, -8.0, 0, "lower", "no-clear-difference"),
            ("MD", 4.0, 0, 8.0, "lower", "no-clear-difference"),
            ("SMD", -0.5, -0.9, -0.1, "lower", "favours-ketamine"),
            ("RD", 12, 3, 21, "higher", "favours-ketamine"),
            ("RR", 1.4, 1.1, 1.9, "higher", "favours-ketamine"),
            ("RR", 1.4, 1.1, 1.9, "lower", "favours-comparator"),
            ("OR", 0.5, 0.3, 0.8, "lower", "favours-ketamine"),
            ("OR", 0.5, 0.3, 0.8, "higher", "favours-comparator"),
            ("OR", 1.5, 0.9, 2.5, "higher", "no-clear-difference"),
            ("OR", 1.5, 1, 2.5, "higher", "no-clear-difference"),
            ("HR", 0.49, 0.29, 0.84, "lower", "favours-ketamine"),
            ("HR", 0.49, 0.29, 1.2, "lower", "no-clear-difference"),
        ],
    )
    def test_side_on_which_it_lies(
        self, measure: str, value: float, lower: float, upper: float, better: str, direction: str
    ) -> None:
        found = effect(measure=measure, value=value, lower=lower, upper=upper)
        assert read(found, better=better) == Finding(direction, "interval")

    def test_it_goes_before_p(self) -> None:
        assert read(effect(value=-4, lower=-8.1, upper=0.1, p=0.01)) == Finding("no-clear-difference", "interval")
        assert read(effect(value=-4, lower=-8.1, upper=-0.1, p=0.4)) == Finding("favours-ketamine", "interval")

    def test_it_goes_before_what_is_stated(self) -> None:
        found = effect(value=-4, lower=-8.1, upper=0.1, stated="favours-ketamine")
        assert read(found) == Finding("no-clear-difference", "interval")

    def test_one_limit_is_no_interval(self) -> None:
        assert read(effect(value=-4, upper=-0.5, one_sided=True)) is None
        assert read(effect(value=-4, upper=-0.5, one_sided=True, p=0.03)) == Finding("favours-ketamine", "p")

    @pytest.mark.parametrize("unsettled", [{"sign_unclear": True}, {"better": None}])
    def test_without_a_settled_sign_it_favours_nobody(self, unsettled: Fields) -> None:
        fields = {name: value for name, value in unsettled.items() if name != "better"}
        better = unsettled.get("better", "lower")
        found = effect(value=-4, lower=-8, upper=-1, **fields)
        assert read(found, better=better) is None
        assert read({**found, "stated": "favours-ketamine"}, better=better) == Finding("favours-ketamine", "stated")

    @pytest.mark.parametrize("measure", ["NNT", "other"])
    def test_measures_without_a_null_are_not_read_from_it(self, measure: str) -> None:
        assert read(effect(measure=measure, value=6, lower=4, upper=9)) is None


class TestP:
    """Then p."""

    @pytest.mark.parametrize(
        ("fields", "direction"),
        [
            ({"p": 0.02}, "favours-ketamine"),
            ({"p": 0.049}, "favours-ketamine"),
            ({"p": 0.051}, "no-clear-difference"),
            ({"p": 0.5}, "no-clear-difference"),
            ({"p": 0.001, "p_bound": "below"}, "favours-ketamine"),
            ({"p": 0.05, "p_bound": "below"}, "favours-ketamine"),
            ({"p": 0.05, "p_bound": "above"}, "no-clear-difference"),
            ({"p": 0.2, "p_bound": "above"}, "no-clear-difference"),
            ({"p": 0.02, "p_sides": 2}, "favours-ketamine"),
            ({"p": 0.02, "p_sides": 1}, "favours-ketamine"),
            ({"p": 0.024, "p_sides": 1}, "favours-ketamine"),
            ({"p": 0.027, "p_sides": 1}, "no-clear-difference"),
            ({"p": 0.04, "p_sides": 1}, "no-clear-difference"),
            ({"p": 0.01, "p_bound": "below", "p_sides": 1}, "favours-ketamine"),
            ({"p": 0.05, "p_bound": "above", "p_sides": 1}, "no-clear-difference"),
        ],
    )
    def test_below_or_not(self, fields: Fields, direction: str) -> None:
        assert read(effect(value=-4, **fields)) == Finding(direction, "p")

    @pytest.mark.parametrize("fields", [{"p": 0.05}, {"p": 0.025, "p_sides": 1}])
    def test_p_of_exactly_five_percent_is_not_below_it(self, fields: Fields) -> None:
        assert read(effect(value=-4, **fields)) == Finding("no-clear-difference", "p")

    def test_the_level_of_the_interval_does_not_move_the_limit_of_p(self) -> None:
        assert read(effect(value=-4, p=0.07, level=0.9)) == Finding("no-clear-difference", "p")

    @pytest.mark.parametrize(
        "fields",
        [
            {"p": 0.1, "p_bound": "below"},
            {"p": 0.05, "p_bound": "below", "p_sides": 1},
            {"p": 0.01, "p_bound": "above"},
            {"p": 0.02, "p_bound": "above", "p_sides": 1},
        ],
    )
    def test_a_bound_that_does_not_tell_is_not_read(self, fields: Fields) -> None:
        assert read(effect(value=-4, **fields)) is None

    def test_a_small_p_without_a_sign_favours_nobody(self) -> None:
        assert read(effect(p=0.01)) is None
        assert read(effect(value=-4, p=0.01, sign_unclear=True)) is None
        assert read(effect(value=0, p=0.01)) is None
        assert read(effect(measure="OR", value=1, p=0.01)) is None

    def test_a_large_p_needs_no_sign(self) -> None:
        assert read(effect(p=0.3)) == Finding("no-clear-difference", "p")

    def test_it_goes_before_what_is_stated(self) -> None:
        assert read(effect(p=0.3, stated="favours-ketamine")) == Finding("no-clear-difference", "p")


class TestStated:
    """Then what the source says."""

    @pytest.mark.parametrize("word", ["favours-ketamine", "favours-comparator", "no-clear-difference", "not-tested"])
    def test_words_of_the_source(self, word: str) -> None:
        assert read(effect(value=-4, stated=word)) == Finding(word, "stated")

    def test_nothing_is_made_of_an_estimate_alone(self) -> None:
        assert read(effect(value=-40)) is None
        assert read(effect()) is None


class TestMargin:
    """A non-inferiority comparison is read against its margin."""

    @pytest.mark.parametrize(
        ("better", "limits", "direction"),
        [
            ("higher", {"lower": -14.1}, "non-inferior"),
            ("higher", {"lower": -19.9, "upper": 3}, "non-inferior"),
            ("higher", {"lower": 1, "upper": 30}, "non-inferior"),
            ("higher", {"lower": -20}, "inferior"),
            ("higher", {"lower": -27, "upper": 3}, "inferior"),
            ("higher", {"lower": -27, "upper": -3}, "inferior"),
            ("lower", {"upper": 14.1}, "non-inferior"),
            ("lower", {"lower": -30, "upper": 19.9}, "non-inferior"),
            ("lower", {"upper": 20}, "inferior"),
            ("lower", {"lower": -3, "upper": 27}, "inferior"),
        ],
    )
    def test_the_whole_interval_must_lie_inside(self, better: str, limits: Fields, direction: str) -> None:
        found = effect(measure="RD", value=-5.3, unit="per 100", p=0.9, stated="favours-comparator", **limits)
        assert read(found, better=better, **NONINFERIORITY) == Finding(direction, "margin")

    @pytest.mark.parametrize(
        "unreadable",
        [
            {"unit": "points"},
            {"unit": None},
            {"lower": None},
        ],
    )
    def test_without_a_comparable_limit_the_source_is_heard(self, unreadable: Fields) -> None:
        found = {**effect(measure="RD", value=5, unit="per 100", lower=-10, stated="non-inferior"), **unreadable}
        assert read(found, better="higher", **NONINFERIORITY) == Finding("non-inferior", "stated")

    def test_without_a_margin_the_source_is_heard(self) -> None:
        found = effect(measure="RD", value=5, lower=-10, upper=20, stated="inferior")
        assert read(found, framework="noninferiority") == Finding("inferior", "stated")

    def test_the_margin_of_a_superiority_trial_is_not_used(self) -> None:
        found = effect(measure="RD", value=5, unit="per 100", lower=-10, upper=20)
        superiority = {**NONINFERIORITY, "framework": "superiority"}
        assert read(found, better="higher", **superiority) == Finding("no-clear-difference", "interval")


class TestTrial:
    """The comparisons of the primary outcomes together."""

    CLEAR = effect(value=-4, lower=-7, upper=-1)
    AGAINST = effect(value=4, lower=1, upper=7)
    UNCLEAR = effect(value=-1, lower=-4, upper=2)

    def test_one_comparison_decides(self) -> None:
        assert trial(outcome(self.CLEAR), met="missed") == Finding("favours-ketamine", "interval")
        assert trial(outcome(self.AGAINST), met="met") == Finding("favours-comparator", "interval")
        assert trial(outcome(self.UNCLEAR), met="met") == Finding("no-clear-difference", "interval")

    def test_comparisons_that_agree(self) -> None:
        assert trial(outcome(self.CLEAR, self.CLEAR)) == Finding("favours-ketamine", "interval")
        assert trial(outcome(self.CLEAR), outcome(self.CLEAR)) == Finding("favours-ketamine", "interval")

    def test_comparisons_that_differ_are_mixed(self) -> None:
        assert trial(outcome(self.CLEAR, self.UNCLEAR)).direction == "mixed"
        assert trial(outcome(self.CLEAR), outcome(self.AGAINST)).direction == "mixed"

    def test_a_comparison_that_cannot_be_read_is_passed_over(self) -> None:
        assert trial(outcome(effect(value=-3), self.CLEAR)) == Finding("favours-ketamine", "interval")

    @pytest.mark.parametrize("role", ["key-secondary", "secondary", "post-hoc", "subgroup", "exploratory"])
    def test_only_primary_outcomes_count(self, role: str) -> None:
        assert trial(outcome(self.CLEAR, role=role)) == Finding("not-stated", "none")
        found = trial(outcome(self.UNCLEAR), outcome(self.CLEAR, role=role))
        assert found == Finding("no-clear-difference", "interval")

    @pytest.mark.parametrize("ignored", [{"nominal": True}, {"versus": None}, {"measure": "mean-change"}])
    def test_nominal_tests_and_changes_within_an_arm_never_decide(self, ignored: Fields) -> None:
        left_out = {**self.CLEAR, **ignored, "stated": "favours-ketamine"}
        assert trial(outcome(left_out)) == Finding("not-stated", "none")
        assert trial(outcome(left_out), met="missed") == Finding("no-clear-difference", "verdict")
        assert trial(outcome(left_out, self.UNCLEAR)) == Finding("no-clear-difference", "interval")
        built = build(Outcome, outcome(left_out, self.CLEAR))
        assert isinstance(built, Outcome)
        assert formal(built) == [built.effects[1]]

    @pytest.mark.parametrize(
        ("met", "direction"), [("met", "favours-ketamine"), ("missed", "no-clear-difference"), ("mixed", "mixed")]
    )
    def test_the_verdict_comes_last(self, met: str, direction: str) -> None:
        assert trial(met=met) == Finding(direction, "verdict")
        assert trial(outcome(effect(value=-4)), met=met) == Finding(direction, "verdict")

    @pytest.mark.parametrize(("met", "direction"), [("met", "non-inferior"), ("missed", "inferior")])
    def test_the_verdict_of_a_noninferiority_trial(self, met: str, direction: str) -> None:
        assert trial(met=met, framework="noninferiority") == Finding(direction, "verdict")

    @pytest.mark.parametrize(
        ("seen", "direction"),
        [("numbers", "not-stated"), ("partial", "not-stated"), ("direction", "not-seen"), ("none", "not-seen")],
    )
    def test_nothing_to_read(self, seen: str, direction: str) -> None:
        assert trial(outcome(effect(value=-4)), seen=seen) == Finding(direction, "none")

    def test_without_a_comparator_nothing_was_tested(self) -> None:
        assert trial(outcome(self.CLEAR), met="met", comparator="none") == Finding("not-tested", "none")

    def test_without_a_formal_test_nothing_was_tested(self) -> None:
        assert trial(outcome(self.CLEAR), met="not-applicable") == Finding("not-tested", "none")

    def test_a_result_that_was_not_seen_is_not_read_from_a_verdict(self) -> None:
        assert trial(met="met", seen="none") == Finding("not-seen", "none")


EVERY_WORD: dict[str, tuple[Fields, Fields]] = {
    "favours-ketamine": (outcome(TestTrial.CLEAR), {}),
    "favours-comparator": (outcome(TestTrial.AGAINST), {}),
    "no-clear-difference": (outcome(TestTrial.UNCLEAR), {}),
    "non-inferior": (
        outcome(effect(measure="RD", unit="per 100", lower=-3, value=1), better="higher"),
        NONINFERIORITY,
    ),
    "inferior": (outcome(effect(measure="RD", unit="per 100", lower=-33, value=1), better="higher"), NONINFERIORITY),
    "mixed": (outcome(TestTrial.CLEAR, TestTrial.UNCLEAR), {}),
    "not-tested": (outcome(), {"comparator": "none"}),
    "not-stated": (outcome(effect(value=-4)), {}),
    "not-seen": (outcome(), {"seen": "none"}),
}


@pytest.mark.parametrize("word", WORDS)
def test_each_word_can_be_the_answer(word: str) -> None:
    found, fields = EVERY_WORD[word]
    assert trial(found, **fields).direction == word


def test_each_word_can_be_asked_for() -> None:
    assert set(closed.words("trials", "result")) == set(WORDS)


@pytest.mark.parametrize("word", [word for name, word in WORDS.items() if name != "inferior"])
def test_each_word_is_explained(word: str) -> None:
    package = Path(ketacli.__file__).parent
    assert f"\n- {word}: " in (package / "data" / "help" / "evidence.txt").read_text(encoding="utf-8")


def test_noninferiority_not_shown_is_explained() -> None:
    package = Path(ketacli.__file__).parent
    assert WORDS["inferior"] in (package / "data" / "help" / "evidence.txt").read_text(encoding="utf-8")


figures = st.integers(-400, 400).map(lambda number: number / 16)
ratios = st.integers(1, 400).map(lambda number: number / 16)
maybe_p = st.one_of(
    st.just({}),
    st.builds(
        lambda p, bound, sides: {"p": p, "p_bound": bound, "p_sides": sides},
        st.sampled_from((0.001, 0.01, 0.024, 0.03, 0.049, 0.06, 0.2, 0.9)),
        st.sampled_from((None, "below", "above")),
        st.sampled_from((None, 1, 2)),
    ),
)
words_of_source = st.sampled_from((None, *OPPOSITE, "no-clear-difference", "not-tested"))


@st.composite
def comparisons(draw: st.DrawFn) -> Fields:
    """A comparison of two arms with any of its parts missing."""
    measure = draw(st.sampled_from((*DIFFERENCES, *RATIOS)))
    number = ratios if measure in RATIOS else figures
    found = effect(measure=measure, stated=draw(words_of_source), sign_unclear=draw(st.booleans()), **draw(maybe_p))
    lower, value, upper = sorted((draw(number), draw(number), draw(number)))
    if draw(st.booleans()):
        found["value"] = value
    if draw(st.booleans()):
        found |= {"lower": lower, "upper": upper}
    return found


def swapped(found: Fields) -> Fields:
    """The same comparison with arm and versus exchanged."""

    def turn(number: float | None) -> float | None:
        if number is None:
            return None
        return 1 / number if found["measure"] in RATIOS else -number

    return {
        **found,
        "arm": found["versus"],
        "versus": found["arm"],
        "value": turn(found.get("value")),
        "lower": turn(found.get("upper")),
        "upper": turn(found.get("lower")),
        "stated": OPPOSITE.get(found["stated"], found["stated"]),
    }


def opposite(found: Finding | None) -> Finding | None:
    """The finding seen from the other arm."""
    return found and Finding(OPPOSITE.get(found.direction, found.direction), found.basis)


@settings(deadline=None, max_examples=400)
@given(found=comparisons(), better=st.sampled_from(("lower", "higher", None)))
def test_swapping_the_arms_swaps_the_direction(found: Fields, better: str | None) -> None:
    assert read(swapped(found), better=better) == opposite(read(found, better=better))


@settings(deadline=None, max_examples=200)
@given(found=comparisons())
def test_turning_the_scale_swaps_the_direction(found: Fields) -> None:
    turned = {**found, "stated": OPPOSITE.get(found["stated"], found["stated"])}
    assert read(turned, better="higher") == opposite(read(found, better="lower"))


@settings(deadline=None, max_examples=200)
@given(found=comparisons(), better=st.sampled_from(("lower", "higher", None)))
def test_a_side_is_favoured_only_where_no_effect_is_excluded(found: Fields, better: str | None) -> None:
    answer = read(found, better=better)
    if answer is None or answer.basis == "stated":
        return
    null = 1 if found["measure"] in RATIOS else 0
    if answer.basis == "interval":
        excluded = not found["lower"] <= null <= found["upper"]
    else:
        excluded = found["p"] * (2 if found["p_sides"] == 1 else 1) <= 0.05 and found["p_bound"] != "above"
    assert (answer.direction in OPPOSITE) == excluded
