"""Command lines with their surroundings, made from a seed and a number: right ones, wrong ones and any."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final, Literal, NamedTuple

from . import hostile
from .inside import Out, Surroundings
from .vocabulary import LISTS, Command, Option, Vocabulary

MINI: Final = str(Path(__file__).resolve().parent.parent / "mini")
OWN: Final = str(Path(__file__).resolve().parent.parent / "own-studies.csv")
SLOW: Final = ("check",)
"""Commands that read every file: rarely run."""

Kind = Literal["right", "wrong", "any"]


class Input(NamedTuple):
    """One line and what it is run in."""

    number: int
    kind: Kind
    """"right": every word is one that the program offers. "wrong": one thing is no usage at all. "any": who knows."""
    words: list[str]
    around: Surroundings
    fault: str = ""
    """Of a wrong one: what is wrong."""


def made(seed: int, number: int, known: Vocabulary) -> Input:
    """The input of a number."""
    random = Random(f"{seed}/{number}")
    chance = random.random()
    if chance < 0.4:
        words, kind, fault = right(random, known), "right", ""
    elif chance < 0.6:
        words, fault = wrong(random, known)
        kind = "wrong"
    else:
        words, kind, fault = anything(random, known), "any", ""
    around = surroundings(random)
    if kind == "right" and any(name in ("KETA_DATA", "KETA_COMPLETE") for name, _ in around.environment):
        kind = "any"
    if kind == "wrong" and any(name == "KETA_COMPLETE" for name, _ in around.environment):
        kind = "any"
    return Input(number, kind, words, around, fault)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------- right lines


def right(random: Random, known: Vocabulary) -> list[str]:
    """A line of a list, every option with a value that is offered for it."""
    command = known.commands[random.choice(LISTS)]
    taken = {"--data", "--output", "-o", "--json", "--no-header", "--bom", "--cite", "--fields", "--pager",
             "--no-pager", "--where", "--sort", "--regimen", "--weight", "--strength", "--volume",
             "--over"}  # fmt: skip
    parts: list[list[str]] = []
    free = [option for option in command.options if not taken & set(option.flags)]
    for option in random.sample(free, min(len(free), random.choice((0, 1, 1, 2, 2, 3, 5)))):
        value = offered(random, option)
        if value is not None:
            parts.append(spelt(random, random.choice(option.flags), value, option.kind != "flag"))
    forms = next(option.values for option in command.options if option.name == "output_format")
    form = random.choice(("", "", "", "json", *(each for each in forms if each != "table")))
    if form:
        parts.append(random.choice((["--json"], ["-o", form], [f"-o{form}"], [f"--output-format={form}"]))
                     if form == "json" else spelt(random, "-o", form))  # fmt: skip
    if form in ("csv", "tsv"):
        parts += [[flag] for flag in ("--no-header", "--bom") if random.random() < 0.2]
    if form == "" and random.random() < 0.1:
        parts.append(["--cite", random.choice(("bibtex", "ris", "csl-json"))])
    elif random.random() < 0.2:
        parts.append(["--fields", ",".join(random.choices([*command.fields, "id"], k=random.randrange(1, 4)))])
    if random.random() < 0.3:
        parts.append(spelt(random, "--where", condition(random, command)))
    if random.random() < 0.2:
        field = random.choice([*command.fields, "id"])
        parts.append(spelt(random, "--sort", random.choice((field, f"-{field}", f"{field}:desc", f"{field}:asc"))))
    if random.random() < 0.1:
        parts.append([random.choice(("--pager", "--no-pager"))])
    random.shuffle(parts)
    return [command.name, *(word for part in parts for word in part)]


def offered(random: Random, option: Option) -> str | None:
    """A value that is offered for an option, "" for a flag; None where none is."""
    if option.kind == "flag":
        return ""
    if not option.values:
        return None
    value = random.choice(option.values)
    if option.kind == "list":
        while random.random() < 0.2:
            value += "," + random.choice(option.values)
    return value


def spelt(random: Random, flag: str, value: str, takes: bool = True) -> list[str]:
    """An option with its value, apart or joined."""
    if not takes:
        return [flag]
    if value.startswith("-") or random.random() < 0.3:
        return [f"{flag}={value}"] if flag.startswith("--") else [flag + value]
    return [flag, value]


def condition(random: Random, command: Command, depth: int = 0) -> str:
    """A condition on fields that hold one value, with values that occur."""
    chance = random.random()
    if depth < 6 and chance < 0.15:
        return f"not ({condition(random, command, depth + 1)})"
    if depth < 6 and chance < 0.4:
        return f" {random.choice(('and', 'or'))} ".join(condition(random, command, depth + 2) for _ in range(2))
    if depth < 6 and chance < 0.45:
        return f"({condition(random, command, depth + 1)})"
    field = random.choice(sorted(command.fields))
    if chance < 0.55:
        return f"{field} is {random.choice(('', 'not '))}{random.choice(('missing', 'known'))}"
    value = random.choice(command.fields[field])
    if isinstance(value, int):
        return f"{field}{random.choice(('=', '!=', '<', '<=', '>', '>='))}{value}"
    return f"{field}{random.choice(('=', '!=', ' ~ '))}{quoted(random, value)}"


def quoted(random: Random, value: str) -> str:
    """A text as a value of a condition."""
    mark = random.choice("'\"")
    return mark + value.replace(mark, mark * 2) + mark


# --------------------------------------------------------------------------------------------- wrong lines


def wrong(random: Random, known: Vocabulary) -> tuple[list[str], str]:
    """A line with one thing in it that no reading allows: exit code 2, whatever else it says."""
    words = right(random, known) if random.random() < 0.6 else [random.choice(sorted(known.commands))]
    command = known.commands[words[0]]
    if not command.many:
        words += [random.choice(command.words or ("x",)) for _ in range(command.needs)]
    elif command.needs or random.random() < 0.1:
        words += [random.choice(command.words or ("ketamine",))]
    # Of an option that is given twice the last value holds, unless it takes a list.
    fresh = [option for option in command.options if option.kind == "list" or not given(option, words)]
    valued = [option for option in fresh if option.kind != "flag"]
    numbers = [option for option in fresh if option.kind == "int"]
    flags = [option for option in fresh if option.kind == "flag"]
    closed = [option for option in fresh if option.kind == "text" and option.name in ("color", "output_format")]
    chance = random.random()
    fault = ""
    if chance < 0.3 and valued:
        option = random.choice(valued)
        fault = f"{option.flags[-1]}={random.choice(hostile.BLANKS)}"
    elif chance < 0.5 and numbers:
        fault = f"{random.choice(numbers).flags[-1]}={random.choice(hostile.NO_NUMBERS)}"
    elif chance < 0.6 and numbers:
        fault = f"{random.choice(numbers).flags[-1]}=-{random.randrange(1, 99)}"
    elif chance < 0.7 and flags:
        fault = f"{random.choice(flags).flags[-1]}={random.choice(hostile.WORDS)}"
    elif chance < 0.8 and closed:
        word = random.choice(("nope", "jsno", " x", "\u6f22", "x" * 5000))
        fault = f"{random.choice(closed).flags[-1]}={word}"
    else:
        fault = random.choice(
            ("--nope", "--indicaton=ptsd", "-Z", "--\u6f22", "--json-", "--no-such-option=1", "-\u00e9")
        )
    # Behind a word that takes a value it would be that value.
    at = random.randrange(1, len(words) + 1)
    while at > 1 and words[at - 1].startswith("-") and "=" not in words[at - 1]:
        at -= 1
    words.insert(at, fault)
    return words, fault


def given(option: Option, words: list[str]) -> bool:
    """Whether a line has an option, however spelt."""
    return any(word.startswith(flag) for word in words for flag in option.flags)


# ------------------------------------------------------------------------------------------------ any line


def anything(random: Random, known: Vocabulary) -> list[str]:
    """A line of words of the program, of other commands and of nowhere."""
    chance = random.random()
    if chance < 0.15:
        return asked(random, known)
    if chance < 0.25:
        return question(random)
    name = random.choice(sorted(known.commands))
    if name in SLOW and random.random() < 0.95:
        name = "effect"
    command = known.commands[name]
    words = [name]
    for _ in range(random.choice((0, 1, 1, 2, 3)) if command.words or command.many else random.choice((0, 0, 1))):
        words.append(random.choice(command.words) if command.words and random.random() < 0.6 else hostile.word(random))
    for _ in range(random.choice((0, 1, 2, 2, 3, 4))):
        option = random.choice(command.options) if command.options else None
        if option is None or random.random() < 0.05:
            other = random.choice(sorted(known.commands))
            option = random.choice(known.commands[other].options or known.commands["trials"].options)
        flag = random.choice(option.flags)
        value = value_of(random, option, command, known)
        place = random.randrange(1, len(words) + 1) if random.random() < 0.1 else len(words)
        words[place:place] = spelt(random, flag, value, option.kind != "flag")
    if random.random() < 0.02:
        words.insert(random.randrange(len(words) + 1), random.choice(("--", "-h", "--help", "--version")))
    return safe(words)


def asked(random: Random, known: Vocabulary) -> list[str]:
    """A line of a command with its own words and values, as somebody means it."""
    command = known.commands[random.choice([name for name in sorted(known.commands) if name not in SLOW])]
    words = [command.name]
    wanted = command.needs + (random.choice((0, 1, 1, 2, 3)) if command.many else random.choice((0, 0, 1)))
    if command.name == "help" or command.words:
        pool = known.topics if command.name == "help" else command.words
        words += [random.choice(pool) for _ in range(wanted)]
    else:
        words += [random.choice(("ketamine", "ptsd", "blood", "pressure", "iv", "how", "long")) for _ in range(wanted)]
    for option in random.sample(command.options, min(len(command.options), random.choice((0, 1, 2, 3)))):
        words += spelt(random, option.flags[0], value_of(random, option, command, known, 0.0), option.kind != "flag")
    return safe(words)


def question(random: Random) -> list[str]:
    """Words without a command."""
    plain = (
        "how",
        "long",
        "does",
        "ketamine",
        "last",
        "dose",
        "ptsd",
        "mg/kg",
        "0.5",
        "blood pressure",
        "?",
        "esketamine",
    )
    count = random.choice((0, 1, 1, 2, 3, 5, 9, 45 if random.random() < 0.1 else 4))
    return safe([random.choice(plain) if random.random() < 0.6 else hostile.word(random) for _ in range(count)])


FILES: Final = (
    "out.txt", "out.csv", "out.json", "out.svg", "out.md", "-", "a/", "gone/out", "n" * 300, "o\u0301ut", ".",
    "/dev/full", "/dev/null", "/dev/stdout",
)  # fmt: skip


def value_of(random: Random, option: Option, command: Command, known: Vocabulary, odd: float = 0.35) -> str:
    """A value for an option: one that is offered, or a hostile one at the rate of ``odd``."""
    if option.name == "output":
        return random.choice(FILES)
    if option.name == "data":
        return random.choice((MINI, MINI, "nowhere", "/", "/dev/null", "/dev/zero", ".", "n" * 300))
    if option.name == "from_file":
        return random.choice((OWN, OWN, "-", "nowhere", "/dev/null", "/dev/zero", ".", "n" * 300))
    if random.random() < odd:
        return hostile.word(random)
    if option.name in ("where", "condition", "sort", "fields"):
        listed = command if command.fields else known.commands["trials"]
        field = random.choice(sorted(listed.fields))
        if option.name in ("where", "condition"):
            deep = random.choice((0, 0, 0, 30, 39, 60, 3000))
            return random.choice(("not ", "(")) * deep + condition(random, listed) + ")" * random.choice((0, 0, deep))
        return random.choice((field, f"-{field}", f"{field}:desc", f"{field},id", f"{field}.x"))
    return offered(random, option) or ""


ALLOWED: Final = {MINI, OWN, "/", "/dev/full", "/dev/null", "/dev/zero", "/dev/stdout"}


def safe(words: list[str]) -> list[str]:
    """The words without paths that lead out of the folder that the run is in: some lines write files."""
    return [word if inside(word) and inside(word.partition("=")[2]) else "x" for word in words]


def inside(path: str) -> bool:
    """Whether writing to a path changes nothing elsewhere."""
    return path in ALLOWED or not (path.startswith("/") or ".." + "/" in path)


# ------------------------------------------------------------------------------------------- surroundings


RECORDS: Final = (
    b"", b"\xff\xfe", b"\x00", b"a,b\n1,2\n", b'id="x"\nname="y"\n', b'id="a\\u001b]0;PWN\\u0007"\nname="x"\n',
    b"[" * 5000, b"study,n1,n2\n" * 50, b"\xef\xbb\xbfstudy\n", b"{}", b"[{}]", b'[{"study":"a","events":1e999}]',
    b"study\tyi\tvi\na\t1\t0\n",
    b"study,yi,vi\na,0.1,0.04\nb,0.3,0.09\n", b"study,yi,vi\na,\x1b[31m,0.04\n", b"a=" + b"9" * 5000, b"=" * 100_000,
)  # fmt: skip


OUTS: Final[tuple[Out, ...]] = ("pipe", "terminal", "full", "gone", "closed")


def surroundings(random: Random) -> Surroundings:
    """Mostly a pipe and nothing set; else anything that a machine can have."""
    settings: list[tuple[str, str]] = []
    choices: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("COLUMNS", ("20", "40", "80", "120", "0", "-1", "x", "99999", "\uff18\uff10", "")),
        ("NO_COLOR", ("1", "", "0")),
        ("FORCE_COLOR", ("1", "0", "", "x")),
        ("TERM", ("dumb", "xterm-256color", "", "nope")),
        ("ACCESSIBLE", ("1", "0", "")),
        ("KETA_DATA", (MINI, "nowhere", "/", "", "\udcff")),
        ("KETA_COMPLETE", ("1", "")),
        ("KETA_DEBUG", ("",)),
    )
    for name, values in choices:
        if random.random() < (0.02 if name.startswith("KETA_") else 0.06):
            settings.append((name, random.choice(values)))
    out = random.choices(OUTS, (80, 10, 4, 3, 3))[0]
    err = random.choices(OUTS, (84, 6, 4, 3, 3))[0]
    if out == "terminal":
        settings.append(("KETA_PAGER", random.choice(("", "", "", "", "cat", "false", "no-such-pager", "'"))))
    stdin = None if random.random() < 0.03 else random.choice(RECORDS) if random.random() < 0.5 else b""
    encoding = random.choices(("utf-8", "ascii", "cp1252", "latin-1", "cp437", "koi8-r"), (80, 6, 6, 4, 2, 2))[0]
    return Surroundings(tuple(settings), stdin, out, err, encoding)
