"""Authors as records hold them: the parts of a person's name, and the names of bodies told apart."""

from __future__ import annotations

import re
from functools import cache

from ketacli.tuples import NamedTuple

SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "2nd": "II", "3rd": "III"}
"""In small letters without a full stop, to how they are printed."""

MOST_INITIALS = 4
FORMS = {"LLC", "LLP", "PLC", "Co", "SpA", "USA"}
"""Ends of the names of bodies that are nobody's initials."""

BODY = (
    r"[,;:&/()\d]|\b(of|for|the|and|international|research|development|pharma\w*|cilag|laborator\w+|therapeutics"
    r"|health|sciences?|medical|medicine|group|university|institute|department|agency|committee|society|college"
    r"|hospital|cent(er|re)|council|association|company|holding)\b"
)
"""What only the name of a body has, so that the letters at its end are a legal form or a country."""


@cache
def of_bodies() -> re.Pattern[str]:
    """``BODY``, compiled when the first name is asked about: most screens have no authors."""
    return re.compile(BODY, re.IGNORECASE)


class Person(NamedTuple):
    """A person's name in the parts that citation formats tell apart."""

    family: str
    """Family name without its particle."""
    given: str
    """Initials, each with its full stop: ``E. G.``, ``J.-P.``."""
    particle: str = ""
    """Small words before the family name, as ``van der``: printed with it, not always sorted by."""
    suffix: str = ""
    """``Jr.``, ``III``."""

    @property
    def surname(self) -> str:
        """Family name with its particle."""
        return f"{self.particle} {self.family}".lstrip()


def person(name: str) -> Person | None:
    """The parts of ``Family Initials [Suffix]``; None for a body's name, and for a family name alone.

    A body whose name ends like initials is told by a word that only bodies have (``Janssen-Cilag International NV``)
    or by full stops (``Bayer A.G.``).
    """
    words = name.split()
    # "van Aa II" has the initials I. I.: a suffix stands behind others.
    behind = words[2:] and initials(words[-2].removesuffix(","))
    suffix = SUFFIXES.get(words[-1].rstrip(".").lower(), "") if behind else ""
    if suffix:
        words.pop()
        words[-1] = words[-1].removesuffix(",")
    found: list[str] = []
    while words[1:] and (letters := initials(words[-1])) and (not found or len(words[-1]) == 1):
        found[:0] = letters
        words.pop()
    if not 0 < len(found) <= MOST_INITIALS or of_bodies().search(" ".join(words)):
        return None
    at = 0
    while words[at + 1 :] and words[at][0].islower():
        at += 1
    return Person(" ".join(words[at:]), dotted(found), " ".join(words[:at]), suffix)


def initials(word: str) -> list[str]:
    """The initials that a word is made of, a hyphen kept before its own: ``J-PA`` as J, -P, A; none of other words."""
    if word in FORMS or word.startswith("-"):
        return []
    found = []
    at = 0
    while at < len(word):
        end = at + (word[at] == "-") + 1
        if not word[end - 1 : end].isupper():
            return []
        if word[end : end + 1].islower():
            end += 1
        found.append(word[at:end])
        at = end
    return found


def dotted(found: list[str]) -> str:
    """Initials with a full stop each: ``E. G.``, ``J.-P.``; a name of two letters, as ``Bo``, as it is."""
    if len(found) == 1 and found[0][1:]:
        return found[0]
    return " ".join(f"{letters}." for letters in found).replace(" -", "-")
