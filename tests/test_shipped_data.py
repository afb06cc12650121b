"""The shipped evidence: every file keeps every rule, is compiled as written, and says what the tool promises."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import ketacli
from ketacli.build.read import DATA
from ketacli.evidence.direction import of_trial
from ketacli.records import names
from ketacli.records.base import Claim
from ketacli.records.dataset import Dataset
from ketacli.records.guideline import Recommendation
from ketacli.records.kinds import ALL, RECORDS
from ketacli.records.nodes import nodes, walk
from ketacli.records.store import FILE, fold, open_store
from ketacli.records.trial import Arm, ArmResult, Outcome, Trial

from .installed import install
from .kept import read_shipped
from .support import problems_of_shipped

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return ketacli.load()


# ------------------------------------------------------------------------------------ every file


def test_every_file_keeps_every_rule() -> None:
    assert [str(problem) for problem in problems_of_shipped()] == []


def test_every_file_is_a_record_or_a_vocabulary() -> None:
    assert {*read_shipped().files.values(), "meta.toml", "synonyms.toml", "exceptions.toml"} == set(FILES)


# -------------------------------------------------------------------------------------- compiled


def test_compiled_data_is_not_stale(data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> None:
    expected = open_store(str(install(tmp_path_factory) / "ketacli" / "_compiled" / FILE))
    for table in ("record", "other_name", "rests_on", "dispute", "schema"):
        assert data.store.rows(f"SELECT * FROM {table}") == expected.rows(f"SELECT * FROM {table}"), table
    assert {key: value for key, value in data.meta.items() if key != "editable"} == expected.meta()


def unlike(written: Any, made: Any, key: str) -> Iterator[str]:
    """Keys under which a record does not say what its TOML says."""
    if isinstance(written, dict) and not isinstance(made, dict):
        for name, value in written.items():
            yield from unlike(value, getattr(made, name), f"{key}.{name}")
    elif isinstance(written, list) and isinstance(made, tuple) and len(written) == len(made):
        for at, (value, part) in enumerate(zip(written, made, strict=True)):
            yield from unlike(value, part, f"{key}.{at}")
    elif isinstance(made, Claim):
        yield from unlike(written, getattr(made, "value", None), f"{key}.value")
    elif isinstance(written, Decimal):
        if Decimal(str(made)) != written:
            yield key
    elif made != (written.isoformat() if hasattr(written, "isoformat") else written):
        yield key


def written_in(kind: str) -> dict[str, dict[str, Any]]:
    """Parsed TOML of every record of a kind."""
    if kind in RECORDS:
        return {path.stem: parsed(path) for path in (DATA / kind).glob("*.toml")}
    return parsed(DATA / f"{kind}.toml")


def parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.parametrize("kind", ALL)
def test_records_say_what_the_files_say(data: Dataset, kind: str) -> None:
    written = written_in(kind)
    assert sorted(data.kind(kind).ids()) == sorted(written)
    assert [key for name, raw in written.items() for key in unlike(raw, data.kind(kind)[name], name)] == []


# ------------------------------------------------------------------------------------ provenance


@pytest.mark.parametrize("kind", RECORDS)
def test_every_claim_has_a_source_a_check_and_a_date(data: Dataset, kind: str) -> None:
    levels = set(nodes(Claim)["check"].choices) - {"unverified"}
    bare = [
        f"{record.id}: {key}"
        for record in data.kind(kind)
        for key, claim, _ in walk(record, type(record))
        if isinstance(claim, Claim)
        and (claim.source not in data.sources or claim.check not in levels or not claim.checked)
    ]
    assert bare == []


def test_there_are_claims_to_check(data: Dataset) -> None:
    claims = [claim for trial in data.trials for _, claim, _ in walk(trial, type(trial)) if isinstance(claim, Claim)]
    assert len(claims) > 1000


def test_no_source_is_checked_after_the_data_says(data: Dataset) -> None:
    assert [source.id for source in data.sources if source.checked > data.meta["checked_through"]] == []


# ------------------------------------------------------------------- facts that the tool promises


def number(count: Any) -> int | None:
    found = None if count is None else count.value
    assert found is None or isinstance(found, int)
    return found


def arm(trial: Trial, name: str) -> Arm:
    (found,) = [arm for arm in trial.arms if arm.id == name]
    return found


def outcome(trial: Trial, *words: str) -> Outcome:
    """The one outcome whose id has all these words."""
    (found,) = [outcome for outcome in trial.outcomes if set(words) <= set(outcome.id.split("-"))]
    return found


def result(outcome: Outcome, name: str) -> ArmResult:
    (found,) = [result for result in outcome.results if result.arm == name]
    return found


@pytest.mark.parametrize(
    ("name", "n", "comparator", "direction"),
    [
        ("feder-2014", 41, "active-placebo", "favours-ketamine"),
        ("feder-2021", 30, "active-placebo", "favours-ketamine"),
        ("abdallah-2022", 158, "placebo", "no-clear-difference"),
    ],
)
def test_trials_in_ptsd(data: Dataset, name: str, n: int, comparator: str, direction: str) -> None:
    trial = data.trials[name]
    assert trial.indications == ("ptsd",)
    assert number(trial.n_randomised) == n
    assert trial.design.comparator == comparator
    assert of_trial(trial).direction == direction


@pytest.mark.parametrize(("name", "randomised", "analysed"), [("esketamine", 116, 114), ("placebo", 111, 109)])
def test_transform_2_tells_randomised_from_analysed(data: Dataset, name: str, randomised: int, analysed: int) -> None:
    found = arm(data.trials["transform-2"], name)
    assert number(found.n_randomised) == randomised
    assert number(found.n_analysed) == analysed


@pytest.mark.parametrize(("name", "events", "n"), [("esketamine", 91, 336), ("quetiapine", 60, 340)])
def test_escape_trd_remission(data: Dataset, name: str, events: int, n: int) -> None:
    (primary,) = [outcome for outcome in data.trials["escape-trd"].outcomes if outcome.role == "primary"]
    assert (primary.kind, primary.better) == ("remission", "higher")
    assert (result(primary, name).events, result(primary, name).n) == (events, n)


def test_staying_free_of_relapse_is_better_when_higher(data: Dataset) -> None:
    found = outcome(data.trials["escape-trd"], "relapse", "free")
    assert found.better == "higher"
    assert result(found, "esketamine").percent == 21.7
    assert result(found, "quetiapine").percent == 14.1


def test_correia_melo_had_63_people(data: Dataset) -> None:
    assert number(data.trials["correia-melo-2020"].n_randomised) == 63


def test_elekt_d_was_non_inferior(data: Dataset) -> None:
    trial = data.trials["elekt-d"]
    assert trial.design.framework == "noninferiority"
    assert of_trial(trial).direction == "non-inferior"
    assert number(arm(trial, "ketamine").n_analysed) == 195
    assert number(arm(trial, "ect").n_analysed) == 170


def test_the_alcohol_trial_gave_three_infusions_one_a_week(data: Dataset) -> None:
    (regimen,) = [regimen for regimen in data.regimens if regimen.trials == ("grabski-2022",)]
    (phase,) = regimen.phases
    assert [(dose.low, dose.high, dose.unit) for dose in phase.doses] == [(0.8, None, "mg/kg")]
    assert phase.schedule is not None
    assert (phase.schedule.sessions, phase.schedule.per_week, phase.schedule.per_week_high) == (3, 1, None)


def test_the_alcohol_trial_and_its_regimen_agree(data: Dataset) -> None:
    arms = [arm for arm in data.trials["grabski-2022"].arms if arm.form == "racemic"]
    assert arms
    for found in arms:
        assert [(dose.low, dose.unit) for dose in found.doses] == [(0.8, "mg/kg")]
        assert found.schedule is not None
        assert (found.schedule.sessions, found.schedule.per_week) == (3, 1)


def canmat(data: Dataset, pattern: str) -> Recommendation:
    (found,) = [
        said
        for said in data.guidelines["canmat-2021-ketamine"].recommendations
        if said.forms == ("racemic",) and said.routes == ("intravenous",) and said.pattern == pattern
    ]
    return found


def test_canmat_on_a_single_infusion(data: Dataset) -> None:
    assert (canmat(data, "single").level, canmat(data, "single").line) == ("Level 1", "third-line")


def test_canmat_on_repeated_infusions(data: Dataset) -> None:
    assert canmat(data, "repeated").level == "Level 3"


def test_the_spray_starts_lower_from_65_years_on_in_the_eu(data: Dataset) -> None:
    first = data.regimens["spravato-eu-trd-65"].phases[0].doses[0]
    assert (first.low, first.high, first.steps, first.unit, first.when) == (28, None, (), "mg", "day 1")


def test_animals_are_never_people(data: Dataset) -> None:
    animals = {trial.id for trial in data.trials if trial.kind == "animal"}
    assert animals
    assert animals == {trial.id for trial in data.trials if trial.species != "human"}


def test_esketamine_was_first_approved_in_the_us_in_march_2019(data: Dataset) -> None:
    dates = [
        approval.date
        for approval in data.compounds["esketamine"].approvals
        if approval.jurisdiction == "US" and approval.status == "approved" and approval.date is not None
    ]
    assert min(dates) == "2019-03-05"


def test_racemic_ketamine_is_not_approved_for_psychiatric_use_in_the_us(data: Dataset) -> None:
    refused = [
        set(approval.indications)
        for approval in data.compounds["racemic"].approvals
        if approval.jurisdiction == "US" and approval.status == "not-approved"
    ]
    assert any({"depression", "ptsd", "suicidality"} <= uses for uses in refused)


def test_racemic_ketamine_is_approved_for_nothing_psychiatric_in_the_us(data: Dataset) -> None:
    approved = {
        use
        for approval in data.compounds["racemic"].approvals
        if approval.jurisdiction == "US" and approval.status == "approved"
        for use in approval.indications
    }
    assert approved
    assert approved <= {"anaesthesia", "sedation", "pain"}


def test_every_printed_code_and_name_of_a_compound_leads_to_it(data: Dataset) -> None:
    """What two compounds share leads to the one that it is kept by, or to a choice."""
    own = names.owners(data, "compounds")
    lost = [
        f"{compound.id}: {word}"
        for compound in data.compounds
        for word in (compound.name, *compound.synonyms, *(code.value for code in compound.codes))
        if compound.id not in own.get(fold(word), ())
    ]
    assert lost == []
    for word in (
        "CHEBI:6121",
        "CHEMBL742",
        "DB01221",
        "k\u00e9tamine",
        "\u6c2f\u80fa\u916e",
        "\u30b1\u30bf\u30df\u30f3",
    ):
        assert names.resolve(data, "compounds", word) == "racemic", word
