"""What people type that no option is called: the error, or the empty answer, has the line that works."""

from __future__ import annotations

import re
import shlex

import pytest

from ketacli import load
from ketacli.cli.failure import COMMAND
from ketacli.evidence.brief import licensed_nearby, subject

from .conftest import Run

DATA = load()
SLIPS = [
    ("timeline", "--since", "2025"), ("timeline", "--since=2025-03"), ("guidelines", "since", "2024"),
    ("reviews", "--after", "2020"),
    ("sources", "no", "doi"), ("trials", "without", "registry"), ("diff", "2025-01-01"), ("diff", "2025"),
]  # fmt: skip


@pytest.mark.parametrize("words", SLIPS)
def test_the_line_that_is_named_works(keta: Run, words: tuple[str, ...]) -> None:
    ran = keta(*words)
    assert ran.code in (2, 3)
    lines = re.findall(r"keta (?:timeline|guidelines|reviews|sources|trials) --(?:year \d{4}-|where '[^']*')", ran.err)
    assert lines
    for line in lines:
        found = keta(*shlex.split(line)[1:])
        assert found.code == 0
        assert "Nothing matches" not in found.out


@pytest.mark.parametrize("word", ["none", "null", "missing", "NONE"])
def test_nothing_is_no_value(keta: Run, word: str) -> None:
    ran = keta("sources", "--where", f"doi={word}")
    assert ran.code == 2
    assert "doi is missing" in ran.err
    assert keta("sources", "--where", f"doi='{word}'").code == 0
    assert keta("sources", "--where", f"doi!={word}").err.count("doi is known") == 1
    assert keta("trials", "--where", "comparator=none").code == 0


@pytest.mark.parametrize("body", ["canmat", "VA/DoD", "asra/aapm/asa"])
def test_conflicts_of_a_body(keta: Run, body: str) -> None:
    items = [item for item in DATA.guidelines if item.body.casefold() == body.casefold()]
    listed = {each["id"] for each in keta("conflicts", body, "--json").document["data"]}
    sources = {item.source for item in items}
    takes_part = {each.id for each in DATA.conflicts if sources & {each.source, *(side.source for side in each.sides)}}
    records = {f"guidelines/{item.id}" for item in items}
    about = {each.id for each in DATA.conflicts if any(path.partition(".")[0] in records for path in each.about)}
    assert listed == takes_part | about
    assert listed


def test_conflicts_of_a_kind(keta: Run) -> None:
    listed = {each["id"] for each in keta("conflicts", "guidelines", "--json").document["data"]}
    assert listed == {each.id for each in DATA.conflicts if any(path.startswith("guidelines/") for path in each.about)}
    assert keta("conflicts", "guideline", "--json").document["data"]


def test_an_outcome_without_figures_leads_to_those_that_have_some(keta: Run) -> None:
    ran = keta("forest", "--indication", "ptsd", "--outcome", "ptsd", "--timepoint", "24h", "--width", "1000")
    assert ran.out.startswith("PTSD: no figures")
    assert "Outcomes of these trials with figures: ies-r (24 h)" in ran.out
    found = keta("forest", "--indication", "ptsd", "--outcome", "ies-r")
    assert "no figures" not in found.out


def test_an_interval_from_a_standard_error_says_so(keta: Run) -> None:
    out = " ".join(keta("forest", "--indication", "ptsd", "--width", "1000").out.split())
    assert "as published or from its SE" in out
    assert "Interval worked out from the published SE, none is printed: Feder 2021 (SE 3.96)." in out
    for line in (
        ("effect", "feder-2021"),
        ("show", "feder-2021"),
        ("trials", "ptsd"),
        ("show", "feder-2021", "--full"),
    ):
        assert "-11.88 points (SE 3.96)" in keta(*line, "--width", "1000").out.replace("\u00a0", " ")


@pytest.mark.parametrize("name", DATA.indications.ids())
def test_a_brief_without_a_licence_names_what_is_licensed_near_it(keta: Run, name: str) -> None:
    ran = keta("show", name, "--json").document["data"]
    near = ran["licensed_nearby"]
    approved = any(each["status"] == "approved" for each in ran["licences"])
    assert not (near and approved)
    out = " ".join(keta("show", name).out.split())
    for other in near:
        assert f"keta {other}" in out


def test_suicidal_ideation_leads_to_the_licence_near_it() -> None:
    found = subject(DATA, "indications", "suicidality")
    assert licensed_nearby(DATA, found) == ["mdsi"]


def test_a_command_in_an_error_is_kept_whole() -> None:
    said = "Try keta trials esketamine intravenous or keta compare esketamine racemic or keta intravenous."
    assert COMMAND.findall(said) == [
        "keta trials esketamine intravenous", "keta compare esketamine racemic", "keta intravenous",
    ]  # fmt: skip
    assert COMMAND.findall("keta timeline --year 2025- and keta x --year 2- list what is new.")[1] == "keta x --year 2-"
