"""Facts, the unit of search: a value or a statement with its label, its path and its source, worded for a person.

Made when data is compiled: small rules a kind word what is more than a text (an approval, a dose, an outcome),
and one walk finds every further statement of a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ketacli.build.facts.fact import Fact, Names, fact
from ketacli.records.kinds import module_of
from ketacli.records.nodes import walk

if TYPE_CHECKING:
    from ketacli.build.read import Authored

LABELS = {
    "composition": ("identity", "Composition"),
    "development": ("development", "Development"),
    "population": ("people", "Who took part"),
    "duration": ("duration", "Duration"),
    "funding": ("funding", "Funding"),
    "withdrawals": ("withdrawals", "Who left and why"),
    "caveats": ("caveat", "To mind"),
    "finding": ("finding", "Finding"),
    "method": ("method", "Method"),
    "question": ("question", "Question"),
    "conclusion": ("conclusion", "Conclusion"),
    "topics": ("statement", "Further point"),
    "statement": ("statement", ""),
    "support": ("statement", "Also"),
    "uses": ("settled", "keta uses"),
    "matters": ("caveat", "Why it matters"),
}
"""Field of a statement to what sort of fact it is and how it is labelled; one that is not here is a plain statement."""

LEADS = ("statement", "question", "composition", "uses")
"""The statement by which a record of a kind is known, where its own rules name none."""


def facts_of(authored: Authored, kind: str, record: Any) -> list[Fact]:
    """Every fact of one record, the one by which it is known first."""
    rules = import_module(f"ketacli.build.facts.{module_of(kind)}")
    facts: list[Fact] = list(rules.facts(Names(authored), record))
    worded = tuple(path for each in facts for path in (each.path, *each.covers))
    facts += [each for each in statements(record) if not _within(each.path, worded)]
    if record.note and "note" not in worded:
        facts.append(fact("note", "caveat", "Note", record.note))
    lead = next((at for name in LEADS for at, each in enumerate(facts) if each.path == name), 0)
    facts.insert(0, facts.pop(lead))
    own = record.id if kind == "sources" else record.source
    return [each._replace(source=each.source or own) for each in facts if each.text]


def statements(record: Any) -> Iterator[Fact]:
    """Every statement in words of a record, whatever its kind."""
    for path, part, _ in walk(record, type(record)):
        value = getattr(part, "value", None)
        if path and isinstance(value, str) and hasattr(part, "check"):
            sort, label = LABELS.get(path.partition(".")[0], ("statement", ""))
            yield fact(path, sort, label, value, part)


def _within(path: str, worded: tuple[str, ...]) -> bool:
    return any(path == each or path.startswith(each + ".") for each in worded)
