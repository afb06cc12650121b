"""Names that people type: folded, resolved to ids, or refused with what comes near."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli import load
from ketacli.errors import UnknownName, UsageError
from ketacli.records import closed
from ketacli.records.choose import one_of, parts_of, terms, years
from ketacli.records.dataset import Dataset
from ketacli.records.kinds import LOOKUP_ORDER, word_of
from ketacli.records.names import find_record, inline, label, near, resolve, table, term
from ketacli.records.store import fold

from .support import edited_mini, load_mini


@pytest.fixture(scope="module")
def mini() -> Dataset:
    return load_mini()


class TestFold:
    """Letters and digits, lower case."""

    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("(S)-Ketamine", "sketamine"),
            ("S ketamine", "sketamine"),
            ("i.v.", "iv"),
            ("TRANSFORM-2", "transform2"),
            ("NCT 0241 8585", "nct02418585"),
            ("M\u00fcller", "m\u00fcller"),
            ("Stra\u00dfe", "strasse"),
            ("  ", ""),
            ("?!-", ""),
            ("", ""),
        ],
    )
    def test_examples(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @settings(deadline=None)
    @given(text=st.text("abcdefghij0123456789", max_size=20), marks=st.text(" -_.,()/+", max_size=20))
    def test_case_space_and_punctuation_do_not_matter(self, text: str, marks: str) -> None:
        woven = "".join(mark + letter for mark, letter in zip(marks, text, strict=False)) + text[len(marks) :]
        assert fold(woven) == fold(woven.upper()) == fold(text) == text
        assert fold(marks) == ""


class TestResolve:
    """A name becomes an id, or an error; it is never guessed."""

    @pytest.mark.parametrize(
        ("kind", "text", "name"),
        [
            ("compounds", "esketamine", "esketamine"),
            ("compounds", "ESKETAMINE", "esketamine"),
            ("compounds", "(S)-ketamine", "esketamine"),
            ("compounds", "s ketamine", "esketamine"),
            ("compounds", "inventavato", "esketamine"),
            ("compounds", "ketamine", "racemic"),
            ("compounds", "Racemic ketamine", "racemic"),
            ("routes", "iv", "intravenous"),
            ("routes", "I.V.", "intravenous"),
            ("routes", "by mouth", "oral"),
            ("routes", "in", "intranasal"),
            ("indications", "TRD", "trd"),
            ("indications", "treatment-resistant depression", "trd"),
            ("indications", "Treatment resistant depression", "trd"),
            ("trials", "ALDER", "alder"),
            ("trials", "invented 1999a", "alder"),
            ("trials", "nct99999991", "alder"),
            ("trials", "2099-999999-99", "alder"),
            ("regimens", "racemic infusion", "racemic-infusion"),
            ("guidelines", "college-2022", "college-2022"),
            ("sources", "invented-label", "invented-label"),
        ],
    )
    def test_ids_labels_and_other_names(self, mini: Dataset, kind: str, text: str, name: str) -> None:
        assert resolve(mini, kind, text) == name

    @pytest.mark.parametrize("kind", LOOKUP_ORDER)
    def test_every_id_names_itself(self, mini: Dataset, kind: str) -> None:
        names = mini.kind(kind).ids()
        assert names
        assert [resolve(mini, kind, name.upper()) for name in names] == names
        assert [find_record(mini, f"{kind}/{name}") for name in names] == [(kind, name) for name in names]

    def test_an_id_goes_before_another_records_other_name(self, tmp_path: Path) -> None:
        found = load(str(edited_mini(tmp_path, "trials/birch.toml", {"aliases": ["cedar"]})))
        assert resolve(found, "trials", "cedar") == "cedar"

    @pytest.mark.parametrize("text", ["", "  ", "?", "()"])
    def test_nothing_names_nothing(self, mini: Dataset, text: str) -> None:
        for kind in LOOKUP_ORDER:
            with pytest.raises(UnknownName):
                resolve(mini, kind, text)
        with pytest.raises(UnknownName):
            find_record(mini, text)

    @pytest.mark.parametrize(
        ("text", "nearest"),
        [("esketmine", "esketamine"), ("esketamin", "esketamine"), ("arketamin", "arketamine"), ("racemik", "racemic")],
    )
    def test_a_near_miss_is_offered_not_taken(self, mini: Dataset, text: str, nearest: str) -> None:
        with pytest.raises(UnknownName, match=f'no compound called "{text}"') as caught:
            resolve(mini, "compounds", text)
        assert caught.value.exit_code == 3
        assert nearest in caught.value.suggestions
        assert caught.value.hint is not None
        assert caught.value.hint.startswith("Did you mean ")
        assert nearest in caught.value.hint

    def test_nothing_near_lists_what_there_is(self, mini: Dataset) -> None:
        with pytest.raises(UnknownName) as caught:
            resolve(mini, "compounds", "propofol")
        assert caught.value.suggestions == ()
        assert caught.value.hint == f"Known: {', '.join(mini.compounds.ids())}."
        assert caught.value.allowed == tuple(mini.compounds.ids())

    @pytest.mark.parametrize("text", ["(+)-ketamine", "(-)-ketamine", "+ketamine", "(+)-esketamine", "plus ketamine"])
    def test_a_sign_alone_names_no_form(self, mini: Dataset, text: str) -> None:
        with pytest.raises(UnknownName, match="either enantiomer") as caught:
            resolve(mini, "compounds", text)
        assert caught.value.suggestions == ("esketamine", "arketamine")
        with pytest.raises(UnknownName, match="either enantiomer"):
            find_record(mini, text)

    def test_one_name_of_two_records_is_ambiguous(self, tmp_path: Path) -> None:
        found = load(str(edited_mini(tmp_path, "trials/birch.toml", {"aliases": ["Invented 1999a"]})))
        with pytest.raises(UnknownName) as caught:
            resolve(found, "trials", "Invented 1999a")
        assert set(caught.value.suggestions) == {"alder", "birch"}
        with pytest.raises(UnknownName):
            find_record(found, "invented-1999a")


NEAR = {"esketamine": "esketamine", "sketamine": "esketamine", "arketamine": "arketamine", "midazolam": "midazolam"}


class TestNear:
    """The nearest names, each once."""

    def test_nearest_first_and_each_once(self) -> None:
        assert near("esketamin", NEAR) == ("esketamine", "arketamine")

    def test_no_more_than_asked_for(self) -> None:
        assert near("esketamin", NEAR, most=1) == ("esketamine",)

    @pytest.mark.parametrize("text", ["", "x", "propofol"])
    def test_nothing_comes_near(self, text: str) -> None:
        assert near(text, NEAR) == ()


class TestRecords:
    """Any record by any of its names."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("esketamine", ("compounds", "esketamine")),
            ("Inventavato", ("compounds", "esketamine")),
            ("alder", ("trials", "alder")),
            ("racemic-infusion", ("regimens", "racemic-infusion")),
            ("college-2025", ("guidelines", "college-2025")),
            ("invented-page", ("sources", "invented-page")),
        ],
    )
    def test_bare_names(self, mini: Dataset, text: str, found: tuple[str, str]) -> None:
        assert find_record(mini, text) == found

    @pytest.mark.parametrize("kind", LOOKUP_ORDER)
    def test_kind_and_id_in_the_plural_and_the_singular(self, mini: Dataset, kind: str) -> None:
        name = mini.kind(kind).ids()[0]
        assert find_record(mini, f"{kind}/{name}") == (kind, name)
        assert find_record(mini, f"{word_of(kind)}/{name}") == (kind, name)

    def test_kind_and_another_name(self, mini: Dataset) -> None:
        assert find_record(mini, "trial/NCT99999991") == ("trials", "alder")
        assert find_record(mini, "compound/(S)-ketamine") == ("compounds", "esketamine")

    def test_a_source_gives_way_to_a_trial_of_the_same_name(self, mini: Dataset) -> None:
        assert "nct99999991" in table(mini, "sources")
        assert find_record(mini, "NCT99999991") == ("trials", "alder")
        assert find_record(mini, "source/NCT99999991") == ("sources", "invented-registry")

    def test_the_shipped_data_has_such_names_and_both_are_reached(self) -> None:
        dataset = load()
        both = sorted(set(dataset.trials.ids()) & set(dataset.sources.ids()))
        assert both
        for name in both:
            assert find_record(dataset, name) == ("trials", name)
            assert find_record(dataset, f"sources/{name}") == ("sources", name)

    def test_a_wrong_kind_does_not_find_it_elsewhere(self, mini: Dataset) -> None:
        with pytest.raises(UnknownName, match='no trial called "esketamine"'):
            find_record(mini, "trials/esketamine")

    @pytest.mark.parametrize("text", ["nowhere/alder", "trials/", "/alder/", "alderr/"])
    def test_a_kind_that_is_none(self, mini: Dataset, text: str) -> None:
        if fold(text) == "alder":
            assert find_record(mini, text) == ("trials", "alder")
            return
        with pytest.raises(UnknownName):
            find_record(mini, text)

    def test_an_unknown_name_is_told_with_near_ones(self, mini: Dataset) -> None:
        with pytest.raises(UnknownName, match='no record called "racemic-infusio"') as caught:
            find_record(mini, "racemic-infusio")
        assert caught.value.suggestions[0] == "racemic-infusion"

    def test_without_near_names_the_search_is_named(self) -> None:
        with pytest.raises(UnknownName) as caught:
            find_record(load(), "zzzz zzzz")
        assert caught.value.hint == "keta find zzzz searches everything."


RESULTS = closed.words("trials", "result")


class TestTerms:
    """Values of options."""

    def test_repeated_and_joined_values(self) -> None:
        assert parts_of(["a,b", " c ", "", ",", "d, e"]) == ["a", "b", "c", "d", "e"]
        assert parts_of([]) == []

    @settings(deadline=None)
    @given(values=st.lists(st.lists(st.text("abc-", min_size=1, max_size=4), max_size=4)))
    def test_words_are_the_same_joined_or_repeated(self, values: list[list[str]]) -> None:
        every = [word for group in values for word in group]
        assert parts_of([",".join(group) for group in values]) == every == parts_of(every)

    def test_names_become_ids(self, mini: Dataset) -> None:
        assert terms(mini, "routes", ["iv,IN", "by mouth"], "--route") == {"intravenous", "intranasal", "oral"}
        assert terms(mini, "compounds", ["S-ketamine"], "--form") == {"esketamine"}
        assert terms(mini, "routes", [], "--route") == set()

    def test_a_broader_indication_means_the_narrower_ones_too(self, mini: Dataset) -> None:
        assert terms(mini, "indications", ["trd"], "--indication") == {"trd"}
        assert terms(mini, "indications", ["mdd"], "--indication") == {"mdd", "trd"}
        assert terms(mini, "indications", ["depression"], "--indication") == {"depression", "mdd", "trd"}

    @pytest.mark.parametrize(
        ("kind", "option"), [("routes", "--route"), ("indications", "--indication"), ("compounds", "--form")]
    )
    @pytest.mark.parametrize("text", ["nope", "intranassal", "trdd", "esketmine"])
    def test_an_unknown_value_lists_the_valid_ones(self, mini: Dataset, kind: str, option: str, text: str) -> None:
        with pytest.raises(UsageError) as caught:
            terms(mini, kind, [text], option)
        assert caught.value.exit_code == 2
        assert caught.value.field == option.lstrip("-")
        assert caught.value.value == text
        assert caught.value.allowed == tuple(mini.kind(kind).ids())
        assert caught.value.hint is not None
        for name in mini.kind(kind).ids():
            assert name in caught.value.hint

    def test_a_near_miss_is_named_first(self, mini: Dataset) -> None:
        with pytest.raises(UsageError) as caught:
            term(mini, "routes", "intranassal", "--route")
        assert (caught.value.hint or "").startswith("Did you mean intranasal")

    def test_a_sign_alone_is_wrong_usage_in_an_option(self, mini: Dataset) -> None:
        with pytest.raises(UsageError, match="either enantiomer") as caught:
            term(mini, "compounds", "(+)-ketamine", "--form")
        assert caught.value.field == "form"

    def test_values_of_a_fixed_list(self) -> None:
        assert one_of(["Non_Inferior", "MIXED"], RESULTS, "--result") == {"non-inferior", "mixed"}
        with pytest.raises(UsageError) as caught:
            one_of(["good"], RESULTS, "--result")
        assert caught.value.allowed == RESULTS
        assert all(word in (caught.value.hint or "") for word in RESULTS)

    def test_labels(self, mini: Dataset) -> None:
        assert label(mini, "indications", "trd") == "treatment-resistant depression"
        assert label(mini, "indications", "trd", short=True) == "TRD"
        assert label(mini, "indications", "anaesthesia", short=True) == "anaesthesia"
        assert label(mini, "compounds", "racemic") == "Racemic ketamine"
        assert label(mini, "compounds", "midazolam") == "midazolam"
        assert inline("Racemic ketamine") == "racemic ketamine"
        assert inline("(2R,6R)-HNK") == "(2R,6R)-HNK"


class TestYears:
    """A year or a span of years."""

    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("2019", (2019, 2019)),
            ("2015-2020", (2015, 2020)),
            ("2019-2019", (2019, 2019)),
            ("2019-", (2019, 9999)),
            ("-2010", (0, 2010)),
        ],
    )
    def test_spans(self, text: str, span: tuple[int, int]) -> None:
        assert tuple(years(text)) == span

    @pytest.mark.parametrize(
        "text",
        ["", "-", "--", "soon", "2020-2010", "2015--2020", "2015-2018-2020", "2015/2020", "19.5", "2019-now", "-0-"],
    )
    def test_anything_else_is_wrong_usage(self, text: str) -> None:
        with pytest.raises(UsageError, match="no year or span") as caught:
            years(text)
        assert caught.value.field == "year"
        assert "2015-2020" in (caught.value.hint or "")

    @settings(deadline=None)
    @given(text=st.text(max_size=10) | st.text("0123456789-", max_size=10))
    def test_whatever_is_typed_is_a_span_or_wrong_usage(self, text: str) -> None:
        try:
            first, last = years(text)
        except UsageError:
            return
        assert first <= last

    @settings(deadline=None)
    @given(first=st.integers(1900, 2100), last=st.integers(1900, 2100))
    def test_a_span_has_both_ends(self, first: int, last: int) -> None:
        if first <= last:
            assert years(f"{first}-{last}") == (first, last)
        else:
            with pytest.raises(UsageError):
                years(f"{first}-{last}")


def test_a_short_word_is_near_ids_only() -> None:
    """Four letters are like many synonyms: ``nope`` is no harm of the nose."""
    names = {"nose": "nasal-discomfort", "nasaldiscomfort": "nasal-discomfort", "ptsd": "ptsd"}
    assert near("nope", names) == ()
    assert near("pstd", names) == ("ptsd",)
    assert near("nosee", names) == ("nasal-discomfort",)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("chetamina", "racemic"), ("Ketaminum", "racemic"), ("arketamina", "arketamine"), ("6121", "racemic"),
        ("ChEBI 6121", "racemic"), ("60799", "esketamine"), ("60800", "esketamine"),
    ],
)  # fmt: skip
def test_a_form_answers_to_its_names_elsewhere_and_to_the_bare_number_of_a_code(typed: str, form: str) -> None:
    assert resolve(load(), "compounds", typed) == form
