"""Every command: what it prints, what it writes as JSON, how it fails."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from ketacli import load
from ketacli.__main__ import main
from ketacli.cli.help_pages import ABOUT, SEE, grouped
from ketacli.cli.table import BY_NAME, COMMANDS, GROUPS, TOPICS
from ketacli.errors import DataError

from .conftest import Run
from .support import MINI, copy_mini

LISTS = ("trials", "dosing", "guidelines", "sources")


def test_alone_teaches_the_tool(keta: Run) -> None:
    ran = keta()
    assert ran.code == 0
    assert ran.err == ""
    assert len(ran.out.splitlines()) == 12
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    for name in ("compare", "ptsd", "how", "trials", "dosing", "safety", "guidelines"):
        assert f"keta {name} " in ran.out


def test_version_names_program_and_data(keta: Run) -> None:
    ran = keta("--version")
    assert ran.code == 0
    assert ran.out == f"keta 0.1.0, data {load().meta['version']}\n"


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_begins_with_what_it_answers_and_examples(keta: Run, command: str, flag: str) -> None:
    ran = keta(command, flag)
    assert (ran.code, ran.err) == (0, "")
    entry = BY_NAME[command]
    head = "".join(f"  {example}\n" for example in entry.examples)
    assert len(entry.examples) >= 3
    assert ran.out.startswith(f"{entry.answers}\n\n{head}\nUsage: keta {command}")
    assert "\x1b" not in ran.out
    assert keta(command, "--", flag).out != ran.out


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_lists_every_argument_option_and_value(keta: Run, command: str) -> None:
    entry = BY_NAME[command]
    _, _, out = keta(command, "--help").out.partition("Usage: ")
    lines = out.splitlines()
    for argument in entry.arguments:
        [line] = [line for line in lines if line.strip(" []").startswith(argument.name.upper())]
        assert argument.help in line
    for option in entry.options:
        [line] = [line for line in lines if line.startswith(f"  {', '.join(option.flags)} ")]
        assert option.help in line
        for value in option.complete if isinstance(option.complete, tuple) else ():
            assert value in line
    if any(option.name == "route" for option in entry.options):
        assert "intravenous, intranasal, intramuscular" in out


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("words", [["--help"], ["trials", "--help"], ["dosing", "-h"], []])
def test_help_fits_every_width(keta: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], width: int) -> None:
    whole = keta(*words).out
    monkeypatch.setenv("COLUMNS", str(width))
    out = run_again(words)
    longest = max(len(word) for word in whole.split()) + 6
    assert [line for line in out.splitlines() if len(line) > max(width, longest)] == []
    assert out.split() == whole.split()


def run_again(words: list[str]) -> str:
    """What the program prints, in the environment as it is now."""
    written = io.StringIO()
    with redirect_stdout(written):
        assert main(words) == 0
    return written.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        ["trials", "--json", "--help"],
        ["trials", "--indication=ptsd", "-h"],
        ["trials", "--help", "--nope"],
        ["help", "trials"],
    ],
)
def test_help_may_be_asked_for_anywhere_on_a_line(keta: Run, words: list[str]) -> None:
    if "--nope" in words:
        assert keta(*words).code == 2
    else:
        assert keta(*words) == keta("trials", "--help")


def test_help_needs_no_argument_of_the_command(keta: Run) -> None:
    assert keta("show", "--json", "--help").code == 0


def test_the_program_has_the_same_help_by_every_name(keta: Run) -> None:
    assert keta("--help") == keta("-h") == keta("help")
    assert keta("--help", "trials") == keta("--help")


def test_a_topic_that_is_a_command_too_leads_to_its_usage(keta: Run) -> None:
    assert "keta safety --help" in keta("help", "safety").out
    assert keta("safety", "--help").out.startswith(BY_NAME["safety"].answers)


def test_help_does_without_data(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str | None = None) -> None:
        raise DataError("the data is gone", "Install the package again.")

    monkeypatch.setattr("ketacli.build.opening.load", gone)
    ran = keta("trials", "--help")
    assert ran.code == 0
    assert "--indication" in ran.out


def test_commands_are_listed_once_in_teaching_order() -> None:
    listed = [command.name for _, commands in grouped() for command in commands]
    assert sorted(listed) == sorted(BY_NAME)
    assert {name for _, names in GROUPS for name in names} == set(BY_NAME), "say where a new command is learned"


def test_every_topic_is_described_and_every_pointer_leads_somewhere() -> None:
    assert set(ABOUT) == set(TOPICS)
    assert set(SEE) <= set(BY_NAME)
    assert {topic for topics in SEE.values() for topic in topics} <= set(TOPICS)


def test_help_as_json_has_commands_options_and_topics(keta: Run) -> None:
    document = keta("help", "--json").document
    assert document["schema"] == "keta.help/1"
    data = document["data"]
    assert list(data) == ["about", "groups", "commands", "topics"]
    assert [command["name"] for command in data["commands"]] == [command.name for command in COMMANDS]
    for command in data["commands"]:
        assert list(command) == ["name", "answers", "usage", "examples", "arguments", "options", "see"]
        found = {flag for option in command["options"] for flag in option["flags"]}
        assert found == {flag for option in BY_NAME[command["name"]].options for flag in option.flags}
    trials = next(command for command in data["commands"] if command["name"] == "trials")
    indication = next(option for option in trials["options"] if option["name"] == "indication")
    assert "ptsd" in indication["values"]
    assert {topic["name"] for topic in data["topics"]} == set(TOPICS)
    assert all(len(topic["text"]) > 100 for topic in data["topics"])


def test_help_of_one_thing_as_json(keta: Run) -> None:
    one = keta("help", "cite", "--json").document["data"]
    assert [command["name"] for command in one["commands"]] == ["cite"]
    assert one["topics"] == []
    both = keta("help", "safety", "--json").document["data"]
    assert ([command["name"] for command in both["commands"]], [t["name"] for t in both["topics"]]) == (
        ["safety"],
        ["safety"],
    )


def test_from_nothing_to_the_evidence_on_ptsd_in_three_commands(keta: Run) -> None:
    """What the start screen and the screens after it offer, followed as they are printed."""
    first = keta().out
    assert "keta trials ptsd" in first
    second = keta("trials", "ptsd").out
    assert re.search(r"^Post-traumatic stress disorder: \d+ studies", second)
    assert "no clear difference" in second
    [offered] = [line for line in second.splitlines() if line.startswith("Next ")]
    third = keta("show", offered.split("keta show ")[1].split()[0])
    assert third.code == 0
    assert "Sources" in third.out


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_are_pages(keta: Run, topic: str) -> None:
    ran = keta("help", topic)
    assert ran.code == 0
    assert len(ran.out.splitlines()) > 10


def test_help_of_a_command_is_its_usage(keta: Run) -> None:
    assert keta("help", "trials").out == keta("trials", "--help").out


def test_help_lists_commands_and_topics(keta: Run) -> None:
    out = keta("help").out
    for name in [command.name for command in COMMANDS] + list(TOPICS):
        assert f"\n  {name} " in out


def test_compare_json_has_rows_by_subject(keta: Run) -> None:
    data = keta("compare", "esketamine", "racemic", "--json").document["data"]
    assert [each["id"] for each in data["subjects"]] == ["esketamine", "racemic"]
    row = next(row for row in data["rows"] if row["field"] == "composition")
    assert row["differs"] is True
    assert set(row["values"]) == {"esketamine", "racemic"}
    assert "correia-melo-2020" in [met["trial"] for met in data["head_to_head"]]


def test_near_misses_are_offered_and_nothing_is_guessed(keta: Run) -> None:
    ran = keta("compare", "esketmine", "racemic")
    assert ran.code == 3
    assert ran.out == ""
    assert "Did you mean esketamine" in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["compare", "esketamine"], 2),
        (["compare", "esketamine", "esketamine"], 2),
        (["compare", "esketamine", "S-ketamine"], 2),
        (["compare", "(+)-ketamine", "racemic"], 3),
        (["trials", "--form", "(+)-ketamine"], 2),
        (["compare", "esketamine", "transform-2"], 2),
        (["trials", "--indication", "nope"], 2),
        (["trials", "--form", "propofol"], 2),
        (["trials", "--result", "good"], 2),
        (["trials", "--year", "soon"], 2),
        (["trials", "--year", "2020-2010"], 2),
        (["trials", "--min-n", "many"], 2),
        (["trials", "--nope"], 2),
        (["trials", "extra"], 3),
        (["nope"], 4),
        (["nope", "--help"], 2),
        (["--nope"], 2),
        (["trials", "-o", "xml"], 2),
        (["trials", "--json", "-o", "table"], 2),
        (["trials", "--width", "5"], 2),
        (["trials", "--color", "blue"], 2),
        (["guidelines", "--body", "nobody"], 2),
        (["show"], 2),
        (["show", "nothing-of-that-name"], 3),
        (["show", ""], 3),
        (["sources", "nothing-of-that-name"], 3),
        (["help", "nothing"], 3),
        (["find", "?"], 2),
        (["completion", "tcsh"], 2),
        (["dosing", "nowhere"], 3),
        (["dosing", "--regimen", "nothing", "--weight", "70"], 3),
        (["dosing", "--weight", "70"], 2),
        (["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "heavy"], 2),
        (["dosing", "iv", "--regimen", "racemic-intravenous-elekt-d", "--weight", "-5"], 6),
        (["dosing", "--regimen", "racemic-intravenous-elekt-d", "--weight", "700"], 6),
        (["dosing", "--regimen", "spravato-eu-trd", "--weight", "70"], 6),
        (["dosing", "intranasal", "--regimen", "racemic-intravenous-elekt-d", "--weight", "70"], 2),
        (["check", "no/such/directory"], 5),
        (["trials", "--data", "no/such/directory"], 5),
        (["trials", "--indication", "ocd", "--phase", "4", "--fail-empty"], 4),
        (["trials", "--indication", "ocd", "--phase", "4"], 0),
    ],
)
def test_exit_codes(keta: Run, words: list[str], code: int) -> None:
    ran = keta(*words)
    assert ran.code == code, ran
    assert "Traceback" not in ran.err
    if code:
        assert ran.err.startswith("keta: ")
        assert len(ran.err.splitlines()) <= 3


@pytest.mark.parametrize("command", LISTS)
def test_an_unknown_value_lists_the_valid_ones(keta: Run, command: str) -> None:
    option = {"sources": "--tier", "guidelines": "--indication", "trials": "--indication", "dosing": "--status"}[
        command
    ]
    ran = keta(command, option, "nope")
    assert ran.code == 2
    assert "Known: " in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["trials", "--indication", "nope", "--json"],
        ["compare", "esketmine", "racemic", "-o", "json"],
        ["trials", "--nope", "--json"],
        ["dosing", "--regimen", "spravato-eu-trd", "--weight", "70", "--json"],
        ["trials", "--width", "5", "--json"],
    ],
)
def test_errors_are_objects_in_json_mode(keta: Run, words: list[str]) -> None:
    ran = keta(*words)
    document = ran.document
    assert document["schema"] == "keta.error/1"
    assert document["error"]["exit"] == ran.code
    assert document["error"]["message"]
    assert ran.err.startswith("keta: ")


@pytest.mark.parametrize(
    "words",
    [
        ["trials"],
        ["trials", "--indication", "ptsd"],
        ["dosing", "iv"],
        ["guidelines"],
        ["sources"],
        ["show", "transform-2"],
        ["show", "racemic"],
        ["find", "midazolam"],
        ["status"],
        ["compare", "esketamine", "racemic"],
    ],
)
def test_json_carries_every_source_that_it_names(keta: Run, words: list[str]) -> None:
    ran = keta(*words, "--json")
    assert ran.code == 0
    document = ran.document
    assert document["schema"].startswith(f"keta.{words[0]}/")
    assert document["dataset"] == {
        "version": load().meta["version"],
        "checked_through": load().meta["checked_through"],
    }
    named = set()
    waiting = [document["data"]]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("source"), str):
                named.add(item["source"])
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    assert named <= set(document["sources"])
    if words[0] in ("trials", "dosing", "guidelines", "show") and words != ["show", "racemic"]:
        assert named


def test_json_is_the_same_with_o_json(keta: Run) -> None:
    assert keta("status", "--json").out == keta("status", "-o", "json").out


def test_trials_of_ptsd(keta: Run) -> None:
    data = keta("trials", "--indication", "ptsd", "--json").document["data"]
    found = {trial["id"]: (trial["n"], trial["result"]["direction"]) for trial in data}
    assert found["feder-2014"] == (41, "favours-ketamine")
    assert found["feder-2021"] == (30, "favours-ketamine")
    assert found["abdallah-2022"] == (158, "no-clear-difference")
    assert all("ptsd" in trial["indications"] for trial in data)


def test_filters_combine(keta: Run) -> None:
    words = ("--form", "esketamine", "--comparator", "placebo", "--min-n", "100", "--design", "randomised")
    data = keta("trials", *words, "--json").document["data"]
    assert {"transform-1", "transform-2"} <= {trial["id"] for trial in data}
    for trial in data:
        assert "esketamine" in trial["forms"]
        assert trial["design"]["comparator"] == "placebo"


def test_a_broader_indication_finds_the_narrower_ones(keta: Run) -> None:
    wide = {t["id"] for t in keta("trials", "--indication", "mdd", "--json").document["data"]}
    narrow = {t["id"] for t in keta("trials", "--indication", "trd", "--json").document["data"]}
    assert narrow < wide


def test_values_may_be_repeated_or_joined(keta: Run) -> None:
    joined = keta("trials", "--indication", "ptsd,ocd", "--json").document["total"]
    repeated = keta("trials", "--indication", "ptsd", "--indication", "ocd", "--json").document["total"]
    assert joined == repeated > keta("trials", "--indication", "ptsd", "--json").document["total"]


def test_animals_are_hidden_unless_asked_for(keta: Run) -> None:
    people = keta("trials", "--json").document["data"]
    assert {trial["species"] for trial in people} == {"human"}
    every = keta("trials", "--species", "any", "--json").document["data"]
    animals = [trial for trial in every if trial["species"] != "human"]
    assert animals
    assert "animal studies (--species any)" in keta("trials").out


def test_a_trial_is_found_by_its_registry_number(keta: Run) -> None:
    assert keta("show", "nct02418585").out == keta("show", "transform-2").out
    assert keta("trials", "--registry", "NCT02418585", "--json").document["total"] == 1


def test_dosing_says_standing_and_boxed_warning(keta: Run) -> None:
    out = keta("dosing", "intranasal").out
    assert out.index("BOXED WARNING") < out.index("spravato-eu-trd")
    assert "licensed" in out
    assert "off-label" in keta("dosing", "iv").out


def test_dosing_intravenous_has_the_regimens_that_matter(keta: Run) -> None:
    data = keta("dosing", "iv", "--json").document["data"]
    forms = {regimen["form"] for regimen in data}
    assert {"racemic", "esketamine", "arketamine"} <= forms
    assert "midazolam" not in forms
    uses = {regimen["use"] for regimen in data}
    assert {"psychiatric", "anaesthesia"} <= uses
    arketamine = [r for r in data if r["form"] == "arketamine"]
    assert all(each["status"] == "trial-only" for r in arketamine for each in r["standing"])


def test_controls_are_listed_on_request(keta: Run) -> None:
    data = keta("dosing", "iv", "--controls", "--json").document["data"]
    assert "midazolam" in {regimen["form"] for regimen in data}


def test_arithmetic_shows_its_formula(keta: Run) -> None:
    words = (
        "dosing",
        "--regimen",
        "racemic-intravenous-elekt-d",
        "--weight",
        "70",
        "--strength",
        "50",
        "--volume",
        "50",
    )
    out = keta(*words).out
    for line in ("0.5 mg/kg x 70 kg", "= 35 mg", "35 mg / 50 mg/mL", "= 0.7 mL", "50 mL over 40 min", "= 75 mL/h"):
        assert line in out
    steps = keta(*words, "--json").document["arithmetic"]
    assert [step["printed"] for step in steps] == ["35 mg", "0.7 mL", "49.3 mL", "0.7 mg/mL", "75 mL/h"]


def test_guidelines_of_canmat_keep_their_grades(keta: Run) -> None:
    out = keta("guidelines", "--body", "canmat").out
    for words in ("Level 1", "third-line", "Level 3"):
        assert words in out


def test_superseded_editions_are_history(keta: Run) -> None:
    now = {g["id"] for g in keta("guidelines", "--json").document["data"]}
    ever = {g["id"] for g in keta("guidelines", "--history", "--json").document["data"]}
    assert now < ever
    assert "va-dod-2019-suicide" in ever - now


def test_show_prints_place_and_check_level(keta: Run) -> None:
    out = keta("show", "transform-2", "--full").out
    assert "participant flow, registry" in out
    assert "-4.0 points (-7.31 to -0.64)" in out
    assert "Sources" in out


def test_a_source_of_the_same_name_is_reached_by_kind(keta: Run) -> None:
    assert ": trial" in keta("show", "feder-2014").out
    assert ": source" in keta("show", "sources/feder-2014").out


def test_check_of_the_shipped_data(keta: Run) -> None:
    ran = keta("check")
    assert ran.code == 0
    assert ran.out.startswith("no problems in ")
    assert keta("check", "--json").document["data"] == []


def test_check_without_a_directory_reads_what_the_other_commands_read(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETA_DATA", str(copy_mini(tmp_path)))
    ran = keta("check")
    assert ran.code == 0
    assert str(tmp_path) in ran.out
    (tmp_path / "data" / "trials" / "bad.toml").write_text("name = 3\n", encoding="utf-8")
    assert keta("check").code == 5
    assert keta("check", str(MINI)).code == 0
    monkeypatch.setenv("KETA_DATA", str(tmp_path / "nowhere"))
    assert keta("check").code == 5


def test_check_reports_every_problem_with_file_key_and_reason(keta: Run, tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_text('version = "1"\n', encoding="utf-8")
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "bad.toml").write_text('name = 3\nnope = "x"\n', encoding="utf-8")
    ran = keta("check", str(tmp_path))
    assert ran.code == 5
    assert "meta.toml: released: must be a text" in ran.out
    assert any(line.startswith("trials/bad.toml: name: ") for line in ran.out.splitlines())
    assert any(line.startswith("trials/bad.toml: nope: ") for line in ran.out.splitlines())


def test_status_counts_add_up(keta: Run) -> None:
    data = keta("status", "--json").document["data"]
    assert sum(data["values_by_check"].values()) == data["values"]
    assert data["records"]["trials"] == len(load().trials)
    assert "unverified" not in data["values_by_check"]


def test_a_piped_record_is_one_line_without_colour(keta: Run) -> None:
    out = keta("trials").out
    assert "\x1b" not in out
    rows = [line for line in out.splitlines() if line.startswith("transform-2 ")]
    assert len(rows) == 1
    assert "favours esketamine" in rows[0]


def test_json_in_a_pipe_has_a_record_a_line(keta: Run) -> None:
    ran = keta("trials", "--json")
    lines = [line for line in ran.out.splitlines() if line.startswith('{"id":')]
    assert len(lines) == ran.document["total"]
    assert json.loads(lines[0].rstrip(","))["id"]
