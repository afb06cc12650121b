"""Make slips in the data, as a person who enters it makes them, and count how many the rules of truth catch.

``python scripts/slips.py`` prints the table of ``docs/quality.md``: for each kind of slip how many were made and how
many caught. The seed is fixed, so the table changes only with the data and the rules. ``--each N`` makes N of each
kind, ``--missed KIND`` prints those of a kind that were not caught, ``--write`` puts the table into the document.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from ketacli.build.parse import parse
from ketacli.build.problems import Problem
from ketacli.build.read import DATA, Authored, read_directory, read_record
from ketacli.build.rules import check, registry, seen_in

SEED = 14
EACH = 60
PAGE = Path(__file__).resolve().parent.parent / "docs" / "quality.md"
START, END = "<!-- slips -->", "<!-- end of slips -->"

Raw = dict[str, Any]
Change = Callable[[random.Random, Any], Any]


class Spot(NamedTuple):
    """A value that a slip can be made in: the table or list that holds it, and its key."""

    holder: Any
    key: Any


class Slip(NamedTuple):
    """A kind of slip: in which records, where, and what becomes of the value."""

    name: str
    kind: str
    places: Callable[[Raw], Iterator[Spot]]
    change: Change


# ------------------------------------------------------------------------------------------------ places


def at(*path: str) -> Callable[[Raw], Iterator[Spot]]:
    """Every value at a path; ``*`` goes through a list, a short value stands for its ``value``."""

    def found(raw: Raw) -> Iterator[Spot]:
        yield from _reach(raw, list(path))

    return found


def _reach(held: Any, path: list[str]) -> Iterator[Spot]:
    head, *rest = path
    if head == "*":
        for place, item in enumerate(held if isinstance(held, list) else ()):
            if rest:
                yield from _reach(item, rest)
            else:
                yield Spot(held, place)
    elif isinstance(held, dict) and head in held:
        if rest == ["value"] and not isinstance(held[head], dict):
            yield Spot(held, head)
        elif rest:
            yield from _reach(held[head], rest)
        else:
            yield Spot(held, head)


def anywhere(key: str) -> Callable[[Raw], Iterator[Spot]]:
    """Every value of a key, however deep."""

    def found(raw: Any) -> Iterator[Spot]:
        for name, item in raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ():
            if name == key:
                yield Spot(raw, name)
            yield from found(item)

    return found


def parts(*path: str) -> Callable[[Raw], Iterator[Spot]]:
    """The tables at a path themselves, for slips that change several of their values."""
    return at(*path)


# ----------------------------------------------------------------------------------------------- changes


def is_number(value: Any) -> bool:
    """Whether a slip of numbers can be made in a value."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def times(factor: str) -> Change:
    """A decimal point in the wrong place."""

    def change(_: random.Random, value: Any) -> Any:
        return _like(value, Decimal(value) * Decimal(factor)) if is_number(value) and value else None

    return change


def _like(value: Any, number: Decimal) -> Any:
    return int(number) if isinstance(value, int) and number == int(number) else number.normalize() + 0


def digit(random: random.Random, value: Any) -> Any:
    """One digit typed wrongly."""
    text = str(value)
    spots = [place for place, letter in enumerate(text) if letter.isdigit()]
    if not spots or not (is_number(value) or isinstance(value, str)):
        return None
    place = random.choice(spots)
    other = random.choice([each for each in "0123456789" if each != text[place]])
    return _number(value, text[:place] + other + text[place + 1 :])


def transposed(random: random.Random, value: Any) -> Any:
    """Two digits that have changed places."""
    text = str(value)
    spots = [
        place for place in range(len(text) - 1)
        if text[place].isdigit() and text[place + 1].isdigit() and text[place] != text[place + 1]
    ]  # fmt: skip
    if not spots or not (is_number(value) or isinstance(value, str)):
        return None
    place = random.choice(spots)
    return _number(value, text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _number(value: Any, text: str) -> Any:
    if isinstance(value, str):
        return text
    return int(text) if isinstance(value, int) else Decimal(text)


def sign(_: random.Random, value: Any) -> Any:
    """A lost or an added minus."""
    return -value if is_number(value) and value else None


def other(*words: str) -> Change:
    """Another word of a list."""

    def change(random: random.Random, value: Any) -> Any:
        return random.choice([word for word in words if word != value]) if isinstance(value, str) else None

    return change


def swapped(first: str, second: str) -> Change:
    """Two values of a table that have changed places."""

    def change(_: random.Random, value: Any) -> Any:
        if not isinstance(value, dict) or first not in value or second not in value or value[first] == value[second]:
            return None
        return {**value, first: value[second], second: value[first]}

    return change


def arms_swapped(_: random.Random, results: Any) -> Any:
    """The figures of the first two arms under each other's names."""
    if not isinstance(results, list) or len(results) < 2 or not all("arm" in each for each in results[:2]):
        return None
    first, second = results[:2]
    return [{**first, "arm": second["arm"]}, {**second, "arm": first["arm"]}, *results[2:]]


def year(random: random.Random, value: Any) -> Any:
    """Another year."""
    step = random.choice((-10, -2, -1, 1, 2, 10))
    if isinstance(value, int):
        return value + step
    return f"{int(value[:4]) + step}{value[4:]}" if isinstance(value, str) and value[:4].isdigit() else None


def fraction(_: random.Random, value: Any) -> Any:
    """A percentage entered as a fraction."""
    return Decimal(value) / 100 if is_number(value) and value else None


def se_for_sd(_: random.Random, result: Any) -> Any:
    """A standard error entered as a standard deviation."""
    if not isinstance(result, dict) or "sd" not in result or not result.get("n"):
        return None
    return {**result, "sd": round(Decimal(result["sd"]) / Decimal(result["n"]).sqrt(), 2)}


def far(_: random.Random, value: Any) -> Any:
    """A date of checking in the future."""
    return f"{int(value[:4]) + 1}{value[4:]}" if isinstance(value, str) else None


def long_ago(_: random.Random, value: Any) -> Any:
    """A date of checking from before the data."""
    return f"2016{value[4:]}" if isinstance(value, str) else None


FORMS = ("racemic", "esketamine", "arketamine")
ROUTES = ("intravenous", "intranasal", "intramuscular", "subcutaneous", "oral", "sublingual")
RESULT, EFFECT = ("outcomes", "*", "results", "*"), ("outcomes", "*", "effects", "*")
TRIALS = "trials"

SLIPS = (
    Slip("events of an arm, a digit", TRIALS, at(*RESULT, "events"), digit),
    Slip("percentage, ten times", TRIALS, at(*RESULT, "percent"), times("10")),
    Slip("percentage as a fraction", TRIALS, at(*RESULT, "percent"), fraction),
    Slip("percentage, digits changed places", TRIALS, at(*RESULT, "percent"), transposed),
    Slip("n of a figure, a digit", TRIALS, at(*RESULT, "n"), digit),
    Slip("n of a figure, ten times", TRIALS, at(*RESULT, "n"), times("10")),
    Slip("mean, its sign", TRIALS, at(*RESULT, "mean"), sign),
    Slip("mean, a digit", TRIALS, at(*RESULT, "mean"), digit),
    Slip("mean, ten times", TRIALS, at(*RESULT, "mean"), times("10")),
    Slip("SD, ten times", TRIALS, at(*RESULT, "sd"), times("10")),
    Slip("SD, a tenth", TRIALS, at(*RESULT, "sd"), times("0.1")),
    Slip("SE entered as SD", TRIALS, parts(*RESULT), se_for_sd),
    Slip("figures under the other arm", TRIALS, at("outcomes", "*", "results"), arms_swapped),
    Slip("effect, its sign", TRIALS, at(*EFFECT, "value"), sign),
    Slip("effect, a digit", TRIALS, at(*EFFECT, "value"), digit),
    Slip("effect, ten times", TRIALS, at(*EFFECT, "value"), times("10")),
    Slip("lower limit, its sign", TRIALS, at(*EFFECT, "lower"), sign),
    Slip("lower limit, a digit", TRIALS, at(*EFFECT, "lower"), digit),
    Slip("upper limit, a digit", TRIALS, at(*EFFECT, "upper"), digit),
    Slip("limits changed places", TRIALS, parts(*EFFECT), swapped("lower", "upper")),
    Slip("p, ten times", TRIALS, at(*EFFECT, "p"), times("10")),
    Slip("p, a tenth", TRIALS, at(*EFFECT, "p"), times("0.1")),
    Slip("measure of an effect", TRIALS, at(*EFFECT, "measure"), other("MD", "SMD", "RD", "RR", "OR", "HR")),
    Slip("arm and comparator changed places", TRIALS, parts(*EFFECT), swapped("arm", "versus")),
    Slip("better direction", TRIALS, at("outcomes", "*", "better"), other("lower", "higher")),
    Slip("days of a timepoint, a digit", TRIALS, at("outcomes", "*", "days"), digit),
    Slip("timepoint in words, a digit", TRIALS, at("outcomes", "*", "timepoint"), digit),
    Slip("kind of an outcome", TRIALS, at("outcomes", "*", "kind"), other("change", "score", "response", "relapse")),
    Slip("scale", TRIALS, at("outcomes", "*", "scale"), other("madrs", "hdrs-17", "caps-5", "phq-9")),
    Slip("people randomised, a digit", TRIALS, at("n_randomised", "value"), digit),
    Slip("people randomised to an arm, a digit", TRIALS, at("arms", "*", "n_randomised", "value"), digit),
    Slip("people analysed in an arm, a digit", TRIALS, at("arms", "*", "n_analysed", "value"), digit),
    Slip("year of a trial", TRIALS, at("year"), year),
    Slip("registry number, a digit", TRIALS, at("registry"), digit),
    Slip("primary outcome met or missed", TRIALS, at("primary_met", "value"), other("met", "missed")),
    Slip("dose of an arm, ten times", TRIALS, at("arms", "*", "doses", "*", "low"), times("10")),
    Slip("dose of an arm, a digit", TRIALS, at("arms", "*", "doses", "*", "low"), digit),
    Slip("unit of an arm's dose", TRIALS, at("arms", "*", "doses", "*", "unit"), other("mg", "mg/kg")),
    Slip("form of an arm", TRIALS, at("arms", "*", "form"), other(*FORMS)),
    Slip("route of an arm", TRIALS, at("arms", "*", "route"), other(*ROUTES)),
    Slip("duration of a dose, ten times", TRIALS, at("arms", "*", "given_over", "value"), times("10")),
    Slip("duration of a dose, its unit", TRIALS, at("arms", "*", "given_over", "unit"), other("min", "h")),
    Slip("sessions, a digit", TRIALS, at("arms", "*", "schedule", "sessions"), digit),
    Slip("dose of a regimen, ten times", "regimens", at("phases", "*", "doses", "*", "low"), times("10")),
    Slip("dose of a regimen, a digit", "regimens", at("phases", "*", "doses", "*", "low"), digit),
    Slip("unit of a regimen's dose", "regimens", at("phases", "*", "doses", "*", "unit"), other("mg", "mg/kg")),
    Slip("form of a regimen", "regimens", at("form"), other(*FORMS)),
    Slip("route of a regimen", "regimens", at("routes", "*"), other(*ROUTES)),
    Slip("standing of a regimen", "regimens", at("standing", "*", "status"), other("licensed", "off-label")),
    Slip("date of checking, in the future", TRIALS, anywhere("checked"), far),
    Slip("date of checking, long ago", TRIALS, anywhere("checked"), long_ago),
    Slip("year of a document", "sources", at("issued"), year),
    Slip("DOI, a digit", "sources", at("doi"), digit),
    Slip("PMID, a digit", "sources", at("pmid"), digit),
    Slip("date of an event, its year", "events", at("date"), year),
    Slip("pooled effect, its sign", "reviews", at("pooled", "*", "value"), sign),
    Slip("pooled effect, a digit", "reviews", at("pooled", "*", "value"), digit),
)


# ------------------------------------------------------------------------------------------------ counting


class Data:
    """The shipped data, and what the rules say of it with one record in another's place."""

    def __init__(self, authored: Authored | None = None) -> None:
        self.authored = authored or read_directory(DATA)
        self.before = set(check(self.authored))
        self.raw: dict[str, dict[str, Raw]] = {}
        for (kind, name), file in sorted(self.authored.files.items()):
            if file.startswith(f"{kind}/"):
                self.raw.setdefault(kind, {})[name] = parse((DATA / file).read_text(encoding="utf-8"), file)[0]

    def problems(self, kind: str, name: str, raw: Raw) -> list[Problem]:
        """What is wrong with the data when a record is as given, and was not before."""
        file = self.authored.file(kind, name)
        record, problems = read_record(kind, name, raw, file)
        if record is None:
            return problems
        held = self.authored.records[kind]
        kept, held[name] = held[name], record
        try:
            found = list(seen_in(self.authored, kind, name))
            found += [problem for rule in registry.DATA for problem in rule(self.authored)]
        finally:
            held[name] = kept
        return [problem for problem in found if problem not in self.before]


class Tally(NamedTuple):
    """How many slips of a kind were made and caught, and those that were not."""

    slip: Slip
    made: int
    caught: int
    missed: list[str]


def tally(data: Data, slip: Slip, each: int) -> Tally:
    """Make up to ``each`` slips of a kind, in places drawn with a seed of their own."""
    chance = random.Random(f"{SEED} {slip.name}")
    places = [
        (name, place) for name, raw in data.raw[slip.kind].items() for place in range(len(list(slip.places(raw))))
    ]
    chance.shuffle(places)
    made, missed = 0, []
    for name, place in places:
        if made == each:
            break
        raw = copy.deepcopy(data.raw[slip.kind][name])
        spot = list(slip.places(raw))[place]
        before = spot.holder[spot.key]
        after = slip.change(chance, before)
        if after is None or after == before:
            continue
        spot.holder[spot.key] = after
        made += 1
        if not data.problems(slip.kind, name, raw):
            missed.append(f"{slip.kind}/{name}: {str(before)[:100]} -> {str(after)[:100]}")
    return Tally(slip, made, made - len(missed), missed)


def table(tallies: list[Tally]) -> str:
    """The table of the document."""
    made, caught = sum(each.made for each in tallies), sum(each.caught for each in tallies)
    lines = ["| slip | made | caught |", "| --- | ---: | ---: |"]
    lines += [f"| {each.slip.name} | {each.made} | {each.caught} |" for each in tallies]
    share = f"{100 * caught / made:.0f}%"
    return "\n".join([*lines, f"| **all {len(tallies)} kinds, {share}** | **{made:,}** | **{caught:,}** |"]) + "\n"


def main(words: list[str]) -> int:
    """Print the table, write it, or say whether the document has it."""
    reader = argparse.ArgumentParser(description="Count the slips that the rules of truth catch.")
    reader.add_argument("--each", type=int, default=EACH)
    reader.add_argument("--missed", metavar="KIND")
    reader.add_argument("--write", action="store_true")
    asked = reader.parse_args(words)
    data = Data()
    chosen = [slip for slip in SLIPS if asked.missed is None or asked.missed in slip.name]
    tallies = [tally(data, slip, asked.each) for slip in chosen]
    if asked.missed is not None:
        sys.stdout.write("".join(f"{each.slip.name}: {line}\n" for each in tallies for line in each.missed))
    elif asked.write:
        text = PAGE.read_text(encoding="utf-8")
        head, _, rest = text.partition(START)
        PAGE.write_text(f"{head}{START}\n\n{table(tallies)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    else:
        sys.stdout.write(table(tallies))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
