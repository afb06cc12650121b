"""Effects of safety records, and of typed figures of which nobody said what is good."""

from __future__ import annotations

import pytest

from ketacli import load
from ketacli.evidence.safety_effects import comparisons

from .conftest import Run


def test_a_safety_record_by_its_id(keta: Run) -> None:
    """The counts of the label, 142 of 346 and 21 of 222, as the record has them."""
    document = keta("effect", "dissociation-spray-trd-label", "--json").document
    data = document["data"]
    assert (data["trial"], data["safety"], document["query"]["safety"]) == (
        None, ["dissociation-spray-trd-label"], ["dissociation-spray-trd-label"],
    )  # fmt: skip
    [outcome] = data["outcomes"]
    [found] = outcome["comparisons"]
    assert [(each["events"], each["n"]) for each in (found["arm"], found["versus"])] == [(142, 346), (21, 222)]
    assert (found["nnt"]["kind"], found["versus"]["source"]) == ("NNTH", found["arm"]["source"])
    assert found["effects"][0]["value"] == pytest.approx(142 / 346 - 21 / 222)
    assert found["arm"]["source"] in document["sources"]


def test_the_beginning_of_ids_means_all_of_them(keta: Run) -> None:
    document = keta("effect", "dissociation-spray-trd", "--json").document
    assert document["data"]["safety"] == [
        "dissociation-spray-trd-by-sex", "dissociation-spray-trd-label", "dissociation-spray-trd-trials",
    ]  # fmt: skip
    out = keta("effect", "dissociation-spray-trd").out
    assert "3 safety records" in out
    assert "that is no pooled estimate" in " ".join(out.split())


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("dissociation-spray-trd-trials", [("double-blind parts", "double-blind parts")]),
        ("nausea-spray-by-dose-label", [("56 mg", "placebo"), ("84 mg", "placebo")]),
        ("suicide-and-attempt-chen-2023", []),
        (
            "harms-against-ect-ketect",
            [("any adverse event longer", "any adverse event longer"), ("amnesia", "amnesia")],
        ),
        ("dissociation-spray-trd-by-sex", [("women", "women"), ("men", "men"), ("women", "women"), ("men", "men")]),
    ],
)
def test_only_groups_that_belong_together_are_compared(name: str, pairs: list[tuple[str, str]]) -> None:
    found = comparisons(load().safety[name])
    assert len(found) >= len(pairs)
    assert bool(found) == bool(pairs)
    for each, (arm, versus) in zip(found, pairs, strict=False):
        assert (arm in each.arm, versus in each.versus) == (True, True)
    for each in found:
        assert each.arm.startswith("women") == each.versus.startswith("women")


def test_what_has_no_two_groups_is_told(keta: Run) -> None:
    ran = keta("effect", "suicide-and-attempt-chen-2023")
    assert (ran.code, "no two groups" in ran.err) == (2, True)
    assert keta("effect", "dissociation-spray-trd-label", "--outcome", "all").code == 2
    assert keta("effect", "nothing-at-all").code == 3


TYPED = ("effect", "--events", "10/34", "--control", "7/29")
JUDGING = ("NNTB", "NNTH", "favours", "wanted")


def test_typed_figures_are_no_benefit_and_no_harm_until_somebody_says_so(keta: Run) -> None:
    silent = keta(*TYPED).out
    assert not any(word in silent for word in JUDGING)
    assert "One event more in 19" in " ".join(silent.split())
    assert "4 more to infinity to 6 fewer" in silent
    assert "--better" in silent
    document = keta(*TYPED, "--baseline", "25", "--json").document
    [found] = document["data"]["outcomes"][0]["comparisons"]
    assert found["nnt"] is None
    assert {each["nnt"] for each in found["rebased"]} == {None}
    for better, kind in (("higher", "NNTB"), ("lower", "NNTH")):
        assert kind in keta(*TYPED, "--better", better).out
    clear = keta("effect", "--events", "40/50", "--control", "10/50").out
    assert not any(word in clear for word in JUDGING)
    assert "One event fewer in" in keta("effect", "--events", "10/50", "--control", "40/50").out
