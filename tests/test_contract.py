"""The contract with scripts, pinned by hand: a change here is a change of the contract, made on purpose."""

from __future__ import annotations

from dataclasses import fields

import pytest

import ketacli
from ketacli import errors
from ketacli.cli.table import COMMANDS, TOPICS
from ketacli.records.kinds import class_of

from .conftest import Run

OUT = "json output_format no_header bom output color width accessible full every_source pager no_pager data no_local "
OUT += "max_age"
LIST = f"fields where sort limit offset {OUT}"
TRIALS = (
    "indication form route population design comparator masking bias phase year min_n result status registry species"
)

PINNED_COMMANDS = {
    "compare": f"names all {LIST}",
    "trials": f"words {TRIALS} as_of cite fail_empty {LIST}",
    "dosing": "what dose indication form route status use controls regimen weight strength volume over as_of cite "
    f"fail_empty {LIST}",
    "effect": f"trial outcome events control mean control_mean better baseline method level correlation fields {OUT}",
    "forest": "words outcome timepoint measure basis analysis_set method multiarm baseline leave_one_out order exclude "
    "level from_file with_trials medians better funnel multiverse "
    f"{TRIALS} condition fail_empty fields {OUT}",
    "reproduce": f"words outcome indication form route fail_empty {LIST}",
    "evidence": f"question baseline indication form route fail_empty {LIST}",
    "report": f"words indication form route fail_empty {LIST}",
    "results": f"words outcome timepoint wide every measure basis multiarm {TRIALS} fail_empty {LIST}",
    "network": "words outcome timepoint reference measure basis method doses lump exclude level "
    f"{TRIALS} condition fail_empty fields {OUT}",
    "guidelines": f"words body form route indication year history as_of cite fail_empty {LIST}",
    "show": f"name section fields {OUT}",
    "find": f"text all fail_empty {LIST}",
    "safety": f"words form kind route system when as_of cite fail_empty {LIST}",
    "reviews": f"words indication form route kind year as_of cite fail_empty {LIST}",
    "timeline": f"words jurisdiction form kind year as_of cite fail_empty {LIST}",
    "topics": f"words subject form indication kind basis as_of cite fail_empty {LIST}",
    "conflicts": f"words indication form source kind as_of cite fail_empty {LIST}",
    "why": f"path {OUT}",
    "cite": f"names style self all {OUT}",
    "sources": f"words tier status year as_of cite fail_empty {LIST}",
    "status": f"verify {OUT}",
    "check": "directory kind json output_format no_header bom output color width accessible full every_source pager "
    "no_pager",
    "assert": f"file {OUT}",
    "diff": f"before after exit_code {LIST}",
    "schema": "name record json output_format output color width accessible full every_source pager no_pager data "
    "no_local",
    "new": "kind name from_file output data no_local",
    "fetch": f"names status into force base timeout {OUT}",
    "export": f"words {TRIALS} as_of kind use body system when jurisdiction subject basis source tier fail_empty where "
    "json output_format no_header bom output data no_local max_age",
    "mcp": "http data no_local",
    "help": "topic agent json output_format color width accessible pager no_pager",
    "completion": "shell",
}

PINNED_KEYS = {
    "trials": "id name title aliases year registry registries phase kind species status completion forms routes "
    "indications populations design population n_enrolled n_randomised n_treated n_analysed arms duration outcomes "
    "primary_met result_seen harms withdrawals funding caveats risk_of_bias publications source at check checked note "
    "n result comparators source_status local",
    "questions": "id name synonyms forms routes indications populations comparators arm versus population intervention "
    "comparator setting trials left_out outcomes unlisted source at check checked note local",
    "regimens": "id name form routes use role indications phases maximum population standing evidence n trials "
    "guidelines finding instructions caveats source at check checked note dose local",
    "compounds": "id name kind descriptor synonyms composition codes properties approvals scheduling supervision "
    "boxed_warnings contrasts leads development source at check checked note local",
    "guidelines": "id body body_name title year country kind grading recommendations superseded_by name topics source "
    "at check checked note local",
    "reviews": "id name title year kind question forms routes indications species n_studies n_participants method "
    "pooled signals certainty conclusion trials caveats source at check checked note source_status local",
    "safety": "id name kind system concerns forms routes indications setting species when jurisdiction statement "
    "frequencies collected as_of trials synonyms caveats source at check checked note local",
    "events": "id name date date_announced jurisdiction kind body product forms indications statement caveats "
    "source at check checked note year local",
    "topics": "id name topics kind basis standing forms routes indications statement support trials synonyms "
    "caveats source at check checked note local",
    "conflicts": "id name about kind sides uses rule changes_conclusion standing matters forms indications source at "
    "check checked note local",
    "sources": "id type title author et_al issued online container_title volume issue page publisher doi pmid pmcid "
    "registry number url version tier status status_checked seen checked note stands_first key_facts year local",
}

ENVELOPE = ["schema", "dataset", "query", "total", "data", "sources", "warnings"]


def test_commands_and_their_options() -> None:
    found = {
        command.name: " ".join([a.name for a in command.arguments] + [o.name for o in command.options])
        for command in COMMANDS
    }
    assert found == PINNED_COMMANDS


def test_help_topics() -> None:
    assert TOPICS == (
        "formatting",
        "exit-codes",
        "evidence",
        "pooling",
        "own-studies",
        "guideline-levels",
        "data",
        "safety",
        "environment",
        "where",
        "agents",
    )


@pytest.mark.parametrize("kind", PINNED_KEYS)
def test_fields_of_records(kind: str) -> None:
    assert [field.name for field in fields(class_of(kind))] == PINNED_KEYS[kind].split()


@pytest.mark.parametrize("kind", PINNED_KEYS)
def test_every_record_in_json_has_every_key(kind: str) -> None:
    for raw in ketacli.load().kind(kind).raw.values():
        assert list(raw) == PINNED_KEYS[kind].split()


@pytest.mark.parametrize(
    ("words", "schema", "more"),
    [
        (["trials"], "keta.trials/1", []),
        (["guidelines"], "keta.guidelines/1", []),
        (["dosing"], "keta.dosing/1", ["boxed_warnings", "cautions", "injection_cautions", "patterns"]),
        (["sources"], "keta.sources/1", []),
        (["show", "racemic"], "keta.show/1", []),
        (["find", "midazolam"], "keta.find/1", ["also", "missing", "lines"]),
        (["status"], "keta.status/1", []),
        (["compare", "esketamine", "racemic"], "keta.compare/1", []),
        (["safety", "racemic"], "keta.safety/1", []),
        (["reviews"], "keta.reviews/1", []),
        (["timeline"], "keta.timeline/1", []),
        (["topics", "mechanism"], "keta.topics/1", []),
        (["conflicts"], "keta.conflicts/1", []),
        (["why", "transform-2.arms"], "keta.why/1", []),
        (["cite", "transform-2"], "keta.cite/1", []),
        (["effect", "elekt-d"], "keta.effect/1", []),
        (["effect", "--events", "1/2", "--control", "1/2"], "keta.effect/1", []),
        (["forest", "--outcome", "response"], "keta.forest/1", []),
        (["evidence"], "keta.evidence/1", []),
        (["evidence", "esketamine-trd"], "keta.evidence/1", []),
        (["network", "--indication", "trd", "--outcome", "madrs", "--timepoint", "28d"], "keta.network/1", []),
        (["network"], "keta.network/1", []),
        (["help"], "keta.help/1", []),
    ],
)
def test_envelope(keta: Run, words: list[str], schema: str, more: list[str]) -> None:
    document = keta(*words, "--json").document
    assert document["schema"] == schema
    assert [key for key in document if key not in more] == ENVELOPE
    assert set(more) <= set(document)


def test_error_envelope(keta: Run) -> None:
    document = keta("show", "nothing-of-that-name", "--json").document
    assert list(document) == ["schema", "error"]
    assert list(document["error"]) == [
        "code",
        "exit",
        "message",
        "hint",
        "field",
        "value",
        "suggestions",
        "allowed",
        "details",
    ]


def test_exit_codes() -> None:
    assert {name: getattr(errors, name) for name in dir(errors) if name.isupper()} == {
        "OK": 0,
        "INTERNAL": 1,
        "USAGE": 2,
        "UNKNOWN": 3,
        "EMPTY": 4,
        "DATA": 5,
        "REFUSED": 6,
        "BROKEN": 7,
        "INTERRUPTED": 130,
    }


def test_public_names() -> None:
    assert sorted(ketacli.__all__) == [
        "Collection", "Dataset", "KetaError", "Records", "Refusal", "__version__", "effects", "load", "network", "pool",
    ]  # fmt: skip
    assert all(getattr(ketacli, name) for name in ketacli.__all__)
    with pytest.raises(AttributeError):
        ketacli.nothing  # noqa: B018
