"""``--as-of``: lists as they were by a date, as far as dates are recorded."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ketacli import load
from ketacli.errors import UsageError
from ketacli.records.dated import asked, end_of, in_force, since

from .conftest import Run

DATA = load()
LISTS = {"trials": "trials", "guidelines": "guidelines", "dosing": "regimens", "reviews": "reviews", "safety": "safety",
         "timeline": "events", "topics": "topics", "conflicts": "conflicts", "sources": "sources"}  # fmt: skip


def ids(keta: Run, *words: str) -> list[str]:
    return [each["id"] for each in keta(*words, "--json").document["data"]]


@pytest.mark.parametrize("command", LISTS)
def test_a_day_to_come_is_no_option(keta: Run, command: str) -> None:
    assert ids(keta, command, "--as-of", "9999") == ids(keta, command)


@pytest.mark.parametrize("command", LISTS)
def test_counts_only_grow_where_nothing_is_superseded(keta: Run, command: str) -> None:
    more = ("--history",) if command == "guidelines" else ()
    found = [
        set(ids(keta, command, *more, "--as-of", day)) for day in ("1960", "2015-06", "2019", "2022-03-05", "2026")
    ]
    assert all(before <= after for before, after in pairwise(found))
    assert len(found[0]) < len(found[-1])


@pytest.mark.parametrize("command", LISTS)
def test_only_what_was_there_by_then_or_has_no_date(keta: Run, command: str) -> None:
    kind = LISTS[command]
    for name in ids(keta, command, "--as-of", "2019-03-05"):
        there = since(DATA, kind, DATA.kind(kind)[name])
        assert there is None or there <= "2019-03-05"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2021", "2021-12-31"), ("2021-03", "2021-03-31"), ("2020-02", "2020-02-29"), ("2021-03-05", "2021-03-05"),
     (" 2021 ", "2021-12-31"), ("0001", "0001-12-31")],
)  # fmt: skip
def test_a_part_of_a_date_means_its_end(text: str, day: str) -> None:
    assert asked(text) == day


@pytest.mark.parametrize("text", ["", "21", "2021-13", "2021-02-30", "2021-3", "2021--", "today", "0000",
                                  "2021-03-05-01", "\u0662\u0660\u0662\u0661", "2021-03-05T00:00"])  # fmt: skip
def test_what_is_no_date_is_refused(keta: Run, text: str) -> None:
    with pytest.raises(UsageError, match="takes a date"):
        asked(text)
    assert keta("trials", f"--as-of={text}").code == 2


def test_an_edition_is_in_force_until_the_newer_one(keta: Run) -> None:
    old = DATA.guidelines["va-dod-2019-suicide"]
    newer = DATA.guidelines[str(old.superseded_by)]
    first, then = since(DATA, "guidelines", old), since(DATA, "guidelines", newer)
    assert first is not None
    assert then is not None
    assert in_force(DATA, first, old)
    assert not in_force(DATA, then, old)
    assert old.id in ids(keta, "guidelines", "--as-of", first)
    assert newer.id not in ids(keta, "guidelines", "--as-of", first)
    assert old.id not in ids(keta, "guidelines", "--as-of", then)
    assert newer.id in ids(keta, "guidelines", "--as-of", then)


def test_an_edition_superseded_by_one_without_a_date_stays_superseded() -> None:
    undated = [each for each in DATA.guidelines if each.superseded_by
               and since(DATA, "guidelines", DATA.guidelines[each.superseded_by]) is None]  # fmt: skip
    assert undated
    assert not any(in_force(DATA, "1900-12-31", each) for each in undated)


def test_a_date_counts_as_its_own_end() -> None:
    assert end_of("2019") > "2019-06-30"
    event = next(each for each in DATA.events if len(each.date) == 10 and each.date_announced is None)
    assert since(DATA, "events", event) == event.date


def test_undated_records_are_kept_and_counted_in_every_format(keta: Run) -> None:
    undated = [each.id for each in DATA.safety if since(DATA, "safety", each) is None]
    assert undated
    assert set(undated) == set(ids(keta, "safety", "--as-of", "1900"))
    said = f"As of 1900-12-31: {len(undated)} safety records without a date to judge by kept"
    assert said in " ".join(keta("safety", "--as-of", "1900").out.split())
    for form in ("json", "csv", "jsonl"):
        ran = keta("safety", "--as-of", "1900", "-o", form)
        assert said[1:] in ran.err
        assert said[1:] not in ran.out


def test_what_was_asked_is_in_the_title_and_in_the_query(keta: Run) -> None:
    assert "as of 2019-03-31" in keta("trials", "ptsd", "--as-of", "2019-03").out.splitlines()[0]
    assert "s of 2019-03-31" in keta("guidelines", "--as-of", "2019-03").out.splitlines()[0]
    assert keta("timeline", "--as-of", "2019-03", "--json").document["query"]["as_of"] == "2019-03-31"
    assert (
        keta("timeline", "--as-of", "2019-03", "--where", "kind=approval", "--limit", "1", "--json").document["total"]
        > 1
    )


def test_nothing_later_stands_beside_the_list(keta: Run) -> None:
    then = keta("dosing", "iv", "--as-of", "2005", "-o", "csv").out
    assert len(then.splitlines()) < len(keta("dosing", "iv", "--controls", "-o", "csv").out.splitlines())
    assert "patterns" not in keta("dosing", "iv", "--as-of", "2005", "--json").document


def test_a_position_of_a_later_date_is_not_shown(keta: Run) -> None:
    dated_parts = [(item, each) for item in DATA.guidelines for each in item.recommendations if each.as_of]
    assert dated_parts
    for item, each in dated_parts:
        before, then = str(int(str(each.as_of)[:4]) - 1), str(each.as_of)
        for more in ((), ("--full",), ("-o", "csv"), ("-o", "jsonl"), ("--json",)):
            assert each.value not in (
                old := " ".join(keta("guidelines", item.id, "--as-of", before, *more).out.split())
            )
            assert item.id in old or not more or "--full" in more
        kept = next(x for x in keta("guidelines", "--as-of", before, "--json").document["data"] if x["id"] == item.id)
        assert len(kept["recommendations"]) < len(item.recommendations)
        now = next(x for x in keta("guidelines", "--as-of", then, "--json").document["data"] if x["id"] == item.id)
        assert each.value in [every["value"] for every in now["recommendations"]]
        assert list(kept) == list(now) == list(keta("guidelines", "--json").document["data"][0])


def test_an_edition_is_called_superseded_from_the_day_of_the_newer_one(keta: Run) -> None:
    for old in (item for item in DATA.guidelines if item.superseded_by):
        newer = since(DATA, "guidelines", DATA.guidelines[str(old.superseded_by)])
        first = since(DATA, "guidelines", old)
        if newer is None or first is None or first >= newer:
            continue
        listed = keta("guidelines", "--as-of", first, "--json").document["data"]
        assert next(each for each in listed if each["id"] == old.id)["superseded_by"] is None
        assert f"superseded by {old.superseded_by}" not in keta("guidelines", "--as-of", first).out
        later = keta("guidelines", "--history", "--as-of", newer, "--json").document["data"]
        assert next(each for each in later if each["id"] == old.id)["superseded_by"] == old.superseded_by


def test_a_licence_of_a_later_date_is_left_out(keta: Run) -> None:
    item = DATA.regimens["spravato-us-trd"]
    days = sorted(str(each.as_of) for each in item.standing)
    listed = keta("dosing", "--as-of", "2021", "--json").document["data"]
    held = next(each for each in listed if each["id"] == item.id)["standing"]
    assert [each["as_of"] for each in held] == [day for day in days if day < "2022"]
    assert len(held) < len(days)
