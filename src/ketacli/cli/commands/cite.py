"""``keta cite ID ...`` and ``keta cite --self``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import citations
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.names import find_record
from ketacli.query import one_of

if TYPE_CHECKING:
    from ketacli.models.source import Source


def run(*, names: list[str], style: str | None, self: bool, all: bool, **settings: Any) -> int:  # noqa: A002
    """Write the documents of records, or the dataset itself, in a citation style."""
    session = Session(**settings)
    chosen = next(iter(one_of([style], citations.STYLES, "--style"))) if style else "bibtex"
    session.refuse_format_of_citations("--style", style)
    dataset = session.dataset
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
    if session.format == "table":
        session.write(citations.write(sources, chosen, checked))
    else:
        session.write(documents(session, sources))
    unsound = [source for source in sources if source.status in ("retracted", "untraceable", "concern")]
    for source in unsound:
        session.note(f"keta: {source.id} is marked {source.status}\n  keta sources {source.id} says why.")
    return 0


def documents(session: Session, sources: list[Source]) -> str:
    """The documents as records in the other formats; as Markdown, a list of references."""
    if session.format == "markdown":
        from ketacli.facts.source import cite
        from ketacli.render.markdown import line, start

        return "".join(f"{at}. {start(line(cite(source)))}\n" for at, source in enumerate(sources, 1))
    raw = [source.to_dict() for source in sources]
    if session.format == "toml":
        from ketacli.render import toml

        return toml.records("sources", raw)
    from ketacli.cli import emit

    if session.format == "jsonl":
        checked = session.dataset.meta["checked_through"]
        return "".join(emit.compact(citations.csl(source, checked)) + "\n" for source in sources)
    from ketacli import fields

    known = fields.of_kind("sources")
    return emit.as_cells(session, [known.find(name) for name in known.columns()], sources)
