"""What the options of a command ask for, read and validated."""

from __future__ import annotations

from ketacli.errors import UsageError
from ketacli.render.writers import taking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.errors import KetaError

SPELLINGS = {"md": "markdown"}
CELLS = taking("cells")
OF_CELLS = " or ".join(f"-o {name}" for name in CELLS)
CITATION_STYLES = ("bibtex", "ris", "csl-json")
COLOURS = ("auto", "always", "never")
NARROWEST, WIDEST = 20, 1000
DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}
LONGEST_AGE = 6
"""Digits of a span of time."""


class Settings:
    """The options that many commands share; UsageError for values that none of them takes, or that clash."""

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
        full: bool = False,
        every_source: bool = False,
        pager: bool = False,
        no_pager: bool = False,
        data: list[str] | None = None,
        no_local: bool = False,
        max_age: str | None = None,
        cite: str | None = None,
        formats: tuple[str, ...] | None = None,
        style: str | None = None,
    ) -> None:
        self.format = _format(json, output_format, formats)
        if output is not None:
            from ketacli.cli.endings import format_of
            from ketacli.cli.table import FORMATS

            asked = self.format if json or output_format else None
            self.format = format_of(output, asked, formats or FORMATS, style or cite) or self.format
        for flag, given in (("--no-header", no_header), ("--bom", bom)):
            if given and self.format not in CELLS:
                raise UsageError(f"{flag} goes with {OF_CELLS}", "Add one of them, or leave it out.",
                                 field=flag.strip("-").replace("-", "_"))  # fmt: skip
        if color is not None and color not in COLOURS:
            raise no_value("--color", color, COLOURS)
        if width is not None and not NARROWEST <= width <= WIDEST:
            raise UsageError(
                f"--width takes {NARROWEST} to {WIDEST}, not {width}", "Leave it out to follow the terminal.",
                field="width", value=str(width),
            )  # fmt: skip
        if cite is not None and cite not in CITATION_STYLES:
            raise no_value("--cite", cite, CITATION_STYLES)
        self.refuse_format_of_citations("--cite", cite)
        if cite is not None and fields is not None:
            raise UsageError("--cite writes whole documents: --fields picks none of them", "Leave one of them out.",
                             field="fields")  # fmt: skip
        self.fields, self.where, self.sort, self.limit, self.offset = fields, where, sort, limit, offset
        self.header, self.bom, self.cite = not no_header, bom, cite
        self.file_name, self.asked_colour, self.asked_width = output, color, width
        self.asked_accessible = accessible
        self.full = full
        """Whether the whole screen is wanted, not the answer alone."""
        self.every_source = every_source or full
        if pager and no_pager:
            raise UsageError("--pager and --no-pager ask for opposite things", "Give one of them.", field="pager")
        self.asked_pager = True if pager else False if no_pager else None
        self.data, self.no_local = data or [], no_local
        self.oldest = None if max_age is None else age(max_age)
        """The greatest age of the data, in days."""

    @property
    def whole(self) -> bool:
        """Whether everything is wanted: no field picked, nothing left out, nothing sorted."""
        return self.fields is None and not self.chooses

    @property
    def chooses(self) -> bool:
        """Whether a part is wanted, or an order."""
        return any(each is not None for each in (self.where, self.sort, self.limit, self.offset))

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


def _format(json: bool, output_format: str | None, formats: tuple[str, ...] | None) -> str:
    """The name of the format asked for, out of those that the command writes: the usual ones for None."""
    if output_format is None:
        return "json" if json else "table"
    from ketacli.cli.table import FORMATS

    asked, known = SPELLINGS.get(output_format, output_format), formats or FORMATS
    if asked not in known:
        raise no_value("-o", output_format, known, "output_format")
    if json and asked != "json":
        raise UsageError("--json and -o name two different formats", "Give one of them.", field="output_format")
    return asked


def no_value(option: str, value: str, allowed: tuple[str, ...], field: str = "") -> KetaError:
    """The error for a word that an option does not take."""
    from ketacli.records.names import missing, near
    from ketacli.records.store import fold

    known = {fold(word): word for word in allowed}
    error = missing(f"value for {option}", value, near(value, known), allowed, UsageError)
    error.field = field or option.lstrip("-")
    return error


def age(text: str) -> int:
    """``90d``, ``12w``, ``6m`` or ``1y`` in days; UsageError for anything else."""
    number, unit = text[:-1], text[-1:]
    if unit not in DAYS or not (number.isascii() and number.isdigit() and len(number) <= LONGEST_AGE):
        raise UsageError(
            f'--max-age takes a span of time, not "{text}"', "Write 90d, 12w, 6m or 1y.", field="max_age", value=text
        )
    return int(number) * DAYS[unit]
