"""The rules of truth on the shipped evidence: each breaks one real record as a person could, and sees it caught."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import pytest

from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.read import DATA, read_record
from ketacli.build.rules import registry, seen_in
from ketacli.records.kinds import RECORDS
from ketacli.records.nodes import walk

from .kept import read_shipped
from .support import GONE, put


class Broken(NamedTuple):
    """A slip in a real record, and where and why it is reported."""

    kind: str
    name: str
    changes: dict[str, Any]
    key: str
    reason: str


def problems_after(kind: str, name: str, changes: dict[str, Any]) -> list[Problem]:
    """What is wrong with the evidence once dotted keys of one record say something else."""
    file = f"{kind}/{name}.toml"
    raw, _ = parse((DATA / file).read_text(encoding="utf-8"), file)
    put(raw, changes)
    record, problems = read_record(kind, name, raw, file)
    authored = read_shipped()
    held = authored.records[kind]
    kept, held[name] = held[name], record
    try:
        found = [problem for rule in registry.DATA for problem in rule(authored)]
        found += [problem for each in {(kind, name), *naming()[name]} for problem in seen_in(authored, *each)]
    finally:
        held[name] = kept
    return problems or sorted(set(found))


@cache
def naming() -> dict[str, set[tuple[str, str]]]:
    """By id of a record, those that name it: no rule of a record sees further."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for kind in RECORDS:
        for name, record in read_shipped().records[kind].items():
            for _, value, _ in walk(record, type(record)):
                if isinstance(value, str):
                    found[value].add((kind, name))
    return found


KEY_FACTS = [
    Broken(
        "compounds", "racemic", {"approvals.0.source": "wikipedia-sl-ketamin", "approvals.0.check": "secondary"},
        "approvals.0", "approval rests first on 'wikipedia-sl-ketamin', a web page",
    ),
    Broken(
        "regimens", "spravato-us-trd",
        {"phases.0.doses.0.source": "openminds-2025-esketamine", "phases.0.doses.0.check": "secondary"},
        "phases.0.doses.0", "licensed dose rests first on 'openminds-2025-esketamine', a web page",
    ),
    Broken(
        "regimens", "spravato-us-mdsi", {"instructions.7.source": "spravato-us-compendia",
                                         "instructions.7.check": "secondary"},
        "instructions.7", "contraindication rests first on 'spravato-us-compendia', a web page",
    ),
    Broken(
        "compounds", "esketamine", {"boxed_warnings.0.source": "spravato-us-label-recent"},
        "boxed_warnings.0", "boxed warning rests first on 'spravato-us-label-recent', which has no date",
    ),
    Broken(
        "compounds", "racemic", {"properties.35.source": "wikipedia-sl-ketamin", "properties.35.check": "secondary"},
        "properties.35", "kinetics rests first on 'wikipedia-sl-ketamin', a web page",
    ),
    Broken(
        "guidelines", "va-dod-2022-mdd",
        {"recommendations.0.source": "osmind-2025", "recommendations.0.check": "secondary"},
        "recommendations.0", "guideline position rests first on 'osmind-2025', a web page",
    ),
    Broken(
        "events", "us-spravato-monotherapy-2025", {"source": "openminds-2025-esketamine", "check": "secondary"},
        "statement", "approval rests first on 'openminds-2025-esketamine', a web page",
    ),
    Broken(
        "sources", "osmind-2025", {"stands_first": "It is a good page."},
        "stands_first", "no key fact needs a reason",
    ),
]  # fmt: skip

STANDINGS = [
    Broken("reviews", "menon-2023", {"caveats": []}, "", "rests on 'menon-2023', corrected since: a caveat"),
    Broken(
        "reviews", "parsaik-2015-bipolar",
        {"name": "Parsaik 2015", "caveats": [], "pooled.0.note": GONE},
        "", "rests on 'parsaik-2015', RETRACTED",
    ),
    Broken("sources", "su-2017", {"note": "Read as an abstract."}, "note", "is corrected since: the note says what"),
]  # fmt: skip

DOCUMENTS = [
    Broken("sources", "askp-routes", {"title": "Routes of administration"}, "title", "stands in square brackets"),
    Broken("sources", "daly-2018", {"online": "2019-01-02"}, "online", "2019-01-02 is later than 2018"),
    Broken("sources", "leal-2020", {"doi": "10.1001/jamapsychiatry.2017.3739"}, "doi", "is also that of 'daly-2018'"),
]
REGISTERED = [
    Broken(
        "trials",
        "nct06665568",
        {"harms": [{"event": "nausea", "results": [{"arm": "all", "events": 1, "n": 2}]}]},
        "harms",
        "has results, but the study is planned",
    ),
    Broken(
        "trials", "nct06665568", {"result_seen": "numbers"}, "result_seen", "is 'numbers', but the study is planned"
    ),
    Broken("trials", "transform-2", {"completion": "2019", "kind": "observational"}, "completion", "goes with a trial"),
]
OCCASIONS = [
    Broken("trials", "alipoor-2021", {"arms.0.beside": ["propofol"]}, "arms.0.beside.0", "'propofol' is not in"),
    Broken(
        "compounds",
        "esketamine",
        {"leads.3.figure": "trials/sustain-1.outcomes.99"},
        "leads.3.figure",
        "sustain-1",
    ),
    Broken("trials", "gan-2023-lung", {"arms.0.occasion": GONE}, "arms.0.occasion", "missing; the people are perio"),
    Broken("trials", "yoosefi-2014", {"arms.0.occasion": GONE}, "arms.0.occasion", "missing; the people are ect-an"),
]
SETS = [
    Broken(
        "trials",
        "takahashi-2021",
        {"outcomes.0.effects.0.level": Decimal("1.9")},
        "outcomes.0.effects.0",
        "level 1.9 must lie between 0 and 1",
    ),
    Broken(
        "trials",
        "correia-melo-2020",
        {"outcomes.0.effects.0.one_sided": False},
        "outcomes.0.effects.0",
        "an interval has two limits",
    ),
    Broken(
        "trials",
        "lii-2023",
        {"outcomes.1.results.1.n": 29},
        "outcomes.1.results.1.n",
        "29 is more than the 20 there were",
    ),
    Broken(
        "trials",
        "ketect",
        {"outcomes.0.effects.0.value": 17},
        "outcomes.0.effects.0",
        "17.0 lies outside its interval",
    ),
]
FIGURES = [
    Broken(
        "trials", "eskale", {"harms.1.results.0.percent": Decimal("17.4")},
        "harms.1.results.0", "no whole number of 157 people is 17.4 percent",
    ),
    Broken("trials", "eskale", {"harms.1.results.0.n": 30}, "harms.1.results.0", "no whole number of 30 people is"),
]  # fmt: skip
BIAS = [
    Broken(
        "trials", "transform-1", {"risk_of_bias.0.note": GONE},
        "risk_of_bias.0.note", "4 of 7 domains: a note says which judgements were not seen",
    ),
    Broken(
        "trials", "berman-2000",
        {"risk_of_bias.0.domains.0.domain": "other", "risk_of_bias.0.domains.6.domain": "random-sequence"},
        "risk_of_bias.0.domains", "do not stand in the order of cochrane-1",
    ),
    Broken(
        "reviews", "cochrane-2021-mdd", {"trials": ["lapidus-2014"]},
        "risk_of_bias.0.source", "which does not have 'berman-2000' among its trials",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "case",
    KEY_FACTS + STANDINGS + DOCUMENTS + REGISTERED + OCCASIONS + SETS + FIGURES + BIAS[:2],
    ids=lambda case: f"{case.name}.{case.key}",
)
def test_a_slip_in_the_evidence_is_caught(case: Broken) -> None:
    found = problems_after(case.kind, case.name, case.changes)
    # What is unlikely besides is told in its own words, at the value itself.
    true = [item for item in found if "(rule " not in item.reason]
    assert {(item.file, item.key) for item in true} == {(f"{case.kind}/{case.name}.toml", case.key)}
    assert [item for item in true if case.reason in item.reason]


def test_what_was_not_found_needs_no_source_of_rank() -> None:
    nowhere = {"absent": "not-found", "source": "wikipedia-sl-ketamin", "check": "secondary"}
    sublingual = {"properties.35": {"property": "bioavailability", **nowhere}}
    assert problems_after("compounds", "racemic", sublingual) == []


def test_a_judgement_needs_its_trial_among_those_of_the_review() -> None:
    case = BIAS[2]
    found = problems_after(case.kind, case.name, case.changes)
    assert ("trials/berman-2000.toml", case.key) in {(item.file, item.key) for item in found}
    assert any(case.reason in item.reason for item in found)
