"""Lines that begin with no command: a name with a word after it, a name mistyped, an author."""

from __future__ import annotations

import pytest

from .conftest import Run


class TestAfterAName:
    """A word after a name is a section, a list, or the rest of a question; never a dead end."""

    @pytest.mark.parametrize(
        "line",
        ["ketamine overdose", "ketamine psychosis", "ketamine schizophrenia", "ketamine alcohol", "ketamine bladder",
         "esketamine deaths", "esketamine elderly", "esketamine half-life", "spravato dose", "nice esketamine",
         "ptsd harms", "iv rate", "canmat ketamine"],
    )  # fmt: skip
    def test_another_word_is_a_question_of_the_whole_line(self, keta: Run, line: str) -> None:
        ran = keta(*line.split())
        assert ran.code == 0
        assert ran.out == keta("find", *line.split()).out
        assert not ran.out.startswith(f'"{line}": 0 ')

    @pytest.mark.parametrize(
        ("line", "same"),
        [("transform-2 harms", "show transform-2 harms"), ("esketamine kinetics", "show esketamine kinetics"),
         ("ptsd trials", "trials ptsd"), ("esketamine contraindications", "safety esketamine contraindications"),
         ("esketamine guidelines", "guidelines esketamine")],
    )  # fmt: skip
    def test_a_section_or_a_list_is_that(self, keta: Run, line: str, same: str) -> None:
        ran = keta(*line.split())
        assert ran.code == 0
        assert ran.out == keta(*same.split()).out

    @pytest.mark.parametrize(("name", "word"), [("esketamine", "half-life"), ("ptsd", "harms"), ("elekt-d", "cost")])
    def test_show_tells_and_offers_the_search(self, keta: Run, name: str, word: str) -> None:
        ran = keta("show", name, word)
        assert ran.code == 2
        assert f"keta find {name} {word}" in ran.err


class TestMistyped:
    """A name of a form that is nearly right is told, never taken for it."""

    @pytest.mark.parametrize(
        ("word", "told"),
        [("esketmine", "keta esketamine?"), ("Ketanest", "keta esketamine (Ketanest S)?"),
         ("ketamnie", "keta racemic (ketamine)?"), ("spravatto", "keta esketamine (Spravato)?"),
         ("arketamin", "keta arketamine?")],
    )  # fmt: skip
    def test_did_you_mean(self, keta: Run, word: str, told: str) -> None:
        ran = keta(word)
        assert (ran.code, ran.out) == (3, "")
        assert f'nothing is called "{word}"' in ran.err
        assert f"Did you mean {told}" in ran.err

    @pytest.mark.parametrize("name", ["Spravato", "Ketalar", "ketalar", "Eskesia"])
    def test_a_brand_is_the_form(self, keta: Run, name: str) -> None:
        ran = keta(name)
        assert ran.code == 0
        assert ran.out.startswith(("Esketamine", "Racemic ketamine"))

    def test_a_word_that_the_data_has_is_a_search(self, keta: Run) -> None:
        assert keta("bladder").out == keta("find", "bladder").out


def test_sources_take_an_author(keta: Run) -> None:
    data = keta("sources", "popova", "--json").document["data"]
    assert "popova-2019" in {each["id"] for each in data}
    assert all(any("Popova" in name for name in each["author"]) for each in data)
    recent = keta("sources", "popova", "2020-", "--json").document["data"]
    assert 0 < len(recent) < len(data)
    assert keta("sources", "zzzz").code == 3
