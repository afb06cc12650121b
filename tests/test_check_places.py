"""What ``keta check`` says of a problem: its line, its key, and what to do; as JSON and as SARIF."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ketacli.build.lines import line_of, places_in

from .conftest import Run
from .overlay import REGIMEN, clinic

REGISTERED = Path(__file__).parent / "registry" / "NCT05594173.json"

TEXT = '''# a comment
name = "a # b"
list = [1, 2,
  3]
inner = { one = 1, "two three" = [
  { deep = """
text""" },
  { deep = 'x' },
] }

[design]
kind.word = true
[[outcomes]]
id = "first"
[[outcomes]]
id = "second"
results = [
  { arm = "a" },

  { arm = "b", n = 2 },
]
[[outcomes.effects]]
p = 0.5
'''

LINES = {
    "name": 2, "list": 3, "list.1": 3, "list.2": 4, "inner.one": 5, "inner.two three.0.deep": 6, "inner.two three.1": 8,
    "design": 11, "design.kind.word": 12, "outcomes.0": 13, "outcomes.1.id": 16, "outcomes.1.results.0": 18,
    "outcomes.1.results.1.n": 20, "outcomes.1.effects.0.p": 23, "outcomes.1.results.1.missing": 20, "nothing": 1,
}  # fmt: skip


def test_every_key_has_its_line() -> None:
    tomllib.loads(TEXT)
    places = places_in(TEXT)
    assert {key: line_of(places, key) for key in LINES} == LINES


@pytest.mark.parametrize("cut", range(0, len(TEXT), 7))
def test_a_text_cut_anywhere_is_followed_as_far_as_it_goes(cut: int) -> None:
    whole = places_in(TEXT)
    for key, line in places_in(TEXT[:cut]).items():
        assert key not in whole or whole[key] == line


def test_lines_agree_with_shipped_files() -> None:
    from ketacli.build.read import DATA

    for path in sorted(DATA.glob("trials/*.toml"))[:40]:
        text = path.read_text(encoding="utf-8")
        places = places_in(text)
        for key in _keys(tomllib.loads(text)):
            assert key in places, f"{path.name}: {key}"
        lines = text.splitlines()
        for key, line in places.items():
            last = key.rpartition(".")[2]
            assert last.isdigit() or last in lines[line - 1], f"{path.name}: {key}"


def _keys(value: Any, key: str = "") -> list[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for name, item in items:
        place = f"{key}.{name}" if key else str(name)
        found += [place, *_keys(item, place)]
    return found


def broken(tmp_path: Path) -> str:
    wrong = (
        REGIMEN.replace("low = 0.5", "low = 5").replace('"racemic"', '"racemik"').replace("[[phases]]", "[[phases]]")
    )
    return str(clinic(tmp_path, regimens__clinic_iv=wrong))


def test_a_problem_has_line_key_reason_and_mend(keta: Run, tmp_path: Path) -> None:
    root = broken(tmp_path)
    ran = keta("check", root, "--json")
    assert ran.code == 5
    found = {each["key"]: each for each in ran.document["data"]}
    lines = Path(root, "regimens", "clinic-iv.toml").read_text(encoding="utf-8").splitlines()
    assert lines[found["form"]["line"] - 1] == 'form = "racemik"'
    assert found["form"]["mend"].startswith("Did you mean racemic?")
    assert 'rule = "dose-in-the-name", record = "regimens/clinic-iv"' in found["name"]["mend"]
    plain = keta("check", root).out
    assert "regimens/clinic-iv.toml: form: no compounds record called 'racemik'" in plain
    assert f"    line {found['form']['line']}: Did you mean racemic?" in plain


def test_a_record_among_others_in_a_file_is_named_with_its_line(
    keta: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = keta("new", "trial", "--from", str(REGISTERED)).out
    (tmp_path / "draft.toml").write_text(draft, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(draft.encode())))
    for place, record in ((str(tmp_path), "trials.0."), ("-", "")):
        found = keta("check", place, "--json").document["data"]
        doubted = [each for each in found if "(rule " in each["reason"] and "outcomes" in each["key"]]
        assert doubted
        for each in doubted:
            assert each["key"].startswith(f"{record}outcomes.")
            assert each["line"] > 1
            assert 'record = "trials/' in each["mend"]
            assert f'key = "{each["key"].removeprefix(record)}"' in each["mend"]


def test_sarif_names_file_line_and_rule(keta: Run, tmp_path: Path) -> None:
    ran = keta("check", broken(tmp_path), "-o", "sarif")
    assert ran.code == 5
    (run,) = ran.document["runs"]
    assert ran.document["version"] == "2.1.0"
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("/regimens/clinic-iv.toml")
        assert place["region"]["startLine"] >= 1
    assert {"dose-in-the-name", "rule-of-truth"} <= {result["ruleId"] for result in run["results"]}


def test_sarif_of_data_without_problems_has_no_result(keta: Run, tmp_path: Path) -> None:
    ran = keta("check", str(clinic(tmp_path)), "-o", "sarif")
    assert ran.code == 0
    assert ran.document["runs"][0]["results"] == []


def test_sarif_is_a_format_of_check_alone(keta: Run) -> None:
    assert keta("trials", "-o", "sarif").code == 2


def test_a_file_is_checked_beside_its_folder(keta: Run, tmp_path: Path) -> None:
    root = clinic(tmp_path)
    assert keta("check", str(root / "regimens" / "clinic-iv.toml")).code == 0
    (root / "sources" / "clinic-protocol.toml").unlink()
    ran = keta("check", str(root / "regimens" / "clinic-iv.toml"))
    assert ran.code == 5
    assert "regimens/clinic-iv.toml: source: no sources record" in ran.out


def test_a_file_of_a_whole_directory_is_checked_among_its_records(keta: Run) -> None:
    from ketacli.build.read import DATA

    ran = keta("check", str(DATA / "regimens" / "racemic-intravenous-single.toml"))
    assert ran.code == 0, ran.out
