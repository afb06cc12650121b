"""What every command writes as JSON: one line in OUTPUTS a command.

To add a command with an object of its own: write the object as a frozen dataclass in ``answers.py`` (a field without a
default is always there, one with the default None is left out when it has no value, and the docstring under
it is its description), then add a line to OUTPUTS. ``tests/test_schema.py`` runs the command against it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ketacli.authoring.schemas.answers import (
    BrokenRule,
    Compared,
    DatasetStamp,
    Everything,
    ExportStamp,
    FormWarning,
    Found,
    Listed,
    Status,
    Step,
    TrialWithResult,
    Why,
)
from ketacli.authoring.schemas.csl import CslItem
from ketacli.authoring.schemas.effects import EffectAnswer, ForestAnswer
from ketacli.authoring.schemas.help import HelpAnswer
from ketacli.models.compound import Compound
from ketacli.models.conflict import Conflict
from ketacli.models.event import Event
from ketacli.models.guideline import Guideline
from ketacli.models.regimen import Regimen
from ketacli.models.review import Review
from ketacli.models.safety import Safety
from ketacli.models.source import Source
from ketacli.models.topic import Topic

SPELLINGS = dict[str, tuple[str, ...]]
"""Words to their spellings."""
WORDS = "list of text"
"""A member of ``query``: the words of a repeatable option, narrower terms included."""
TEXT = "text"
NUMBER = "whole number"
FLAG = "yes or no"


class Output(NamedTuple):
    """What one command writes with ``--json``."""

    title: str
    """What it describes, in words."""
    data: tuple[type, ...]
    """The class of ``data`` or of its items; several where an item is one of them."""
    query: dict[str, str]
    """What ``query`` can hold; left out of it when not asked for."""
    many: bool = True
    """Whether ``data`` is a list."""
    more: tuple[tuple[str, Any], ...] = ()
    """Further members of the envelope: always there, a class or a list of one."""
    sometimes: tuple[tuple[str, Any], ...] = ()
    """Further members that are there when they have something to say."""
    stamp: type = DatasetStamp
    """The class of ``dataset``."""
    enveloped: bool = True
    """Whether it says which data it is from, and has sources and warnings."""


RECORDS = (TrialWithResult, Regimen, Compound, Guideline, Review, Safety, Event, Topic, Conflict, Source)
CHOSEN = {"fields": WORDS, "where": TEXT, "sort": TEXT, "limit": NUMBER, "offset": NUMBER}
"""What every list can be asked for besides; with ``fields`` the items of ``data`` hold those alone."""
SCOPE = {"form": WORDS, "route": WORDS, "indication": WORDS}

TRIAL_FILTERS = {
    **SCOPE, "design": WORDS, "comparator": WORDS, "masking": WORDS, "phase": WORDS, "year": TEXT, "min_n": NUMBER,
    "result": WORDS, "registry": TEXT, "species": WORDS,
}  # fmt: skip

OUTPUTS: dict[str, Output] = {
    "compare": Output("Records of one kind, lined up", (Compared,), {"names": WORDS, "all": FLAG}, many=False),
    "trials": Output(
        "Studies with the direction of their primary result",
        (TrialWithResult,),
        TRIAL_FILTERS,
    ),
    "dosing": Output(
        "Dosing regimens as published, with boxed warnings and the arithmetic asked for",
        (Regimen,),
        {
            **SCOPE, "status": WORDS, "use": WORDS, "controls": FLAG, "regimen": TEXT, "weight": TEXT,
            "strength": TEXT, "volume": TEXT,
        },
        more=(("boxed_warnings", [FormWarning]),),
        sometimes=(("arithmetic", [Step]),),
    ),
    "effect": Output(
        "A trial's effect recomputed, beside what was published",
        (EffectAnswer,),
        {
            "trial": TEXT, "outcome": TEXT, "baseline": TEXT, "events": TEXT, "control": TEXT, "mean": TEXT,
            "control_mean": TEXT,
        },
        many=False,
    ),
    "forest": Output(
        "Trials on one axis, pooled where that is honest",
        (ForestAnswer,),
        {
            "outcome": TEXT, "timepoint": TEXT, "measure": TEXT, "basis": TEXT, "method": WORDS, "multiarm": TEXT,
            "exclude": WORDS, **TRIAL_FILTERS,
        },
        many=False,
    ),
    "guidelines": Output(
        "Editions of guidelines and what they say",
        (Guideline,),
        {"body": WORDS, **SCOPE, "year": TEXT, "history": FLAG},
    ),
    "show": Output("One record, whole", RECORDS, {"name": TEXT, "kind": TEXT}),
    "find": Output("Records that hold the words", (Found,), {"text": TEXT}, more=(("also", SPELLINGS),)),
    "safety": Output(
        "Harms, contraindications, warnings, monitoring rules, tools and signals",
        (Safety,),
        {"form": WORDS, "route": WORDS, "kind": WORDS, "system": WORDS, "when": WORDS},
    ),
    "reviews": Output("Secondary research and its estimates", (Review,), {**SCOPE, "kind": WORDS, "year": TEXT}),
    "timeline": Output(
        "Dated events", (Event,), {"jurisdiction": WORDS, "form": WORDS, "kind": WORDS, "year": TEXT}
    ),
    "topics": Output(
        "Statements by subject",
        (Topic,),
        {"subject": WORDS, "form": WORDS, "indication": WORDS, "kind": WORDS, "basis": WORDS},
    ),
    "conflicts": Output(
        "Places where sources disagree",
        (Conflict,),
        {"indication": WORDS, "form": WORDS, "kind": WORDS, "source": TEXT},
    ),
    "why": Output("Where one value comes from", (Why,), {"path": TEXT}, many=False),
    "cite": Output("Documents as CSL-JSON", (CslItem,), {"names": WORDS, "self": FLAG, "all": FLAG}),
    "sources": Output("Documents", (Source,), {"name": TEXT, "tier": WORDS, "status": WORDS, "year": TEXT}),
    "status": Output("How current and how well checked the data is", (Status,), {}, many=False),
    "help": Output("Commands, options and topics", (HelpAnswer,), {"topic": TEXT}, many=False),
    "check": Output(
        "Broken rules of a data directory",
        (BrokenRule,),
        {"directory": TEXT, "kind": TEXT},
        more=(("records", int),),
        enveloped=False,
    ),
    "export": Output("All of the data", (Everything,), {}, many=False, stamp=ExportStamp),
    "schema": Output("The schemas there are", (Listed,), {"record": FLAG}, enveloped=False),
}  # fmt: skip
"""By the name of the command; ``error`` is described beside them."""

MEANINGS = {
    "schema": "Name and major version of this schema.",
    "dataset": "Which data the answer is from.",
    "query": "What was asked for, as understood: names resolved to ids. Left out is what was not asked for.",
    "total": "Number of records that match; null where data is one object.",
    "data": "The answer. Under --fields its items hold only the fields asked for, by their dotted names: that is not "
    "described here.",
    "sources": "Every document that data names, by id.",
    "warnings": "What a reader must know of the answer as a whole.",
    "next_offset": "Where the rest begins, when the answer holds only part of what matches.",
    "boxed_warnings": "Boxed warnings of the products of every form in data.",
    "arithmetic": "The figures asked for with a body weight, each with its formula.",
    "also": "For each word looked for, the spellings that stood in for it.",
    "records": "Number of records read.",
    "error": "What went wrong, and what to do.",
}
