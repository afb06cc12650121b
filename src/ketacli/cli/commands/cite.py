"""``keta cite ID ...`` and ``keta cite --self``."""

from __future__ import annotations

from typing import Any

from ketacli import citations
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.names import find_record
from ketacli.query import one_of


def run(*, names: list[str], style: str | None, self: bool, all: bool, **settings: Any) -> int:  # noqa: A002
    """Write the documents of records, or the dataset itself, in a citation style."""
    session = Session(**settings)
    dataset = session.dataset
    chosen = next(iter(one_of([style], citations.STYLES, "--style"))) if style else "bibtex"
    if not names and not self:
        raise UsageError("cite takes ids, or --self", "For example: keta cite transform-2.")
    ids: dict[str, None] = {}
    for name in names:
        kind, found = find_record(dataset, name)
        ids.update(dict.fromkeys(citations.documents(dataset, kind, found, everything=all)))
    sources = [dataset.sources[name] for name in ids]
    if self:
        sources.append(citations.own(dataset))
    checked = dataset.meta["checked_through"]
    if session.format == "json":
        items = [citations.csl(source, checked) for source in sources]
        return session.document("cite", {"names": names, "self": self, "all": all}, items)
    session.write(citations.write(sources, chosen, checked))
    unsound = [source for source in sources if source.status in ("retracted", "untraceable", "concern")]
    for source in unsound:
        session.note(f"keta: {source.id} is marked {source.status}\n  keta sources {source.id} says why.")
    return 0
