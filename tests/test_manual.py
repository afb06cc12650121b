"""The manual page: complete, well formed for real formatters, and shipped where ``man`` looks."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from ketacli.cli.commands.help import text_of
from ketacli.cli.help_pages import synopsis
from ketacli.cli.manual import common_options, escaped, guarded, manual, quoted, wrapped
from ketacli.cli.table import COMMANDS, TOPICS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "man" / "keta.1"


def shown() -> str:
    """The page as a formatter that knows nothing but our escapes would print it."""
    text = PAGE.read_text(encoding="ascii")
    for escape, letter in (("\\-", "-"), ("\\(aq", "'"), ("\\(dq", '"'), ("\\e", "\\"), ("\\&", "")):
        text = text.replace(escape, letter)
    return text


def formatted(*command: str) -> subprocess.CompletedProcess[str]:
    """What a formatter makes of the page; skipped where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run([*command, str(PAGE)], capture_output=True, text=True, check=False, timeout=60)


def test_it_has_every_command_argument_option_and_value() -> None:
    text = shown()
    for command in COMMANDS:
        _, found, part = text.partition(f".B {synopsis(command)}\n")
        assert found, command.name
        part = part.partition("\n.RE\n")[0]
        for argument in command.arguments:
            assert re.search(rf"^\.B \[?{argument.name.upper()}", part, re.M)
        for option in command.options:
            assert option.flags[-1] in part, f"{command.name} {option.flags}"
            if option not in common_options():
                assert option.help in " ".join(part.split())
        for example in command.examples:
            assert f"$ {example}\n" in part
    plain = " ".join(text.split())
    for option in common_options():
        assert option.help in plain
        for value in option.complete if isinstance(option.complete, tuple) else ():
            assert value in plain


def test_it_has_exit_codes_environment_and_topics() -> None:
    text = shown()
    for title in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", '"EXIT STATUS"', "ENVIRONMENT", '"HELP TOPICS"'):
        assert f"\n.SH {title}\n" in text
    for code in ("0", "1", "2", "3", "4", "5", "6", "130"):
        assert f"\n.B {code}\n" in text
    for name in ("KETA_DATA", "NO_COLOR", "KETA_DEBUG"):
        assert f"\n.B {name}\n" in text
    for topic in TOPICS:
        assert f"\n.B keta help {topic}\n" in text


def test_it_is_plain_source() -> None:
    text = PAGE.read_text(encoding="ascii")
    known = {".TH", ".SH", ".SS", ".TP", ".B", ".I", ".PP", ".EX", ".EE", ".RS", ".RE", ".br", ".nh", ".ad", '.\\"'}
    for line in text.splitlines():
        if line.startswith((".", "'")):
            assert line.split()[0] in known, line
    assert not re.search(r"(?<!\\)-", "\n".join(line for line in text.splitlines() if line[:3] not in (".TH", '.\\"')))


def test_mandoc_has_no_complaint() -> None:
    ran = formatted("mandoc", "-Tlint", "-W", "warning")
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_groff_has_no_complaint() -> None:
    ran = formatted("groff", "-man", "-ww", "-Tutf8", "-z")
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_groff_prints_options_that_can_be_copied(width: str) -> None:
    ran = formatted("groff", "-man", "-Tascii", "-P-c", f"-rLL={width}n")
    assert ran.returncode == 0
    assert "--output-format" in ran.stdout
    assert "keta trials --form esketamine" in ran.stdout


def test_man_finds_it_beside_the_program(tmp_path: Path) -> None:
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    folder = tmp_path / "share" / "man" / "man1"
    folder.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    shutil.copy(PAGE, folder)
    env = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "MANPAGER": "cat", "MANWIDTH": "80", "LC_ALL": "C"}
    ran = subprocess.run(["man", "keta"], env=env, capture_output=True, text=True, check=False, timeout=60)
    if "minimized" in ran.stdout + ran.stderr:
        pytest.skip("the man of this system is a stub that points to a package")
    assert ran.returncode == 0, ran.stderr
    assert "keta trials" in ran.stdout


def test_the_package_ships_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    targets = settings["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["shared-data"] == {"docs/man/keta.1": "share/man/man1/keta.1"}
    assert {"docs", "scripts"} <= set(targets["sdist"]["include"])


def test_what_roff_would_read_otherwise_is_escaped() -> None:
    assert escaped("a-b\\c 'd' ~^`") == "a\\-b\\ec \\(aqd\\(aq \\(ti\\(ha\\(ga"
    assert guarded(".SH is no heading here") == "\\&.SH is no heading here"
    assert wrapped("'quoted' first") == ["\\&\\(aqquoted\\(aq first"]
    assert quoted('say "so"') == "say \\(dqso\\(dq"
    assert all(len(line) < 90 for line in wrapped("word " * 100))


def test_the_date_is_that_of_the_data() -> None:
    page = manual("2000-01-02", {name: text_of(name) for name in TOPICS})
    assert page.splitlines()[0].startswith('.TH KETA 1 "2000-01-02" "keta ')
