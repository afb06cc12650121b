"""Requests to turn a dose by one route into one by another: refused, with what is on record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.errors import Refused
from ketacli.records.names import label, table
from ketacli.records.store import fold

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset

ASKED = re.compile(r"(?i)(convert|conversion|equivalen|equianalges|equipot|interchang)")
BETWEEN = ("to", "into", "as", "in", "for", "from", "of", "by")
LAY = {"spravato": "intranasal", "drip": "intravenous"}


def refuse_conversion(dataset: Dataset, words: list[str]) -> None:
    """Raise Refused where words ask for a dose by one route as one by another, such as ``spray-to-infusion``."""
    routes = routes_in(dataset, words)
    parts = _parts(words)
    if len(routes) < 2 and not any(ASKED.match(part) for part in parts):
        return
    shown = routes if len(routes) > 1 else ["intranasal", "intravenous"]
    between = " and ".join(label(dataset, "routes", name) for name in shown)
    details = [
        f"on record: {topic.statement.value}  keta show {topic.id}"
        for topic in dataset.topics
        if topic.kind == "open-question" and set(shown) <= set(topic.routes)
    ]
    raise Refused(
        f"no dose is converted from one route to another: between {between} no equivalence is established",
        "The doses published for each: " + ", ".join(f"keta dosing {name}" for name in shown) + ".",
        field="dose", value=" ".join(words), details=tuple(details),
    )  # fmt: skip


def routes_in(dataset: Dataset, words: list[str]) -> list[str]:
    """The routes that words name, in order, each once."""
    names = table(dataset, "routes")
    found = (LAY.get(fold(part)) or names.get(fold(part)) for part in _parts(words) if part.casefold() not in BETWEEN)
    return list(dict.fromkeys(name for name in found if name))


def _parts(words: list[str]) -> list[str]:
    return [part for word in words for part in re.split(r"[\s_/>=?,-]+", word) if part]
