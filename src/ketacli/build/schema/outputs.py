"""What every command writes as JSON, collected from the modules of ``evidence.answers``, and what envelopes hold."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ketacli.evidence import answers
from ketacli.evidence.answers.output import NUMBER, TEXT, WORDS, Output

CHOSEN = {"fields": WORDS, "where": TEXT, "sort": TEXT, "limit": NUMBER, "offset": NUMBER}
"""What every list can be asked for besides; with ``fields`` the items of ``data`` hold those alone."""


def collected() -> dict[str, Output]:
    """By the name of the command, what each module of answers says that it writes."""
    found: dict[str, Output] = {}
    for each in iter_modules(answers.__path__, f"{answers.__name__}."):
        own = getattr(import_module(each.name), "OUTPUTS", {})
        assert not own.keys() & found.keys(), f"{each.name} describes a command again"
        found |= own
    return found


OUTPUTS = collected()
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
    "local": "The records of overlays that data names, by kind and id, with their files; left out where there is none.",
    "next_offset": "Where the rest begins, when the answer holds only part of what matches.",
    "error": "What went wrong, and what to do.",
}
