"""Drafts of trials from real records of a registry, none of them about ketamine: every figure is the record's."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ketacli import load
from ketacli.build.drafts.registry import trial_draft

from .conftest import Run

FOLDER = Path(__file__).parent / "registry"
NUMBERS = sorted(path.stem for path in FOLDER.glob("NCT*.json"))
SETTLED = (": forms: must not be empty", ": indications: must not be empty")
"""What only a person can say of a study that is not about ketamine."""


def text_of(number: str) -> str:
    return (FOLDER / f"{number}.json").read_text(encoding="utf-8")


def drafted(number: str) -> dict[str, Any]:
    trial: dict[str, Any] = trial_draft(text_of(number), load()).records["trials"][0]
    return trial


def checked(keta: Run, text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    out = keta("check", "-").out
    return [line for line in out.splitlines() if line.startswith("trials/")]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_draft_is_checked_like_any_record(keta: Run, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = keta("new", "trial", "--from", str(FOLDER / f"{number}.json"))
    assert ran.code == 0
    assert "keta: a person must judge" in ran.err
    found = checked(keta, ran.out, monkeypatch)
    assert all(
        ": forms:" in line or ": indications:" in line or ".label: " in line or "(rule " in line for line in found
    )
    assert any(line.endswith(SETTLED) for line in found)
    assert not any("checked-in-time" in line for line in found), "a draft is younger than the data that is shipped"


def test_outcome_values_are_those_of_the_record() -> None:
    record, trial = json.loads(text_of("NCT02210780")), drafted("NCT02210780")
    posted: list[tuple[str, Decimal, int]] = []
    for measure in record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]:
        n = {each["groupId"]: int(each["value"]) for each in measure["denoms"][0]["counts"]}
        for each in measure["classes"]:
            counts = {c["groupId"]: int(c["value"]) for d in each.get("denoms", []) for c in d["counts"]} or n
            for item in each["categories"][0]["measurements"]:
                group = next(g["title"] for g in measure["groups"] if g["id"] == item["groupId"])
                arm = "placebo-qw" if "Placebo" in group else "dupilumab-300-mg-qw"
                posted.append((arm, Decimal(item["value"]), counts[item["groupId"]]))
    entered = [
        (each["arm"], Decimal(str(each.get("percent", each.get("mean")))), each["n"])
        for outcome in trial["outcomes"]
        for each in outcome["results"]
    ]
    assert sorted(entered) == sorted(posted)
    assert str(trial["outcomes"][7]["results"][0]["mean"]) == "-11.0", "as many decimals as are posted"


def test_adverse_events_are_those_of_the_record() -> None:
    record, trial = json.loads(text_of("NCT02210780")), drafted("NCT02210780")
    module = record["resultsSection"]["adverseEventsModule"]
    posted = {
        (item["term"].lower(), serious): [(each["numAffected"], each["numAtRisk"]) for each in item["stats"]]
        for key, serious in (("seriousEvents", True), ("otherEvents", False))
        for item in module[key]
    }
    entered = {
        (harm["event"], harm.get("serious", False)): [(each["events"], each["n"]) for each in harm["results"]]
        for harm in trial["harms"]
    }
    assert posted.items() <= entered.items()
    assert entered["any serious adverse event", True] == [(0, 97), (3, 97)]
    assert entered["death", True] == [(0, 97), (0, 97)]


def test_design_people_flow_and_comparisons() -> None:
    trial = drafted("NCT02210780")
    assert trial["design"] == {
        "allocation": "randomised", "model": "parallel", "masking": "triple", "comparator": "placebo",
        "masked_raters": True,
    }  # fmt: skip
    assert (trial["n_enrolled"], trial["n_randomised"], trial["phase"], trial["registry"]) == (
        194, 194, "PHASE2", "NCT02210780",
    )  # fmt: skip
    assert [(arm["id"], arm["role"], arm["n_randomised"]) for arm in trial["arms"]] == [
        ("placebo-qw", "comparator", 97), ("dupilumab-300-mg-qw", "experimental", 97),
    ]  # fmt: skip
    assert "Overall Study, completed: Placebo qw 92, Dupilumab 300 mg qw 89" in trial["withdrawals"]
    effects = [effect for outcome in trial["outcomes"] for effect in outcome.get("effects", [])]
    assert {effect["measure"] for effect in effects} == {"RD", "MD"}
    assert all(effect["sign_unclear"] for effect in effects), "the record does not say which group comes first"
    assert all((effect["p"], effect["p_bound"]) == (Decimal("0.0001"), "below") for effect in effects)
    assert trial["outcomes"][0]["days"] == 112


def test_full_ranges_and_references_are_told_and_not_mapped(keta: Run) -> None:
    err = keta("new", "trial", "--from", str(FOLDER / "NCT00763412.json")).err
    assert "BMI: full range of 1-placebo, 15.56 to 22.64" in err
    assert "PMID 23032071" in keta("new", "trial", "--from", str(FOLDER / "NCT03418623.json")).err


def test_documents_that_a_record_names_are_told_with_how_they_are_drafted(keta: Run, tmp_path: Path) -> None:
    record = json.loads(text_of("NCT03418623"))
    record["protocolSection"]["referencesModule"]["references"] += [
        {"pmid": "37792613", "type": "RESULT", "citation": "Reif A, and others"},
        {"type": "DERIVED", "citation": "No number\n[[sources]]\x1b[31m"}, {"pmid": "x; rm", "type": 3},
    ]  # fmt: skip
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    ran = keta("new", "trial", "--from", str(file))
    told = [line.removeprefix("#   ") for line in ran.out.splitlines() if line.startswith("#   ")]
    assert told == [
        "on record as reif-2023: result, PMID 37792613, Reif A, and others",
        "keta new source --from FILE: derived, No number [[sources]] [31m",
        "keta fetch 23032071: background, PMID 23032071, Schacht JP, Anton RF, Voronin KE",
        "keta new source --from FILE: 3",
    ]
    assert all(f"  {line.strip()}" in ran.err for line in told)
    assert len(tomllib.loads(ran.out)["sources"]) == 1


def test_a_value_at_baseline_is_flagged(keta: Run) -> None:
    assert "measured at baseline" in keta("new", "trial", "--from", str(FOLDER / "NCT05594173.json")).err


def test_forms_routes_and_doses_of_ketamine_are_mapped_and_tenfold_ones_flagged() -> None:
    record = json.loads(text_of("NCT02210780"))
    module = record["protocolSection"]["armsInterventionsModule"]
    module["armGroups"][1].update(label="Ketamine", description="Ketamine 5 mg/kg intravenous over 40 minutes",
                                  interventionNames=["Drug: Ketamine Hydrochloride"])  # fmt: skip
    record["protocolSection"]["conditionsModule"]["conditions"] = ["Treatment Resistant Depression"]
    draft = trial_draft(json.dumps(record), load())
    trial = draft.records["trials"][0]
    assert (trial["forms"], trial["routes"], trial["indications"]) == (["racemic"], ["intravenous"], ["trd"])
    assert trial["arms"][1]["doses"] == [{"low": 5, "unit": "mg/kg"}]
    assert "arm ketamine: 5 mg/kg may be ten times too high" in draft.judge


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"protocolSection": []}',
                                  '{"protocolSection": {"identificationModule": {"nctId": 3}}}'])  # fmt: skip
def test_what_is_no_record_is_a_clear_error(keta: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "record.json"
    file.write_text(text, encoding="utf-8")
    assert keta("new", "trial", "--from", str(file)).code == 5


def test_a_record_of_version_1_is_told_what_it_is(keta: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text('{"FullStudiesResponse": {}}', encoding="utf-8")
    ran = keta("new", "trial", "--from", str(file))
    assert ran.code == 5
    assert "version 1" in ran.err


def test_a_hostile_record_commands_no_terminal_and_breaks_no_file(keta: Run, tmp_path: Path) -> None:
    record = json.loads(text_of("NCT02210780"))
    record["protocolSection"]["identificationModule"]["briefTitle"] = (
        "a\x1b[31m\u202e'''\"\"\"\n[bold]=1+1" + "x" * 10**6
    )
    for key in ("participantFlowModule", "adverseEventsModule"):
        record["resultsSection"][key] = [1, "two", None]
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    ran = keta("new", "trial", "--from", str(file))
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert len(ran.out) < 50_000
    assert tomllib.loads(ran.out)["trials"][0]["registry"] == "NCT02210780"


def test_no_other_kind_is_drafted(keta: Run) -> None:
    assert keta("new", "regimens", "--from", str(FOLDER / "NCT02210780.json")).code == 2
    assert keta("new", "trials").code == 2
