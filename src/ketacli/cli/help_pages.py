"""What help says of the program and of each command, made from the command table."""

from __future__ import annotations

from ketacli.cli import text_page
from ketacli.cli.table import BY_NAME, COMMANDS, GROUPS, TOPICS, Argument, Command, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.cli.text_page import Block

WHAT = "Ketamine, esketamine and arketamine: what has been published, with a source behind every number."
EXAMPLES = ("keta ptsd", "keta how long does it last", "keta compare esketamine racemic", "keta dosing iv")

ABOUT = {
    "formatting": "output formats, picking fields and records, numbers",
    "exit-codes": "what each exit code means",
    "evidence": "how a result gets its word; comparators, check levels, which source wins",
    "pooling": "effects, numbers needed, forest plots: what each number means and when it misleads",
    "agents": "how a program that reasons in words uses keta, in 40 lines",
    "own-studies": "pooling a table of your own: columns, mistakes that are caught, medians",
    "guideline-levels": "how positions of different bodies are lined up",
    "data": "where the data comes from, how it was checked, its limits",
    "safety": "what this tool is and is not; dose arithmetic",
    "environment": "environment variables",
    "where": "the conditions of --where",
}

FILTERS = "Filters"
SEVERAL = "Words may be joined by commas or the option repeated: any of them. Different filters: all of them."

HEADINGS = {
    "plot": "Estimates and pooling",
    "own": "Studies of your own",
    "arithmetic": "Arithmetic",
    "choice": "Choosing and order",
    "output": "Output",
    "screen": "Screen",
    "data": "Data",
}
"""Groups of options, in the order in which help shows them after a command's own."""

LISTED = ("indications", "routes", "subjects", "jurisdictions", "bodies", "routes-and-forms")
"""Vocabularies short enough to be listed where an option takes their words."""

UNITS = {"weight": "KG", "strength": "MG/ML", "volume": "ML", "width": "COLUMNS"}

SEE = {
    "trials": ("evidence",),
    "show": ("evidence",),
    "compare": ("evidence", "safety"),
    "effect": ("pooling", "evidence"),
    "forest": ("pooling", "own-studies", "evidence"),
    "network": ("pooling", "evidence"),
    "evidence": ("pooling", "evidence"),
    "results": ("pooling", "where"),
    "dosing": ("safety",),
    "safety": ("safety",),
    "guidelines": ("guideline-levels",),
    "reviews": ("evidence",),
    "topics": ("evidence",),
    "why": ("evidence",),
    "conflicts": ("evidence",),
    "sources": ("data",),
    "status": ("data",),
    "check": ("data", "exit-codes"),
    "help": ("formatting",),
}
"""Help topics that go on from a command."""


def grouped() -> list[tuple[str, list[Command]]]:
    """The commands in teaching order, under their headings."""
    named = {name for _, names in GROUPS for name in names}
    found = [(title, [BY_NAME[name] for name in names if name in BY_NAME]) for title, names in GROUPS]
    rest = [command for command in COMMANDS if command.name not in named]
    return [*found, ("More", rest)] if rest else found


def options_by_group(command: Command) -> list[tuple[str, list[Option]]]:
    """A command's options under their headings: its own first."""
    is_list = any(option.name == "fail_empty" for option in command.options)
    own = [option for option in command.options if not option.group]
    found = [(FILTERS if is_list and own else "Options", own)] if own else []
    groups = dict.fromkeys(option.group for option in command.options if option.group)
    ordered = [*(name for name in HEADINGS if name in groups), *(name for name in groups if name not in HEADINGS)]
    for name in ordered:
        title = HEADINGS.get(name, name.capitalize())
        found.append((title, [option for option in command.options if option.group == name]))
    return found


def metavar(option: Option) -> str:
    """What stands for an option's value: its unit, or the last word of its longest flag; empty for a flag."""
    if option.kind == "flag":
        return ""
    if option.name in UNITS:
        return UNITS[option.name]
    if option.complete == "directory":
        return "DIRECTORY"
    return max(option.flags, key=len).rpartition("-")[2].upper()


def flags(option: Option) -> str:
    """An option as it is typed: ``-o, --output-format FORMAT``."""
    return f"{', '.join(option.flags)} {metavar(option)}".rstrip()


def argument(item: Argument) -> str:
    """``NAMES...`` for many, ``[FORM]`` for one that may be left out."""
    name = item.name.upper() + ("..." if item.many else "")
    return name if item.required else f"[{name}]"


def synopsis(command: Command) -> str:
    """``keta show NAME [OPTIONS]``."""
    return " ".join(
        ["keta", command.name, *map(argument, command.arguments), *(["[OPTIONS]"] if command.options else [])]
    )


def meaning(item: Option | Argument, vocabulary: dict[str, list[str]] | None = None) -> str:
    """What an option or argument means, with the values that it takes where they are not in the text already."""
    values: list[str] = []
    if isinstance(item.complete, tuple):
        values = list(item.complete)
    elif item.complete is not None and vocabulary:
        values = vocabulary.get(item.complete, [])
    said = item.help if not values or all(value in item.help for value in values) else f"{item.help} Values: "
    more = "" if said == item.help else ", ".join(values) + "."
    return said + more


def of_program() -> list[Block]:
    """The page of ``keta --help``."""
    blocks = [text_page.text(WHAT), text_page.lines(*EXAMPLES), text_page.text("Usage: keta COMMAND [NAMES] [OPTIONS]")]
    for title, commands in grouped():
        blocks += [text_page.head(title), text_page.pairs(*((command.name, command.answers) for command in commands))]
    blocks += [text_page.head("Help topics"), text_page.pairs(*((name, ABOUT.get(name, "")) for name in TOPICS))]
    more = text_page.pairs(
        ("keta COMMAND --help", "examples, arguments and options of a command"),
        ("keta help TOPIC", "words and rules of the tool"),
        ("keta help --json", "all of this as one object, for programs and language models"),
        ("keta --version", "version of the program and of the data"),
    )
    return [*blocks, text_page.head("More"), more]


def of_command(command: Command, vocabulary: dict[str, list[str]] | None = None) -> list[Block]:
    """The page of a command: what it answers, three examples, then how it is written."""
    blocks = [
        text_page.text(command.answers),
        text_page.lines(*command.examples),
        text_page.text(f"Usage: {synopsis(command)}"),
    ]
    if command.arguments:
        told = [(argument(item), meaning(item, vocabulary)) for item in command.arguments]
        blocks += [text_page.head("Arguments"), text_page.pairs(*told)]
    for title, options in options_by_group(command):
        blocks.append(text_page.head(title))
        if title == FILTERS:
            blocks.append(text_page.text(SEVERAL))
        blocks.append(text_page.pairs(*((flags(option), meaning(option, vocabulary)) for option in options)))
    topics = ", ".join(f"keta help {topic}" for topic in SEE.get(command.name, ()) if topic in TOPICS)
    blocks.append(text_page.text(f"See also: {topics}." if topics else "See also: keta help."))
    return blocks


def vocabulary(*commands: Command) -> dict[str, list[str]]:
    """The words of the vocabularies that the commands' options take; none where the data cannot be read."""
    from ketacli.cli.accepted import Shipped, words
    from ketacli.errors import KetaError

    wanted = {item.complete for command in commands for item in command.arguments}
    wanted |= {item.complete for command in commands for item in command.options}
    if not wanted & set(LISTED):
        return {}
    try:
        data = Shipped()
        return {name: [value for value, _ in words(name, data)] for name in LISTED if name in wanted}
    except (KetaError, OSError):
        return {}
