"""``--output``: a file is written whole or not at all."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ketacli.cli.endings import ELSEWHERE, ENDINGS
from ketacli.cli.table import COMMANDS, FORMATS, PLOTS

from .conftest import Run


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_holds_what_would_have_been_printed(keta: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / "out"
    ran = keta("trials", "-o", name, "--output", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes().decode("utf-8") == keta("trials", "-o", name).out
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("line", ["cite transform-2", "check", "status", "compare esketamine racemic", "find ketamine",
                                  "why transform-2.arms", "trials --cite ris"])  # fmt: skip
def test_every_command_writes_it(keta: Run, tmp_path: Path, line: str) -> None:
    words = line.split()
    file = tmp_path / "out"
    assert keta(*words, "--output", str(file)).out == ""
    assert file.read_bytes().decode("utf-8").split() == keta(*words).out.split()


def test_width_is_obeyed_and_no_colour_gets_in(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert keta("trials", "--width", "60", "--output", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 60


def test_an_old_file_is_kept_on_an_error(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("old", encoding="utf-8")
    for line in ("show nothing-of-that-name", "trials --where n>", "trials --fields x", "trials -o xml",
                 "dosing --regimen racemic-intravenous-elekt-d --weight 7"):  # fmt: skip
        assert keta(*line.split(), "--output", str(file)).code > 0
        assert file.read_text(encoding="utf-8") == "old"
    assert keta("status", "--output", str(tmp_path / "two")).code == 0
    assert file.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "two"]


def test_permissions(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "new"
    before = os.umask(0o027)
    try:
        assert keta("status", "--output", str(file)).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.chmod(0o604)
    assert keta("status", "--output", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


def test_a_link_stays_a_link(keta: Run, tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old", encoding="utf-8")
    link.symlink_to(file)
    assert keta("status", "--output", str(link)).code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") != "old"


def test_devices_are_written_to(keta: Run) -> None:
    assert keta("status", "--output", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "empty value"), (".", "is a directory"), ("missing/out", "does not exist"), ("file/out", "does not exist")],
)
def test_names_that_nothing_can_be_written_to(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = keta("trials", "--json", "--output", name)
    assert ran.code == 2
    assert said in ran.err
    assert ran.document["error"]["field"] == "output"


def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("old", encoding="utf-8")
    # A limit on the size of files stands for a disk that is full; bytecode would be cut off by it, and kept.
    line = f"ulimit -f 4; exec {sys.executable} -B -m ketacli trials -o csv --output {file}"
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"keta: cannot write {file}: ")
    assert ".part" not in ran.stderr
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the administrator")
def test_a_directory_that_may_not_be_written_to(keta: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        ran = keta("status", "--output", str(tmp_path / "out"))
    finally:
        tmp_path.chmod(0o700)
    assert ran.code == 2
    assert "may not be written to" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_full_is_said() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ketacli", "trials", "-o", "csv", "--output", "/dev/full"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.startswith("keta: cannot write /dev/full: No space left")


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1"])
def test_names_of_standard_output(keta: Run, name: str) -> None:
    assert keta("sources", "--output", name).out == keta("sources").out
    assert keta("sources", "--json", "--output", name).out == keta("sources", "--json").out


@pytest.mark.parametrize("line", ["{keta} trials --output /dev/stdout | head -1", "{keta} trials --output >(head -1)"])
def test_a_pipe_that_closes_early_is_quiet(line: str) -> None:
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.format(keta=f"{sys.executable} -m ketacli")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert "trials" in ran.stdout


def test_what_a_killed_run_has_left_is_in_nobodys_way(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        assert keta("status", "--output", str(file)).code == 130
    [left] = tmp_path.iterdir()
    assert left.name.endswith(".part")
    assert keta("status", "--output", str(file)).code == 0
    assert set(tmp_path.iterdir()) == {left, file}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a/", "is a directory that does not exist"),
        ("there/", "is a directory"),
        ("x" * 300, "File name too long"),
        ("a\0b", "is no name to write to"),
        ("\ud800", "is no name to write to"),
    ],
)
def test_names_get_true_words(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    before = sorted(tmp_path.iterdir())
    ran = keta("status", "--output", name)
    assert ran.code == 2
    assert said in ran.err
    assert sorted(tmp_path.iterdir()) == before


def test_the_longest_name_that_there_is(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / ("\u6f22" * 85)
    assert keta("status", "--output", str(file)).code == 0
    assert list(tmp_path.iterdir()) == [file]


def test_a_working_directory_that_is_gone(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = keta("status", "--output", "out")
    assert ran.code == 2
    assert "working directory that is gone" in ran.err
    assert keta("status", "--output", str(tmp_path / "out")).code == 0


WRITING = [each for each in COMMANDS if any(option.name == "output" for option in each.options)]


def plain_example(command: str) -> list[str]:
    """The words of an example without what says where and how it is written."""
    example = next(each for each in COMMANDS if each.name == command).examples[0]
    words = shlex.split(example)[1:]
    return words[: words.index("--output")] if "--output" in words else words


@pytest.mark.parametrize("ending", ["pdf", "docx", "whatever"])
@pytest.mark.parametrize("command", [each.name for each in WRITING])
def test_no_command_writes_text_into_a_file_that_says_otherwise(
    keta: Run, tmp_path: Path, command: str, ending: str
) -> None:
    file = tmp_path / f"report.{ending}"
    ran = keta(*plain_example(command), "--output", str(file))
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert f".{ending}" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [*ENDINGS, "txt", "TXT"])
def test_an_ending_is_that_of_what_is_written_or_refused(keta: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"trials.{name}"
    ran = keta("trials", "ptsd", "--output", str(file))
    form = ENDINGS.get(name, "table")
    if form in FORMATS:
        assert ran.code == 0
        assert file.read_bytes().decode("utf-8").split() == keta("trials", "ptsd", "-o", form).out.split()
    else:
        assert (ran.code, file.exists()) == (2, False)
        assert ".csv" in ran.err
        assert ".txt" in ran.err


@pytest.mark.parametrize("name", [*ENDINGS, *ELSEWHERE])
@pytest.mark.parametrize("form", ["csv", "json", "markdown"])
def test_a_format_that_was_asked_for_is_not_written_into_another_ending(
    keta: Run, tmp_path: Path, form: str, name: str
) -> None:
    file = tmp_path / f"out.{name}"
    ran = keta("trials", "ptsd", "-o", form, "--output", str(file))
    assert (ran.code == 0) == file.exists() == (ENDINGS.get(name) == form)
    assert ran.code in (0, 2)


@pytest.mark.parametrize("name", ["out", "out.2026", ".out", "out.qmd"])
def test_names_without_a_known_ending_are_files_where_the_format_is_asked_for(
    keta: Run, tmp_path: Path, name: str
) -> None:
    assert keta("trials", "ptsd", "-o", "markdown", "--output", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("line", "name", "start"),
    [
        ("cite transform-2", "a.ris", "TY  -"),
        ("cite transform-2", "a.bib", "@"),
        ("cite transform-2", "a.json", "{"),
        ("cite transform-2 --style ris", "a.bib", ""),
        ("trials ptsd --cite ris", "a.ris", "TY  -"),
        ("trials ptsd --cite ris", "a.bib", ""),
        ("new trials my-trial", "a.toml", "#"),
        ("new trials my-trial", "a.json", ""),
    ],
)
def test_what_a_command_writes_by_another_option_has_its_ending_too(
    keta: Run, tmp_path: Path, line: str, name: str, start: str
) -> None:
    ran = keta(*line.split(), "--output", str(tmp_path / name))
    assert (ran.code == 0) == bool(start)
    assert not start or (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_plot_is_drawn_only_where_there_is_one(keta: Run, tmp_path: Path) -> None:
    assert PLOTS == ("svg",)
    file = tmp_path / "a.svg"
    assert keta("network", "--indication", "trd", "--outcome", "madrs", "--timepoint", "28d",
                "--output", str(file)).code == 0  # fmt: skip
    assert file.read_text(encoding="utf-8").startswith("<svg")
