"""Ids resolve: sources, forms, routes, indications, scales, properties, trials, guidelines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.walk import every
from ketacli.kinds import RECORDS

COMPARATORS = ("midazolam", "placebo", "fentanyl")
"""Treatments that control-arm regimens may name as their form."""

POINTERS = {
    "source": "sources",
    "publications": "sources",
    "form": "compounds",
    "forms": "compounds",
    "versus": "compounds",
    "route": "routes",
    "routes": "routes",
    "indications": "indications",
    "scale": "scales",
    "property": "properties",
    "trials": "trials",
    "topics": "subjects",
    "guidelines": "guidelines",
    "superseded_by": "guidelines",
    "broader": "indications",
}
"""Field name to the kind its values name; Effect.versus is an arm and handled with the trials."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def problems(authored: Authored) -> Iterator[Problem]:
    """Ids that do not resolve, and ids that are not well formed."""
    for kind in RECORDS:
        for name in authored.records.get(kind, {}):
            if not ID.fullmatch(name):
                yield Problem(authored.file(kind, name), "", f"id {name!r} must be lower-case words joined by hyphens")
    for _, file, key, value in every(authored):
        if not isinstance(value, str):
            continue
        words = key.split(".")
        if words[-1].isdigit():
            words.pop()
        field = words[-1]
        target = POINTERS.get(field)
        if target is None or (field == "versus" and words[0] in ("outcomes", "signals")):
            continue
        if target == "compounds" and value in COMPARATORS:
            continue
        if value not in authored.records.get(target, {}) and (target, value) not in authored.broken:
            yield Problem(file, key, f"no {target} record called {value!r}")
