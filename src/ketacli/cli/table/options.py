"""What a command is described with, and the options that several commands share."""

from __future__ import annotations

from collections import namedtuple

from ketacli.records.closed import words
from ketacli.render.writers import FORMATS as WRITTEN
from ketacli.render.writers import taking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, NamedTuple

    class Option(NamedTuple):
        """One option of a command."""

        name: str
        flags: tuple[str, ...]
        kind: Literal["flag", "text", "list", "int"]
        help: str
        complete: str | tuple[str, ...] | None = None
        group: str = ""
        field: str = ""
        """Of a filter: the field of the records that it asks about, as --where calls it."""

    class Argument(NamedTuple):
        """One positional argument of a command."""

        name: str
        help: str
        many: bool = False
        required: bool = False
        complete: str | tuple[str, ...] | None = None

    class Command(NamedTuple):
        """One command."""

        name: str
        answers: str
        arguments: tuple[Argument, ...]
        options: tuple[Option, ...]
        examples: tuple[str, ...]

else:
    Option = namedtuple("Option", "name flags kind help complete group field", defaults=(None, "", ""))
    Argument = namedtuple("Argument", "name help many required complete", defaults=(False, False, None))
    Command = namedtuple("Command", "name answers arguments options examples")

# Kinds of option: "flag", "text" (one value), "list" (repeatable, comma-separated), "int".
# ``complete`` names a vocabulary or kind, or lists the values.
# ``group`` is the heading that help puts an option under; without one it is a filter or an option of the command.

PLOTS = taking("plot")
"""Formats of a plot."""
LOGS = taking("log")
"""Formats of what was found in files."""
OUTWARD = taking("documents", "file")
EXPORTS = ("json", "jsonl", "csv", *OUTWARD)
"""Formats of an export."""
FORMATS = tuple(name for name in WRITTEN if name not in (*PLOTS, *LOGS, *OUTWARD))
"""Formats of every answer."""


def named_formats(names: tuple[str, ...]) -> str:
    """The help of an option for formats."""
    return f"Format: {', '.join(names[:-1])} or {names[-1]}."


SCREEN = (
    Option("color", ("--color",), "text", "Colour: auto, always or never.", ("auto", "always", "never"), "screen"),
    Option("width", ("--width",), "int", "Columns to lay the screen out for.", None, "screen"),
    Option("accessible", ("--accessible",), "flag", "For screen readers: one fact a line, in sentences.", None,
           "screen"),
    Option("full", ("--full",), "flag", "The whole screen: every value, with where it is from.", None, "screen"),
    Option("every_source", ("--sources",), "flag", "All documents that the screen rests on.", None, "screen"),
    Option("pager", ("--pager",), "flag", "A pager for long answers, also where KETA_PAGER is empty.",
           None, "screen"),
    Option("no_pager", ("--no-pager",), "flag", "No pager, however long.", None, "screen"),
)  # fmt: skip
FILE = Option("output", ("--output",), "text", "Write to this file, whole or not at all.", "file", "output")
FORMAT = Option("output_format", ("-o", "--output-format"), "text",
                named_formats(FORMATS), FORMATS, "output")  # fmt: skip
DATA = Option("data", ("--data",), "list", "Read a folder of records beside the shipped data, or in its place "
              "where it has a meta.toml; repeatable.", "directory", "data")  # fmt: skip
NO_LOCAL = Option("no_local", ("--no-local",), "flag", "Without the records of such folders: the shipped data alone.",
                  None, "data")  # fmt: skip

OUTPUT = (
    Option("json", ("--json",), "flag", "One JSON object; short for -o json.", None, "output"),
    FORMAT,
    Option("no_header", ("--no-header",), "flag", "CSV and TSV without the line of names.", None, "output"),
    Option("bom", ("--bom",), "flag", "CSV and TSV with a byte order mark, for Excel.", None, "output"),
    FILE,
    *SCREEN,
    DATA,
    NO_LOCAL,
    Option("max_age", ("--max-age",), "text", "Exit with 5 when the data was checked longer ago, such as 90d or 1y.",
           None, "data"),
)  # fmt: skip

HELP_OUTPUT = ("json", "color", "width", "accessible", "pager", "no_pager")
"""What of the output options a page of help takes."""

FIELDS = Option("fields", ("--fields",), "text", "Only these fields, dotted: id,design.comparator,arms.id.", None,
                "output")  # fmt: skip
CHOICE = (
    Option("where", ("--where",), "text", "Only what meets a condition: 'n>=100 and comparator=active'.", None,
           "choice"),
    Option("sort", ("--sort",), "text", "In the order of a field; -year or year:desc for the greatest first.", None,
           "choice"),
    Option("limit", ("--limit",), "int", "At most so many; what is left out is said.", None, "choice"),
    Option("offset", ("--offset",), "int", "Leave out so many at the start.", None, "choice"),
)  # fmt: skip
LIST = (FIELDS, *CHOICE, *OUTPUT)

FAIL_EMPTY = Option("fail_empty", ("--fail-empty",), "flag", "Exit with 4 when nothing matches.", None, "data")
CITE = Option("cite", ("--cite",), "text", "Cite the main documents instead: bibtex, ris or csl-json.",
              ("bibtex", "ris", "csl-json"), "output")  # fmt: skip


def choice(name: str, kind: str, help: str) -> Option:  # noqa: A002
    """A filter by the closed words of a field of a kind."""
    return Option(name, (f"--{name}",), "list", help, words(kind, name), field=name)


def named(name: str, help: str, vocabulary: str, field: str = "") -> Option:  # noqa: A002
    """A filter by the entries of a vocabulary, of the field of that name or another one."""
    return Option(name, (f"--{name}",), "list", help, vocabulary, field=field or name)


INDICATION = named("indication", "Indication, such as trd or ptsd; repeatable.", "indications")
FORM = named("form", "Form: racemic, esketamine, arketamine.", "compounds")
ROUTE = named("route", "Route, such as intravenous (iv) or intranasal.", "routes")
YEAR = Option("year", ("--year",), "text", "Year or span: 2019, 2015-2020, 2019-.", field="year")

DATED = "dated"
"""What stands in the place of a field for the option that asks since when a record was there."""
AS_OF = Option("as_of", ("--as-of",), "text", "What was published, or in force, by a date: 2021, 2021-03 "
               "or 2021-03-05.", None, "", DATED)  # fmt: skip

LEVEL = Option("level", ("--level",), "text", "Confidence level: 95 (default), 90, 99.")
LOGGED = FORMAT._replace(help=named_formats((*FORMATS, *LOGS)), complete=(*FORMATS, *LOGS))
DRAWN = FORMAT._replace(help=named_formats((FORMATS[0], *PLOTS, *FORMATS[1:])), complete=(*FORMATS, *PLOTS))

WORDS = Argument("words", "Names that narrow it down: an indication, form, route and the like.", many=True,
                 complete="places")  # fmt: skip
"""What may follow the name of a list."""

TRIAL_FILTERS = (
    INDICATION,
    FORM,
    ROUTE,
    named("population", "Who took part, such as adolescents or postpartum.", "populations", "populations"),
    choice("design", "trials", "Design of the study."),
    choice("comparator", "trials", "Kind of comparator; keta help evidence has what each means."),
    choice("masking", "trials", "Who did not know what was given."),
    choice("bias", "trials", "Risk of bias as a review judged it: the worst of the domains that were seen."),
    Option("phase", ("--phase",), "list", "Phase: 1, 2, 3 or 4.", ("1", "2", "3", "4"), field="phase"),
    YEAR,
    Option("min_n", ("--min-n",), "int", "At least this many people.", field="n"),
    choice("result", "trials", "Direction of the primary result."),
    Option("status", ("--status",), "list", "Status: reported (default), registered without results, or any.",
           (*words("trials", "status"), "any"), field="status"),
    Option("registry", ("--registry",), "text", "Registry number, such as NCT02418585.", field="registry"),
    Option("species", ("--species",), "list", "Species: human (default), mouse, rat or any.",
           ("human", "mouse", "rat", "any"), field="species"),
)  # fmt: skip

OUTCOME = Option(
    "outcome",
    ("--outcome",),
    "text",
    "Outcome: a kind, a scale, a harm, or words of its label.",
    ("response", "remission", "relapse", "madrs", "primary", "dissociation", "nausea"),
    "plot",
)
TIMEPOINT = Option(
    "timepoint", ("--timepoint",), "text", "Time of the outcome, such as 'day 28', or a span of days.", None, "plot"
)
MEASURE = Option(
    "measure",
    ("--measure",),
    "text",
    "Measure: rd, rr, or, md, smd, hr; else what most trials have.",
    ("rd", "rr", "or", "md", "smd", "hr"),
    "plot",
)
BASIS = Option(
    "basis",
    ("--basis",),
    "text",
    "Estimates: raw (recomputed) or published; else what covers most.",
    ("raw", "published"),
    "plot",
)
MULTIARM = Option(
    "multiarm",
    ("--multiarm",),
    "text",
    "Arms that share a control group: combine, split or keep.",
    ("combine", "split", "keep"),
    "plot",
)
