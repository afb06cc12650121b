"""What goes wrong is told in one line of what and one of what to do, whatever was typed."""

from __future__ import annotations

import ast
import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketacli
from ketacli.__main__ import main
from ketacli.cli.table import COMMANDS
from ketacli.errors import DataError, KetaError, NothingMatched, Refused, UnknownName, UsageError
from ketacli.records.printable import printable

from .conftest import CLEARED, Run
from .support import MINI, copy_mini
from .test_process import Program, program

__all__ = ["program"]

CODES = {0, 2, 3, 4, 5, 6}
PACKAGE = Path(ketacli.__file__).parent

MISTAKES = {
    "a command": (["trails"], "keta trials"),
    "a command with options": (["guidlines", "--body", "canmat"], "keta guidelines"),
    "an option": (["trials", "--indicaton", "ptsd"], "--indication"),
    "an option with its value": (["trials", "--indicaton=ptsd"], "--indication"),
    "an option before any command": (["--halp"], "--help"),
    "a value from a list": (["trials", "--masking", "duoble"], "double"),
    "another value from a list": (["trials", "--comparator", "plaecbo"], "placebo"),
    "a term": (["trials", "--indication", "ptds"], "ptsd"),
    "one of several terms": (["trials", "--indication", "trd,ptds"], "ptsd"),
    "a form": (["trials", "--form", "esketmine"], "esketamine"),
    "a format": (["trials", "-o", "jsno"], "json"),
    "a colour": (["trials", "--color", "allways"], "always"),
    "a citation style": (["trials", "--cite", "bibtx"], "bibtex"),
    "the style of cite": (["cite", "transform-2", "--style", "csl-jsn"], "csl-json"),
    "a body": (["guidelines", "--body", "canmt"], "CANMAT"),
    "a jurisdiction": (["timeline", "--jurisdiction", "internatonal"], "international"),
    "a record": (["show", "transfrom-2"], "transform-2"),
    "a route": (["dosing", "intravenus"], "intravenous"),
    "a topic of help": (["help", "evidnce"], "evidence"),
    "a shell": (["completion", "bsh"], "bash"),
    "a subject": (["topics", "mecanism"], "mechanism"),
    "a tier": (["sources", "--tier", "regestry"], "registry"),
    "a field": (["why", "transform-2.arm"], "arms"),
}


@pytest.mark.parametrize(("words", "meant"), MISTAKES.values(), ids=MISTAKES)
def test_what_may_be_meant_is_offered(keta: Run, words: list[str], meant: str) -> None:
    ran = keta(*words)
    assert ran.code in (2, 3)
    assert ran.out == ""
    what, todo = ran.err.splitlines()
    assert what.startswith("keta: ")
    assert todo.startswith("  Did you mean ")
    assert meant in todo


@pytest.mark.parametrize("asked", [["--json"], ["-o", "json"], ["-ojson"], ["--output-format=json"]], ids=str)
@pytest.mark.parametrize("name", [name for name, (words, _) in MISTAKES.items() if "-o" not in words])
def test_a_program_gets_the_same_as_an_object(keta: Run, name: str, asked: list[str]) -> None:
    words, meant = MISTAKES[name]
    ran = keta(*words, *asked)
    document = ran.document
    assert document["schema"] == "keta.error/1"
    error = document["error"]
    assert error["exit"] == ran.code
    assert f"keta: {error['message']}" == ran.err.splitlines()[0]
    assert f"  {error['hint']}" == ran.err.splitlines()[-1]
    if words[0] not in ("help", "completion"):
        # These two take no format: what is told of them is the format.
        assert any(meant.removeprefix("keta ") == each for each in error["suggestions"])


PLAIN = {
    "a flag with a value": (["trials", "--json=3"], "--json takes no value"),
    "an option without its value": (["trials", "--masking"], "--masking needs a value"),
    "a word for a number": (["trials", "--min-n", "many"], '--min-n takes a whole number, not "many"'),
    "a broken number": (["trials", "--min-n", "1e3"], '--min-n takes a whole number, not "1e3"'),
    "a missing argument": (["show"], "show needs a name"),
    "a word too many": (["status", "ptsd"], 'status does not take "ptsd"'),
    "two words too many": (["show", "a", "b", "c", "d"], 'show does not take "c d"'),
    "an option before the command": (["--json", "trials"], "--json stands before the command"),
    "an option of another command": (["trials", "--weight", "70"], 'trials has no option "--weight"'),
    "a narrow screen": (["trials", "--width", "3"], "--width takes 20 to 1000, not 3"),
    "an age": (["status", "--max-age", "old"], '--max-age takes a span of time, not "old"'),
    "an empty filter": (["trials", "--indication="], "--indication has an empty value"),
    "a filter of commas": (["trials", "--form", " , "], "--form has an empty value"),
    "an empty option": (["trials", "--year", ""], "--year has an empty value"),
    "an empty number of a registry": (["trials", "--registry", ""], "--registry has an empty value"),
    "an empty directory": (["status", "--data", ""], "--data has an empty value"),
    "a blank filter": (["trials", "--form", "\t"], "--form has an empty value"),
    "a blank among filters": (["trials", "--form", " ,\u00a0"], "--form has an empty value"),
    "a blank filter before another": (["trials", "--form", " ", "--form", "racemic"], "--form has an empty value"),
    "a comma after a filter": (["trials", "--form", "racemic", "--form=,"], "--form has an empty value"),
    "a blank choice": (["forest", "--basis", " "], "--basis has an empty value"),
    "a choice of a comma": (["forest", "--basis", ","], 'no value for --basis called ","'),
    "two for a choice": (["forest", "--measure", "rd,rr"], 'no value for --measure called "rd,rr"'),
    "a blank style": (["cite", "transform-2", "--style", " "], "--style has an empty value"),
    "a style of a comma": (["cite", "transform-2", "--style", ","], 'no value for --style called ","'),
    "a blank condition": (["trials", "--where", "\u3000"], "--where has an empty value"),
    "an endless age": (["status", "--max-age", "9" * 20 + "d"], f'--max-age takes a span of time, not "{"9" * 20}d"'),
    "an age of another script": (["status", "--max-age", "\uff19d"], '--max-age takes a span of time, not "\uff19d"'),
    "a number below zero": (["trials", "--min-n", "-3"], "--min-n takes 0 or more, not -3"),
    "a joined number below zero": (["trials", "--min-n=-3"], "--min-n takes 0 or more, not -3"),
    "a limit below zero": (["trials", "--limit", "-1"], "--limit takes 0 or more, not -1"),
    "a number of another script": (["trials", "--min-n", "\uff18"], '--min-n takes a whole number, not "\uff18"'),
    "a number with an underscore": (["trials", "--min-n", "2_019"], '--min-n takes a whole number, not "2_019"'),
    "a year with an underscore": (["trials", "--year", "2_019"], '"2_019" is no year or span of years'),
    "a year of another script": (
        ["trials", "--year", "\uff12\uff10\uff11\uff19"],
        '"\uff12\uff10\uff11\uff19" is no year or span of years',
    ),
    "a year of five digits": (["trials", "--year", "20199"], '"20199" is no year or span of years'),
    "a span into such a year": (["trials", "--year", "2015-20199"], '"2015-20199" is no year or span of years'),
    "an empty regimen": (["dosing", "--regimen", ""], "--regimen has an empty value"),
    "the version with more": (["--version", "--json"], "--version stands alone"),
    "the version of nothing": (["--version", "blue"], 'no command called "blue"'),
    "no word at all": ([""], 'no command called ""'),
}


@pytest.mark.parametrize(("words", "said"), PLAIN.values(), ids=PLAIN)
def test_what_is_wrong_is_said_in_our_words(keta: Run, words: list[str], said: str) -> None:
    ran = keta(*words)
    assert ran.code == 2
    what, todo = ran.err.splitlines()
    assert what == f"keta: {said}"
    assert todo.startswith("  ")
    assert todo.endswith((".", "?"))


def test_a_word_typed_as_a_command_is_a_question(keta: Run) -> None:
    ran = keta("psilocybin")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == keta("find", "psilocybin").out


@pytest.mark.parametrize("line", ["nope", "storage", "qqqqz zzzzx"])
def test_a_question_without_an_answer_is_no_success(keta: Run, line: str) -> None:
    """One word or several, that are no command, no name and nearly none, are looked for."""
    ran = keta(*line.split())
    assert ran.code == 4
    assert ran.out == keta("find", *line.split()).out
    assert f'Nothing on record has "{line.split(maxsplit=1)[0]}"' in ran.out


def test_a_question_that_begins_like_a_command_is_told_as_one_to_search_for(keta: Run) -> None:
    ran = keta("status", "epilepticus", "dose")
    assert ran.code == 2
    assert "keta find status epilepticus dose" in ran.err
    assert "asthma" not in keta("dosing", "status", "epilepticus").err


def test_a_word_that_a_list_does_not_know_is_an_unknown_name(keta: Run) -> None:
    ran = keta("trials", "qqqqz")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith('keta: keta trials knows nothing called "qqqqz"')


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["trials", "ptsd"], "--indication ptsd"),
        (["trials", "esketamine"], "--form esketamine"),
        (["guidelines", "depression"], "--indication depression"),
        (["reviews", "S-ketamine"], "--form esketamine"),
        (["trials", "subq"], "--route subcutaneous"),
    ],
)
def test_a_filter_without_its_option_is_understood(keta: Run, words: list[str], meant: str) -> None:
    ran = keta(*words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == keta(words[0], *meant.split()).out


def test_nothing_matched_is_said_with_what_to_do(keta: Run) -> None:
    ran = keta("trials", "--indication", "ocd", "--phase", "4", "--fail-empty")
    assert ran.code == 4
    assert ran.err == "keta: nothing matched\n  Leave a filter out, or write it wider.\n"


def test_an_option_of_another_command_is_traced(keta: Run) -> None:
    assert "It belongs to keta dosing" in keta("trials", "--weight", "70").err


def test_a_long_value_is_not_repeated_whole(keta: Run) -> None:
    ran = keta("show", "x" * 5000)
    assert all(len(line) < 400 for line in ran.err.splitlines())
    assert len(keta("show", "x" * 5000, "--json").document["error"]["value"]) == 5000


@pytest.mark.parametrize("word", ["x" * 5000, "not " * 2000], ids=["one word", "many"])
@pytest.mark.parametrize(
    "line", ["help {} --agent", "help {}", "trials --form {}", "cite {}", "{}", "new {} a", "dosing {}"]
)
def test_no_message_repeats_what_was_typed_at_length(keta: Run, line: str, word: str) -> None:
    ran = keta(*(word if each == "{}" else each for each in line.split()))
    assert ran.code in (0, 2, 3, 4)
    assert all(len(each) < 2_100 for each in ran.err.splitlines())


def test_a_long_detail_is_not_repeated_whole(keta: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f'premises = ["{"a" * 100_000}"]', encoding="utf-8")
    ran = keta("assert", str(tmp_path / "a.toml"))
    assert ran.code != 0
    assert all(len(line) < 600 for line in ran.err.splitlines())


@pytest.mark.parametrize(
    ("line", "code"),
    [("check {}", 5), ("diff {} .", 3), ("assert {}", 5), ("new source --from {}", 5),
     ("status --data {}", 5), ("trials --output {}", 2), ("export -o datapackage --output {}", 2)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["x" * 300, "x" * 100_000, "/dev/null/x"], ids=["name", "path", "below a device"])
def test_a_path_that_cannot_be_looked_at_is_a_path_that_is_wrong(keta: Run, line: str, code: int, name: str) -> None:
    ran = keta(*(name if each == "{}" else each for each in line.split()))
    assert ran.code == code, ran.err[:200]
    assert ran.err.startswith("keta: ")


@pytest.mark.parametrize(
    "line",
    ["trials transform-2 --year 1900", "trials transform-2 ptsd", "sources popova-2019 --as-of 2020",
     "reviews bahji-2021 --route iv", "evidence racemic-ptsd --form esketamine",
     "timeline us-spravato-rems-2019 --year 2020",
     "topics maintenance-relapse-after-stopping --form racemic", "safety pregnancy-spray-us --form racemic"],
)  # fmt: skip
def test_a_filter_beside_the_name_of_one_record_is_not_left_in_silence(keta: Run, line: str) -> None:
    ran = keta(*line.split())
    assert ran.code == 2
    assert "there is nothing to choose by" in ran.err


def test_standard_input_that_is_closed_is_told(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    ran = keta("new", "source", "--from=-")
    assert ran.code == 2
    assert "standard input is closed" in ran.err


def test_a_value_of_several_lines_stays_on_one(keta: Run) -> None:
    ran = keta("show", "one\ntwo\x1b[31m\u2028three")
    assert len(ran.err.splitlines()) == 2
    assert "\x1b" not in ran.err
    assert "one\\ntwo\\x1b[31m\\u2028three" in ran.err


def test_a_condition_is_shown_with_a_mark_below_the_place(keta: Run) -> None:
    assert keta("trials", "--where", "n>=").err.splitlines() == [
        "keta: --where, at character 4: a value is expected",
        "  n>=",
        "     ^",
        "  A text with spaces or signs is written in quotes.",
    ]
    assert "\x1b" not in keta("trials", "--where", "n\n>= \x1b[31m").err


def test_no_control_character_of_a_search_reaches_the_screen(keta: Run) -> None:
    for words in (
        ["esk\x1b[31m\x07\x9b"],
        ["ketamine\x1b", "--where", "kind=trials"],
        ["\x07esketamine", "--accessible"],
    ):
        ran = keta("find", *words)
        assert ran.code == 0
        assert all(letter.isprintable() or letter == "\n" for letter in ran.out + ran.err)


@pytest.mark.parametrize("text", ["", "plain", "caf\u00e9", "\u6f22"])
def test_printable_text_is_left_alone(text: str) -> None:
    assert printable(text) == text


# Every error that the program can raise, read off its source.


RAISED = {error.__name__ for error in (KetaError, UsageError, UnknownName, NothingMatched, DataError, Refused)}


def raised() -> list[tuple[str, ast.Call]]:
    """Every place where one of our errors is made, with the place."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not any(f"{name}(" in text for name in (*RAISED, "error")):
            continue
        for node in ast.walk(ast.parse(text)):
            # Answers have classes of such names too, which are made by keyword.
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            if node.func.id in (*RAISED, "error"):
                found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", node))
    return found


def literal(node: ast.expr) -> str:
    """The text of a message, each value in it a plain word; empty when it is not written in place."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join("word" if isinstance(part, ast.FormattedValue) else literal(part) for part in node.values)
    return ""


RAISES = raised()


def test_errors_are_found() -> None:
    assert len(RAISES) > 30


@pytest.mark.parametrize(("place", "call"), RAISES, ids=[place for place, _ in RAISES])
def test_each_error_says_what_and_what_to_do(place: str, call: ast.Call) -> None:
    assert len(call.args) >= 2, f"{place} says nothing of what to do"
    message, hint = (literal(each) for each in call.args[:2])
    assert "\n" not in message + hint
    assert not message.endswith((".", "!"))
    assert message[:1] == message[:1].lower()
    if hint:
        assert hint.endswith((".", "?", "word"))
        assert hint.startswith(("keta ", "--", "word")) or hint[:1].isupper()


def test_an_error_needs_no_hint_of_its_own_to_have_one(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(**_: Any) -> int:
        raise UsageError("something is wrong")

    monkeypatch.setattr("ketacli.cli.commands.status.run", run)
    assert keta("status").err == "keta: something is wrong\n  keta --help lists the commands.\n"


class TestCrash:
    """A fault of the program itself."""

    @pytest.fixture(autouse=True)
    def fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(**_: Any) -> int:
            raise RuntimeError("first line\nsecond line " + "x" * 1000)

        monkeypatch.setattr("ketacli.cli.commands.status.run", run)

    def test_is_one_line_and_how_to_report_it(self, keta: Run) -> None:
        ran = keta("status")
        assert ran.code == 1
        what, todo = ran.err.splitlines()
        assert what.startswith("keta: internal error: RuntimeError: first line\\nsecond line xxx")
        assert len(what) < 400
        assert "report" in todo
        assert "KETA_DEBUG=1" in todo

    def test_is_an_object_too(self, keta: Run) -> None:
        error = keta("status", "--json").document["error"]
        assert (error["code"], error["exit"]) == ("internal", 1)

    def test_is_traced_on_request(self, keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETA_DEBUG", "1")
        ran = keta("status")
        assert "Traceback" in ran.err
        assert "RuntimeError: first line" in ran.err
        assert ran.err.splitlines()[-2].startswith("keta: internal error")

    def test_is_caught_wherever_it_happens(self, keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(_: list[str]) -> None:
            raise ZeroDivisionError("nothing")

        monkeypatch.setattr("ketacli.cli.reader.read", read)
        ran = keta("trials")
        assert ran.code == 1
        assert len(ran.err.splitlines()) == 2


# Whatever is typed.

ODD = (
    "", " ", "-", "--", "---", "-5", "--=", "=", "\0", "a\0b", "\udcff", "\ud800", "\u202e", "\u0000\u0001",
    "\U0001f48a", "\u6f22\u5b57", "e\u0301", "9" * 5000, "-" + "9" * 400, "x" * 100_000, "1e999", "nan",
    "inf", "0x10", "\uff18\uff10", "../../etc", "/dev/null", "~", "*", "%s%n", "{0}", "[n=65]", "a.b.c",
    "trials/", "/x", "conflicts/e05-aspire-n", "transform-2.arms.0", "transform-2....", ",", ",,,",
    "trd,ptsd", "2019-", "-2010", "2015-2020", "\n", "a\nb", "\x1b[31m",
)  # fmt: skip
FLAGS = sorted({flag for command in COMMANDS for option in command.options for flag in option.flags})
# ``check`` takes seconds, and ``mcp`` serves until its client leaves.
NAMES = [command.name for command in COMMANDS if command.name not in ("check", "mcp")]

odd_words = st.sampled_from(ODD) | st.text(st.characters(codec=None), max_size=12)
words_of_the_tool = st.sampled_from([*FLAGS, "--help", "-h", "--version", "iv", "ptsd", "esketamine", "70"])
joined = st.builds(lambda flag, value: f"{flag}={value}", st.sampled_from(FLAGS), odd_words)
lines = st.builds(
    lambda first, rest: [*first, *rest],
    st.lists(st.sampled_from(NAMES) | odd_words, min_size=0, max_size=1),
    st.lists(odd_words | words_of_the_tool | joined | st.sampled_from(NAMES), max_size=6),
)


@settings(
    deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(words=lines)
def test_no_line_gives_a_traceback(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Some lines have --output and a name.
    monkeypatch.chdir(tmp_path)
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)
    capsys.readouterr()
    code = main(list(words))
    out, err = capsys.readouterr()
    assert code in CODES, err
    assert "Traceback" not in err
    assert "internal error" not in err
    if code in (2, 3, 6):
        lines_of = err.split("\n")
        assert lines_of[0].startswith("keta: ")
        # A wrong condition is shown with a mark below the place.
        assert len(lines_of) in ((4, 5) if lines_of[0].startswith("keta: --where, at") else (3,)), err
        # A network that is refused is drawn all the same.
        if out and words[0] != "network":
            assert json.loads(out)["schema"] == "keta.error/1"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=lines)
def test_no_line_disturbs_completion(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETA_COMPLETE", "1")
    capsys.readouterr()
    assert main(list(words)) == 0
    assert capsys.readouterr().err == ""


class TestSurroundings:
    """Environment and streams that are broken."""

    @pytest.mark.parametrize(
        "env",
        [
            {"KETA_DATA": "/no/such/place"},
            {"KETA_DATA": "/dev/null"},
            {"KETA_DATA": "x" * 5000},
            {"KETA_DATA": "\udcff"},
        ],
        ids=["missing", "a device", "too long", "no text"],
    )
    def test_a_place_without_data(self, program: Program, env: dict[str, str]) -> None:
        ran = program.run("trials", "--json", **env)
        assert ran.code == 5
        assert json.loads(ran.out)["error"]["code"] == "data"
        what, todo = ran.err.splitlines()
        assert what.startswith("keta: ")
        assert "KETA_DATA" in todo

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_a_place_that_may_not_be_read(self, program: Program, tmp_path: Path) -> None:
        root = copy_mini(tmp_path)
        root.chmod(0)
        try:
            ran = program.run("trials", KETA_DATA=str(root))
        finally:
            root.chmod(0o755)
        assert ran.code == 5
        assert len(ran.err.splitlines()) == 2

    def test_a_place_that_may_not_be_read_as_the_system_says_it(
        self, keta: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_: Path) -> Any:
            raise PermissionError(13, "Permission denied", str(MINI))

        monkeypatch.setattr(Path, "iterdir", refuse)
        ran = keta("trials", "--data", str(MINI))
        assert ran.code == 5
        what, todo = ran.err.splitlines()
        assert what.endswith("Permission denied")
        assert "--data" in todo

    def test_a_file_that_cannot_be_opened_is_named(self, keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(**_: Any) -> int:
            raise PermissionError(13, "Permission denied", "/a/file")

        monkeypatch.setattr("ketacli.cli.commands.status.run", run)
        ran = keta("status")
        assert ran.code == 1
        assert ran.err.splitlines()[0] == "keta: cannot open /a/file: Permission denied"
        assert keta("status", "--json").document["error"]["value"] == "/a/file"

    @pytest.mark.parametrize(
        "env",
        [
            {"TERM": "no-such-terminal"},
            {"TERM": ""},
            {"LANG": "xx_YY.nothing", "LC_ALL": "xx_YY.nothing"},
            {"COLUMNS": "\udcff"},
            {"FORCE_COLOR": "\udcff", "NO_COLOR": ""},
            {"HOME": "/no/such/home"},
            {"KETA_DEBUG": "\udcff"},
        ],
    )
    def test_a_broken_environment(self, program: Program, env: dict[str, str]) -> None:
        ran = program.run("trials", "--indication", "ptsd", **env)
        assert (ran.code, ran.err) == (0, "")

    @pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
    @pytest.mark.parametrize(
        "words", ["trials --json", "trails", "trials --help", "status --width 60", "show nope --json"]
    )
    def test_streams_that_are_closed(self, program: Program, closed: str, words: str) -> None:
        from .installed import environment

        line = f"{shlex.join(program.command)} {words}"
        usual = subprocess.run(
            line, shell=True, env=environment(program.target), cwd=program.target, capture_output=True, check=False
        )
        ran = subprocess.run(
            f"{line} {closed}",
            shell=True,
            env=environment(program.target),
            cwd=program.target,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert ran.returncode == usual.returncode
        assert b"Traceback" not in ran.stderr
        if ">&-" not in closed.replace("2>&-", ""):
            assert ran.stdout == usual.stdout

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
    @pytest.mark.parametrize(("words", "code"), [("trails", 2), ("show nope", 3), ("trials", 0)])
    def test_a_standard_error_that_is_full_changes_no_exit_code(self, program: Program, words: str, code: int) -> None:
        from .installed import environment

        ran = subprocess.run(
            f"{shlex.join(program.command)} {words} 2>/dev/full",
            shell=True,
            env=environment(program.target),
            cwd=program.target,
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        assert ran.returncode == code


def test_no_words_and_no_data_is_told(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without words is no sentence to search for, whatever is wrong with the data."""
    monkeypatch.setenv("KETA_DATA", "nowhere")
    ran = keta()
    assert "internal error" not in ran.err
    assert ran.code in (2, 5)
