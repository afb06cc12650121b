"""One value: where it comes from, how it was checked, and who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.errors import UnknownName
from ketacli.evidence import disputes
from ketacli.evidence.answers.answer import Columns, columns
from ketacli.evidence.answers.places import NotedPlace
from ketacli.evidence.answers.why import Why
from ketacli.records.base import defaults
from ketacli.records.kinds import class_of, word_of
from ketacli.records.names import find_record, near, numbered
from ketacli.records.nodes import TEXT, Node, claims, whole
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.records.conflict import Conflict
    from ketacli.records.dataset import Dataset

ORDER = (
    "registry results, then the primary paper, a regulator's label or review, a guideline, a systematic review, "
    "a narrative review, an editorial, the web"
)


class _Value(NamedTuple):
    """What a path leads to in a record."""

    kind: str
    id: str
    path: str
    place: str
    """The same with places in lists instead of ids, as conflicts name what they are about."""
    value: Any
    claims: list[dict[str, Any]]
    """The claims that it is or holds, or the one that holds it; for a plain field, the record's own provenance."""
    inherited: bool


def why(dataset: Dataset, text: str) -> Why:
    """Resolve ``record.dotted.path`` as printed by ``show`` and in JSON; UnknownName with the valid keys."""
    found = _look_up(dataset, text)
    return Why(
        path=found.path,
        kind=found.kind,
        id=found.id,
        value=found.value,
        claims=tuple(_place(claim) for claim in found.claims),
        inherited=found.inherited,
        rule=ORDER,
        conflicts=tuple(sorted(
            (dataset.conflicts[each] for each in disputes.about(dataset, found.place)),
            key=lambda conflict: not in_particular(conflict, found.place),
        )),
    )  # fmt: skip


def in_particular(conflict: Conflict, place: str) -> bool:
    """Whether a conflict is about the value at a place, a part of it or what holds it: not about its whole record."""
    return any(
        "." in each and (f"{each}.".startswith(f"{place}.") or place.startswith(f"{each}.")) for each in conflict.about
    )


def place_of(dataset: Dataset, text: str) -> str:
    """The path of a value with places in lists instead of ids."""
    return _look_up(dataset, text).place


def row_columns() -> Columns:
    """The columns of the rows: a claim with its path and value."""
    inherited = columns(Why)["inherited"]
    return {"path": "text", "value": "text", **columns(NotedPlace), "inherited": inherited}


def rows(dataset: Dataset, text: str) -> list[dict[str, Any]]:
    """One row a claim of the value at ``text``."""
    found = _look_up(dataset, text)
    return [
        {"path": found.path, "value": claim.get("value"), **vars(_place(claim)), "inherited": found.inherited}
        for claim in found.claims
    ]


def _place(claim: dict[str, Any]) -> NotedPlace:
    values: dict[str, Any] = {name: claim.get(name) for name in defaults(NotedPlace)}
    return NotedPlace(**values)


def _look_up(dataset: Dataset, text: str) -> _Value:
    head, _, rest = text.strip().partition(".")
    document = numbered(dataset, text)
    kind, name = ("sources", document) if document is not None else find_record(dataset, head)
    rest = "" if document is not None else rest
    raw = dataset.kind(kind).raw[name]
    keys = [key for key in rest.split(".") if key]
    value: Any = raw
    node = whole(class_of(kind))
    holder: dict[str, Any] | None = None
    places: list[str] = []
    for at, key in enumerate(keys):
        if isinstance(value, dict):
            node = node.inside().get(key, Node(TEXT))
        inside = _step(kind, name, keys[:at], value, key)
        places.append(
            str(next(at for at, item in enumerate(value) if item is inside)) if isinstance(value, list) else key
        )
        value = inside
        if node.is_claim and isinstance(value, dict):
            holder = value
    path = ".".join([f"{kind}/{name}", *keys])
    held = _claims(value, node) if keys and holder is None else []
    own = {key: raw.get(key) for key in ("source", "at", "check", "checked")}
    claims = [holder] if holder is not None else held or ([own] if own["source"] else [])
    place = ".".join([f"{kind}/{name}", *places])
    return _Value(kind, name, path, place, value, claims, holder is None and not held)


def _step(kind: str, name: str, done: list[str], value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list):
        if key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(value):
            return value[int(key)]
        named = [item for item in value if isinstance(item, dict) and key in (item.get("id"), item.get("arm"))]
        if len(named) == 1:
            return named[0]
    valid = _keys(value)
    place = ".".join([name, *done])
    suggestions = near(key, {each.replace("_", ""): each for each in valid})
    hint = f"Did you mean {' or '.join(suggestions)}? " if suggestions else ""
    listed = f"Known: {', '.join(valid)}." if valid else "It is a single value."
    raise UnknownName(
        f'{word_of(kind)} {place} has nothing called "{key}"', hint + listed, field="path", value=key,
        suggestions=suggestions, allowed=tuple(valid),
    )  # fmt: skip


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, list):
        names = [str(item["id"]) for item in value if isinstance(item, dict) and item.get("id")]
        return names or [str(at) for at in range(len(value))]
    return []


def _claims(value: Any, node: Node) -> list[dict[str, Any]]:
    """The claims in a part of a record, or in a list of parts: those that are less deep inside first."""
    if node.cls is None:
        return []
    held = value if isinstance(value, list) else [value]
    found = [pair for each in held for pair in claims(each, node.cls)]
    return [claim for _, claim in sorted(found, key=lambda pair: len(pair[0].split(".")) if pair[0] else 0)]
