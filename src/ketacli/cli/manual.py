"""The manual page keta(1), written in the man macros from the command table and the help topics."""

from __future__ import annotations

from collections import Counter

from ketacli import __version__
from ketacli.cli.help_pages import ABOUT, EXAMPLES, argument, flags, grouped, meaning, options_by_group, synopsis
from ketacli.cli.table import COMMANDS, TOPICS, Command, Option

WIDTH = 79
ESCAPED = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}

DESCRIPTION = (
    "keta reports what has been published on ketamine and its forms: trials, dosing regimens, guidelines, harms, "
    "reviews, regulatory events and open questions. Every value says where it comes from and how it was checked, "
    "and where sources disagree, both sides are shown. It works offline.",
    "It is a reference. It reports what was published and shows arithmetic that was asked for; it recommends nothing.",
    "Names are forgiving: iv is intravenous, S-ketamine is esketamine, and a registry number is the name of its trial. "
    "A name that is not known is never guessed: near misses are offered and the exit status is 3.",
)

COMMANDS_HEAD = (
    "keta COMMAND --help lists the words of indications, routes and other vocabularies too. The filters of a list "
    "combine: of one filter any of the words given, of different filters all.",
)


def manual(released: str, texts: dict[str, str]) -> str:
    """The page as roff source: ``released`` is its date, ``texts`` are the help topics by name."""
    common = common_options()
    out = [
        f'.TH KETA 1 "{released}" "keta {__version__}" "User Commands"',
        ".\\\" Neither a drug's name nor an option is broken across lines.",
        ".nh",
        ".ad l",
        '.\\" Made from the command table by scripts/manual.py: change the table, not this file.',
        *section("Name"),
        "keta \\- published evidence on ketamine, with a source behind every number",
        *section("Synopsis"),
        ".B keta",
        ".I COMMAND",
        "[\\fINAMES\\fR] [\\fIOPTIONS\\fR]",
        ".br",
        ".B keta help",
        "[\\fITOPIC\\fR | \\fICOMMAND\\fR]",
        *section("Description"),
        *paragraphs(DESCRIPTION),
        *example_lines(EXAMPLES),
        *section("Commands"),
        *paragraphs(COMMANDS_HEAD),
    ]
    for title, commands in grouped():
        out += [f'.SS "{quoted(title)}"', *(line for command in commands for line in command_lines(command, common))]
    out += [*section("Common options"), *paragraphs(("Which of them a command takes is said above.",))]
    out += [line for option in common for line in option_lines(option)]
    out += [*section("Exit status"), *topic_lines(texts["exit-codes"])]
    out += [*section("Environment"), *topic_lines(texts["environment"])]
    out += [*section("Help topics")]
    for name in TOPICS:
        out += tagged(f"keta help {name}", ABOUT.get(name, ""))
    out += [*section("Copyright"), *paragraphs(("Code: MIT. Data: CC BY 4.0.",))]
    return "\n".join(out) + "\n"


def common_options() -> list[Option]:
    """Options that at least half of the commands share, which are described once."""
    counted = Counter(option for command in COMMANDS for option in command.options)
    return [option for option, count in counted.items() if count * 2 >= len(COMMANDS)]


def command_lines(command: Command, common: list[Option]) -> list[str]:
    """One command: how it is written, what it answers, its arguments, options and examples."""
    out = [".TP", f".B {escaped(synopsis(command))}", *wrapped(command.answers), ".RS"]
    for item in command.arguments:
        out += tagged(argument(item), meaning(item))
    shared = [option for option in command.options if option in common]
    for _, options in options_by_group(command):
        out += [line for option in options if option not in common for line in option_lines(option)]
    if shared:
        named = ", ".join(option.flags[-1] for option in shared)
        out += [".PP", *wrapped(f"Common options: {named}.")]
    return [*out, *example_lines(command.examples), ".RE"]


def option_lines(option: Option) -> list[str]:
    """One option with its meaning and values."""
    return tagged(flags(option), meaning(option))


def tagged(tag: str, text: str) -> list[str]:
    """A tagged paragraph."""
    return [".TP", f".B {escaped(tag)}", *wrapped(text)]


def example_lines(examples: tuple[str, ...]) -> list[str]:
    """Command lines as they are typed."""
    return [".PP", ".EX", *(f"$ {escaped(example)}" for example in examples), ".EE"]


def topic_lines(text: str) -> list[str]:
    """A help topic without its title: facts as tagged paragraphs, the rest as prose."""
    out: list[str] = []
    _, _, body = text.partition("\n")
    for paragraph in body.strip().split("\n\n"):
        lines = paragraph.strip().split("\n")
        if all(line.startswith("- ") for line in lines):
            for line in lines:
                label, _, said = line[2:].partition(": ")
                out += tagged(label, said)
        else:
            out += [".PP", *wrapped(" ".join(lines))]
    return out[1:] if out[:1] == [".PP"] else out


def section(title: str) -> list[str]:
    """The head of a section."""
    return [f'.SH "{title.upper()}"' if " " in title else f".SH {title.upper()}"]


def paragraphs(texts: tuple[str, ...]) -> list[str]:
    """Paragraphs of prose."""
    out: list[str] = []
    for text in texts:
        out += [".PP", *wrapped(text)]
    return out[1:]


def wrapped(text: str) -> list[str]:
    """Prose as source lines, a sentence starting on a line of its own as roff expects."""
    out: list[str] = []
    for sentence in text.replace(". ", ".\n").replace("? ", "?\n").split("\n"):
        line = ""
        for word in escaped(sentence).split():
            if line and len(line) + 1 + len(word) > WIDTH:
                out.append(line)
                line = ""
            line = f"{line} {word}" if line else word
        out.append(line)
    return [guarded(line) for line in out if line]


def guarded(line: str) -> str:
    """A line that is no request, whatever it begins with."""
    return "\\&" + line if line.startswith((".", "\\(aq")) else line


def escaped(text: str) -> str:
    """Text with the characters that roff reads otherwise written as escapes."""
    return "".join(ESCAPED.get(letter, letter) for letter in text)


def quoted(text: str) -> str:
    """Text inside the quotes of a macro's argument."""
    return escaped(text).replace('"', "\\(dq")
