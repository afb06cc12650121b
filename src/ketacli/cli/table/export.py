"""The command that takes the data elsewhere: it has the filters of every list."""

from __future__ import annotations

from ketacli.cli.table.options import CHOICE, EXPORTS, FAIL_EMPTY, FORMAT, OUTPUT, SCREEN, Argument, Command, Option
from ketacli.cli.table.options import named_formats as formats
from ketacli.records.kinds import KINDS

FORMS = Option("output_format", ("-o", "--output-format", "--format"), "text", formats(EXPORTS), EXPORTS, "output")


def command(commands: tuple[Command, ...]) -> Command:
    """The command, of the commands that there are besides."""
    lists = {kind.command for kind in KINDS}
    where = tuple(option for option in CHOICE if option.name == "where")
    output = tuple(FORMS if option is FORMAT else option for option in OUTPUT if option not in SCREEN)
    return Command(
        "export",
        "How do I take the data, or a part of it, elsewhere?",
        (Argument("words", "Kind of record, such as trials, everything when left out; then names that narrow it "
                  "down, as after the command that lists it.", many=True, complete="kinds"),),
        (*filters([each for each in commands if each.name in lists]), FAIL_EMPTY, *where, *output),
        ("keta export", "keta export trials ptsd -o csv", "keta export trials --where 'n>=100' -o jsonl",
         "keta export guidelines --body canmat -o bibtex", "keta export --output keta.db"),
    )  # fmt: skip


def filters(lists: list[Command]) -> tuple[Option, ...]:
    """The filters of lists, each once; one that has other words in each of them has them all."""
    found: dict[str, list[tuple[str, Option]]] = {}
    for each in lists:
        for option in each.options:
            if option.field:
                found.setdefault(option.name, []).append((each.name, option))
    return tuple(_together(held) for held in found.values())


def _together(held: list[tuple[str, Option]]) -> Option:
    """One option for those of the same name in several lists."""
    names, first = ", ".join(name for name, _ in held), held[0][1]
    if all(option.help == first.help for _, option in held):
        # An export leaves out nothing by itself.
        said = first.help.replace(" (default)", "")
        return first._replace(help=said if len(held) > 1 else f"{said} Of keta {names}.")
    words = [word for _, option in held if isinstance(option.complete, tuple) for word in option.complete]
    return first._replace(
        help=f"In the words of the command that lists them: {names}.", complete=tuple(dict.fromkeys(words))
    )
