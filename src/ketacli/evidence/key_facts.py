"""The facts that decide most, and that therefore rest on an agency, a label, a guideline or a paper first."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from ketacli.records.nodes import step
from ketacli.tuples import NamedTuple

KINETICS = ("kinetics", "bioavailability")
"""Groups of properties whose figures are kinetic values."""


class KeyFact(NamedTuple):
    """One of them, as an object or as a dict."""

    sort: str
    """Approval, licensed dose, contraindication, boxed warning, kinetics or guideline position."""
    key: str
    """Its dotted key in the record."""
    claim: Any


def kinetic(properties: Mapping[str, Any]) -> set[str]:
    """Ids of the properties that are kinetic values, from their vocabulary."""
    return {name for name, entry in properties.items() if step(entry, "group") in KINETICS}


def key_facts(kind: str, record: Any, kinetics: Container[str]) -> Iterator[KeyFact]:
    """The key facts of a record; what was looked for and not found is none."""
    found = SORTS.get(kind)
    if found is not None:
        yield from (fact for fact in found(record, kinetics) if step(fact.claim, "absent") is None)


def _each(sort: str, record: Any, name: str) -> Iterator[KeyFact]:
    for at, claim in enumerate(step(record, name) or ()):
        yield KeyFact(sort, f"{name}.{at}", claim)


def _compound(compound: Any, kinetics: Container[str]) -> Iterator[KeyFact]:
    yield from _each("approval", compound, "approvals")
    yield from _each("boxed warning", compound, "boxed_warnings")
    yield from (fact for fact in _each("kinetics", compound, "properties") if step(fact.claim, "property") in kinetics)


def _regimen(regimen: Any, _: Container[str]) -> Iterator[KeyFact]:
    licences = [fact for fact in _each("approval", regimen, "standing") if step(fact.claim, "status") == "licensed"]
    yield from licences
    for fact in _each("contraindication", regimen, "instructions"):
        if step(fact.claim, "kind") == "contraindication":
            yield fact
    if not licences:
        return
    for at, phase in enumerate(step(regimen, "phases") or ()):
        for fact in _each("licensed dose", phase, "doses"):
            yield fact._replace(key=f"phases.{at}.{fact.key}")
        if step(phase, "schedule") is not None:
            yield KeyFact("licensed dose", f"phases.{at}.schedule", step(phase, "schedule"))
    if step(regimen, "maximum") is not None:
        yield KeyFact("licensed dose", "maximum", step(regimen, "maximum"))


def _safety(item: Any, _: Container[str]) -> Iterator[KeyFact]:
    if step(item, "kind") == "contraindication":
        yield KeyFact("contraindication", "statement", step(item, "statement"))


def _event(event: Any, _: Container[str]) -> Iterator[KeyFact]:
    if step(event, "kind") in ("approval", "refusal"):
        yield KeyFact("approval", "statement", step(event, "statement"))


def _guideline(guideline: Any, _: Container[str]) -> Iterator[KeyFact]:
    for fact in _each("guideline position", guideline, "recommendations"):
        if step(fact.claim, "position") != "not-seen":
            yield fact


SORTS: dict[str, Callable[[Any, Container[str]], Iterable[KeyFact]]] = {
    "compounds": _compound,
    "regimens": _regimen,
    "guidelines": _guideline,
    "safety": _safety,
    "events": _event,
}
