"""Where an answer goes and how it looks there: stream or file, encoding, colour, width, pager."""

from __future__ import annotations

import os
import sys

from ketacli.cli.settings import NARROWEST, WIDEST
from ketacli.render.writers import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from ketacli.cli.invocation import Invocation
    from ketacli.cli.output_file import Target
    from ketacli.cli.settings import Settings
    from ketacli.render.wrap import Line
    from ketacli.screens.screen import Screen

UNKNOWN_WIDTH = 80
PIPED_WIDTH = 100
"""Columns of what no terminal shows: wide enough for a list, narrow enough for a mail."""


class Output:
    """The one place that writes. A file is collected and handed to the invocation, which saves it at its end."""

    def __init__(self, settings: Settings, invocation: Invocation) -> None:
        self.typed = invocation.words
        self.listener = invocation.listener
        self.file = None
        if settings.file_name is not None:
            from ketacli.cli.output_file import STANDARD_OUTPUT

            if settings.file_name not in STANDARD_OUTPUT:
                self.file = invocation.file = target(settings.format, settings.file_name)
        self.terminal = self.file is None and sys.stdout.isatty()
        self.utf8 = FORMATS[settings.format].utf8
        self.escapes = FORMATS[settings.format].takes in ("envelope", "lines", "tables", "log")
        self.bom = settings.bom
        self.accessible = settings.asked_accessible or os.environ.get("ACCESSIBLE", "") not in ("", "0")
        # Screen readers and braille displays break lines by themselves, and spell escape codes out.
        asked = settings.asked_colour
        coloured = asked == "always" if self.accessible else _colour(asked, self.terminal)
        self.colour = self.file is None and coloured
        self.encoding = sys.stdout.encoding if self.file is None else "utf-8"
        known = settings.asked_width or (None if self.accessible else _width(self.terminal))
        self.width = known or (None if self.accessible else PIPED_WIDTH)
        self.page_width = known
        """Columns for a page of text; None where nobody said: then its paragraphs stay whole."""
        self.one_line = not self.terminal and not known
        """Whether programs such as grep may read it: then each record of a list is one line."""
        self.unlaid = not (self.terminal or known or self.accessible or self.colour or self.listener)
        """Whether nobody said how wide the screen is and nothing but its text is wanted."""
        self.every_source = settings.every_source
        wanted = settings.asked_pager
        if wanted is None:
            # Set and empty, it turns the pager off; a listener's device has its own way through long texts.
            wanted = bool(os.environ.get("KETA_PAGER", "" if self.accessible else "less").strip())
        self.paged = self.terminal and wanted

    def write(self, text: str, utf8: bool = False) -> None:
        """Write finished text to standard output or the file, whatever its encoding.

        ``utf8`` says that programs read it, which take UTF-8 alone.
        """
        text = self._harmless(text)
        if self.file is not None:
            self.file.pieces.append(text)
            return
        if not text.isascii():
            from ketacli.render.glyphs import encodable, fit

            if (utf8 or self.utf8) and not is_utf8(self.encoding):
                raw = getattr(sys.stdout, "buffer", None)
                if raw is not None and not self.terminal:
                    sys.stdout.flush()
                    raw.write(text.encode("utf-8", "backslashreplace"))
                    return
                text = fit(text, self.encoding)
            elif not encodable(text, self.encoding):
                from ketacli.records.printable import as_json

                text = "".join(c if encodable(c, self.encoding) else as_json(c) for c in text)
        sys.stdout.write(text)

    def _harmless(self, text: str) -> str:
        """The text without what could command a terminal; in JSON and TOML as their own escapes, so nothing is lost."""
        if self.escapes and text.isascii() and "\x7f" not in text:
            # Controls below a space are escaped by every writer of them.
            return text
        from ketacli.records.printable import as_json, harmless

        mark = "\ufeff" if self.bom and text.startswith("\ufeff") else ""
        return mark + harmless(text[len(mark) :], as_json if self.escapes else None)

    def screen(self, shown: Screen) -> None:
        """Write a screen: to the file, through the pager where one is wanted, or to standard output."""
        from ketacli.screens.screen import onward

        shown.next = onward(shown.next, self.typed)
        shown.every_source = self.every_source
        if self.listener is not None:
            self.listener(shown)
        elif self.file is not None:
            from ketacli.render.plain import text

            self.write(text(self._laid_out(shown, self.encoding), self.encoding))
        elif self.paged:
            from ketacli.cli.pager import page

            page(lambda stream: self._draw(shown, stream), self.note)
        else:
            self._draw(shown, sys.stdout)

    def _draw(self, shown: Screen, stream: TextIO) -> None:
        """Draw a screen on a stream: in colour, else as plain text, uncut where no width is known."""
        if self.colour:
            from ketacli.render.terminal import write

            write(self._laid_out(shown, stream.encoding), stream)
        else:
            from ketacli.render.plain import text

            stream.write(text(self._laid_out(shown, stream.encoding), stream.encoding))

    def _laid_out(self, shown: Screen, encoding: str | None) -> list[Line]:
        """A screen as lines: for eyes, or for ears."""
        if self.accessible:
            from ketacli.render.accessible import speak

            return speak(shown, self.width)
        from ketacli.render.glyphs import choose
        from ketacli.render.layout import lay_out

        return lay_out(shown, self.width, choose(encoding), one_line=self.one_line)

    def note(self, text: str) -> None:
        """A line for the person, on standard error; where that takes nothing, the answer stays whole without it."""
        from ketacli.records.printable import printable
        from ketacli.render.glyphs import fit

        lines = [printable(line) for line in text.split("\n")]
        if self.page_width and any(len(line) > self.page_width for line in lines):
            from ketacli.cli.failure import fitted

            lines = fitted(lines, self.page_width)
        text = "\n".join(lines)
        try:
            sys.stderr.write(fit(text, sys.stderr.encoding) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            return


def target(form: str, name: str) -> Target:
    """What ``--output`` leads to: a file, or of several files a folder, unless they are wanted as an archive."""
    if FORMATS[form].many:
        from ketacli.cli.output_folder import ARCHIVE, Folder

        if not name.lower().endswith(ARCHIVE):
            return Folder(name)
    from ketacli.cli.output_file import Target

    return Target(name)


def is_utf8(encoding: str | None) -> bool:
    """Whether a stream's encoding is UTF-8, however it is spelled."""
    return (encoding or "").lower().replace("-", "").replace("_", "") == "utf8"


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
    """``COLUMNS`` over the terminal's own width; None where there is neither."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and len(columns) < 5 and NARROWEST <= int(columns) <= WIDEST:
        return int(columns)
    if not terminal:
        return None
    try:
        known = os.get_terminal_size(sys.stdout.fileno()).columns
        return max(known, NARROWEST) if known else UNKNOWN_WIDTH
    except OSError:
        return UNKNOWN_WIDTH
