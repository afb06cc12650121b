"""Which documents a record, a name or the dataset itself stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.kinds import LOOKUP_ORDER, class_of
from ketacli.records.names import find_record, numbered
from ketacli.records.nodes import field_of, walk
from ketacli.records.store import fold

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.source import Source


def cited(dataset: Dataset, text: str) -> tuple[str, str]:
    """Kind and id of what ``text`` cites: a document's own id goes before every other name. Raises UnknownName.

    A record that has the id of a document too stands for both: ``documents`` puts that document first.
    """
    document = numbered(dataset, text) or {fold(name): name for name in dataset.sources.ids()}.get(fold(text))
    if document is None:
        return find_record(dataset, text)
    return next((kind, document) for kind in LOOKUP_ORDER if document in dataset.kind(kind))


def documents(dataset: Dataset, kind: str, name: str, everything: bool) -> list[str]:
    """Ids of the documents of a record: its main one and further publications, or every one that it names.

    First comes the document that has the record's own id; of a trial without one, its first paper.
    """
    if kind == "sources":
        return [name]
    first = [name] if name in dataset.sources else []
    raw = dataset.kind(kind).raw[name]
    named = [raw["source"], *raw.get("publications", [])] if "source" in raw else []
    if kind == "trials" and not first:
        first = [each for each in named if dataset.sources.raw[each]["tier"] == "primary"][:1]
    if everything:
        named = [value for key, value, _ in walk(raw, class_of(kind)) if field_of(key) == "source"]
    return list(dict.fromkeys([*first, *named]))


def own(dataset: Dataset) -> Source:
    """The dataset as a document."""
    from ketacli.records.source import Source
    from ketacli.records.structure import build

    meta = dataset.meta
    found: Source = build(
        Source,
        {
            "id": f"keta-data-{meta['version'].replace('.', '-')}",
            "type": "dataset",
            "title": f"keta: published evidence on ketamine and its enantiomers, version {meta['version']}",
            "author": ["keta contributors"],
            "issued": meta["released"],
            "publisher": "keta",
            "version": meta["version"],
            "tier": "web",
            "status": "ok",
            "checked": meta["checked_through"],
        },
    )
    return found
