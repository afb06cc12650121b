"""Safety, reviews, timeline, topics, conflicts and why: what they must answer."""

from __future__ import annotations

import pytest

from ketacli import load

from .conftest import Run


def test_conflicts_show_both_sides_with_their_places(keta: Run) -> None:
    out = keta("conflicts", "--full").out
    for words in ("21.7", "14.1", "three", "could not be traced", "cites the wrong document"):
        assert words in out, words
    data = keta("conflicts", "--json").document["data"]
    assert len(data) == len(load().conflicts)
    for conflict in data:
        assert len(conflict["sides"]) >= 1
        assert conflict["uses"]["value"]


def test_conflicts_of_one_document(keta: Run) -> None:
    data = keta("conflicts", "--source", "belge-2024", "--json").document["data"]
    assert data
    for conflict in data:
        assert "belge-2024" in [conflict["source"], *(side["source"] for side in conflict["sides"])]


def test_escape_trd_says_remission_and_relapse_free(keta: Run) -> None:
    out = keta("show", "escape-trd").out
    assert "91/336" in out
    assert "60/340" in out
    assert "21.7" in out
    assert "relapse" in out.lower()
    assert "! " in out
    assert "keta why" in keta("show", "escape-trd", "--full").out


@pytest.mark.parametrize(
    "words",
    [
        ("topics", "mechanism"),
        ("topics", "maintenance"),
        ("topics", "open-question"),
        ("topics", "psychotherapy"),
        ("safety", "esketamine", "--kind", "contraindication"),
        ("safety", "--system", "urinary"),
        ("safety", "--kind", "monitoring"),
        ("timeline", "--jurisdiction", "US"),
        ("reviews", "--indication", "suicidality"),
        ("reviews", "--kind", "pharmacovigilance"),
    ],
)
def test_questions_have_answers(keta: Run, words: tuple[str, ...]) -> None:
    ran = keta(*words, "--fail-empty", "--full")
    assert ran.code == 0
    assert len(ran.out.splitlines()) > 8
    assert "Sources" in ran.out


def test_the_boxed_warning_stands_above_safety(keta: Run) -> None:
    out = keta("safety", "esketamine").out
    assert out.index("BOXED WARNING") < out.index("CONTRAINDICATIONS")


def test_a_boxed_warning_stands_over_its_own_form_only(keta: Run) -> None:
    shared = [item for item in load().safety if {"racemic", "esketamine"} <= set(item.forms)]
    assert shared, "no fact concerns both forms: the test shows nothing"
    assert "BOXED WARNING" not in keta("safety", "racemic").out
    assert "BOXED WARNING (Spravato" in keta("safety").out
    assert "BOXED WARNING" not in keta("dosing", "racemic").out


def test_signals_are_never_rates() -> None:
    for item in load().safety:
        if item.kind == "signal":
            assert all(each.percent is None for each in item.frequencies), item.id


def test_timeline_is_in_order_of_time(keta: Run) -> None:
    dates = [event["date"] for event in keta("timeline", "--json").document["data"]]
    assert dates == sorted(dates)
    assert {"2019-03-05", "2025-01-17"} <= set(dates)


@pytest.mark.parametrize(("said", "code"), [("UK", "GB"), ("united kingdom", "GB"), ("usa", "US"), ("eu", "EU")])
def test_jurisdictions_by_other_names(keta: Run, said: str, code: str) -> None:
    ran = keta("timeline", "--jurisdiction", said, "--json").document
    assert ran["query"]["jurisdiction"] == [code]
    assert {event["jurisdiction"] for event in ran["data"]} == {code}


def test_an_unknown_jurisdiction_lists_the_known_ones(keta: Run) -> None:
    ran = keta("timeline", "--jurisdiction", "Atlantis")
    assert ran.code == 2
    assert "US" in ran.err


def test_animal_statements_say_so() -> None:
    for topic in load().topics:
        if topic.basis == "animal":
            text = f"{topic.name} {topic.statement.value}".lower()
            assert any(word in text for word in ("animal", "mice", "mouse", "rat", "rodent", "preclinical")), topic.id


@pytest.mark.parametrize("text", ["bladder", "k-hole", "S(+)-ketamin", "REMS", "cystitis", "ketogenic"])
def test_find_finds_what_people_ask_for(keta: Run, text: str) -> None:
    ran = keta("find", text, "--fail-empty")
    assert ran.code == 0


def test_find_bladder_finds_its_other_names() -> None:
    from ketacli.evidence.find import search

    hits, _ = search(load().store, "bladder")
    words = " ".join(hit.name + hit.context for hit in hits).lower()
    assert "urinary" in words
    assert "cystitis" in words


def test_why_answers_with_source_place_and_rule(keta: Run) -> None:
    out = keta("why", "transform-2.arms").out
    for words in (
        "randomised 116",
        "participant flow",
        "registry results, then the primary paper",
        "WHERE IT COMES FROM",
    ):
        assert words in out
    data = keta("why", "transform-2.arms.0.n_randomised", "--json").document["data"]
    assert data["value"]["value"] == 116
    assert data["claims"][0]["source"] == "nct02418585"
    assert data["inherited"] is False


def test_why_takes_ids_inside_a_record(keta: Run) -> None:
    by_id = keta("why", "transform-2.arms.esketamine", "--json").document["data"]["value"]
    by_place = keta("why", "transform-2.arms.0", "--json").document["data"]["value"]
    assert by_id == by_place


def test_why_shows_who_says_otherwise(keta: Run) -> None:
    record, keys = next(iter(load().disputed.items()))
    key, names = next(iter(keys.items()))
    path = f"{record}.{key}" if key else record
    data = keta("why", path, "--json").document["data"]
    assert set(names) <= {conflict["id"] for conflict in data["conflicts"]}


@pytest.mark.parametrize("record", ["feder-2014", "escape-trd", "sustain-1", "pcn-101-phase2a"])
def test_a_conflict_is_found_by_the_id_of_a_part_too(keta: Run, record: str) -> None:
    for at, outcome in enumerate(keta("show", record, "--json").document["data"][0]["outcomes"]):
        by_id, by_place = (
            [each["id"] for each in keta("why", f"{record}.outcomes.{key}", "--json").document["data"]["conflicts"]]
            for key in (outcome["id"], at)
        )
        assert by_id == by_place
    assert by_id


def test_the_conflict_about_a_value_stands_whole_before_those_about_its_record(keta: Run) -> None:
    path = "spravato-us-trd.phases"
    out, full = keta("why", path).out, keta("why", path, "--full").out
    data = keta("why", path, "--json").document["data"]
    first, *rest = data["conflicts"]
    assert any("spravato-us-trd.phases" in each for each in first["about"])
    assert len(rest) > 3
    assert all(each["id"].partition("-")[0] in out for each in rest)
    assert len(out.splitlines()) < len(full.splitlines())
    assert full.count("keta uses ") == len(data["conflicts"])


@pytest.mark.parametrize(("path", "code"), [("transform-2.nope", 3), ("nope.arms", 3), ("transform-2.arms.99", 3)])
def test_why_of_nothing_lists_what_there_is(keta: Run, path: str, code: int) -> None:
    ran = keta("why", path)
    assert ran.code == code
    assert ran.err.startswith("keta: ")


@pytest.mark.parametrize(("width", "lines"), [(100, 36), (80, 48)])
def test_status_fits_one_screen(keta: Run, width: int, lines: int) -> None:
    assert len(keta("status", "--width", str(width)).out.splitlines()) <= lines


def test_status_counts_what_the_records_say(keta: Run) -> None:
    data = keta("status", "--json").document["data"]
    facts = data["key_facts"]
    assert facts["total"] == sum(facts["by_sort"].values()) == sum(facts["by_tier"].values())
    sources = list(load().sources)
    assert facts["total"] == sum(source.key_facts for source in sources)
    assert facts["by_tier"].get("web", 0) == sum(source.key_facts for source in sources if source.tier == "web")
    looked = data["corrections"]
    assert looked["retractions"] == sum(source.status_checked is not None for source in sources)
    assert looked["looked"] == looked["retractions"] - sum(s.status in ("not-retracted", "listed") for s in sources)
    assert sum(sum(by.values()) for by in data["trials_by_kind"].values()) == data["records"]["trials"]
    label = data["oldest_label"]
    dated = [source.issued for source in sources if source.tier == "label" and source.key_facts and source.issued]
    assert label["date"] == min(dated)


@pytest.mark.parametrize(("age", "code"), [("9999y", 0), ("x", 2), ("90", 2), ("-1d", 2)])
def test_max_age(keta: Run, age: str, code: int) -> None:
    assert keta("status", f"--max-age={age}").code == code


def test_old_data_is_refused() -> None:
    from ketacli.cli.data import refuse_old
    from ketacli.errors import DataError

    refuse_old("2999-01-01", 0)
    with pytest.raises(DataError, match="older than 30 days"):
        refuse_old("2001-01-01", 30)


@pytest.mark.parametrize("name", ["trd", "ptsd", "esketamine", "iv"])
def test_evidence_lists_the_questions_on_an_indication_form_or_route(keta: Run, name: str) -> None:
    listed = keta("evidence", name, "--json").document["data"]["questions"]
    every = keta("evidence", "--json").document["data"]["questions"]
    assert listed
    assert len(listed) < len(every)
    option = {"esketamine": "--form", "iv": "--route"}.get(name, "--indication")
    assert listed == keta("evidence", option, name, "--json").document["data"]["questions"]


def test_evidence_refuses_a_word_that_is_neither_a_question_nor_a_subject(keta: Run) -> None:
    ran = keta("evidence", "nonsense")
    assert ran.code == 3
    assert "no question called" in ran.err


def test_the_head_of_the_topics_counts_the_rows_below_it(keta: Run) -> None:
    lines = keta("topics").out.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Topic "))
    rows = [line for line in lines[start + 1 : lines.index("", start)] if line]
    assert lines[0].startswith(f"{len(rows)} topics, ")


@pytest.mark.parametrize("width", ["60", "80", "100", "140"])
def test_what_no_row_shows_is_read_before_the_rows(keta: Run, width: str) -> None:
    out = keta("evidence", "racemic-ptsd", "--width", width).out
    said = " ".join(out.split())
    assert said.index("missed its primary outcome") < said.index("0.35 SD lower")
    assert "not told" in said.partition("none of these rows")[2].partition("With racemic ketamine")[0]


def test_words_follow_the_lower_of_two_grades_and_say_so(keta: Run) -> None:
    out = " ".join(keta("evidence", "esketamine-trd").out.split())
    assert "high in the table, moderate in the text" in out
    assert "the words follow the lower, moderate" in out


def test_a_country_leads_to_its_condition(keta: Run) -> None:
    for words, line in ((("guidelines", "germany"), "country=DE"), (("timeline", "australia"), "jurisdiction=AU")):
        ran = keta(*words)
        assert ran.code == 3
        assert f"keta {words[0]} --where {line}" in ran.err
        assert keta(words[0], "--where", line).code == 0


def test_what_a_search_finds_is_no_other_spelling(keta: Run) -> None:
    assert "Did you mean" not in keta("trials", "seizures").err


def test_notes_keep_to_the_width_that_was_asked_for(keta: Run) -> None:
    for line in (["network", "--indication", "trd", "--outcome", "remission"], ["compare", "esketamine", "placebo"]):
        err = keta(*line, "--width", "60").err
        assert err
        assert all(len(each) <= 60 or "keta " in each for each in err.splitlines())
