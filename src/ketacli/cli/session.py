"""One run of the program: how output is wanted, and the one place that writes it."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from ketacli.errors import EMPTY, OK, DataError, KetaError, UsageError

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.screen import Screen

FORMATS = ("table", "json")
CITATION_STYLES = ("bibtex", "ris", "csl-json")
NARROWEST, WIDEST = 20, 1000
DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}


class Session:
    """Settings of a run, read from options and environment when the run starts."""

    def __init__(
        self,
        *,
        json: bool = False,
        output: str | None = None,
        color: str | None = None,
        width: int | None = None,
        accessible: bool = False,
        pager: bool = False,
        data: str | None = None,
        max_age: str | None = None,
        cite: str | None = None,
    ) -> None:
        # The format is settled first, so that a wrong option is already told in JSON where JSON was asked for.
        self.format = "json" if json or output == "json" else "table"
        if output is not None and output not in FORMATS:
            raise no_value("-o", output, FORMATS)
        if json and output not in (None, "json"):
            raise UsageError("--json and -o name two different formats", "Give one of them.", field="output")
        if color not in (None, "auto", "always", "never"):
            raise no_value("--color", color, ("auto", "always", "never"))
        if width is not None and not NARROWEST <= width <= WIDEST:
            raise UsageError(
                f"--width takes {NARROWEST} to {WIDEST}, not {width}", "Leave it out to follow the terminal.",
                field="width", value=str(width),
            )  # fmt: skip
        self.terminal = sys.stdout.isatty()
        self.accessible = accessible or os.environ.get("ACCESSIBLE", "") not in ("", "0")
        # Screen readers and braille displays break lines by themselves, and spell escape codes out.
        self.colour = color == "always" if self.accessible else _colour(color, self.terminal)
        self.width = width or (None if self.accessible else _width(self.terminal))
        self.paged = self.terminal and (pager or bool(os.environ.get("KETA_PAGER", "").strip()))
        self.data = data or os.environ.get("KETA_DATA") or None
        self.max_age = age(max_age) if max_age else None
        self.cite = cite
        if cite is not None and cite not in CITATION_STYLES:
            raise no_value("--cite", cite, CITATION_STYLES)
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

    def screen(self, shown: Screen) -> int:
        """Write a screen, through the pager where one is wanted."""
        if self.paged:
            from ketacli.cli.pager import page

            page(lambda stream: self.draw(shown, stream), self.note)
        else:
            self.draw(shown, sys.stdout)
        return OK

    def draw(self, shown: Screen, stream: TextIO) -> None:
        """Draw a screen on a stream: in colour through Rich, else as plain text, uncut where no width is known."""
        if self.accessible:
            from ketacli.render.accessible import speak

            lines = speak(shown, self.width)
        else:
            from ketacli.render.glyphs import choose
            from ketacli.render.layout import lay_out

            width = self.width or (80 if self.colour else None)
            lines = lay_out(shown, width, choose(stream.encoding))
        if self.colour:
            from ketacli.render.terminal import write

            write(lines, stream)
        else:
            from ketacli.render.plain import text

            stream.write(text(lines, stream.encoding))

    def records(self, schema: str, query: dict[str, Any], lines: list[str], **more: Any) -> int:
        """Write the JSON envelope around records that are compact JSON already."""
        text = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
        return self._envelope(schema, query, len(lines), text, more)

    def document(self, schema: str, query: dict[str, Any], data: Any, **more: Any) -> int:
        """Write the JSON envelope around an object, or around rows that are no records."""
        from ketacli.render.document import member

        total = len(data) if isinstance(data, list) else None
        return self._envelope(schema, query, total, member("data", data), more)

    def _envelope(self, schema: str, query: dict[str, Any], total: int | None, data: str, more: dict[str, Any]) -> int:
        """The envelope, with every document that the data names: their ids are read off the text."""
        from ketacli.render.document import compact, pretty

        meta = self.dataset.meta
        members = {
            "schema": compact(f"keta.{schema}/1"),
            "dataset": compact({"version": meta["version"], "checked_through": meta["checked_through"]}),
            "query": compact({name: value for name, value in query.items() if value not in (None, [], False)}),
            "total": compact(total),
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
        """Write finished text to standard output, whatever its encoding."""
        if not text.isascii():
            from ketacli.render.glyphs import encodable

            if not encodable(text, sys.stdout.encoding):
                text = "".join(c if encodable(c, sys.stdout.encoding) else _escaped(c) for c in text)
        sys.stdout.write(text)

    def note(self, text: str) -> None:
        """A line for the person, on standard error."""
        from ketacli.render.glyphs import fit

        sys.stderr.write(fit(text, sys.stderr.encoding) + "\n")

    def empty(self, matched: bool, fail: bool) -> int:
        """The exit code of a list: 0, or 4 when nothing matched and the caller asked to be told."""
        if fail and not matched:
            self.note("keta: nothing matched\n  Leave a filter out, or write it wider.")
            return EMPTY
        return OK


def no_value(option: str, value: str, allowed: tuple[str, ...]) -> KetaError:
    """The error for a word that an option does not take."""
    from ketacli.names import fold, missing, near

    known = {fold(word): word for word in allowed}
    error = missing(f"value for {option}", value, near(value, known), allowed, UsageError)
    error.field = option.lstrip("-")
    return error


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
        raise DataError(
            f"the data was last checked {past} days ago, on {checked_through}: older than {days} days",
            "Install a newer version, or allow a greater --max-age.",
        )
