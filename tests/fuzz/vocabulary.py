"""What can be typed, as the program itself tells it: its commands, options and values, and fields of what it lists."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from ketacli.cli.completion import candidates

from .inside import Surroundings, run

LISTS: Final = ("trials", "dosing", "guidelines", "reviews", "safety", "timeline", "topics", "conflicts", "sources")
"""Commands that list records and nothing else: every filter of theirs with values that it knows is answered."""

SERVING: Final = ("mcp",)
"""Commands that go on until a client leaves, in threads of their own: their tests have a client."""

SAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "year": ("2019", "2015-2020", "2019-", "-2010"),
    "base": ("https://mirror.example", "crossref=https://mirror.example/v1", "http://127.0.0.1:9"),
    "timeout": ("1", "30", "600"),
    "min_n": ("0", "1", "50", "100000"),
    "limit": ("0", "1", "3", "100000"),
    "offset": ("0", "1", "5", "100000"),
    "width": ("20", "33", "40", "60", "80", "100", "200", "1000"),
    "registry": ("NCT02418585", "nct02417064", "NCT00000000"),
    "as_of": ("2019", "2021-03", "2019-03-05", "1900", "9999"),
    "max_age": ("90y", "999y", "9999w"),
    "level": ("95", "90", "0.99", "50", "99.9"),
    "baseline": ("30", "0.5", "99", "5"),
    "correlation": ("0", "0.5", "0.99", "-0.5"),
    "weight": ("82", "82kg", "180 pounds", "70.5", "40 kg"),
    "strength": ("50", "50 mg/mL", "10mg/mL", "100"),
    "volume": ("50", "50mL", "100 mL", "500"),
    "over": ("40 min", "40min", "2 h", "1h"),
    "events": ("10/34", "0/10", "34/34"),
    "control": ("7/29", "0/12", "29/29"),
    "mean": ("17.5,12.2,34", "-3,2,9"),
    "control_mean": ("20,11,33", "1.5,2,9"),
    "timepoint": ("28d", "day 28", "24h", "1-7d", "20-30d", "4 weeks"),
    "reference": ("placebo", "midazolam", "quetiapine"),
    "outcome": ("response", "remission", "madrs", "primary", "nausea", "all", "harms", "dissociation"),
}
"""Values of options that have no list of them. Each of a list of records is one that it takes."""

DATES: Final = ("as_of",)
"""Fields that a condition compares with dates alone, and that hold "undated" too."""

OPEN: Final = ("where", "condition", "sort", "fields", "output", "data", "from_file")
"""Options whose values are made for the line, or lead to files."""


class Option(NamedTuple):
    """An option as ``keta help --json`` has it."""

    name: str
    flags: tuple[str, ...]
    kind: str
    group: str
    values: tuple[str, ...]


class Command(NamedTuple):
    """A command with its options, and words that may follow it."""

    name: str
    many: bool
    """Whether it takes any number of words."""
    needs: int
    """Words that it cannot do without."""
    words: tuple[str, ...]
    options: tuple[Option, ...]
    fields: dict[str, tuple[Any, ...]]
    """Fields of what it lists that hold one value, with values that occur."""


class Vocabulary(NamedTuple):
    """Every command by name, and the words of help."""

    commands: dict[str, Command]
    topics: tuple[str, ...]


def vocabulary() -> Vocabulary:
    """What the program can be asked with the data that is installed now."""
    told = document("help", "--json")["data"]
    topics = tuple(topic["name"] for topic in told["topics"])
    commands = {each["name"]: _command(each) for each in told["commands"] if each["name"] not in SERVING}
    return Vocabulary(commands, (*topics, *commands))


def document(*words: str) -> dict[str, Any]:
    """The JSON object that a line writes."""
    found = json.loads(run(list(words), Surroundings()).out)
    assert isinstance(found, dict)
    return found


def _command(told: dict[str, Any]) -> Command:
    name = told["name"]
    options = tuple(
        Option(each["name"], tuple(each["flags"]), each["kind"], each["group"], _values(name, each))
        for each in told["options"]
    )
    arguments = told["arguments"]
    words = [value for value, _ in candidates([name, ""])] if arguments else []
    words += [value for each in arguments for value in each["values"]]
    return Command(name, any(each["many"] for each in arguments), sum(each["required"] for each in arguments),
                   tuple(word for word in words if word), options, _fields(name) if name in LISTS else {})  # fmt: skip


def _values(command: str, told: dict[str, Any]) -> tuple[str, ...]:
    if told["kind"] == "flag" or told["name"] in OPEN:
        return ()
    offered = tuple(value for value, _ in candidates([command, told["flags"][0], ""]) if value)
    return tuple(told["values"]) or offered or SAMPLES.get(told["name"], ())


def _fields(command: str) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for record in document(command, "--json")["data"][:60]:
        for key, value in record.items():
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()
            if key not in DATES and {type(value) for value in values} <= {str, int}}  # fmt: skip
