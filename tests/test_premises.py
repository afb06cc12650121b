"""``keta assert``: premises that hold, that no longer hold, and lines that are none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ketacli import load
from ketacli.errors import UsageError
from ketacli.evidence.premises import Line, checked

from .conftest import Run
from .overlay import OTHERWISE, clinic
from .support import copy_mini, edit

HOLD = (
    "dose of spravato-us-trd maximum = 84 mg",
    "dose of spravato-us-trd minimum = 56 mg",
    "dose of spravato-us-trd doses = 56 or 84 mg",
    "dose of racemic-intravenous-single maximum = 0.5 mg/kg",
    "effect of elekt-d response favours ketamine",
    "effect of elekt-d response non-inferior",
    "effect of escape-trd primary favours ketamine",
    "effect of escape-trd remission-week-8 favours ketamine",
    "guideline canmat 2023 esketamine line = second",
    "guideline canmat-2023-mdd esketamine position != against",
    "guideline canmat-2023-mdd esketamine level contains 1",
    "escape-trd.n_randomised = 676",
    "escape-trd.n_randomised >= 600",
    "escape-trd.outcomes.remission-week-8.results.esketamine.percent = 27.1",
    "trials/escape-trd.result = favours-ketamine",
    "escape-trd.indications = trd",
)
BROKEN = {
    "dose of spravato-us-trd maximum = 56 mg": "84 mg",
    "dose of spravato-us-trd maximum = 84 mg/kg": None,
    "dose of no-such-regimen maximum = 84 mg": None,
    "effect of escape-trd primary no clear difference": "favours ketamine",
    "effect of escape-trd nothing-of-the-sort favours ketamine": None,
    "guideline canmat 2023 esketamine line = third": "second-line",
    "escape-trd.n_randomised < 600": "676",
    "escape-trd.arms = 2": None,
    "escape-trd.no_such_key = 2": None,
}


def test_what_is_on_record_holds() -> None:
    found = checked(load(), [Line(text, at) for at, text in enumerate(HOLD, 1)])
    assert [each.premise for each in found if not each.holds] == []
    assert all(each.path and each.source for each in found)


def test_what_is_not_on_record_does_not_hold() -> None:
    found = checked(load(), [Line(text, at) for at, text in enumerate(BROKEN, 1)])
    assert {each.premise: each.found for each in found} == BROKEN
    assert [each.premise for each in found if each.holds] == []
    assert all(each.reason for each in found if each.found is None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ketamine is good",
        "dose of x = 3 mg",
        "dose of spravato-us-trd maximum = much",
        "effect of elekt-d",
        "guideline canmat = 2",
        "a b.c = 3",
    ],
)
def test_a_line_that_is_no_premise_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no premise"):
        checked(load(), [Line(text, 1)])


def test_exit_codes_lines_and_reasons(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "premises.toml"
    file.write_text(
        'premises = [\n  "escape-trd.n_randomised = 676",\n'
        '  { says = "escape-trd.n_randomised = 675", why = "section 3 of the leaflet" },\n]\n',
        encoding="utf-8",
    )
    ran = keta("assert", str(file), "--json")
    assert ran.code == 7
    assert ran.document["broken"] == 1
    assert [(each["line"], each["holds"], each["found"]) for each in ran.document["data"]] == [
        (2, True, "676"), (3, False, "676"),
    ]  # fmt: skip
    assert "reif-2023" in ran.document["sources"]
    plain = keta("assert", str(file))
    assert plain.code == 7
    assert "section 3 of the leaflet" in plain.out
    file.write_text('premises = ["escape-trd.n_randomised = 676"]', encoding="utf-8")
    assert keta("assert", str(file)).code == 0


@pytest.mark.parametrize(("amount", "code"), [("84 mg", 0), ("85 mg", 7), ("84", 2)])
def test_premises_may_be_piped_in(keta: Run, monkeypatch: pytest.MonkeyPatch, amount: str, code: int) -> None:
    text = f'premises = ["dose of spravato-us-trd maximum = {amount}"]'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = keta("assert", "-")
    assert ran.code == code
    said = {0: "standard input: the premise holds", 7: "standard input: 1 premise of 1 no longer holds"}
    assert said.get(code, "") in ran.out
    assert ("a dose has its unit" in ran.err) == (code == 2)


def test_files_that_are_none_are_clear_errors(keta: Run, tmp_path: Path) -> None:
    assert keta("assert", str(tmp_path / "none.toml")).code == 5
    file = tmp_path / "wrong.toml"
    for text, code in (("a = 1", 2), ("premises = []", 2), ("premises = [1]", 2), ("premises = [", 5),
                       ('premises = ["nonsense"]', 2)):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        assert keta("assert", str(file)).code == code, text


def test_a_premise_before_and_after_a_changed_value(keta: Run, tmp_path: Path) -> None:
    root = copy_mini(tmp_path)
    file = tmp_path / "premises.toml"
    file.write_text(
        'premises = ["dose of racemic-infusion maximum = 44 mg", "racemic-infusion.form = racemic"]',
        encoding="utf-8",
    )
    assert keta("assert", str(file), "--data", str(root)).code == 0
    edit(root / "regimens/racemic-infusion.toml", {"maximum.value": 55})
    ran = keta("assert", str(file), "--data", str(root), "--json")
    assert ran.code == 7
    assert [(each["holds"], each["found"]) for each in ran.document["data"]] == [
        (False, "55 mg"), (True, "racemic"),
    ]  # fmt: skip


def test_a_premise_about_a_value_that_an_overlay_has_otherwise_rests_on_the_shipped_one(
    keta: Run, tmp_path: Path
) -> None:
    root = clinic(tmp_path, trials__escape_trd=OTHERWISE)
    file = tmp_path / "premises.toml"
    file.write_text('premises = ["escape-trd.outcomes.0.results.0.events = 91"]', encoding="utf-8")
    assert keta("assert", str(file), "--data", str(root)).code == 0


@pytest.mark.parametrize(
    ("name", "fits"),
    [("canmat", ("canmat-2016-mdd", "canmat-2021-ketamine", "canmat-2023-mdd")),
     ("nice", ("nice-ng222", "nice-ta854", "nice-ta899"))],
)  # fmt: skip
def test_a_name_that_fits_several_is_told_and_no_premise_is_broken(
    keta: Run, tmp_path: Path, name: str, fits: tuple[str, ...]
) -> None:
    file = tmp_path / "premises.toml"
    file.write_text(f'premises = ["{HOLD[0]}", "guideline {name} esketamine line = second"]\n', encoding="utf-8")
    answer = keta("assert", str(file), "--json")
    assert answer.code == 3
    error = answer.document["error"]
    assert error["code"] == "unknown-name"
    assert error["message"].startswith(f'line 1: "{name}" has')
    assert tuple(error["suggestions"]) == fits


def test_every_name_of_several_ends_so(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "premises.toml"
    for text in ("dose of (+)-ketamine maximum = 84 mg", "guideline canmat 2023 (+)-ketamine line = second"):
        file.write_text(f'premises = ["{text}"]\n', encoding="utf-8")
        assert keta("assert", str(file)).code == 3, text


def test_a_body_with_one_guideline_is_that(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "premises.toml"
    file.write_text('premises = ["guideline apa ketamine position = statement"]\n', encoding="utf-8")
    [found] = keta("assert", str(file), "--json").document["data"]
    assert found["path"].startswith("guidelines/")
