"""Data from outside that is made to hang, to fill the memory or to command the terminal: one answer, and soon."""

from __future__ import annotations

import json
import os
import pkgutil
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import ketacli
from ketacli.build.compile import compiled
from ketacli.build.files import LARGEST
from ketacli.build.problems import Problem
from ketacli.build.sound import flaws
from ketacli.cli.completion import candidates, complete
from ketacli.errors import DataError
from ketacli.records.printable import harmless, printable
from ketacli.records.store import Store, connect

from .conftest import Run
from .installed import environment
from .support import MINI, copy_mini, edit, edited_mini, problems_in, read_mini

ALDER = "trials/alder.toml"
NEW = "trials/x.toml"
SOURCES = Path(ketacli.__file__).resolve().parent.parent
PATIENCE = 30
MEMORY = 500 << 20

POSIX = pytest.mark.skipif(os.name == "nt", reason="named pipes, devices and limits of memory of POSIX")


def run(*words: str, text: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a process that may not take more than 500 MB."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.run(
        [sys.executable, "-m", "ketacli", *words], input=text, capture_output=True, timeout=PATIENCE, check=False,
        env={**environment(SOURCES), **settings}, preexec_fn=limit,
    )  # fmt: skip


def worked() -> float:
    """Seconds that processes which have ended worked: the machine may have other things to do meanwhile."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commanding(text: str) -> set[str]:
    """The characters that command a terminal, turn what follows round or break a line."""
    found = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
    return found - {"\n", "\t"}


# ------------------------------------------------------------------------------------- no regular file


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def put_null(path: Path) -> None:
    path.symlink_to("/dev/null")


def put_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


UNREAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "a named pipe": (put_pipe, "a named pipe and no regular file"),
    "zeros without end": (put_zero, "a device and no regular file"),
    "nothing": (put_null, "a device and no regular file"),
    "ten gigabytes": (put_huge, "larger than 1 MB, the most that is read"),
}


@POSIX
@pytest.mark.parametrize("file", [NEW, "meta.toml", "routes.toml", "synonyms.toml"])
@pytest.mark.parametrize("put", UNREAD)
def test_only_regular_files_up_to_a_limit_are_read(tmp_path: Path, put: str, file: str) -> None:
    root = copy_mini(tmp_path)
    (root / file).unlink(missing_ok=True)
    make, reason = UNREAD[put]
    make(root / file)
    assert Problem(file, "", f"cannot be read: {reason}") in problems_in(root)


@POSIX
def test_the_worst_at_once_gets_one_clear_answer(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    put_pipe(root / "trials/pipe.toml")
    put_zero(root / "trials/zero.toml")
    (root / "trials/nested.toml").write_text("a = " + "[" * 10_000 + "]" * 10_000, encoding="utf-8")
    (root / "trials/huge.toml").write_text(f'name = "{"a" * 50_000_000}"', encoding="utf-8")
    before = worked()
    ran = run("check", str(root))
    assert worked() - before < 5
    assert ran.returncode == 5
    assert [line for line in ran.stdout.decode().splitlines() if not line.startswith("    ")] == [
        "trials/huge.toml: cannot be read: larger than 1 MB, the most that is read",
        "trials/nested.toml: a: lists or tables more than 20 deep",
        "trials/pipe.toml: cannot be read: a named pipe and no regular file",
        "trials/zero.toml: cannot be read: a device and no regular file",
    ]
    assert ran.stderr.decode() == "keta: 4 problems in 70 records\n"


@POSIX
@pytest.mark.parametrize("put", UNREAD)
@pytest.mark.parametrize("file", [NEW, "routes.toml"])
def test_the_tab_key_does_not_hang(tmp_path: Path, put: str, file: str) -> None:
    root = copy_mini(tmp_path)
    (root / file).unlink(missing_ok=True)
    UNREAD[put][0](root / file)
    for words in (("show", "--data", str(root), "al"), ("trials", "--data", str(root), "--route", "in")):
        ran = run(*words, KETA_COMPLETE="1")
        assert (ran.returncode, ran.stderr) == (0, b"")
    assert run("show", "--data", str(root), "al", KETA_COMPLETE="1").stdout.startswith(b"alder\tALDER\n")


def test_the_largest_file_that_is_read(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    text = (root / ALDER).read_text(encoding="utf-8")
    (root / ALDER).write_text(text + "#" * (LARGEST - len(text.encode())), encoding="utf-8")
    assert problems_in(root) == []
    (root / ALDER).write_text(text + "#" * (LARGEST - len(text.encode()) + 1), encoding="utf-8")
    assert [problem.file for problem in problems_in(root)] == [ALDER]


def test_standard_input_has_a_limit_too(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * 10_000_001)))
    ran = keta("check", "-")
    assert (ran.code, ran.out) == (5, "")
    assert "larger than 10 MB, the most that is read" in ran.err


def test_a_folder_of_a_kind_that_is_none_is_said(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    for file in (root / "topics").iterdir():
        file.unlink()
    (root / "topics").rmdir()
    (root / "topics").write_text("", encoding="utf-8")
    (problem,) = problems_in(root)
    assert (problem.file, problem.reason[:16]) == ("topics", "cannot be read: ")


@POSIX
@pytest.mark.parametrize("words", [("check", "/"), ("trials", "--data", "/"), ("check", "/dev"), ("check", "/proc")])
def test_a_directory_without_data_is_not_searched(keta: Run, words: tuple[str, ...]) -> None:
    ran = keta(*words)
    assert (ran.code, ran.out) == (5, "")
    assert "holds no records" in ran.err


# ------------------------------------------------------------------------------------- depth and numbers

DEEP = {
    "lists": "a = " + "[" * 1000 + "]" * 1000,
    "lists beyond the parser": "a = " + "[" * 10_000 + "]" * 10_000,
    "lists that do not end": "a = " + "[" * 10_000,
    "tables": "a = " + "{b=" * 1000 + "1" + "}" * 1000,
    "dotted keys": ".".join("a" * 1000) + " = 1",
    "headings": "[" + ".".join("a" * 1000) + "]",
}


@pytest.mark.parametrize("text", DEEP)
def test_nesting_is_a_problem_with_its_key(tmp_path: Path, text: str) -> None:
    root = copy_mini(tmp_path)
    (root / NEW).write_text(DEEP[text] + "\n", encoding="utf-8")
    (problem,) = problems_in(root)
    assert (problem.file, problem.reason) == (NEW, "lists or tables more than 20 deep")
    assert len(problem.key) < 100
    if text != "headings":
        assert problem.key.startswith("a")


TOO_LONG = "a number of more than 18 digits"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("9" * 19, TOO_LONG),
        ("9" * 4000, TOO_LONG),
        ("-" + "9" * 5000, TOO_LONG),
        ("1_000" * 2000, TOO_LONG),
        ("0x" + "f" * 50_000, TOO_LONG),
        ("1e300", TOO_LONG),
        ("1e99999999999999999999", "(found '1e99999999999999999999')"),
        ("-1e-99999999999999999999", "(found '-1e-99999999999999999999')"),
        ("1e999999999", TOO_LONG),
        ("1." + "1" * 100_000, "valid integer"),
        ("1e-999999999", "valid integer"),
    ],
    ids=lambda text: text[:12],
)
def test_a_number_beyond_all_numbers_is_a_problem_with_its_key(tmp_path: Path, number: str, reason: str) -> None:
    root = copy_mini(tmp_path)
    text = (root / ALDER).read_text(encoding="utf-8")
    (root / ALDER).write_text(re.sub(r"(?m)^year = .*$", f"year = {number}", text), encoding="utf-8")
    (problem,) = problems_in(root)
    assert (problem.file, problem.key) == (ALDER, "year")
    assert reason in problem.reason
    assert len(problem.reason) < 200


def test_many_wrong_values_of_one_record_are_counted(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    text = (root / ALDER).read_text(encoding="utf-8")
    many = f"publications = [{'1,' * 200_000}]"
    (root / ALDER).write_text(re.sub(r"(?m)^publications = .*$", many, text), encoding="utf-8")
    found = problems_in(root)
    assert len(found) < 110
    assert "and 199,900 more of its values are wrong" in [problem.reason for problem in found]


# ---------------------------------------------------------------------------------------------- texts

ESCAPE, BELL, TURN, BREAK, C1, DELETE, MARKS = "\x1b", "\x07", "\u202e", "\u2028", "\x9b", "\x7f", "\u0301" * 9
EVIL = f"a{ESCAPE}]0;PWN{BELL}{TURN}{BREAK}{C1}{DELETE}b{MARKS}"
PLACES = [("meta.toml", "advice"), ("meta.toml", "version"), (ALDER, "name"), (ALDER, "title"), (ALDER, "arms.0.label")]


@pytest.mark.parametrize("mark", [ESCAPE, BELL, TURN, BREAK, "\u2029", C1, DELETE, "\u200b", "\ufeff", "\u2066"])
@pytest.mark.parametrize(("file", "key"), PLACES)
def test_a_text_that_commands_a_terminal_is_refused(tmp_path: Path, file: str, key: str, mark: str) -> None:
    found = problems_in(edited_mini(tmp_path, file, {key: f"a{mark}b"}))
    assert Problem(file, key, "has a control or invisible character") in found


def test_marks_on_one_letter_are_counted(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, ALDER, {"title": "a" + "\u0301" * 3, "aliases.0": "o\u0323\u0302\u0301"})
    assert problems_in(root) == []
    edit(root / ALDER, {"title": "a" + "\u0301" * 4})
    assert problems_in(root) == [Problem(ALDER, "title", "has more than 3 marks on one letter")]


@pytest.mark.parametrize("text", ["\u0662\u0660\u0662\u0664", "\uff12\uff10"])
def test_digits_of_other_scripts_are_refused(tmp_path: Path, text: str) -> None:
    found = problems_in(edited_mini(tmp_path, ALDER, {"title": text}))
    assert found == [Problem(ALDER, "title", "has digits that are not those of ASCII")]


@pytest.mark.parametrize("key", ["checked_through", "released"])
@pytest.mark.parametrize("text", ["2024", "2024-05", "2024-02-30", "\u0662\u0660\u0662\u0664-01-01", "2024-01-0\u0661"])
def test_the_days_of_the_data_are_days(tmp_path: Path, key: str, text: str) -> None:
    found = problems_in(edited_mini(tmp_path, "meta.toml", {key: text}))
    assert Problem("meta.toml", key, f"{text!r} is no date (YYYY-MM-DD)") in found


def test_a_byte_order_mark_is_named(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / ALDER).write_bytes(b"\xef\xbb\xbf" + (root / ALDER).read_bytes())
    assert problems_in(root)[0] == Problem(ALDER, "", "begins with a byte order mark: save it as UTF-8 without one")


def test_a_text_has_a_limit(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, ALDER, {"title": "a" * 5000})
    assert problems_in(root) == []
    edit(root / ALDER, {"title": "a" * 5001})
    assert problems_in(root) == [Problem(ALDER, "title", "has 5,001 letters: 5,000 at most")]


def test_the_words_of_synonyms_are_checked(tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    (root / "synonyms.toml").write_text('same = [["a", "b\\u001b"], ["c", 5]]\n', encoding="utf-8")
    assert [(problem.file, problem.key) for problem in problems_in(root)] == [("synonyms.toml", "same.1.1")]
    (root / "synonyms.toml").write_text('same = [["a", "b\\u001b"]]\n', encoding="utf-8")
    assert [(problem.file, problem.key) for problem in problems_in(root)] == [("synonyms.toml", "same.0.1")]
    (root / "synonyms.toml").write_text('same = [["a", "b"]]\n', encoding="utf-8")
    assert problems_in(root) == []


# ----------------------------------------------------------------------------------- nothing raw is printed

FORMATS = ["table", "json", "jsonl", "csv", "tsv", "markdown", "html", "toml"]
LOOKS: list[list[str]] = [[], ["--accessible"], ["--color", "always"], ["--width", "60"]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory whose keys, ids, texts and names of files command the terminal."""
    root = copy_mini(tmp_path_factory.mktemp("hostile"))
    written = json.dumps(EVIL)
    for file, line in {
        "meta.toml": f"{written} = 1",
        ALDER: f"{written} = {written}",
        "trials/birch.toml": f"[{written}]",
    }.items():
        with (root / file).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{line}\n")
    edit(root / "trials/cedar.toml", {"name": EVIL, "arms.0.id": EVIL})
    with (root / "routes.toml").open("a", encoding="utf-8") as opened:
        opened.write(f'\n[{written}]\nlabel = "x"\n')
    if os.name != "nt":
        (root / "trials/elm.toml").rename(root / f"trials/{EVIL}.toml")
        (root / f"x{ESCAPE}[31m{TURN}").mkdir()
        (root / f"x{ESCAPE}[31m{TURN}/y.toml").write_text("", encoding="utf-8")
    return root


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
@pytest.mark.parametrize("name", FORMATS)
def test_problems_are_printed_escaped(keta: Run, hostile: Path, name: str, look: list[str]) -> None:
    if look == ["--color", "always"] and name == "table":
        pytest.skip("its colours are escapes of our own")
    ran = keta("check", str(hostile), "-o", name, *look)
    assert ran.code == 5
    assert commanding(ran.out) == commanding(ran.err) == set()
    assert MARKS not in ran.out + ran.err
    if name == "json":
        keys = [each["key"] for each in ran.document["data"]]
        assert EVIL in keys
    # In TOML a problem is a table of seven lines.
    assert len(ran.out.splitlines()) < (110 if name == "toml" else 80)


@pytest.mark.parametrize(
    "words", [("trials",), ("show", "alder", "--json"), ("find", "ptsd"), ("status", "-o", "toml")]
)
def test_every_command_says_it_escaped(keta: Run, hostile: Path, words: tuple[str, ...]) -> None:
    ran = keta(*words, "--data", str(hostile))
    assert ran.code == 5
    assert commanding(ran.out) == commanding(ran.err) == set()


@pytest.mark.parametrize("name", FORMATS)
def test_a_piped_record_commands_nothing(keta: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import io

    record = b'id="a\\u001b]0;PWN\\u0007\\u202e"\nname="x"\n"b\\u009b" = 1\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(record)))
    monkeypatch.setenv("KETA_DATA", str(MINI))
    ran = keta("check", "-", "-o", name)
    assert ran.code == 5
    assert commanding(ran.out) == commanding(ran.err) == set()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "words", [("find", EVIL), ("trials", "--where", f'name="{EVIL}"'), ("show", EVIL), ("why", EVIL), (EVIL,)]
)
def test_what_was_typed_is_repeated_escaped(keta: Run, name: str, words: tuple[str, ...]) -> None:
    ran = keta(*words, *([] if words == (EVIL,) else ["--data", str(MINI), "-o", name]))
    assert commanding(ran.out) == commanding(ran.err) == set()
    if name == "json" and words[0] == "find":
        assert ran.document["query"]["text"] == EVIL


def test_candidates_command_nothing(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["show", "--data", str(hostile), ""], ["trials", "--data", str(hostile), "--route", ""]):
        assert candidates(words)
        assert complete(words) == 0
        assert commanding(capsys.readouterr().out) == set()


def test_letters_that_can_be_seen_stay() -> None:
    text = "Za\u017c\u00f3\u0142\u0107 o\u0323\u0302\u0301 \u4e2d\u6587 \u2265 5\u00a0mg\n\t\u2500"
    assert harmless(text) == text
    assert printable("5\u00a0mg") == "5\\xa0mg"


# ------------------------------------------------------------------------------------ patterns are linear


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of the program, with the module that has it."""
    for found in pkgutil.walk_packages(ketacli.__path__, "ketacli."):
        if not found.name.endswith("__main__"):
            for name, value in vars(import_module(found.name)).items():
                yield from ((f"{found.name}.{name}", each) for each in _patterns_in(value))


def _patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _patterns_in(item)


PIECES = (
    "1", "0", "1,", "1.", "1.0", ".", ",", "1 ", "1-", "-", "- ", "a", "a1", "a-", "a.", "A ", " ", "  ", "\t", "(",
    "<", "[1,", "1,1.", "mg ", "1 mg", "'", "'a", '"', "es", "ChiCTR1", "EUCTR1-", "10.1234/a", "Mc", "O'",
    "plus ", "=", "\n",
)  # fmt: skip
STARTS = ("", "ChiCTR", "'")
SIZE = 1500


def spent(pattern: re.Pattern[str], text: str, anywhere: bool) -> float:
    """Seconds that it takes to hold a text to a pattern, or to look for it ``anywhere``: the best of three."""
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        if anywhere:
            pattern.search(text)
        else:
            pattern.fullmatch(text)
        best = min(best, time.perf_counter() - start)
        if best < 0.01:
            break
    return best


def test_twice_the_text_takes_twice_the_time() -> None:
    slow = set()
    for pattern, name in {pattern: name for name, pattern in patterns()}.items():
        # Those of the rules look through texts; the others are held to what was typed as a whole.
        anywhere = name.startswith("ketacli.build.rules")
        for piece in PIECES:
            for start in STARTS:
                once, twice = (f"{start}{(piece * size)[:size]}\u20ac" for size in (SIZE, 2 * SIZE))
                long = spent(pattern, twice, anywhere)
                if long > 0.01 and long > 3 * spent(pattern, once, anywhere):
                    slow.add((name, pattern.pattern[:60], start, piece))
    assert slow == set()


# ------------------------------------------------------------------------------------- a damaged install


@cache
def compiled_mini() -> bytes:
    return compiled(read_mini()).connection.serialize()


def damaged(statement: str) -> Store:
    """The invented data, compiled and then changed."""
    store = Store(connect(":memory:"))
    store.connection.deserialize(compiled_mini())
    store.connection.execute(statement)
    return store


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM meta WHERE key = 'version'", "the data says no version"),
        ("UPDATE meta SET value = 'soon' WHERE key = 'checked_through'", "the data says no date"),
        ("UPDATE record SET line = '{\"id\":\"alder\"}' WHERE id = 'alder'", "trials/alder has no check"),
        ("UPDATE record SET line = 'null' WHERE id = 'alder'", "trials/alder has no check"),
        ("UPDATE record SET line = 5 WHERE id = 'alder'", "trials/alder has no check"),
        ("DELETE FROM record WHERE kind = 'sources' AND id = 'invented-review'", "document invented-review is missing"),
        ("DELETE FROM record WHERE kind = 'routes'", "the data has no routes"),
    ],
)
def test_what_the_build_never_writes_is_named(statement: str, said: str) -> None:
    assert list(flaws(damaged("SELECT 1"))) == []
    assert said in next(flaws(damaged(statement)))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM meta",
        "UPDATE record SET line = '{}'",
        "UPDATE record SET line = '[]'",
        "UPDATE record SET line = '{\"id\":\"x\"}' WHERE kind = 'trials'",
        "DELETE FROM record WHERE kind = 'sources'",
    ],
)
@pytest.mark.parametrize("words", [("trials",), ("show", "alder"), ("status",), ("compare", "esketamine", "racemic")])
def test_a_damaged_install_is_no_fault_of_the_program(
    keta: Run, monkeypatch: pytest.MonkeyPatch, statement: str, words: tuple[str, ...]
) -> None:
    store = damaged(statement)
    for module in ("ketacli.build.opening.shipped", "ketacli.build.sound.shipped"):
        monkeypatch.setattr(module, lambda: store)
    ran = keta(*words)
    if ran.code == 0:
        pytest.skip("this answer needs nothing of what is damaged")
    assert ran.code == 5, ran.err
    assert ran.err.startswith("keta: the compiled data is damaged: ")
    assert ran.err.endswith("\n  Install the package again.\n")


def test_a_whole_install_is_not_blamed(keta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> int:
        raise ValueError("a fault of the program")

    monkeypatch.setattr("ketacli.cli.commands.status.run", broken)
    ran = keta("status")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "keta: internal error: ValueError: a fault of the program")


def test_a_missing_file_of_data_is_still_a_data_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ketacli.records.store.SHIPPED", str(tmp_path))
    with pytest.raises(DataError, match="is missing"):
        ketacli.load()


# -------------------------------------------------------------------------- numbers in other scripts are none

FOREST = ("forest", "--form", "esketamine", "--outcome", "response")


@pytest.mark.parametrize(
    "words",
    [
        (*FOREST, "--level", "\u0669\u0665"),
        (*FOREST, "--timepoint", "\u0662\u0668d"),
        ("trials", "--year", "\u0662\u0660\u0661\u0669"),
        ("trials", "--year", "2019-\uff12\uff10\uff12\uff10"),
        ("trials", "--where", "n>=\u0663"),
        ("trials", "--where", "year=\u0662\u0660\u0661\u0669"),
        ("trials", "--min-n", "\u0663"),
        ("trials", "--width", "\u0668\u0660"),
        ("trials", "--max-age", "\u0669d"),
        ("effect", "--events", "\u0663/10", "--control", "1/10"),
        ("effect", "--mean", "1,1,\u0663\u0660", "--control-mean", "1,1,30"),
        ("dosing", "iv", "--weight", "\u0667\u0660"),
        ("trials", "--year", "2_019"),
        ("trials", "--year", "20199"),
        ("trials", "--min-n", "-3"),
        ("cite", "alder", "--style", " "),
        ("trials", "--form", "\t"),
        ("trials", "--max-age", "9" * 40 + "d"),
    ],
    ids=" ".join,
)
def test_what_is_no_number_and_no_value_is_refused(keta: Run, words: tuple[str, ...]) -> None:
    ran = keta(*words)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("place", ["\u00b2", "\u0663", "9" * 5000, "99"])
def test_what_is_no_place_in_a_list_leads_to_nothing(keta: Run, tmp_path: Path, place: str) -> None:
    assert keta("why", f"alder.arms.{place}", "--data", str(MINI)).code in (2, 3)
    assert candidates(["why", "--data", str(MINI), f"alder.arms.{place}.x"]) == []
    path = f"trials/alder.arms.{place}"
    found = problems_in(edited_mini(tmp_path, "conflicts/alder-difference.toml", {"about.0": path}))
    assert {problem.key for problem in found} == {"about.0"}


def test_a_long_mistake_is_repeated_in_part(keta: Run) -> None:
    ran = keta("trials", "--where", f'name="{"a" * 118_000}')
    assert (ran.code, ran.out) == (2, "")
    assert "a quote is not closed" in ran.err
    assert len(ran.err) < 1500


def test_altered_data_files_are_found_by_their_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that was edited, not cut: only a hash can tell."""
    from ketacli.build import sound
    from ketacli.records.store import SHIPPED

    copy = tmp_path / "_compiled"
    shutil.copytree(SHIPPED, copy)
    monkeypatch.setattr(sound, "SHIPPED", str(copy))
    assert sound.altered() == []
    with sqlite3.connect(copy / "keta.sqlite") as store:
        store.execute("UPDATE record SET line = replace(line, '84', '48') WHERE id = 'spravato-us-trd'")
    store.close()
    assert sound.altered() == ["keta.sqlite"]
    (copy / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="hashes"):
        sound.altered()
