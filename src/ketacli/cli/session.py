"""One run of the program: how output is wanted, and the one place that writes it."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from ketacli.cli.spec import FORMATS
from ketacli.errors import EMPTY, OK, DataError, KetaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.cli.emit import Rows
    from ketacli.dataset import Dataset
    from ketacli.render.wrap import Line
    from ketacli.screen import Screen

SPELLINGS = {"md": "markdown"}
CELLS = ("csv", "tsv")
UTF8 = ("csv", "tsv", "markdown", "toml")
"""Formats that are UTF-8 wherever they are written to."""
CITATION_STYLES = ("bibtex", "ris", "csl-json")
NARROWEST, WIDEST = 20, 1000
DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}


class Session:
    """Settings of a run, read from options and environment when the run starts."""

    def __init__(
        self,
        *,
        json: bool = False,
        output_format: str | None = None,
        fields: str | None = None,
        where: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        no_header: bool = False,
        bom: bool = False,
        output: str | None = None,
        color: str | None = None,
        width: int | None = None,
        accessible: bool = False,
        pager: bool = False,
        data: str | None = None,
        max_age: str | None = None,
        cite: str | None = None,
        formats: tuple[str, ...] = FORMATS,
    ) -> None:
        # The format is settled first, so that a wrong option is already told in JSON where JSON was asked for.
        asked = SPELLINGS.get(output_format or "", output_format)
        self.format = "json" if json else asked if asked in formats else "table"
        if asked is not None and asked not in formats:
            raise no_value("-o", str(output_format), formats, "output_format")
        if json and asked not in (None, "json"):
            raise UsageError("--json and -o name two different formats", "Give one of them.", field="output_format")
        for flag, given in (("--no-header", no_header), ("--bom", bom)):
            if given and self.format not in CELLS:
                raise UsageError(f"{flag} goes with -o csv or -o tsv", "Add one of them, or leave it out.",
                                 field=flag.strip("-").replace("-", "_"))  # fmt: skip
        for flag, number in (("--limit", limit), ("--offset", offset)):
            if number is not None and number < 0:
                raise UsageError(f"{flag} takes 0 or more, not {number}", "Write a plain whole number.",
                                 field=flag.strip("-"), value=str(number))  # fmt: skip
        self.fields, self.where, self.sort, self.limit, self.offset = fields, where, sort, limit, offset
        self.header, self.bom = not no_header, bom
        self.file = None
        if output is not None:
            from ketacli.cli.files import STANDARD_OUTPUT, Target

            if output not in STANDARD_OUTPUT:
                self.file = Target(output)
                waiting[:] = [self.file]
        if color not in (None, "auto", "always", "never"):
            raise no_value("--color", color, ("auto", "always", "never"))
        if width is not None and not NARROWEST <= width <= WIDEST:
            raise UsageError(
                f"--width takes {NARROWEST} to {WIDEST}, not {width}", "Leave it out to follow the terminal.",
                field="width", value=str(width),
            )  # fmt: skip
        self.terminal = self.file is None and sys.stdout.isatty()
        self.accessible = accessible or os.environ.get("ACCESSIBLE", "") not in ("", "0")
        # Screen readers and braille displays break lines by themselves, and spell escape codes out.
        coloured = color == "always" if self.accessible else _colour(color, self.terminal)
        self.colour = self.file is None and coloured
        self.encoding = sys.stdout.encoding if self.file is None else "utf-8"
        self.width = width or (None if self.accessible else _width(self.terminal))
        self.paged = self.terminal and (pager or bool(os.environ.get("KETA_PAGER", "").strip()))
        self.data = data or os.environ.get("KETA_DATA") or None
        self.max_age = age(max_age) if max_age else None
        self.cite = cite
        if cite is not None and cite not in CITATION_STYLES:
            raise no_value("--cite", cite, CITATION_STYLES)
        self.refuse_format_of_citations("--cite", cite)
        if cite is not None and fields is not None:
            raise UsageError("--cite writes whole documents: --fields picks none of them", "Leave one of them out.",
                             field="fields")  # fmt: skip
        self._dataset: Dataset | None = None

    @property
    def dataset(self) -> Dataset:
        """The evidence, loaded when first asked for."""
        if self._dataset is None:
            from ketacli.dataset import load

            self._dataset = load(self.data)
            if self.max_age is not None:
                refuse_old(self._dataset.meta["checked_through"], self.max_age)
        return self._dataset

    def cited(self, kind: str, names: list[str]) -> int:
        """Write the main documents of records in the style asked for."""
        from ketacli import citations

        ids = dict.fromkeys(name for each in names for name in citations.documents(self.dataset, kind, each, False))
        sources = [self.dataset.sources[name] for name in ids]
        self.write(citations.write(sources, self.cite or "bibtex", self.dataset.meta["checked_through"]))
        return OK

    @property
    def whole(self) -> bool:
        """Whether everything is wanted: no field picked, nothing left out, nothing sorted."""
        asked = (self.fields, self.where, self.sort, self.limit, self.offset)
        return all(each is None for each in asked)

    @property
    def plain_table(self) -> bool:
        """Whether the whole is wanted as a screen: the quickest way there is taken."""
        return self.format == "table" and self.whole

    @property
    def plain_json(self) -> bool:
        """Whether the whole is wanted as JSON."""
        return self.format == "json" and self.whole

    def refuse_format_of_citations(self, flag: str, style: str | None) -> None:
        """Raise UsageError where a citation style meets a format that it cannot be written in."""
        fits = self.format == "table" or (self.format == "json" and style in (None, "csl-json"))
        if style is not None and not fits:
            raise UsageError(
                f"{flag} {style} is a format of its own and cannot be written as {self.format}",
                f"Leave {flag} or the format out; {flag} csl-json goes with --json.", field=flag.strip("-"),
            )  # fmt: skip

    def listing(
        self,
        schema: str,
        kind: str,
        query: dict[str, Any],
        found: list[Any],
        screen: Callable[[list[Any]], Screen],
        *,
        line: Callable[[Any], str] | None = None,
        more: Callable[[list[Any]], dict[str, Any]] | None = None,
        single: bool = False,
        fail_empty: bool = False,
    ) -> int:
        """Write records of one kind in whatever format and choice was asked for; the list is emptied.

        ``screen`` makes the screen of those that are left after --where, --sort and --limit,
        ``line`` the JSON of one record where it is not that of the data, ``more`` further members of
        the JSON object. ``single`` marks the whole of one record: its TOML is the record itself.
        """
        chosen: dict[str, Any] = {}
        total = len(found)
        if any(each is not None for each in (self.where, self.sort, self.limit, self.offset)):
            from ketacli.cli import emit

            found, total, chosen = emit.choose_records(self, kind, found)
        if self.cite:
            return self.cited(kind, [item.id for item in found])
        if self.format == "json" and self.fields is None:
            write = line or (lambda item: self.dataset.kind(kind).line(item.id))
            extra = more(found) if more is not None else {}
            self.records(schema, {**query, **chosen.get("query", {})}, [write(item) for item in found], total=total,
                         next_offset=chosen.get("next_offset"), chosen=bool(chosen), **extra)  # fmt: skip
        elif self.format == "table" and self.fields is None:
            shown = emit.part(screen, found, chosen) if "every" in chosen else screen(found)
            if self.sort and kind != "guidelines":
                shown = emit.ungroup(shown)
            # The whole list may be the largest screen there is: its records go before it is laid out.
            found.clear()
            self.screen(shown)
        else:
            from ketacli.cli import emit

            emit.listing(self, schema, kind, query, found, screen, line, more, single, total, chosen)
        return self.empty(total > 0, fail_empty)

    def report(
        self,
        schema: str,
        query: dict[str, Any],
        data: Any,
        rows: Rows,
        screen: Callable[[list[Any]], Screen],
        *,
        formats: dict[str, Callable[[], str]] | None = None,
        fail_empty: bool = False,
        **more: Any,
    ) -> int:
        """Write an object, or rows that are no records, in whatever format and choice was asked for.

        ``rows`` are its rows for CSV and the like; ``screen`` makes the screen of the items behind
        those that are left. ``formats`` has the text of formats that only this command knows, by
        name; the session was given their names.
        """
        from ketacli.cli import emit

        return emit.report(self, schema, query, data, rows, screen, formats or {}, fail_empty, more)

    def screen(self, shown: Screen) -> int:
        """Write a screen: to the file, through the pager where one is wanted, or to standard output."""
        shown.next = onward(shown.next)
        if self.file is not None:
            self.write(self.drawn(shown))
        elif self.paged:
            from ketacli.cli.pager import page

            page(lambda stream: self.draw(shown, stream), self.note)
        else:
            self.draw(shown, sys.stdout)
        return OK

    def draw(self, shown: Screen, stream: TextIO) -> None:
        """Draw a screen on a stream: in colour through Rich, else as plain text, uncut where no width is known."""
        if self.colour:
            from ketacli.render.terminal import write

            write(self.laid_out(shown, stream.encoding), stream)
        else:
            from ketacli.render.plain import text

            stream.write(text(self.laid_out(shown, stream.encoding), stream.encoding))

    def drawn(self, shown: Screen) -> str:
        """A screen as plain text."""
        from ketacli.render.plain import text

        return text(self.laid_out(shown, self.encoding), self.encoding)

    def laid_out(self, shown: Screen, encoding: str | None) -> list[Line]:
        """A screen as lines: for eyes, or for ears."""
        if self.accessible:
            from ketacli.render.accessible import speak

            return speak(shown, self.width)
        from ketacli.render.glyphs import choose
        from ketacli.render.layout import lay_out

        width = self.width or (80 if self.colour else None)
        return lay_out(shown, width, choose(encoding))

    def records(
        self,
        schema: str,
        query: dict[str, Any],
        lines: list[str],
        *,
        total: int | None = None,
        next_offset: int | None = None,
        chosen: bool = False,
        **more: Any,
    ) -> int:
        """Write the JSON envelope around records that are compact JSON already.

        ``chosen`` says that a part was asked for: then ``total`` counts all and ``next_offset`` is said.
        """
        text = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
        ahead = {"next_offset": next_offset} if chosen else {}
        return self._envelope(schema, query, len(lines) if total is None else total, text, more, ahead)

    def document(
        self, schema: str, query: dict[str, Any], data: Any, *, total: int | None = None,
        next_offset: int | None = None, chosen: bool = False, **more: Any,
    ) -> int:  # fmt: skip
        """Write the JSON envelope around an object, or around rows that are no records; see ``records``."""
        from ketacli.render.document import member

        counted = len(data) if isinstance(data, list) and total is None else total
        ahead = {"next_offset": next_offset} if chosen else {}
        return self._envelope(schema, query, counted, member("data", data), more, ahead)

    def _envelope(
        self, schema: str, query: dict[str, Any], total: int | None, data: str, more: dict[str, Any],
        ahead: dict[str, Any],
    ) -> int:  # fmt: skip
        """The envelope, with every document that the data names: their ids are read off the text."""
        from ketacli.render.document import compact, pretty

        meta = self.dataset.meta
        members = {
            "schema": compact(f"keta.{schema}/1"),
            "dataset": compact({"version": meta["version"], "checked_through": meta["checked_through"]}),
            "query": compact({name: value for name, value in query.items() if not unasked(value)}),
            "total": compact(total),
            **{key: compact(value) for key, value in ahead.items()},
            "data": data,
            **{key: compact(value) for key, value in more.items()},
        }
        named = named_sources([data, *(members[key] for key in more)])
        kept = [f"{compact(name)}:{self.dataset.sources.line(name)}" for name in named if name in self.dataset.sources]
        members["sources"] = "{" + ",".join(kept) + "}"
        members["warnings"] = "[]"
        pieces = ["{"]
        for at, (key, text) in enumerate(members.items()):
            pieces += [",\n" if at else "", compact(key), ": ", text]
        pieces.append("}\n")
        if self.terminal:
            pieces = [pretty("".join(pieces))]
        for piece in pieces:
            self.write(piece)
        return OK

    def write(self, text: str) -> None:
        """Write finished text to standard output or the file, whatever its encoding."""
        if self.file is not None:
            self.file.pieces.append(text)
            return
        if not text.isascii():
            from ketacli.render.glyphs import encodable, fit

            if self.format in UTF8 and not is_utf8(self.encoding):
                raw = getattr(sys.stdout, "buffer", None)
                if raw is not None and not self.terminal:
                    sys.stdout.flush()
                    raw.write(text.encode("utf-8", "backslashreplace"))
                    return
                text = fit(text, self.encoding)
            elif not encodable(text, self.encoding):
                text = "".join(c if encodable(c, self.encoding) else _escaped(c) for c in text)
        sys.stdout.write(text)

    def note(self, text: str) -> None:
        """A line for the person, on standard error."""
        from ketacli.printable import printable
        from ketacli.render.glyphs import fit

        text = "\n".join(printable(line) for line in text.split("\n"))
        sys.stderr.write(fit(text, sys.stderr.encoding) + "\n")

    def empty(self, matched: bool, fail: bool) -> int:
        """The exit code of a list: 0, or 4 when nothing matched and the caller asked to be told."""
        if fail and not matched:
            self.note("keta: nothing matched\n  Leave a filter out, or write it wider.")
            return EMPTY
        return OK


def onward(commands: list[str]) -> list[str]:
    """The commands to go on with, without those that ask for what was just asked for."""
    from ketacli.cli.fast import typed

    given = {part.casefold() for word in typed for part in word.split("=", 1)}

    def asked(words: list[str]) -> bool:
        # A bare list goes on from a filtered one: it has more. Everything else is in what was typed with options.
        return words == typed or (
            len(words) > 1 and words[:1] == typed[:1] and {word.casefold() for word in words} <= given
        )

    return [command for command in commands if not asked(command.split()[1:])]


def no_value(option: str, value: str, allowed: tuple[str, ...], field: str = "") -> KetaError:
    """The error for a word that an option does not take."""
    from ketacli.names import fold, missing, near

    known = {fold(word): word for word in allowed}
    error = missing(f"value for {option}", value, near(value, known), allowed, UsageError)
    error.field = field or option.lstrip("-")
    return error


def unasked(value: Any) -> bool:
    """Whether an option was left out: 0 is an answer, an empty list or False is none."""
    return value is None or value is False or value == []


waiting: list[Any] = []
"""The file of this run, if there is one: written when the command has ended without an error."""


def finish(keep: bool) -> None:
    """Put the output file in its place, whole; without ``keep``, forget it."""
    while waiting:
        target = waiting.pop()
        if keep:
            target.save()


def is_utf8(encoding: str | None) -> bool:
    """Whether a stream's encoding is UTF-8, however it is spelled."""
    return (encoding or "").lower().replace("-", "").replace("_", "") == "utf8"


def named_sources(texts: list[str]) -> list[str]:
    """The ids of every document that pieces of compact JSON name."""
    found: set[str] = set()
    for text in texts:
        found.update(re.findall(r'"source":"([a-z0-9-]+)"', text))
        for listed in re.findall(r'"publications":\[([^]]+)\]', text):
            found.update(listed.strip('"').split('","'))
    return sorted(found)


def error_document(error: KetaError) -> dict[str, Any]:
    """An error as the JSON object that a program reads."""
    return {
        "schema": "keta.error/1",
        "error": {
            "code": error.code,
            "exit": error.exit_code,
            "message": error.message,
            "hint": error.hint,
            "field": error.field,
            "value": error.value,
            "suggestions": list(error.suggestions),
            "allowed": list(error.allowed),
            "details": list(error.details),
        },
    }


def _escaped(letter: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _utf16(letter))


def _utf16(letter: str) -> list[int]:
    raw = letter.encode("utf-16-be", "surrogatepass")
    return [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw), 2)]


def _colour(asked: str | None, terminal: bool) -> bool:
    """``--color`` over ``NO_COLOR`` over ``FORCE_COLOR`` (0 means off) over the terminal."""
    if asked in ("always", "never"):
        return asked == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return terminal and os.environ.get("TERM") != "dumb"


def _width(terminal: bool) -> int | None:
    """``COLUMNS`` over the terminal's own width; None in a pipe, where nothing is wrapped."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and len(columns) < 5 and NARROWEST <= int(columns) <= WIDEST:
        return int(columns)
    if not terminal:
        return None
    try:
        columns_known = os.get_terminal_size(sys.stdout.fileno()).columns
        return max(columns_known, NARROWEST) if columns_known else 80
    except OSError:
        return 80


def age(text: str) -> int:
    """``90d``, ``12w``, ``6m`` or ``1y`` in days; UsageError for anything else."""
    number, unit = text[:-1], text[-1:]
    if unit not in DAYS or not (number.isascii() and number.isdigit()):
        raise UsageError(
            f'--max-age takes a span of time, not "{text}"', "Write 90d, 12w, 6m or 1y.", field="max_age", value=text
        )
    return int(number) * DAYS[unit]


def refuse_old(checked_through: str, days: int) -> None:
    """Raise DataError when the data was last checked more than ``days`` ago."""
    from datetime import date

    past = (date.today() - date.fromisoformat(checked_through)).days
    if past > days:
        ago, limit = (f"{number} day{'' if number == 1 else 's'}" for number in (past, days))
        raise DataError(
            f"the data was last checked {ago} ago, on {checked_through}: older than {limit}",
            "Install a newer version, or allow a greater --max-age.",
        )
