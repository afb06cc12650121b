"""One value: where it comes from, how it was checked, and who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli import disputes
from ketacli.errors import UnknownName
from ketacli.names import KIND_WORDS, find_record, near

if TYPE_CHECKING:
    from ketacli.dataset import Dataset

ORDER = (
    "registry results, then the primary paper, a regulator's label or review, a guideline, a systematic review, "
    "a narrative review, an editorial, the web"
)


class Answer(NamedTuple):
    """What is known of one value."""

    kind: str
    id: str
    path: str
    """Full path: ``kind/id.dotted.key``."""
    value: Any
    """The value as in the JSON."""
    claims: tuple[dict[str, Any], ...]
    """The claims that it is or holds, or the one that holds it; for a plain field, the record's own provenance."""
    inherited: bool
    """True when the value names no source of its own and takes the record's."""
    conflicts: tuple[str, ...]
    """Ids of the conflicts about it."""


def why(dataset: Dataset, text: str) -> Answer:
    """Resolve ``record.dotted.path`` as printed by ``show`` and in JSON; UnknownName with the valid keys."""
    head, _, rest = text.strip().partition(".")
    kind, name = find_record(dataset, head)
    raw = dataset.kind(kind).raw[name]
    keys = [key for key in rest.split(".") if key]
    value: Any = raw
    holder: dict[str, Any] | None = None
    for at, key in enumerate(keys):
        value = _step(kind, name, keys[:at], value, key)
        if _is_claim(value):
            holder = value
    path = ".".join([f"{kind}/{name}", *keys])
    inside = _claims(value) if keys and holder is None else []
    own = {key: raw.get(key) for key in ("source", "at", "check", "checked")}
    claims = [holder] if holder is not None else inside or ([own] if own["source"] else [])
    inherited = holder is None and not inside
    return Answer(kind, name, path, value, tuple(claims), inherited, tuple(disputes.about(dataset, path)))


def _step(kind: str, name: str, done: list[str], value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list):
        if key.isdigit() and int(key) < len(value):
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
        f'{KIND_WORDS[kind]} {place} has nothing called "{key}"', hint + listed, field="path", value=key,
        suggestions=suggestions, allowed=tuple(valid),
    )  # fmt: skip


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, list):
        names = [str(item["id"]) for item in value if isinstance(item, dict) and item.get("id")]
        return names or [str(at) for at in range(len(value))]
    return []


def _is_claim(value: Any) -> bool:
    return isinstance(value, dict) and "check" in value and "source" in value and "checked" in value


def _claims(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        if _is_claim(item):
            found.append(item)
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found
