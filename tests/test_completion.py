"""Completion as a person meets it: the Tab key in real shells, and one's own data."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from ketacli.cli.accepted import Directory, Shipped, words
from ketacli.cli.completion import candidates

from .installed import environment
from .support import MINI, copy_mini
from .test_process import Program, program, pty

__all__ = ["program"]

PATIENCE = 30
END = "--end--"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")

TABS = {
    "a command": ("tri", ["trials"]),
    "an option": ("trials --indic", ["trials", "--indication"]),
    "a value": ("trials --indication pts", ["trials", "--indication", "ptsd"]),
    "a list": ("trials --indication trd,pts", ["trials", "--indication", "trd,ptsd"]),
    "a value after an equals sign": ("trials --indication=pts", ["trials", "--indication=ptsd"]),
    "a list after an equals sign": ("trials --indication=trd,pts", ["trials", "--indication=trd,ptsd"]),
    "a record": ("show feder-2021", ["show", "feder-2021"]),
    "a record by its kind": ("show conflicts/e05", ["show", "conflicts/e05-aspire-n"]),
    "a topic": ("help evid", ["help", "evidence"]),
    "a key": ("why transform-2.ar", ["why", "transform-2.arms"]),
    "a directory": ("check some-f", ["check", "some-folder/"]),
    "a directory for an option": ("trials --data some-f", ["trials", "--data", "some-folder/"]),
    "a directory after an equals sign": ("trials --data=some-f", ["trials", "--data=some-folder/"]),
    "an option after an equals sign": ("trials --form=racemic --fail", ["trials", "--form=racemic", "--fail-empty"]),
    "no file where none is due": ("trials --year some", ["trials", "--year", "some"]),
}


class Typist:
    """An interactive shell on a pseudo-terminal, with ``keta`` as a command and its script loaded."""

    def __init__(self, program: Program, folder: Path, shell: str) -> None:
        found = shutil.which(shell)
        if found is None:
            pytest.skip(f"{shell} is not installed")
        keta = folder / "keta"
        keta.write_text(f'#!/bin/sh\nexec {shlex.join(program.command)} "$@"\n', encoding="utf-8")
        keta.chmod(0o755)
        (folder / "some-folder").mkdir()
        (folder / "some-file").write_text("", encoding="utf-8")
        mine, its = pty.openpty()
        plain = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[shell]
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        self.process = subprocess.Popen(
            [found, *plain],
            env=environment(program.target, PATH=path, HOME=str(folder), TERM="xterm", PS1="> ", ZDOTDIR=str(folder)),
            cwd=folder,
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
        )
        os.close(its)
        self.mine = mine
        self.shown = ""
        start = {
            "bash": "bind 'set enable-bracketed-paste off'; bind 'set bell-style none'",
            "zsh": "unsetopt zle_bracketed_paste beep; unset zle_bracketed_paste; bindkey -e; "
            "autoload -Uz compinit; compinit -u -D",
        }[shell]
        self.type(f'{start}; eval "$(keta completion {shell})"; echo rea""dy\n')
        self.wait("ready")

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.mine, text.encode())

    def wait(self, text: str) -> None:
        """Read until a text is shown."""
        end = time.monotonic() + PATIENCE
        while text not in ESCAPES.sub("", self.shown):
            ready, _, _ = select.select([self.mine], [], [], max(end - time.monotonic(), 0))
            assert ready, f"{text!r} was not shown, but: {self.shown!r}"
            self.shown += os.read(self.mine, 65536).decode("utf-8", "replace")

    def after_tab(self, line: str) -> list[str]:
        """The words of a line once Tab has been pressed at its end."""
        self.shown = ""
        self.type(f"keta {line}\t\x01printf '<%s>' \x05 ; echo en\"\"d\n")
        self.wait("end")
        printed = ESCAPES.sub("", self.shown).replace("\n", "")
        return re.findall(r"<([^<>%]*)>", printed)[1:]

    def close(self) -> None:
        """End the shell."""
        self.process.kill()
        self.process.wait()
        os.close(self.mine)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_tab_key(program: Program, tmp_path: Path, shell: str) -> None:
    """One line after another in one shell, as a person types them."""
    typist = Typist(program, tmp_path, shell)
    try:
        found = {name: typist.after_tab(line) for name, (line, _) in TABS.items()}
    finally:
        typist.close()
    # zsh takes the slash of a directory away again when the next key is not a part of the path.
    end = "/" if shell == "zsh" else ""
    assert found == {name: [word.rstrip(end) if end else word for word in wanted] for name, (_, wanted) in TABS.items()}


def test_zsh_shows_what_each_value_stands_for(program: Program, tmp_path: Path) -> None:
    typist = Typist(program, tmp_path, "zsh")
    try:
        typist.type("keta trials --indication pa\t")
        typist.wait("palliative care")
    finally:
        typist.close()


def test_bash_lists_several_values(program: Program, tmp_path: Path) -> None:
    typist = Typist(program, tmp_path, "bash")
    try:
        typist.type("keta show transform-\t\t")
        typist.wait("transform-3")
    finally:
        typist.close()


def fish(program: Program, folder: Path, *lines: str) -> list[list[str]]:
    """What fish itself says it would offer for each line."""
    found = shutil.which("fish")
    if found is None:
        pytest.skip("fish is not installed")
    keta = folder / "keta"
    keta.write_text(f'#!/bin/sh\nexec {shlex.join(program.command)} "$@"\n', encoding="utf-8")
    keta.chmod(0o755)
    (folder / "some-folder").mkdir(exist_ok=True)
    (folder / "some-file").touch()
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    asked = "; ".join(f"complete -C {shlex.quote('keta ' + line)}; echo {END}" for line in lines)
    ran = subprocess.run(
        [found, "--no-config", "-c", f"keta completion fish | source; {asked}"],
        env={
            **environment(program.target, PATH=path, HOME=str(folder)),
            "XDG_CONFIG_HOME": str(folder),
            "TERM": "dumb",
        },
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return [part.splitlines() for part in ran.stdout.split(f"{END}\n")[:-1]]


def test_fish_offers_the_same_and_shows_what_it_stands_for(program: Program, tmp_path: Path) -> None:
    told = "trials --indication pall"
    *found, last = fish(program, tmp_path, *(line for line, _ in TABS.values()), told)
    offered = {name: [each.partition("\t")[0] for each in held] for name, held in zip(TABS, found, strict=True)}
    assert offered == {
        name: [] if line.endswith("--year some") else [wanted[-1]] for name, (line, wanted) in TABS.items()
    }
    assert "palliative\tpalliative care" in last


def test_every_script_asks_the_program_and_knows_the_mark_of_a_path(program: Program) -> None:
    for shell in ("bash", "zsh", "fish", "powershell"):
        text = (program.target / "ketacli" / "cli" / "completions" / f"keta.{shell}").read_text(encoding="utf-8")
        assert "KETA_COMPLETE" in text
        assert "completion " + shell in text.splitlines()[0] + text.splitlines()[1]
        assert {"bash": "\\tdirectory", "zsh": "\\tdirectory", "fish": "\\tdirectory", "powershell": "^`t"}[
            shell
        ] in text


class TestOwnData:
    """``KETA_DATA`` and ``--data`` are honoured, without validating what they lead to."""

    @pytest.mark.parametrize(
        "typed",
        [
            ["show", "ald"],
            ["show", "trials/ald"],
            ["trials", "--indication", ""],
            ["trials", "--route", ""],
            ["timeline", "--jurisdiction", ""],
            ["dosing", ""],
            ["sources", ""],
            ["why", "alder.arms."],
            ["compare", "alder", ""],
        ],
        ids=" ".join,
    )
    def test_words_of_a_directory(self, monkeypatch: pytest.MonkeyPatch, typed: list[str]) -> None:
        monkeypatch.setenv("KETA_DATA", str(MINI))
        found = [value for value, _ in candidates(typed)]
        monkeypatch.delenv("KETA_DATA")
        shipped = [value for value, _ in candidates(typed)]
        assert found
        assert found != shipped
        assert [value for value, _ in candidates([typed[0], "--data", str(MINI), *typed[1:]])] == found
        assert [value for value, _ in candidates([typed[0], f"--data={MINI}", *typed[1:]])] == found

    def test_a_directory_and_its_compiled_form_hold_the_same_words(self) -> None:
        from ketacli.build.opening import load

        shipped = Shipped()
        shipped.store = load(str(MINI)).store
        own = Directory(str(MINI))
        for source in ("indications", "routes", "subjects", "bodies", "jurisdictions", "routes-and-forms"):
            assert sorted(words(source, own)) == sorted(words(source, shipped)), source
        for source in ("records", "regimens", "compounds"):
            assert sorted(v for v, _ in words(source, own)) == sorted(v for v, _ in words(source, shipped)), source

    def test_a_broken_record_still_has_a_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = copy_mini(tmp_path)
        (root / "trials" / "ash.toml").write_text("name = \n[[", encoding="utf-8")
        monkeypatch.setenv("KETA_DATA", str(root))
        assert "ash" in [value for value, _ in candidates(["show", "as"])]

    @pytest.mark.parametrize("place", ["/no/such/place", "\udcff"])
    def test_a_place_that_is_none_offers_nothing(self, program: Program, place: str) -> None:
        assert program.candidates("show", "", KETA_DATA=place) == []


def test_compare_goes_on_with_the_kind_that_has_begun() -> None:
    found = [value for value, _ in candidates(["compare", "transform-1", ""])]
    trials = dict(Shipped().store.names("trials"))
    assert found
    assert all(name in trials for name in found)
    assert "transform-1" not in found


def test_values_of_completion_carry_descriptions() -> None:
    for typed in (
        ["trials", "--indication", ""],
        ["trials", "--route", ""],
        ["show", "transform-"],
        ["topics", ""],
        [""],
    ):
        assert all(description for _, description in candidates(typed)), typed
