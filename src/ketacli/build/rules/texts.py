"""Words: trimmed, printable, and free of notation that has led to medication errors.

What is refused, and why, stands in ``notation``. How far a field is held to it, its role says: what others have
written is kept as printed, and what is no sentence may hold digits that count nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.notation import unsafe
from ketacli.build.rules.registry import Place, of_data, of_text
from ketacli.build.skeleton import PLACEHOLDER
from ketacli.build.synonyms import FILE
from ketacli.records.roles import CODE, PRINTED, PROSE

LONGEST = 5_000
"""Letters of a text; the longest there is has 600."""
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of letters that command a terminal, turn the direction of what follows, or break a line."""
STACKED = re.compile(r"[^\x00-\u02ff]{4,}")
"""Where combining marks could stand on one another."""
MOST_MARKS = 3

PLAIN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("\u2212"), "write the hyphen-minus"),
    (re.compile("[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0]"), "write plain ASCII punctuation"),
    (re.compile(r"\d %"), "no space before the per cent sign"),
    (re.compile(r" {2,}"), "two spaces in a row"),
)


@of_text()
def words(text: str, at: Place) -> tuple[str, ...]:
    """A text that is untrimmed, unprintable or uses error-prone notation."""
    return wrong(text, at.node.role.text if at.node.role is not None else PROSE)


@cache
def wrong(text: str, held_to: str) -> tuple[str, ...]:
    """What is wrong with a text; most texts are there many times."""
    return tuple(_wrong(text, held_to))


def _letters(text: str) -> Iterator[str]:
    """Digits that look like others, and marks that run over the lines above and below."""
    if any(unicodedata.category(letter) == "Nd" and not letter.isascii() for letter in text):
        yield "has digits that are not those of ASCII"
    for run in STACKED.findall(text):
        marks = "".join("m" if unicodedata.category(letter) in ("Mn", "Me") else " " for letter in run)
        if "m" * (MOST_MARKS + 1) in marks:
            yield f"has more than {MOST_MARKS} marks on one letter"
            return


@of_data
def words_of_the_data(authored: Authored) -> Iterator[Problem]:
    """Texts of ``meta.toml``, which every screen shows, and of the synonyms, which search shows."""
    for key, text in authored.meta.items():
        yield from (Problem("meta.toml", key, reason) for reason in wrong(text, CODE))
    found = authored.synonyms
    if found is None:
        return
    groups = [(f"same.{at}", group) for at, group in enumerate(found.same)]
    groups += [(f"places.{at}", group) for at, group in enumerate(found.places)]
    groups += [(f"means.{at}.say", each.say) for at, each in enumerate(found.means)]
    groups += [(f"means.{at}.find", each.find) for at, each in enumerate(found.means)]
    groups += [(f"asks.{at}.say", each.say) for at, each in enumerate(found.asks)]
    groups += [(f"fixes.{at}.say", (*each.say, *each.dosed, each.called)) for at, each in enumerate(found.fixes)]
    groups += [(f"fixes.{at}.find", each.find) for at, each in enumerate(found.fixes)]
    for key, group in groups:
        for at, text in enumerate(group):
            yield from (Problem(FILE, f"{key}.{at}", reason) for reason in wrong(text, PRINTED))


def _wrong(text: str, held_to: str) -> Iterator[str]:
    if text != text.strip() or not text:
        yield "is empty or has white space at an end"
    if len(text) > LONGEST:
        yield f"has {len(text):,} letters: {LONGEST:,} at most"
        return
    if PLACEHOLDER.fullmatch(text):
        yield f"{text} holds the place of a value"
    if not text.isprintable() and any(unicodedata.category(letter) in UNSEEN for letter in text):
        yield "has a control or invisible character"
    if not text.isascii():
        yield from _letters(text)
    if held_to == PRINTED:
        return
    for pattern, reason in PLAIN:
        found = pattern.search(text)
        if found:
            yield f"{found.group()!r}: {reason}"
    if held_to == PROSE:
        yield from (f"{word!r}: {reason}" for word, reason in unsafe(text))
