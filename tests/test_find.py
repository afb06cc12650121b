"""Search over the shipped data: synonyms, near spellings, the words that matched. The data's wording is not pinned."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli import load
from ketacli.dataset import Dataset
from ketacli.find import AROUND, Hit, excerpt, search, synonyms, written
from ketacli.names import LOOKUP_ORDER, fold, table


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


def hits(dataset: Dataset, text: str) -> list[Hit]:
    """What a search finds, best first."""
    return search(dataset, text)[0]


def of_kind(found: list[Hit], kind: str) -> list[str]:
    """The ids of one kind."""
    return [hit.id for hit in found if hit.kind == kind]


@pytest.mark.parametrize("text", ["S(+)-ketamin", "s(+)-KETAMIN", "(S)-ketamine", "S ketamine", "Spravato"])
def test_esketamine_is_found_first_by_its_names(shipped: Dataset, text: str) -> None:
    first = hits(shipped, text)[0]
    assert (first.kind, first.id) == ("compounds", "esketamine")
    assert first.words


@pytest.mark.parametrize(("text", "name"), [("(R)-ketamine", "arketamine"), ("PCN-101", "arketamine")])
def test_the_other_forms_too(shipped: Dataset, text: str, name: str) -> None:
    assert of_kind(hits(shipped, text), "compounds")[0] == name


def test_every_compound_is_found_first_by_its_id(shipped: Dataset) -> None:
    for name in shipped.compounds.ids():
        assert of_kind(hits(shipped, name), "compounds")[0] == name


def test_midazolam_finds_trials_and_says_where(shipped: Dataset) -> None:
    found = hits(shipped, "midazolam")
    compared = {
        trial.id
        for trial in shipped.trials
        if any("midazolam" in arm.treatment.lower() for arm in trial.arms if arm.role == "comparator")
    }
    assert len(compared) > 5
    assert compared <= set(of_kind(found, "trials"))
    assert all("midazolam" in [fold(word) for word in hit.words] for hit in found)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("midasolam", "midazolam"),
        ("esketmine", "esketamine"),
        ("arketamien", "arketamine"),
        ("sublingul", "sublingual"),
    ],
)
def test_a_near_spelling_finds_what_was_meant(shipped: Dataset, wrong: str, right: str) -> None:
    found, also = search(shipped, wrong)
    assert right in [fold(word) for word in also[wrong]]
    assert {(hit.kind, hit.id) for hit in found} == {(hit.kind, hit.id) for hit in hits(shipped, right)}


def test_a_word_that_is_there_is_not_respelt(shipped: Dataset) -> None:
    found, also = search(shipped, "midazol")
    assert found
    assert also == {}


def test_what_stands_in_is_told(shipped: Dataset) -> None:
    _, also = search(shipped, "iv")
    assert list(also) == ["iv"]
    assert "intravenous" in also["iv"]
    assert search(shipped, "midazolam")[1] == {}


def test_synonyms_find_the_same_records(shipped: Dataset) -> None:
    by_name = {(hit.kind, hit.id) for hit in hits(shipped, "intranasal")}
    assert {(hit.kind, hit.id) for hit in hits(shipped, "nasal spray")} == by_name
    assert by_name


@pytest.mark.parametrize("kind", ["compounds", "indications", "routes"])
def test_nothing_stands_in_for_another_entry_of_its_kind(shipped: Dataset, kind: str) -> None:
    known = table(shipped, kind)
    wrong = [
        f"{stand_in} for {name}"
        for name in shipped.kind(kind).ids()
        for stand_in in synonyms(shipped, name)
        if known.get(fold(stand_in), name) != name
    ]
    assert wrong == []


def test_an_enantiomer_does_not_find_what_names_only_the_other(shipped: Dataset) -> None:
    _, also = search(shipped, "(S)-ketamine")
    assert not any(fold(word) in ("rketamine", "arketamine") for word in also.get("(S)-ketamine", ()))
    _, also = search(shipped, "(R)-ketamine")
    assert not any(fold(word) in ("sketamine", "esketamine") for word in also.get("(R)-ketamine", ()))


def test_every_word_must_match(shipped: Dataset) -> None:
    def found(text: str) -> set[tuple[str, str]]:
        return {(hit.kind, hit.id) for hit in hits(shipped, text)}

    assert found("midazolam esketamine") == found("midazolam") & found("esketamine")
    assert found("midazolam esketamine") == found("esketamine midazolam")
    assert found("midazolam zzzzqqqq") == set()


def test_several_words_may_be_one_name(shipped: Dataset) -> None:
    found = {(hit.kind, hit.id) for hit in hits(shipped, "treatment resistant depression")}
    assert found == {(hit.kind, hit.id) for hit in hits(shipped, "treatment-resistant depression")}
    assert found


def test_a_trial_is_found_by_its_registry_number(shipped: Dataset) -> None:
    trial = next(trial for trial in shipped.trials if trial.registry)
    assert trial.registry is not None
    assert trial.id in of_kind(hits(shipped, trial.registry.lower()), "trials")


def test_a_name_goes_before_a_mention(shipped: Dataset) -> None:
    found = [hit for hit in hits(shipped, "TRANSFORM-2") if hit.kind == "trials"]
    assert found[0].id == "transform-2"
    assert found[0].context == ""
    assert any(hit.context for hit in found[1:])
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_hits_are_grouped_by_kind_best_first(shipped: Dataset) -> None:
    found = hits(shipped, "esketamine")
    kinds = list(dict.fromkeys(hit.kind for hit in found))
    assert kinds == [kind for kind in LOOKUP_ORDER if kind in kinds]
    assert [hit.kind for hit in found] == sorted((hit.kind for hit in found), key=LOOKUP_ORDER.index)
    assert len({(hit.kind, hit.id) for hit in found}) == len(found)


@pytest.mark.parametrize("text", ["esketamine", "blood pressure", "0.5"])
def test_the_words_that_matched_stand_in_the_context(shipped: Dataset, text: str) -> None:
    found = hits(shipped, text)
    assert found
    for hit in found:
        assert hit.words
        assert hit.name
        assert hit.score > 0
        if hit.context:
            assert any(word.casefold() in hit.context.casefold() for word in hit.words)


@pytest.mark.parametrize("text", ["zzzzqqqq", "esketamine zzzzqqqq", "\u6f22\u5b57"])
def test_nothing_is_found_and_nothing_stands_in(shipped: Dataset, text: str) -> None:
    found, also = search(shipped, text)
    assert found == []
    assert "zzzzqqqq" not in also


@pytest.mark.parametrize("text", [".*", "(", "[a-z", "\\"])
def test_marks_are_not_patterns(shipped: Dataset, text: str) -> None:
    assert hits(shipped, f"zzzz{text}") == []


@pytest.mark.parametrize(
    ("text", "alone"), [("84", r"(?<![\d.,])84(?!\d|[.,]\d)"), ("ect", r"(?<!\w)ect(?!\w)"), ("in", r"(?<!\w)in(?!\w)")]
)
def test_numbers_and_short_words_are_not_found_inside_others(shipped: Dataset, text: str, alone: str) -> None:
    plain = [hit for hit in hits(shipped, text) if hit.context and {fold(word) for word in hit.words} == {text}]
    assert plain
    assert [hit.context for hit in plain if not re.search(alone, hit.context, re.IGNORECASE)] == []


@settings(deadline=None)
@given(
    text=st.text("abc -", min_size=1, max_size=30).filter(lambda text: text.strip(" -") == text and bool(text)),
    joint=st.sampled_from((" ", "-", "")),
)
def test_a_spelling_matches_with_hyphen_space_or_neither(text: str, joint: str) -> None:
    pattern = re.compile(written(text))
    other = joint.join(part for part in re.split(r"[ -]+", text))
    assert pattern.search(other)


@settings(deadline=None)
@given(before=st.integers(0, 30), after=st.integers(0, 30))
def test_an_excerpt_holds_the_match_and_whole_words(before: int, after: int) -> None:
    text = " ".join(["alpha"] * before + ["NEEDLE"] + ["omega"] * after)
    found = re.search("NEEDLE", text)
    assert found is not None
    shown = excerpt(text, found)
    assert "NEEDLE" in shown
    assert set(shown.split()) <= {"alpha", "NEEDLE", "omega", "..."}
    assert shown.startswith("... ") == (shown.count("alpha") < before)
    assert shown.endswith(" ...") == (shown.count("omega") < after)
    assert len(shown) <= 2 * AROUND + len("NEEDLE") + len("... ") * 2
