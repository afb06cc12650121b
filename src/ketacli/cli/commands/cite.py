"""``keta cite ID ...`` and ``keta cite --self``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli import values
from ketacli.cli.endings import ENDINGS, ending
from ketacli.cli.forms import Forms, write
from ketacli.cli.session import Session
from ketacli.errors import UsageError
from ketacli.evidence import citations
from ketacli.evidence.citations.csl import csl
from ketacli.evidence.citations.documents import cited, documents, own
from ketacli.records.base import as_plain
from ketacli.render.document import compact

if TYPE_CHECKING:
    from ketacli.evidence.answers.citations import CslItem
    from ketacli.records.fields import Field
    from ketacli.records.source import Source
    from ketacli.screens.screen import Screen


def run(*, names: list[str], style: str | None, self: bool, all: bool, **settings: Any) -> int:  # noqa: A002
    """Write the documents of records, or the dataset itself, in a citation style."""
    named = ENDINGS.get(ending(settings["output"]))
    asked = values.one(style, citations.STYLES, "--style") or (named if named in citations.STYLES else None)
    chosen = asked or "bibtex"
    session = Session(**settings, style=chosen)
    session.refuse_format_of_citations("--style", asked)
    dataset = session.dataset
    if not names and not self:
        raise UsageError("cite takes ids, or --self", "For example: keta cite transform-2.")
    ids: dict[str, None] = {}
    for name in names:
        kind, found = cited(dataset, name)
        ids.update(dict.fromkeys(documents(dataset, kind, found, everything=all)))
    sources = [dataset.sources[name] for name in ids]
    if self:
        sources.append(own(dataset))
    write(session, forms(session, sources, {"names": names, "self": self, "all": all}, chosen))
    if session.format == "json":
        return 0
    unsound = [source for source in sources if source.status in ("retracted", "untraceable", "concern", "listed")]
    for source in unsound:
        session.note(f"keta: {source.id} is marked {source.status}\n  keta sources {source.id} says why.")
    return 0


def forms(session: Session, sources: list[Source], asked: dict[str, Any], style: str) -> Forms:
    """The documents in every form: as a person cites them, as CSL-JSON, as a list of references, as records."""
    checked = session.dataset.meta["checked_through"]

    def items() -> list[CslItem]:
        return [csl(source, checked) for source in sources]

    def screen() -> Screen:
        from ketacli.records.source import address, cite, reference
        from ketacli.screens.screen import Cited, Screen

        return Screen("", sources=[Cited(cite(source), address(source), reference(source)) for source in sources])

    def cells() -> tuple[list[Field], list[Source]]:
        from ketacli.records import fields

        known = fields.of_kind("sources")
        return [known.find(name) for name in known.columns()], sources

    def tables() -> dict[str, Any]:
        from ketacli.build.write import authored

        return {"sources": [authored("sources", source.to_dict()) for source in sources]}

    return Forms(
        terminal=lambda: session.write(citations.write(sources, style, checked), utf8=True),
        envelope=lambda: session.document("cite", asked, items()),
        screen=screen,
        cells=cells,
        lines=lambda: map(compact, as_plain(items())),
        tables=tables,
    )
