"""``keta diff``: folders, exports and revisions side by side, in clinical words, whatever they hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ketacli.build.diff import exported
from ketacli.build.diff.differences import aligned, differences
from ketacli.evidence.answers.diff import Difference
from ketacli.records.regimen import Regimen
from ketacli.records.trial import Trial

from .conftest import Run
from .overlay import OTHERWISE, clinic
from .support import MINI, copy_mini, edit

GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="no git")


def told(keta: Run, before: object, after: object, *more: str) -> dict[str, Any]:
    ran = keta("diff", str(before), str(after), "--json", *more)
    assert ran.code == 0, ran.err
    data = ran.document["data"]
    assert isinstance(data, dict)
    return data


def rows(data: dict[str, Any]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(each["group"], each["change"], each["path"], each["old"], each["new"]) for each in data["changes"]]


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the invented data in which something of every sort is otherwise."""
    root = copy_mini(tmp_path)
    edit(root / "regimens/racemic-infusion.toml", {"phases.0.doses.0.low": 0.4})
    edit(root / "guidelines/college-2025.toml", {"recommendations.0.line": "first line"})
    edit(root / "safety/hypersensitivity.toml", {"statement": "Known hypersensitivity to any part of it"})
    (root / "topics/invented-pathway.toml").unlink()
    return root


def test_nothing_differs(keta: Run, tmp_path: Path) -> None:
    data = told(keta, MINI, copy_mini(tmp_path))
    assert (data["changes"], data["conclusions"], data["kinds"], data["not_compared"]) == ([], [], [], None)
    ran = keta("diff", str(MINI), str(MINI), "--exit-code")
    assert ran.code == 0
    assert "Differences  none" in ran.out


def test_what_matters_stands_first_with_old_new_and_source(keta: Run, changed: Path) -> None:
    data = told(keta, MINI, changed)
    assert [each[0] for each in rows(data)] == ["dose", "warning", "guidance", "other"]
    dose, warning, position, topic = data["changes"]
    assert (dose["old"].partition(" mg")[0], dose["new"].partition(" mg")[0]) == ("0.44", "0.4")
    assert dose["keys"] == ["phases.0.doses.0.low"]
    assert dose["source"] == dose["old_source"] != ""
    assert "any part of it" in warning["new"]
    assert ("third line" in position["old"], "first line" in position["new"]) == (True, True)
    assert (topic["change"], topic["new"], topic["source"]) == ("removed", None, None)
    assert {each["id"] for each in data["documents"]} >= {dose["source"]}
    assert {each["kind"]: (each["removed"], each["changed"]) for each in data["kinds"]} == {
        "regimens": (0, 1), "guidelines": (0, 1), "safety": (0, 1), "topics": (1, 0),
    }  # fmt: skip


def test_a_number_that_differs_in_a_long_text_is_shown(keta: Run, tmp_path: Path) -> None:
    export = json.loads(keta("export").out)
    (tmp_path / "before.json").write_text(json.dumps(export), encoding="utf-8")
    [regimen] = [each for each in export["data"]["regimens"] if each["id"] == "spravato-us-trd"]
    [trial] = [each for each in export["data"]["trials"] if each["id"] == "transform-2"]
    regimen["phases"][1]["doses"][0]["steps"] = [56, 94]
    trial["n_randomised"]["value"] += 1
    (tmp_path / "after.json").write_text(json.dumps(export), encoding="utf-8")
    out = " ".join(keta("diff", str(tmp_path / "before.json"), str(tmp_path / "after.json")).out.split())
    assert re.search(r"Doses spravato-us-trd, dose: was .*56 or 84 mg.*; now .*56 or 94 mg", out)
    # One count more than its arms have: the record breaks a rule, and is compared all the same.
    assert "Results transform-2, N randomised value: was 227; now 228" in out
    assert "(trials/transform-2)" in out


def test_exit_code_on_request_alone(keta: Run, changed: Path) -> None:
    assert keta("diff", str(MINI), str(changed)).code == 0
    assert keta("diff", str(MINI), str(changed), "--exit-code").code == 7


def test_a_conclusion_that_turns_is_told(keta: Run, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / "trials/alder.toml", {"harms.0.results.0.events": 12})
    data = told(keta, MINI, root)
    (found,) = data["conclusions"]
    assert (found["id"], found["outcome"], found["turned"]) == ("spray-trd", "dissociation", True)
    assert "favours" in found["old"]
    assert "no clear difference" in found["new"]
    (change,) = data["changes"]
    assert (change["group"], change["old"], change["new"]) == (
        "result", "Esketamine 33 or 66 mg 33/110; Placebo spray 11/110",
        "Esketamine 33 or 66 mg 12/110; Placebo spray 11/110",
    )  # fmt: skip
    out = keta("diff", str(MINI), str(root)).out
    assert out.index("Conclusions that turn") < out.index("Results")
    assert "was Esketamine 33 or 66 mg 33/110; now Esketamine 33 or 66 mg 12/110" in " ".join(out.split())


def test_where_conclusions_are_not_worked_out_it_is_said(keta: Run, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / "trials/birch.toml", {"outcomes.0.results.0.events": 10_000})
    data = told(keta, MINI, root)
    assert not data["after"]["worked_out"]
    assert "trials/birch" in data["not_compared"]
    assert "Conclusions not compared" in keta("diff", str(MINI), str(root)).out
    assert any(each["id"] == "birch" for each in data["changes"])


def test_an_export_is_read_back_equal(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(keta("export", "--data", str(MINI)).out, encoding="utf-8")
    assert told(keta, file, MINI)["changes"] == []
    assert told(keta, file, file)["before"]["sort"] == "export"


def test_an_overlay_stands_beside_the_shipped_data(keta: Run, tmp_path: Path) -> None:
    data = told(keta, "shipped", clinic(tmp_path, trials__escape_trd=OTHERWISE))
    assert ("dose", "added", "regimens/clinic-iv") in [each[:3] for each in rows(data)]
    assert any(each["kind"] == "conflicts" and each["change"] == "added" for each in data["changes"])
    assert data["after"]["sort"] == "overlay"


def test_the_second_state_is_what_every_command_reads(keta: Run, tmp_path: Path) -> None:
    ran = keta("diff", "shipped", "--json", "--data", str(clinic(tmp_path)))
    assert {each["id"] for each in ran.document["data"]["changes"]} == {"clinic-iv", "clinic-protocol"}


def test_choice_and_formats_of_rows(keta: Run, changed: Path) -> None:
    line = ("diff", str(MINI), str(changed))
    assert len(keta(*line, "-o", "jsonl").out.splitlines()) == 4
    only = keta(*line, "--where", "group=dose", "--json").document
    assert [each["kind"] for each in only["data"]["changes"]] == ["regimens"]
    assert "Doses" in keta(*line, "-o", "markdown").out
    assert keta(*line, "-o", "csv").out.startswith("group,change,kind,id")


def test_the_screen_fits_a_window_and_counts_the_rest(keta: Run) -> None:
    for width, most in ((100, 36), (80, 48)):
        out = keta("diff", str(MINI), "shipped", "--width", str(width)).out
        assert len(out.splitlines()) <= most
        assert "more: --full" in out
    assert len(keta("diff", str(MINI), "shipped", "--full", "--width", "100").out.splitlines()) > 1000


def test_parts_of_a_list_are_told_by_what_they_are_about() -> None:
    old = {"arms": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
    new = {"arms": [{"id": "c", "label": "C"}, {"id": "b", "label": "B 2"}, {"id": "a", "label": "A"}]}
    found = [(each.old_key, each.new_key, each.old, each.new) for each in differences(Trial, old, new)]
    assert found == [("arms.1.label", "arms.1.label", "B", "B 2"), (None, "arms.0", None, {"id": "c", "label": "C"})]
    doses = [{"low": 0.5, "unit": "mg/kg"}], [{"low": 0.4, "unit": "mg/kg"}]
    assert [each.key for each in differences(Regimen, {"phases": [{"name": "a", "doses": doses[0]}]},
                                            {"phases": [{"name": "a", "doses": doses[1]}]})] == [
        "phases.0.doses.0.low"
    ]  # fmt: skip
    assert aligned(Trial, [], [{}]) == []


def test_a_date_of_checking_alone_is_no_value(keta: Run, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    edit(root / "regimens/racemic-infusion.toml", {"checked": "2020-01-01"})
    data = told(keta, MINI, root)
    assert [each["group"] for each in data["changes"]] == ["where-from"]
    assert data["kinds"] == []


# What is no state of the data.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"schema": "keta.export/1", "data": 1' + b"1" * 5000 + b"}", "no JSON"),
        (b"[]", "its schema"),
        (b'{"schema": "keta.trials/1"}', "its schema"),
        (b'{"schema": "keta.export/1", "data": [], "sources": {}, "dataset": {}}', "is missing"),
        (b'{"schema": "keta.export/1", "data": {"trials": [1]}, "sources": {}, "dataset": {}}', "without an id"),
        (b'{"schema": "keta.export/1", "data": {"trials": [{"id": "\\u001b[31m"}]}, "sources": {}, "dataset": {}}',
         "field required"),
        (b'{"schema": "keta.export/1", "data": {"routes": [{"id": "a", "label": NaN}]}, "sources": {}, "dataset": {}}',
         "not valid"),
        (b'{"schema": "keta.export/1", "query": {"kind": "x"}, "data": {}, "sources": {}, "dataset": {}}', "a part"),
    ],
)  # fmt: skip
def test_files_that_are_no_export(keta: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(content)
    ran = keta("diff", str(file), str(MINI))
    assert ran.code == 5
    assert said in ran.err
    assert "\x1b" not in ran.err


def test_hostile_numbers_of_an_export(keta: Run, tmp_path: Path) -> None:
    document = keta("export", "--data", str(MINI)).document
    for each in document["data"]["trials"]:
        for outcome in each["outcomes"]:
            for result in outcome.get("results", ()):
                result["digits"] = 10**9
    file = tmp_path / "export.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    ran = keta("diff", str(file), str(MINI))
    assert ran.code == 5
    assert "more decimals" in ran.err


def test_large_files_pipes_and_folders_of_nothing(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    assert keta("diff", str(tmp_path / "empty")).code == 5
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        assert keta("diff", str(tmp_path / "pipe")).code == 5
    (tmp_path / "export.json").write_text("x" * 2000, encoding="utf-8")
    monkeypatch.setattr(exported, "LARGEST", 1000)
    assert "larger than" in keta("diff", str(tmp_path / "export.json")).err
    root = copy_mini(tmp_path)
    (root / "trials" / "alder.toml").write_text("name = 1", encoding="utf-8")
    ran = keta("diff", str(MINI), str(root))
    assert ran.code == 5
    assert "trials/alder.toml" in ran.err


# Revisions.


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run([str(GIT), *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, changed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose first revision has the invented data and whose second has it changed."""
    root = tmp_path / "repository"
    shutil.copytree(MINI, root / "data")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    git(root, "tag", "v1")
    shutil.rmtree(root / "data")
    shutil.copytree(changed, root / "data")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "second")
    monkeypatch.chdir(root)
    return root


@needs_git
def test_revisions_of_a_repository(keta: Run, repository: Path) -> None:
    data = told(keta, "v1", "HEAD")
    assert [each[0] for each in rows(data)] == ["dose", "warning", "guidance", "other"]
    assert (data["before"]["name"], data["before"]["sort"]) == ("v1:data", "revision")
    assert told(keta, "v1:data", repository / "data")["changes"] == data["changes"]
    os.chdir(repository / "data")
    assert told(keta, "v1", "HEAD:data")["changes"] == data["changes"]


@needs_git
def test_an_overlay_in_a_repository(keta: Run, repository: Path) -> None:
    clinic(repository)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "clinic")
    data = told(keta, "shipped", "HEAD:clinic")
    assert {each["id"] for each in data["changes"]} == {"clinic-iv", "clinic-protocol"}
    (repository / "clinic" / "regimens" / "clinic-iv.toml").write_text("name = 1", encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "broken")
    ran = keta("diff", "HEAD:clinic")
    assert ran.code == 5
    assert "  regimens/clinic-iv.toml: " in ran.err


@needs_git
@pytest.mark.parametrize(
    ("words", "code"),
    [("v2", 3), ("--", 2), ("HEAD~50", 3), ("v1:none", 5), (":data", 3), ("v1:..", 5), ("a\nb", 3),
     ("v1:data/trials", 5)],
)  # fmt: skip
def test_what_is_no_revision(keta: Run, repository: Path, words: str, code: int) -> None:
    assert repository
    ran = keta("diff", words)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err


@needs_git
def test_links_and_large_files_of_a_revision_are_refused(
    keta: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("links need rights there")
    (repository / "data" / "trials" / "link.toml").symlink_to("/dev/zero")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "link")
    assert "no regular file" in keta("diff", "HEAD").err
    with monkeypatch.context() as patch:
        patch.setattr("ketacli.build.diff.revision.LARGEST", 100)
        assert "larger than" in keta("diff", "v1").err
    monkeypatch.setattr("ketacli.build.diff.revision.MOST_LISTED", 10)
    assert "more than is read" in keta("diff", "v1").err


def test_without_git_and_outside_a_repository(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if GIT is not None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        ran = keta("diff", "v1")
        assert ran.code == 3
        assert "no git repository" in ran.err
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = keta("diff", "v1")
    assert ran.code == 3
    assert "not installed" in ran.err


def test_folders_and_exports_start_no_program(keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started a program"))
    assert keta("diff", str(MINI), str(copy_mini(tmp_path))).code == 0


def test_every_change_has_its_place(keta: Run, changed: Path) -> None:
    for each in told(keta, MINI, changed)["changes"]:
        assert set(each) == set(Difference.__dataclass_fields__)
        assert each["path"].startswith(f"{each['kind']}/{each['id']}")
