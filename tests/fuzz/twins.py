"""Two lines whose answers have to agree: the same line again, by another reader, on a wide screen, turned round."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Final

from ketacli.cli.mistakes import sentence

from .inputs import Input
from .inside import Result, Surroundings, run
from .oracles import COLOURS, asked_format, asked_width

NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]+(?:[.,][0-9]+)*(?![0-9A-Za-z])")
HIDING: Final = ("species", "status", "role")
"""Fields that lists leave some records out by, unless they are asked for them."""
PLOTTED: Final = ("forest", "network", "report")
WIDEST: Final = "1000"


def disagreements(given: Input, result: Result, random: Random) -> Iterator[str]:
    """What a second line says that the first does not; some of these questions are asked of some lines."""
    if result.code != 0 or given.around.out not in ("pipe", "terminal"):
        return
    if random.random() < 0.05 and run(given.words, given.around) != result:
        yield "twin: the same line again has another answer"
    form = asked_format(given)
    width = asked_width(given)
    if form == "table" and width is not None and width < 200 and drawn(given) and random.random() < 0.3:
        yield from cut_numbers(given, result)
    if given.kind == "right" and form == "json" and random.random() < 0.3:
        yield from counted(given, result)


def drawn(given: Input) -> bool:
    """Whether a line shows the same figures at every width.

    A plot's axis has others, a listener hears them said, and words are a sentence before the options alone.
    """
    return given.words[0] not in PLOTTED and "--accessible" not in given.words and not sentence(given.words)


def cut_numbers(given: Input, result: Result) -> Iterator[str]:
    """Every number of a narrow screen stands on a wide one too: none is broken over two lines or cut."""
    # First, as what stands behind "--" is no option; no pager, as its text is not seen here.
    command, *others = [word for word in without(given.words, "--width") if word != "--pager"]
    words = [command, "--width", WIDEST, "--no-pager", *others]
    wide = run(words, given.around)
    known = Counter(NUMBER.findall(COLOURS.sub("", wide.out)))
    strange = sorted(set(NUMBER.findall(COLOURS.sub("", result.out))) - set(known))
    if strange:
        yield f"cut: numbers that the wide screen does not have: {strange[:8]}"


def counted(given: Input, result: Result) -> Iterator[str]:
    """A limit is kept, and what meets a condition and what does not are all."""
    told = json.loads(result.out)
    if isinstance(told, list):
        return
    limit = value(given.words, "--limit")
    if limit is not None and len(told["data"]) > int(limit):
        yield f"twin: {len(told['data'])} records under --limit {limit}"
    condition = value(given.words, "--where")
    if condition is None or any(field in condition for field in HIDING):
        return
    words = without(without(without(given.words, "--where"), "--limit"), "--offset")
    plain = Surroundings()
    totals = [json.loads(run([*words, *more], plain).out)["total"]
              for more in ([], [f"--where={condition}"], [f"--where=not ({condition})"])]  # fmt: skip
    if totals[0] != totals[1] + totals[2]:
        yield f"twin: of {totals[0]} records {totals[1]} meet the condition and {totals[2]} do not"


def value(words: list[str], flag: str) -> str | None:
    """The last value that an option has on a line."""
    found = None
    for at, word in enumerate(words):
        if word == flag:
            found = words[at + 1]
        elif word.startswith(f"{flag}="):
            found = word.partition("=")[2]
    return found


def without(words: list[str], flag: str) -> list[str]:
    """The line without an option and its value."""
    kept: list[str] = []
    skip = False
    for word in words:
        if not skip and word != flag and not word.startswith(f"{flag}="):
            kept.append(word)
        skip = word == flag and not skip
    return kept
