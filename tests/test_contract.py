"""The contract with scripts, pinned by hand: a change here is a change of the contract, made on purpose."""

from __future__ import annotations

from dataclasses import fields

import pytest

import ketacli
from ketacli import errors
from ketacli.cli.spec import COMMANDS, TOPICS
from ketacli.kinds import class_of

from .conftest import Run

OUT = "json output_format no_header bom output color width accessible pager data max_age"
LIST = f"fields where sort limit offset {OUT}"
TRIALS = "indication form route design comparator masking phase year min_n result registry species"

PINNED_COMMANDS = {
    "compare": f"names all {LIST}",
    "trials": f"{TRIALS} cite fail_empty {LIST}",
    "dosing": f"what indication form route status use controls regimen weight strength volume cite fail_empty {LIST}",
    "effect": f"trial outcome events control mean control_mean better baseline method level correlation fields {OUT}",
    "forest": "outcome timepoint measure basis method multiarm baseline leave_one_out order exclude level "
    f"{TRIALS} condition fail_empty fields {OUT}",
    "guidelines": f"body form route indication year history cite fail_empty {LIST}",
    "show": f"name fields {OUT}",
    "find": f"text fail_empty {LIST}",
    "safety": f"form kind route system when cite fail_empty {LIST}",
    "reviews": f"indication form route kind year cite fail_empty {LIST}",
    "timeline": f"jurisdiction form kind year cite fail_empty {LIST}",
    "topics": f"topic form indication kind basis cite fail_empty {LIST}",
    "conflicts": f"indication form source kind cite fail_empty {LIST}",
    "why": f"path {OUT}",
    "cite": f"names style self all {OUT}",
    "sources": f"name tier status year cite fail_empty {LIST}",
    "status": OUT,
    "check": "directory kind json output_format no_header bom output color width accessible pager",
    "schema": "name record json output_format output color width accessible pager data",
    "new": "kind name output data",
    "export": "json output_format output data max_age",
    "help": "topic json output_format color width accessible pager",
    "completion": "shell",
}

PINNED_KEYS = {
    "trials": "id name title aliases year registry registries phase kind species forms routes indications design "
    "population n_enrolled n_randomised n_treated n_analysed arms duration outcomes primary_met "
    "result_seen harms withdrawals funding caveats publications source at check checked note",
    "regimens": "id name form routes use role indications phases maximum population standing evidence n trials "
    "guidelines finding instructions caveats source at check checked note",
    "compounds": "id name kind descriptor synonyms composition codes properties approvals scheduling supervision "
    "boxed_warnings contrasts development source at check checked note",
    "guidelines": "id body body_name title year country kind grading recommendations superseded_by topics source at "
    "check checked note",
    "reviews": "id name title year kind question forms routes indications species n_studies n_participants method "
    "pooled signals certainty conclusion trials caveats source at check checked note",
    "safety": "id name kind system forms routes indications setting species when jurisdiction statement frequencies "
    "collected as_of trials synonyms caveats source at check checked note",
    "events": "id name date date_announced jurisdiction kind body product forms indications statement caveats "
    "source at check checked note",
    "topics": "id name topics kind basis standing forms routes indications statement support trials synonyms "
    "caveats source at check checked note",
    "conflicts": "id name about kind sides uses rule changes_conclusion standing matters forms indications source at "
    "check checked note",
    "sources": "id type title author et_al issued container_title volume issue page publisher doi pmid pmcid "
    "registry url version tier status seen checked note",
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
        "guideline-levels",
        "data",
        "safety",
        "environment",
        "where",
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
        (["dosing"], "keta.dosing/1", ["boxed_warnings"]),
        (["sources"], "keta.sources/1", []),
        (["show", "racemic"], "keta.show/1", []),
        (["find", "midazolam"], "keta.find/1", ["also"]),
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
        "INTERRUPTED": 130,
    }


def test_public_names() -> None:
    assert sorted(ketacli.__all__) == ["Collection", "Dataset", "KetaError", "Records", "__version__", "load"]
    assert all(getattr(ketacli, name) for name in ketacli.__all__)
    with pytest.raises(AttributeError):
        ketacli.nothing  # noqa: B018
