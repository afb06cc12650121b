"""Records of one's own beside the shipped ones: merged, marked, refused when they break a rule, compiled once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from ketacli import load
from ketacli.build.opening import opened
from ketacli.build.overlays import cache
from ketacli.build.overlays.compile import compiled as compile_overlays
from ketacli.build.overlays.folders import cache_folder, user_folder
from ketacli.records.store import Store, connect

from .conftest import Run
from .overlay import NOTED, OTHERWISE, REGIMEN, SOURCE, clinic

MARK = "(local, clinic-iv.toml)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The invented clinic, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return str(clinic(tmp_path))


def test_a_local_record_is_marked_in_every_format(keta: Run, folder: str) -> None:
    for line in (("show", "clinic-iv"), ("show", "clinic-iv", "--full"), ("dosing", "iv"), ("find", "clinic infusion"),
                 ("compare", "clinic-iv", "racemic-intravenous-single"), ("clinic-iv",),
                 ("dosing", "iv", "-o", "markdown"), ("dosing", "iv", "-o", "csv"), ("dosing", "iv", "--accessible"),
                 ("show", "clinic-iv", "-o", "jsonl"), ("export",)):  # fmt: skip
        ran = keta(*line, "--data", folder)
        assert ran.code == 0, (line, ran.err)
        assert MARK in ran.out, line
    ran = keta("show", "clinic-iv", "--json", "--data", folder)
    assert ran.document["data"][0]["local"].endswith("clinic-iv.toml")
    assert ran.document["local"] == {
        "regimens/clinic-iv": os.path.join(folder, "regimens/clinic-iv.toml"),  # noqa: PTH118
        "sources/clinic-protocol": os.path.join(folder, "sources/clinic-protocol.toml"),  # noqa: PTH118
    }
    assert ran.document["dataset"]["local"] == [os.path.realpath(folder)]


def test_a_screen_that_names_ids_alone_says_which_are_local(keta: Run, folder: str) -> None:
    ran = keta("dosing", "iv", "--full", "--data", folder)
    assert "Local, not part of keta's own data: clinic-iv" in " ".join(ran.out.split())


def test_toml_of_a_local_record_has_the_name_as_its_file_has_it(keta: Run, folder: str) -> None:
    ran = keta("show", "clinic-iv", "-o", "toml", "--data", folder)
    assert 'name = "Clinic infusion 0.5 mg/kg over 60 min"' in ran.out
    assert "local" not in ran.out
    assert "clinic-iv.toml" in ran.err


def test_shipped_records_are_there_too_and_say_that_they_are_not_local(keta: Run, folder: str) -> None:
    ran = keta("show", "transform-2", "--json", "--data", folder)
    assert ran.document["data"][0]["local"] is None
    assert "local" not in ran.document
    assert keta("show", "clinic-iv").code == 3


def test_status_names_the_folders(keta: Run, folder: str) -> None:
    assert os.path.realpath(folder) in "".join(keta("status", "--data", folder, "--width", "300").out.split("\n"))
    assert "Local" not in keta("status").out


def test_a_word_that_is_none_is_told_with_the_words_that_there_are(keta: Run, tmp_path: Path) -> None:
    for word, mend in (("venous", "Did you mean intravenous?"), ("zzz", "Known: epidural, inhaled, ")):
        wrong = REGIMEN.replace('["intravenous"]', f'["{word}"]')
        root = clinic(tmp_path, regimens__clinic_iv=wrong)
        (found,) = keta("check", str(root), "--json").document["data"]
        assert found["mend"].startswith(mend)
        assert "keta new" not in found["mend"]


def test_no_local_leaves_every_overlay_out(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keta("show", "clinic-iv", "--data", folder, "--no-local").code == 3
    monkeypatch.setenv("KETA_DATA", folder)
    assert keta("show", "clinic-iv").code == 0
    assert keta("show", "clinic-iv", "--no-local").code == 3
    assert "local" not in keta("show", "transform-2", "--json", "--no-local").document["dataset"]


def test_several_folders_are_read_by_option_and_by_variable(
    keta: Run, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    (other / "sources").mkdir(parents=True)
    (other / "sources" / "second-protocol.toml").write_text(SOURCE.replace("an invented", "a second"), encoding="utf-8")
    both = keta("show", "clinic-iv", "--json", "--data", folder, "--data", str(other)).document["dataset"]["local"]
    assert both == [os.path.realpath(folder), os.path.realpath(other)]
    monkeypatch.setenv("KETA_DATA", os.pathsep.join((folder, str(other))))
    assert keta("show", "sources/second-protocol").code == 0
    assert keta("show", "clinic-iv").code == 0


def test_the_folder_of_the_user_is_read_without_being_named(
    keta: Run, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "home"))
    own = Path(user_folder())
    own.parent.mkdir(parents=True)
    Path(folder).rename(own)
    assert MARK in keta("show", "clinic-iv").out
    assert keta("show", "clinic-iv", "--no-local").code == 3


def test_one_file_may_hold_several_records(keta: Run, tmp_path: Path) -> None:
    root = tmp_path / "one"
    root.mkdir()
    (root / "clinic.toml").write_text(
        "[[sources]]\nid = 'clinic-protocol'\n" + SOURCE + "[[regimens]]\nid = 'clinic-iv'\n"
        + REGIMEN.replace("[[phases]]", "[[regimens.phases]]"), encoding="utf-8",
    )  # fmt: skip
    assert "(local, clinic.toml)" in keta("show", "clinic-iv", "--data", str(root)).out


def test_a_value_said_otherwise_is_a_conflict_and_the_shipped_one_stays(keta: Run, tmp_path: Path) -> None:
    root = str(clinic(tmp_path, trials__escape_trd=OTHERWISE))
    card = keta("show", "escape-trd", "--data", root).out
    assert "91/336 (27.1%)" in card
    assert "101" not in card
    assert "said otherwise (local, escape-trd.toml)" in card
    (found,) = [
        each for each in keta("conflicts", "escape-trd", "--json", "--data", root).document["data"] if each["local"]
    ]
    assert found["about"] == ["trials/escape-trd.outcomes.0.results.0"]
    assert [side["value"].partition(", as the file")[0] for side in found["sides"]] == [
        "events 91, percent 27.1", "events 101, percent 30.1",
    ]  # fmt: skip
    assert [side["source"] for side in found["sides"]] == ["reif-2023", "clinic-protocol"]
    assert "events 101, percent 30.1" in " ".join(
        keta("why", "escape-trd.outcomes.0.results.0", "--data", root).out.split()
    )


def test_a_whole_copy_says_only_what_it_changes(keta: Run, tmp_path: Path) -> None:
    text = keta("show", "escape-trd", "-o", "toml").out
    root = clinic(tmp_path, trials__escape_trd=text)
    assert load(overlays=[str(root)]).conflicts.ids() == load().conflicts.ids()
    changed = text.replace("events = 91,", "events = 92,").replace("events = 91\n", "events = 92\n")
    assert changed != text
    (root / "trials" / "escape-trd.toml").write_text(
        changed.replace("percent = 27.1", "percent = 27.4"), encoding="utf-8"
    )
    found = load(overlays=[str(root)])
    (new,) = set(found.conflicts.ids()) - set(load().conflicts.ids())
    assert found.conflicts[new].sides[1].value.startswith("events 92, percent 27.4")


def test_a_claim_that_breaks_a_rule_is_refused(keta: Run, tmp_path: Path) -> None:
    root = clinic(tmp_path, trials__escape_trd=OTHERWISE.replace("30.1", "31.9"))
    ran = keta("show", "escape-trd", "--data", str(root))
    assert ran.code == 5
    assert "outcomes.0" in ran.err


def test_whoever_says_otherwise_names_a_document(keta: Run, tmp_path: Path) -> None:
    root = clinic(tmp_path, trials__escape_trd=OTHERWISE.replace('source = "clinic-protocol"\n', ""))
    ran = keta("check", str(root))
    assert ran.code == 5
    assert "trials/escape-trd.toml: source: is missing" in ran.out


def test_a_note_is_a_caveat_of_the_shipped_record(tmp_path: Path) -> None:
    root = clinic(tmp_path, trials__escape_trd=NOTED)
    found = load(overlays=[str(root)])
    assert found.trials["escape-trd"].caveats[-1].value == "design: Read twice in the clinic (local, escape-trd.toml)"
    assert found.conflicts.ids() == load().conflicts.ids()


def test_a_record_that_rests_on_a_document_of_bad_standing_says_so(keta: Run, tmp_path: Path) -> None:
    unsound = next(each.id for each in load().sources if each.status == "retracted")
    root = clinic(tmp_path, regimens__clinic_iv=REGIMEN.replace('"clinic-protocol"', f'"{unsound}"'))
    for line in (("check", str(root)), ("show", "clinic-iv", "--data", str(root))):
        ran = keta(*line)
        assert ran.code == 5
        assert f"regimens/clinic-iv.toml: rests on '{unsound}', RETRACTED" in ran.out + ran.err


def test_every_problem_is_named_at_once(keta: Run, tmp_path: Path) -> None:
    root = clinic(tmp_path, trials__nonsense="name = 1", topics__empty="", notes__stray="a = 1", routes="[x]\na = 1")
    text = (root / "regimens" / "clinic-iv.toml").read_text(encoding="utf-8")
    (root / "regimens" / "clinic-iv.toml").write_text(text.replace("low = 0.5", "low = 5"), encoding="utf-8")
    ran = keta("show", "transform-2", "--data", str(root))
    assert ran.code == 5
    for file in ("trials/nonsense", "topics/empty", "notes/stray", "routes", "regimens/clinic-iv"):
        assert f"{file}.toml: " in ran.err
    assert "--no-local" in ran.err
    assert keta("show", "transform-2", "--data", str(root), "--no-local").code == 0


@pytest.mark.parametrize(("days", "code"), [(0, 0), (2, 5)])
def test_records_may_be_checked_on_the_day_that_they_are_read(keta: Run, folder: str, days: int, code: int) -> None:
    # The shipped data was checked on a day before, for as long as nobody installs a newer one.
    day = max(date.today(), date.fromisoformat(load().meta["checked_through"])) + timedelta(days)
    for name in ("regimens/clinic-iv.toml", "sources/clinic-protocol.toml"):
        path = Path(folder, name)
        text = re.sub("^checked = .*$", f'checked = "{day}"', path.read_text("utf-8"), flags=re.M)
        path.write_text(text, encoding="utf-8")
        assert keta("check", str(path)).code == code
    assert keta("check", folder).code == code
    assert keta("dosing", "iv", "--data", folder).code == code


def test_the_same_id_in_two_files_is_refused(keta: Run, tmp_path: Path, folder: str) -> None:
    other = clinic(tmp_path / "second")
    ran = keta("show", "clinic-iv", "--data", folder, "--data", str(other))
    assert ran.code == 5
    assert "a record stands in one file" in ran.err


def test_two_whole_directories_are_refused(keta: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.toml").write_text("", encoding="utf-8")
    assert keta("status", "--data", str(tmp_path / "a"), "--data", str(tmp_path / "b")).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and links of this sort")
def test_hostile_folders_end_with_problems(keta: Run, tmp_path: Path) -> None:
    root = clinic(tmp_path)
    os.mkfifo(root / "regimens" / "pipe.toml")
    (root / "regimens" / "loop.toml").symlink_to(root / "regimens" / "loop.toml")
    (root / "regimens" / "circle").symlink_to(root)
    (root / "regimens" / "device.toml").symlink_to("/dev/zero")
    (root / "regimens" / "latin.toml").write_bytes(b'name = "\xff"')
    (root / "regimens" / "large.toml").write_text(f'name = "{"a" * 1_100_000}"', encoding="utf-8")
    (root / "regimens" / "deep.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    (root / "regimens" / "escape.toml").write_text('name = "a\\u001b[31mb\\u202e=1+1[bold]"', encoding="utf-8")
    ran = keta("check", str(root))
    assert ran.code == 5
    for name in ("pipe", "loop", "device", "latin", "large", "deep", "escape"):
        assert f"regimens/{name}.toml" in ran.out
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_too_many_files_are_a_clear_error(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketacli.build.overlays.files.MOST_FILES", 2)
    ran = keta("show", "clinic-iv", "--data", folder)
    assert ran.code == 5
    assert "holds more than 2 files" in ran.err


def _kept() -> list[Path]:
    return sorted(Path(cache_folder()).glob("*.sqlite"))


def test_an_overlay_is_compiled_once_and_again_when_it_changes(
    keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keta("show", "clinic-iv", "--data", folder).code == 0
    (first,) = _kept()
    with monkeypatch.context() as patch:
        patch.setattr("ketacli.build.overlays.compile.compiled", lambda *_: pytest.fail("compiled twice"))
        assert MARK in keta("show", "clinic-iv", "--data", folder).out
    path = Path(folder, "regimens", "clinic-iv.toml")
    path.write_text(path.read_text(encoding="utf-8").replace("20, 40 and 60", "15, 30 and 60"), encoding="utf-8")
    assert "15, 30 and 60 min" in keta("show", "clinic-iv", "--data", folder).out
    assert first in _kept()
    assert len(_kept()) == 2


def aged(folder: str, seconds: int = 60) -> None:
    """Make every file of a folder look as if nothing had changed for a while, as far as a program can."""
    for path in Path(folder).rglob("*.toml"):
        at = path.stat().st_mtime - seconds
        os.utime(path, (at, at))


def test_files_that_have_not_changed_are_not_read_again(
    keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketacli.build.overlays.files.SETTLED", 0)
    aged(folder)
    good = keta("show", "clinic-iv", "--data", folder).out
    assert [path.suffix for path in sorted(Path(cache_folder()).iterdir(), key=lambda path: path.suffix)] == [
        ".seen", ".sqlite",
    ]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr("ketacli.build.overlays.opening.digest", lambda *_: pytest.fail("read again"))
        assert keta("show", "clinic-iv", "--data", folder).out == good
    path = Path(folder, "regimens", "clinic-iv.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("20, 40 and 60", "15, 30 and 60"), encoding="utf-8")
    aged(folder)
    assert "15, 30 and 60 min" in keta("show", "clinic-iv", "--data", folder).out
    path.unlink()
    assert keta("show", "clinic-iv", "--data", folder).code == 3


def test_files_that_changed_just_now_are_read(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # However long ago that is on a machine that is busy.
    monkeypatch.setattr("ketacli.build.overlays.files.SETTLED", 10**12)
    assert keta("show", "clinic-iv", "--data", folder).code == 0
    assert not list(Path(cache_folder()).glob("*.seen"))


def test_a_damaged_note_of_what_was_read_is_no_matter(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketacli.build.overlays.files.SETTLED", 0)
    good = keta("show", "clinic-iv", "--data", folder).out
    for note in Path(cache_folder()).glob("*.seen"):
        for content in (b"", b"\xff", b"nonsense" * 100):
            note.write_bytes(content)
            assert keta("show", "clinic-iv", "--data", folder).out == good


def test_few_notes_are_kept(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketacli.build.overlays.cache.MOST_SEEN", 3)
    assert keta("show", "clinic-iv", "--data", folder).code == 0
    for number in range(6):
        cache.remember(f"{number:064x}", "key")
    assert len(list(Path(cache_folder()).glob("*.seen"))) == 3


def test_filters_and_names_of_local_trials_are_found_by_the_tables(keta: Run, tmp_path: Path, folder: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
    try:
        import scale  # type: ignore[import-not-found, unused-ignore]
    finally:
        sys.path.pop(0)
    scale.write(tmp_path / "many", 30)
    line = ("--data", str(tmp_path / "many"), "--data", folder)
    rare = ("--indication", "anaesthesia", "--comparator", "placebo")
    by_table = [each["id"] for each in keta("trials", *rare, "--json", *line).document["data"]]
    by_clause = [each["id"] for each in keta("trials", *rare, "--limit", "500", "--json", *line).document["data"]]
    by_condition = keta("trials", "--where", "indication=anaesthesia and comparator=placebo", "--json", *line)
    assert by_table == by_clause == [each["id"] for each in by_condition.document["data"]]
    assert sum(name.startswith("invented-") for name in by_table) == scale.RARE
    one = scale.called(17)
    assert keta("show", one, *line).out.startswith(keta("show", one.upper(), *line).out[:20])
    assert one in keta("find", scale.coded(17).split()[-1], *line).out


def test_a_damaged_cache_is_made_again(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = keta("show", "clinic-iv", "--data", folder).out
    (file,) = _kept()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert keta("show", "clinic-iv", "--data", folder).out == good
    assert file.read_bytes() == whole
    # That it compiles to the same again is seen; from here on it is counted how often it is asked to.
    made: list[Store] = []

    def compiled(*_: object) -> Store:
        made.append(Store(connect(":memory:")))
        made[-1].connection.deserialize(plain)
        return made[-1]

    with closing(compile_overlays(opened(), (folder,)).connection) as connection:
        plain = connection.serialize()
    monkeypatch.setattr("ketacli.build.overlays.compile.compiled", compiled)
    cuts = sorted({0, 1, 15, 16, 28, 99, 100, 4095, 8191, 8192, 8193, len(whole) - 8192, len(whole) - 1,
                   *range(1, len(whole), len(whole) // 12)})  # fmt: skip
    for count, damaged in enumerate((*(whole[:cut] for cut in cuts), whole + b"x"), 1):
        file.write_bytes(damaged)
        assert keta("show", "clinic-iv", "--data", folder).out == good, f"{len(damaged)} of {len(whole)} bytes"
        assert file.read_bytes() == whole, f"{len(damaged)} of {len(whole)} bytes"
        assert len(made) == count, f"{len(damaged)} of {len(whole)} bytes"
    at = whole.index(b"Clinic infusion")
    file.write_bytes(whole[:at] + b"Klinik" + whole[at + 6 :])
    assert keta("show", "clinic-iv", "--data", folder).out == good
    assert len(made) == count + 1


def test_a_cache_that_cannot_be_written_is_done_without(
    keta: Run, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    assert MARK in keta("show", "clinic-iv", "--data", folder).out


def test_few_caches_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    for number in range(cache.KEPT + 3):
        assert cache.keep(f"{number:064x}", lambda path: Path(path).write_bytes(b"content"))
    assert len(_kept()) == cache.KEPT


RUNS = 6


def test_runs_side_by_side_on_a_cold_cache_agree(folder: str) -> None:
    line = [sys.executable, "-m", "ketacli", "show", "clinic-iv", "--json", "--data", folder]
    runs = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(RUNS)]
    answers = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0] * RUNS
    assert len(answers) == 1
    assert json.loads(answers.pop())["data"][0]["id"] == "clinic-iv"
    assert len(_kept()) == 1


def test_completion_offers_local_records(keta: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETA_DATA", folder)
    monkeypatch.setenv("KETA_COMPLETE", "1")
    assert "clinic-iv" in keta("show", "clinic").out
