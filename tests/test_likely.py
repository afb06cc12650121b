"""The rules of what is likely: each breaks when the shipped data is broken for it, and none doubts what is shipped."""

from __future__ import annotations

import copy
import importlib.util
import sys
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ketacli.build.problems import Problem
from ketacli.build.read import DATA, read_record
from ketacli.build.rules import check, registry, seen_in

from .kept import read_shipped
from .support import _put, edited_mini, problems_in, problems_of_shipped

T2, MURROUGH, ELEKT = "trials/transform-2", "trials/murrough-2013", "trials/elekt-d"
KARE = "regimens/racemic-intravenous-alcohol"


class Slip(NamedTuple):
    """A mistake in one shipped record, and the key that the rule complains of."""

    rule: str
    record: str
    changes: dict[str, Any]
    key: str


def slip(rule: str, record: str, key: str, value: Any, place: str | None = None) -> Slip:
    """One changed value."""
    return Slip(rule, record, {key: value}, key if place is None else place)


SLIPS = [
    slip("dose-in-the-name", "regimens/racemic-intravenous-alcohol", "name", "Racemic ketamine 0.2 mg/kg once a week"),
    slip("dose-in-the-label", ELEKT, "arms.0.doses.0.low", 5, "arms.0.label"),
    slip("dose-in-the-label", ELEKT, "arms.0.doses.0.low", Decimal("0.05"), "arms.0.label"),
    slip("dose-of-the-regimen", "trials/dakwar-2020", "arms.0.doses.0.low", Decimal("0.17"), "arms.0.doses"),
    slip("words-of-the-id", KARE, "form", "esketamine"),
    slip("words-of-the-id", KARE, "routes.0", "oral", "routes"),
    slip("form-and-route", T2, "arms.0.form", "racemic"),
    slip("form-and-route", T2, "arms.0.route", "oral"),
    slip("whole-doses", KARE, "phases.0.doses.0.unit", "mg", "phases.0.doses.0"),
    slip("whole-doses", ELEKT, "arms.0.doses.0.unit", "mg", "arms.0.doses.0"),
    slip("route-of-the-others", MURROUGH, "arms.1.route", "oral"),
    slip("forms-given", T2, "arms.0.form", "racemic", "forms"),
    slip("forms-given", T2, "arms.0.route", "oral", "routes"),
    slip("duration-of-a-dose", MURROUGH, "arms.0.given_over.value", 400, "arms.0.given_over"),
    slip("duration-of-a-dose", MURROUGH, "arms.0.given_over.unit", "h", "arms.0.given_over"),
    slip("duration-of-a-dose", MURROUGH, "arms.0.given_over.value", 4, "arms.0.given_over"),
    slip("concerned", "safety/ketamine-anaesthetic-effects-review", "concerns",
         ["sedation-and-breathing", "dissociation-and-perception"]),
    slip("people-named", "trials/dwyer-2021", "populations", []),
    slip("people-named", "trials/burger-2016", "populations", ["veterans"]),
    slip("duration-of-a-phase", KARE, "phases.0.given_over.value", 400, "phases.0.given_over"),
    slip("sessions", T2, "arms.0.schedule.sessions", 3, "arms.0.schedule"),
    slip("sessions", ELEKT, "arms.0.schedule.sessions", 60, "arms.0.schedule"),
    slip("sessions-alike", T2, "arms.0.schedule.sessions", 3, "arms"),
    slip("licensed", KARE, "standing.0.status", "licensed"),
    slip("licensed", "regimens/spravato-us-trd", "standing.0.status", "off-label"),
    slip("year-of-a-document", "sources/popova-2019", "issued", "2018"),
    slip("year-of-a-document", "sources/popova-2019", "doi", "10.1176/appi.ajp.2009.19020172"),
    slip("numbers-in-time", "sources/popova-2019", "pmid", "11109201"),
    slip("year-of-a-trial", T2, "year", 2009),
    slip("registry-of-a-trial", T2, "registry", "NCT02418558"),
    slip("year-of-an-event", "events/us-spravato-rems-2019", "date", "2009-03-05"),
    slip("spread", T2, "outcomes.0.results.0.sd", Decimal("1.23"), "outcomes.0.results.1.sd"),
    slip("spreads-of-a-scale", T2, "outcomes.0.results.0.sd", Decimal("123.2")),
    slip("spreads-of-a-scale", T2, "outcomes.0.results.0.sd", Decimal("1.23")),
    slip("means-apart", T2, "outcomes.0.results.0.mean", -60, "outcomes.0.results.1.mean"),
    slip("means-apart", "trials/basso-2020", "outcomes.0.results.1.mean", 557),
    slip("signs", T2, "outcomes.0.results.1.mean", 17),
    slip("signs", T2, "outcomes.0.results.0.mean", Decimal("21.4")),
    slip("shares", T2, "outcomes.3.results.0.percent", Decimal("0.105")),
    slip("shares", T2, "outcomes.3.results.0.percent", Decimal("15.0")),
    slip("shares-of-arms", T2, "outcomes.3.results.0.percent", Decimal("79.8"), "outcomes.3.results.1.percent"),
    slip("people-of-a-figure", "trials/anderson-2017-ketamine-ect", "outcomes.1.results.0.n", 3),
    slip("middle", T2, "outcomes.0.effects.0.lower", Decimal("-9.31"), "outcomes.0.effects.0"),
    slip("middle", T2, "outcomes.0.effects.0.value", Decimal("-6.0"), "outcomes.0.effects.0"),
    slip("middle", "reviews/esketamine-ipd-2025", "pooled.1.value", Decimal("-3.47"), "pooled.1"),
    slip("p-of-the-interval", T2, "outcomes.0.effects.0.p", Decimal("0.002"), "outcomes.0.effects.0"),
    slip("p-of-the-interval", T2, "outcomes.1.effects.0.p", Decimal("0.0034"), "outcomes.1.effects.0"),
    Slip("sides", T2, {"outcomes.0.effects.0.arm": "placebo", "outcomes.0.effects.0.versus": "esketamine"},
         "outcomes.0.effects.0"),
    Slip("sides", T2, {"outcomes.0.results.0.arm": "placebo", "outcomes.0.results.1.arm": "esketamine"},
         "outcomes.0.effects.0.value"),
    slip("sizes-of-effects", T2, "outcomes.0.results.0.mean", Decimal("-28.4"), "outcomes.0.effects.0.value"),
    slip("verdict", T2, "primary_met", "missed"),
    slip("side-of-a-pool", "reviews/esketamine-ipd-2025", "pooled.1.value", Decimal("2.47"), "pooled.0.value"),
    slip("time-in-words", T2, "outcomes.0.days", 2),
    slip("time-in-words", T2, "outcomes.0.timepoint", "day 8", "outcomes.0.timepoint"),
    slip("time-of-the-id", T2, "outcomes.0.timepoint", "day 8"),
    slip("better", T2, "outcomes.0.better", "higher"),
    slip("better", T2, "outcomes.5.better", "lower"),
    slip("kind-of-figures", T2, "outcomes.0.kind", "score"),
    slip("kind-of-figures", T2, "outcomes.0.kind", "response"),
    slip("kind-of-figures", T2, "outcomes.5.kind", "relapse"),
    slip("kind-of-figures", T2, "outcomes.0.effects.0.measure", "RR"),
    slip("scale-in-the-name", T2, "outcomes.0.scale", "hdrs-17"),
]  # fmt: skip


def problems_with(record: str, changes: dict[str, Any]) -> list[Problem]:
    """What the rules say of the shipped data with changes in one record."""
    authored = read_shipped()
    kind, _, name = record.partition("/")
    raw = tomllib.loads((DATA / f"{record}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    raw = copy.deepcopy(raw)
    for key, value in changes.items():
        _put(raw, key.split("."), value)
    made, wrong = read_record(kind, name, raw, f"{record}.toml")
    assert wrong == []
    held = authored.records[kind]
    kept, held[name] = held[name], made
    try:
        return [*seen_in(authored, kind, name), *(each for rule in registry.DATA for each in rule(authored))]
    finally:
        held[name] = kept


def test_nothing_shipped_is_doubted() -> None:
    assert problems_of_shipped() == ()


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: f"{case.rule}:{case.key}")
def test_a_slip_in_the_shipped_data_is_caught(case: Slip) -> None:
    found = problems_with(case.record, case.changes)
    doubts = [each for each in found if each.reason.endswith(f"(rule {case.rule})")]
    assert case.key in [each.key for each in doubts], found


def test_every_rule_has_a_slip() -> None:
    assert {*registry.LIKELY, "numbers-in-time"} - {"checked-in-time"} == {case.rule for case in SLIPS}


@pytest.mark.parametrize("day", ["2027-11-21", "2026-12-01", "2030", "2016-11-21", "1926-11-21"])
def test_a_day_of_checking_is_neither_to_come_nor_long_ago(day: str) -> None:
    found = problems_with(T2, {"outcomes.0.results.0.checked": day})
    assert [each.key for each in found] == ["outcomes.0.results.0.checked"]


def test_a_record_is_there_once() -> None:
    authored = read_shipped()
    held = authored.records["trials"]
    held["twice"] = copy.copy(held["transform-2"])
    held["twice"].__dict__["id"] = "twice"
    try:
        found = [each for rule in registry.DATA for each in rule(authored)]
    finally:
        del held["twice"]
    assert Problem("trials/twice.toml", "", "says the same as 'transform-2': one record twice") in found


def test_an_exception_says_why_and_is_needed(tmp_path: Path) -> None:
    root = edited_mini(tmp_path, "trials/alder.toml", {"outcomes.0.better": "higher"})
    doubts = [each for each in problems_in(root) if "(rule better)" in each.reason]
    assert [each.key for each in doubts] == ["outcomes.0.better"]
    entry = 'rule = "better"\nrecord = "trials/alder"\nkey = "outcomes.0.better"\n'
    (root / "exceptions.toml").write_text(f'[[right]]\n{entry}reason = "Invented."\n', encoding="utf-8")
    assert [each for each in problems_in(root) if "(rule better)" in each.reason] == []
    (root / "exceptions.toml").write_text(f"[[right]]\n{entry}", encoding="utf-8")
    assert [each.key for each in problems_in(root) if each.file == "exceptions.toml"] == ["right.0.reason"]
    root = edited_mini(tmp_path / "kept", "meta.toml", {})
    (root / "exceptions.toml").write_text(f'[[right]]\n{entry}reason = "Invented."\n', encoding="utf-8")
    assert problems_in(root) == [
        Problem("exceptions.toml", "better trials/alder outcomes.0.better", "excepts what no rule doubts: take it out")
    ]


def test_every_exception_of_the_shipped_data_says_why() -> None:
    assert all(len(reason) > 20 for reason in read_shipped().excepted.values())


# --------------------------------------------------------------------------------------------- the count of slips


@cache
def slips() -> Any:
    """The script that makes slips and counts them."""
    path = Path(__file__).resolve().parent.parent / "scripts" / "slips.py"
    spec = importlib.util.spec_from_file_location("slips", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["slips"] = module
    spec.loader.exec_module(module)
    return module


@cache
def slipped() -> Any:
    """The shipped data for that script."""
    return slips().Data(read_shipped())


def test_three_of_four_slips_are_caught() -> None:
    script, data = slips(), slipped()
    tallies = [script.tally(data, kind, 3) for kind in script.SLIPS]
    assert len(tallies) == 57
    assert all(each.made == 3 for each in tallies)
    assert sum(each.caught for each in tallies) >= 0.7 * sum(each.made for each in tallies)


def test_a_slip_is_counted_once_and_leaves_the_data_as_it_was() -> None:
    script, data = slips(), slipped()
    before = copy.deepcopy(data.raw["trials"]["transform-2"])
    [mean] = [kind for kind in script.SLIPS if kind.name == "mean, a digit"]
    first, second = script.tally(data, mean, 5), script.tally(data, mean, 5)
    assert (first.made, first.missed) == (second.made, second.missed)
    assert data.raw["trials"]["transform-2"] == before
    assert set(check(data.authored)) == data.before


def test_the_document_has_the_table() -> None:
    script = slips()
    table = script.PAGE.read_text(encoding="utf-8").partition(script.START)[2].partition(script.END)[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert [row[0] for row in rows[:-1]] == [kind.name for kind in script.SLIPS]
    made, caught = (sum(int(row[place]) for row in rows[:-1]) for place in (1, 2))
    assert [number.strip("*").replace(",", "") for number in rows[-1][1:]] == [str(made), str(caught)]
    assert caught >= 0.75 * made
