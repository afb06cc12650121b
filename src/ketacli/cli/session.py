"""What a command is handed to answer with: the settings of the run, the data, and every way of writing."""

from __future__ import annotations

from ketacli.cli.settings import Settings
from ketacli.errors import EMPTY, OK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from ketacli.build.overlays.folders import Chosen
    from ketacli.cli.invocation import Invocation
    from ketacli.cli.progress import Progress
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.answer import Answer
    from ketacli.records.dataset import Dataset
    from ketacli.records.store import Store
    from ketacli.screens.screen import Screen

    Read = TypeVar("Read")


class Session(Settings):
    """The settings of a run with its data and its output."""

    def __init__(self, *, invocation: Invocation, **options: Any) -> None:
        """Read the options of a command; UsageError for values that none of them takes."""
        from ketacli.cli.output import Output

        super().__init__(**options)
        self.output = Output(self, invocation)
        self._dataset: Dataset | None = None
        self._store: Store | None = None
        self._chosen: Chosen | None = None

    @property
    def dataset(self) -> Dataset:
        """The evidence, loaded when first asked for; DataError where it is damaged, invalid or too old."""
        if self._dataset is None:
            from ketacli.cli.data import load

            self._dataset = self._read(lambda: load(self.chosen, self.oldest))
        return self._dataset

    @property
    def chosen(self) -> Chosen:
        """The folders that the data is read from."""
        if self._chosen is None:
            from ketacli.build.overlays.folders import chosen

            self._chosen = chosen(self.data, self.no_local)
        return self._chosen

    @property
    def quick(self) -> bool:
        """Whether plain JSON of compiled data is asked for: then its tables answer without its records."""
        return self.plain_json and self.cite is None and self.as_compiled

    @property
    def quick_list(self) -> bool:
        """Whether a list is wanted as a screen of one line a record: then lines that the build worked out make it."""
        return self.plain_table and not self.full and self.cite is None and self.as_compiled

    @property
    def as_compiled(self) -> bool:
        """Whether the data is the shipped one, however old, with or without overlays: compiled once and for all."""
        return self.oldest is None and self.chosen.base is None

    @property
    def unlaid(self) -> bool:
        """Whether a list of sentences goes to a pipe as it is: no terminal, no width, no colour, no listener."""
        return self.output.unlaid

    @property
    def store(self) -> Store:
        """The tables of the data."""
        if self._dataset is None and self.as_compiled:
            from ketacli.build.opening import opened

            if self._store is None:
                self._store = self._read(lambda: opened(self.chosen.overlays))
            return self._store
        return self.dataset.store

    def waiting(self) -> Progress:
        """A block of long work: how far it is stands on a terminal until it ends."""
        from ketacli.cli.progress import Progress

        return Progress(accessible=self.output.accessible)

    def _read(self, read: Callable[[], Read]) -> Read:
        """What ``read`` gives; the shipped data is there at once, any other may have to be compiled."""
        if not self.chosen.overlays and self.chosen.base is None:
            return read()
        with self.waiting():
            return read()

    def write(self, text: str, utf8: bool = False) -> None:
        """Write finished text; ``utf8`` says that programs read it, which take UTF-8 alone."""
        self.output.write(text, utf8)

    def screen(self, shown: Screen) -> int:
        """Write a screen."""
        self.output.screen(self.noted(shown))
        return OK

    @property
    def local(self) -> bool:
        """Whether the data that was read has records of overlays."""
        return bool(self.chosen.overlays) and self.store.has_local

    def noted(self, shown: Screen) -> Screen:
        """A screen with a note on the records of overlays in it, and their files."""
        if self.local:
            from ketacli.screens.local import note_local

            note_local(self.store, shown)
        return shown

    def note(self, text: str) -> None:
        """A line for the person, on standard error."""
        self.output.note(text)

    def empty(self, matched: bool, fail: bool, todo: str = "Leave a filter out, or write it wider.") -> int:
        """The exit code of a list: 0, or 4 when nothing matched and the caller asked to be told."""
        if fail and not matched:
            self.note(f"keta: nothing matched\n  {todo}")
            return EMPTY
        return OK

    def cited(self, kind: str, names: list[str]) -> int:
        """Write the main documents of records in the style asked for."""
        from ketacli.evidence import citations
        from ketacli.evidence.citations.documents import documents

        ids = dict.fromkeys(name for each in names for name in documents(self.dataset, kind, each, False))
        sources = [self.dataset.sources[name] for name in ids]
        self.write(citations.write(sources, self.cite or "bibtex", self.dataset.meta["checked_through"]), utf8=True)
        return OK

    def listing(
        self,
        schema: str,
        kind: str,
        query: dict[str, Any],
        found: list[Any],
        screen: Callable[[list[Any]], Screen],
        *,
        more: Callable[[list[Any]], dict[str, Any]] | None = None,
        single: bool = False,
        fail_empty: bool = False,
    ) -> int:
        """Write records of one kind in whatever format and choice was asked for; the list is emptied.

        ``screen`` makes the screen of those that are left after --where, --sort and --limit,
        ``more`` further members of the JSON object. ``single`` marks the whole of one record: its TOML is
        the record itself.
        """
        if query.get("as_of") and not self.cite:
            from ketacli.cli.as_of import told

            screen = told(self, kind, query["as_of"], found, screen)
        chosen: dict[str, Any] = {}
        total = len(found)
        if self.chooses:
            from ketacli.cli.formats import choose_records, part, ungroup

            found, total, chosen = choose_records(self, kind, found)
        if self.cite:
            return self.cited(kind, [item.id for item in found])
        if self.format == "json" and self.fields is None:
            extra = more(found) if more is not None else {}
            asked = {**query, **chosen.get("query", {})}
            held = {"total": total, "next_offset": chosen.get("next_offset"), "chosen": bool(chosen), **extra}
            if query.get("as_of"):
                self.document(schema, asked, found, **held)
            else:
                self.records(schema, asked, kind, [item.id for item in found], **held)
        elif self.format == "table" and self.fields is None:
            shown = part(screen, found, chosen) if "every" in chosen else screen(found)
            if self.sort and kind != "guidelines":
                shown = ungroup(shown)
            # The whole list may be the largest screen there is: its records go before it is laid out.
            found.clear()
            self.screen(shown)
        else:
            from ketacli.cli.formats import listing

            listing(self, schema, kind, query, found, screen, more, single, total, chosen)
        return self.empty(total > 0, fail_empty)

    def report(
        self,
        name: str,
        query: dict[str, Any],
        data: Callable[[], Any],
        rows: Callable[[Any], Rows],
        screen: Callable[[list[Any]], Screen],
        *,
        items: list[Any],
        beside: Callable[[], Answer] | None = None,
        envelope: Callable[[], object] | None = None,
        fail_empty: bool = False,
    ) -> int:
        """Write an answer of a command's own, or rows that are no records, in whatever format and choice was asked for.

        ``data`` makes the answer, ``rows`` its rows for CSV and the like, ``screen`` the screen of those of
        ``items`` that are left; ``items`` may be empty where the screen shows no rows. ``beside`` makes
        further members of the JSON object, ``envelope`` writes another JSON object in its place.
        """
        if self.plain_table:
            self.screen(screen(items))
            return self.empty(bool(items), fail_empty)
        more = beside().to_dict() if beside is not None else {}
        if self.plain_json and envelope is None:
            self.document(name, query, data(), **more)
            return self.empty(bool(items), fail_empty)
        from ketacli.cli.report import report

        found = data()
        return self.empty(report(self, name, query, found, rows(found), items, screen, more, envelope), fail_empty)

    def records(self, schema: str, query: dict[str, Any], kind: str, names: list[str], **more: Any) -> int:
        """Write the JSON object of records of a kind, by id, as they are compiled; ``more`` as for ``document``."""
        from ketacli.render.envelope import Encoded

        lines = [Encoded(line) for _, line in self.store.lines_of(kind, names)]
        return self._object(schema, query, lines, self.store.sources(kind, names), **more)

    def document(self, schema: str, query: dict[str, Any], data: Any, **more: Any) -> int:
        """Write the JSON object around an answer or around rows, with every document that they name.

        ``more`` are further members of it, and what ``_object`` takes by name.
        """
        from ketacli.records.base import as_plain

        return self._object(schema, query, as_plain(data), **more)

    def _object(
        self,
        schema: str,
        query: dict[str, Any],
        data: Any,
        sources: Sequence[str] = (),
        *,
        total: int | None = None,
        next_offset: int | None = None,
        chosen: bool = False,
        warnings: Sequence[str] = (),
        **more: Any,
    ) -> int:
        """Write the JSON object around plain values.

        ``warnings`` are what a reader must know first.
        ``chosen`` says that a part was asked for: then ``total`` counts all and ``next_offset`` is said.
        ``sources`` are the documents that data which is JSON already names.
        """
        from ketacli.render.envelope import Encoded, entries, envelope, named, rows

        meta = self.store.meta()
        stamp: dict[str, Any] = {"version": meta["version"], "checked_through": meta["checked_through"]}
        documents = self.store.lines_of("sources", sorted({*sources, *named(data), *named(more)}))
        local: dict[str, Any] = {}
        if self.local:
            from ketacli.records.local import ids_in

            stamp["local"] = Encoded(meta["local"])
            held = self.store.local(
                ids_in("".join(envelope({"data": rows(data) if isinstance(data, list) else data, **more})))
            )
            local = {"local": held} if held else {}
        pieces = envelope({
            "schema": f"keta.{schema}/1",
            "dataset": stamp,
            "query": {name: value for name, value in query.items() if not unasked(value)},
            "total": len(data) if isinstance(data, list) and total is None else total,
            **({"next_offset": next_offset} if chosen else {}),
            "data": rows(data) if isinstance(data, list) else data,
            **more,
            **local,
            "sources": entries((name, Encoded(line)) for name, line in documents),
            "warnings": list(warnings),
        })  # fmt: skip
        if self.output.terminal:
            from ketacli.render.document import pretty

            pieces = iter([pretty("".join(pieces))])
        for piece in pieces:
            self.write(piece)
        return OK


def unasked(value: Any) -> bool:
    """Whether an option was left out: 0 is an answer, an empty list or False is none."""
    return value is None or value is False or value == []
