"""What the commands write whose answers are records."""

from __future__ import annotations

from ketacli.evidence.answers.output import (
    FLAG,
    SCOPE,
    TEXT,
    TRIAL_FILTERS,
    WORDS,
    DatasetStamp,
    Output,
)
from ketacli.records.base import frozen
from ketacli.records.kinds import ALL, RECORDS, class_of
from ketacli.records.roles import Day


@frozen
class ExportStamp(DatasetStamp):
    """Which data this is, and what may be done with it."""

    released: Day
    """Released. Date (ISO 8601)."""
    licence: str
    """Licence. Of the data."""


def records(title: str, kind: str, query: dict[str, str]) -> Output:
    """A list of records of one kind, as it is or as it was by a date."""
    return Output(title, class_of(kind), {**query, "as_of": TEXT}, many=True)


OUTPUTS = {
    "trials": records("Studies with the direction of their primary result", "trials", TRIAL_FILTERS),
    "guidelines": records(
        "Editions of guidelines and what they say",
        "guidelines",
        {"body": WORDS, **SCOPE, "year": TEXT, "history": FLAG},
    ),
    "show": Output(
        "One record, whole",
        tuple(class_of(kind) for kind in dict.fromkeys(("trials", "regimens", *RECORDS))),
        {"name": TEXT, "kind": TEXT},
        many=True,
    ),
    "safety": records(
        "Harms, contraindications, warnings, monitoring rules, tools and signals",
        "safety",
        {"form": WORDS, "route": WORDS, "kind": WORDS, "system": WORDS, "when": WORDS},
    ),
    "reviews": records("Secondary research and its estimates", "reviews", {**SCOPE, "kind": WORDS, "year": TEXT}),
    "timeline": records("Dated events", "events", {"jurisdiction": WORDS, "form": WORDS, "kind": WORDS, "year": TEXT}),
    "topics": records(
        "Statements by subject",
        "topics",
        {"subject": WORDS, "form": WORDS, "indication": WORDS, "kind": WORDS, "basis": WORDS},
    ),
    "conflicts": records(
        "Places where sources disagree",
        "conflicts",
        {"indication": WORDS, "form": WORDS, "kind": WORDS, "source": TEXT},
    ),
    "sources": records("Documents", "sources", {"name": TEXT, "tier": WORDS, "status": WORDS, "year": TEXT}),
    "export": Output(
        "The data, or the records of one kind",
        {kind: class_of(kind) for kind in ALL if kind != "sources"},
        {
            "records": TEXT,
            "ids": WORDS,
            **TRIAL_FILTERS,
            "body": WORDS,
            "kind": WORDS,
            "system": WORDS,
            "when": WORDS,
            "jurisdiction": WORDS,
            "subject": WORDS,
            "basis": WORDS,
            "source": TEXT,
            "tier": WORDS,
            "use": WORDS,
            "as_of": TEXT,
        },
        stamp=ExportStamp,
    ),
}
