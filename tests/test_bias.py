"""Risk of bias as reviews judged it: quoted with who judged, in words and letters, chosen by, and never worked out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.errors import DataError
from ketacli.evidence.bias import DOMAINS, LETTERS, in_words, is_high, letters, of_trial

from .conftest import Run
from .trials import dataset, trial

SHIPPED = load()
JUDGED = [each for each in SHIPPED.trials if each.risk_of_bias]
HIGH = {"berman-2000", "downey-2016", "shiroma-2020", "sumner-2020"}
FOREST = ("forest", "--form", "esketamine", "--outcome", "madrs", "--timepoint", "28d", "--comparator", "placebo")


def test_every_judgement_says_who_judged_and_where() -> None:
    assert len(JUDGED) >= 14
    for each in JUDGED:
        for judged in each.risk_of_bias:
            assert judged.by
            assert judged.source in SHIPPED.sources
            assert "risk of bias" in (judged.at or "")
            seen = [part.domain for part in judged.domains]
            assert seen == [name for name in DOMAINS[judged.tool] if name in seen], "in the order of the tool"
            assert (judged.note is not None) == (len(seen) < len(DOMAINS[judged.tool])), "what is missing is said"


def test_letters_have_a_place_for_every_domain() -> None:
    [whole], [part] = (SHIPPED.trials[name].risk_of_bias for name in ("berman-2000", "shiroma-2020"))
    assert letters(whole) == "UUUUHHL"
    assert letters(part) == "LLHNNNN"
    assert in_words(part).startswith("high: masking of participants; low: random sequence")
    assert in_words(part).endswith("not seen: masking of assessment, incomplete data, selective reporting, other")
    assert set(LETTERS.values()) == {"L", "S", "U", "H"}


def test_high_is_high_in_a_domain_that_was_seen() -> None:
    assert {each.id for each in JUDGED if is_high(each)} == {
        "berman-2000",
        "downey-2016",
        "shiroma-2020",
        "sumner-2020",
    }
    unjudged = SHIPPED.trials["elekt-d"]
    assert not is_high(unjudged)
    assert of_trial(unjudged) is None


def test_trials_are_chosen_by_it(keta: Run) -> None:
    found = keta("trials", "--bias", "high", "--json").document["data"]
    assert {each["id"] for each in found} == HIGH
    same = keta("trials", "--where", "bias = high", "--json").document["data"]
    assert [each["id"] for each in same] == [each["id"] for each in found]
    assert SHIPPED.results(outcome="response", bias="high").to_dict() != SHIPPED.results(outcome="response").to_dict()
    assert keta("trials", "--bias", "dreadful").code != 0
    low, unclear = (
        {each["id"] for each in keta("trials", "--bias", word, "--json").document["data"]}
        for word in ("low", "unclear")
    )
    assert low == {each.id for each in JUDGED if all(in_words(of).startswith("low: ") for of in each.risk_of_bias)}
    assert not low & HIGH
    assert not low & unclear


def test_it_is_shown_where_trials_are(keta: Run) -> None:
    shown = keta("show", "shiroma-2020").out
    assert "Risk of bias" in shown
    assert "high: masking of participants" in shown
    assert "the first Cochrane tool" in keta("show", "shiroma-2020", "--full").out
    drawn = keta(*FOREST, "--multiarm", "keep").out
    assert "Risk of bias as judged by Cochrane review (2021): TRANSFORM-1 LLUUNNN; TRANSFORM-3 LLUULNN" in " ".join(
        drawn.split()
    )
    heard = keta(*FOREST, "--multiarm", "keep", "--accessible").out
    assert "Risk of bias by Cochrane review (2021): unclear: masking of participants, masking of assessment" in heard
    rows = keta(*FOREST, "--multiarm", "keep", "--json").document["data"]["rows"]
    assert {row["trial"] for row in rows if row["risk_of_bias"]} == {"transform-1", "transform-3"}
    assert "Risk of bias of 2 of 4 trials" in keta("evidence", "esketamine-trd").out


def judged(**changes: Any) -> dict[str, Any]:
    made = {
        "tool": "rob-2", "by": "an invented review", "source": "invented-alder", "at": "table 2", "check": "primary",
        "checked": "2001-02-03", "domains": [{"domain": "randomisation", "judgement": "some-concerns"}],
        "overall": "some-concerns", "note": "The other four were not seen.",
    }  # fmt: skip
    return {**made, **changes}


def test_a_tool_has_its_own_domains_and_words(tmp_path: Path) -> None:
    found = dataset(tmp_path, {"ash": trial("ash", year=1999, risk_of_bias=[judged()])}).trials["ash"].risk_of_bias[0]
    assert letters(found) == "SNNNN"
    assert in_words(found).startswith("overall some concerns; some concerns: randomisation")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"domains": [{"domain": "other", "judgement": "low"}]}, "other is no domain of rob-2"),
        ({"domains": [{"domain": "randomisation", "judgement": "unclear"}]}, "rob-2 has no judgement unclear"),
        ({"domains": [{"domain": "deviations", "judgement": "low"}] * 2}, "deviations stands twice"),
        ({"domains": [], "overall": None}, "nothing was judged"),
        (
            {"tool": "cochrane-1", "domains": [{"domain": "other", "judgement": "low"}], "overall": "low"},
            "gives no overall judgement",
        ),
    ],
)
def test_what_a_tool_does_not_have_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    made = {name: value for name, value in judged(**changes).items() if value is not None}
    with pytest.raises(DataError) as caught:
        dataset(tmp_path, {"ash": trial("ash", year=1999, risk_of_bias=[made])})
    assert words in " ".join(caught.value.details)
