"""How text is cut into words for search: the same for what is indexed and for what is asked.

A number stays one word whatever its decimal mark (``0.05`` is never found in ``10.05``), thousands lose theirs,
and a unit written against its number is a word of its own.
"""

from __future__ import annotations

UNITS = frozenset(
    ("mg", "mcg", "ng", "g", "kg", "ml", "l", "h", "hr", "hrs", "min", "mins", "d", "w", "nm", "um", "mm", "mmhg", "lb")
)
"""Units that may stand against their number."""
SPELT = {"hr": "h", "hrs": "h", "hour": "h", "hours": "h", "mins": "min", "minute": "min", "minutes": "min",
         "milligram": "mg", "milligrams": "mg", "milligramme": "mg", "mgs": "mg", "kilo": "kg", "kilogram": "kg",
         "kilograms": "kg", "kilos": "kg", "microgram": "mcg", "micrograms": "mcg", "ug": "mcg"}  # fmt: skip
"""Units as they are typed beside a number, to how they are found."""
DIGITS = frozenset("0123456789")
SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What stands between words, of ASCII."""
POINT = "dot"
COUNTRY = "country"
"""How the word begins by which the index holds a country."""
NAMES = {"child-pugh": "childpugh", "child pugh": "childpugh"}
"""Names that have a word in them which means something else by itself, as one word."""


def prepared(text: str) -> str:
    """The text with every number as one word, for the index and for a phrase that is looked up."""
    text = text.casefold()
    if "pugh" in text:
        for name, word in NAMES.items():
            text = text.replace(name, word)
    if not text.isascii():
        from unicodedata import combining, normalize

        text = text.replace("\u03bcg", "mcg").replace("\u03bcm", "um").replace("\u2019", "'")
        text = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    if DIGITS.isdisjoint(text):
        return text
    return " ".join(word if DIGITS.isdisjoint(word) else _numbers(word) for word in text.split())


def _numbers(word: str) -> str:
    """One word between spaces, its numbers made words."""
    out: list[str] = []
    at, end = 0, len(word)
    while at < end:
        if not "0" <= word[at] <= "9" or (at and word[at - 1].isalnum()):
            out.append(word[at])
            at += 1
            continue
        stop = at + 1
        while stop < end and ("0" <= word[stop] <= "9" or _joins(word, stop)):
            stop += 1
        out.append(_number(word[at:stop]))
        tail = stop
        while tail < end and word[tail].isalpha():
            tail += 1
        if tail > stop and word[stop:tail] in UNITS:
            out.append(" ")
        at = stop
    return "".join(out)


def _joins(word: str, at: int) -> bool:
    return word[at] in ".," and at + 1 < len(word) and "0" <= word[at + 1] <= "9"


def _number(text: str) -> str:
    """``0.05`` and ``0,05`` as one word, ``1,000`` as ``1000``; dates and versions keep their marks."""
    parts = text.replace(",", ".").split(".")
    if len(parts) == 2 and not ("," in text and len(parts[1]) == 3 and parts[0] != "0"):
        decimals = parts[1].rstrip("0")
        return f"{parts[0]}{POINT}{decimals}" if decimals else parts[0]
    return "".join(parts) if "," in text and "." not in text else POINT.join(parts)


def words_of(text: str) -> list[str]:
    """The words of prepared text: runs of letters and digits, as the index cuts them."""
    text = prepared(text)
    if text.isascii():
        return text.translate(SPACED).split()
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def country(code: str) -> str:
    """The word by which the index holds a country: its code alone is a word of some language (in, it, de)."""
    return f"{COUNTRY}{code.casefold()}"


def with_countries(label: str) -> str:
    """A label with the words for the countries whose codes it has, as the index holds it."""
    codes = [word for word in label.replace(",", " ").split() if len(word) == 2 and word.isalpha() and word.isupper()]
    return " ".join([label, *map(country, codes)])


def phrase(text: str) -> str:
    """A text as a phrase of a full-text query; empty for a text without words."""
    found = words_of(text)
    return f'"{" ".join(found)}"' if found else ""


ENDINGS = ("ing", "ed", "es", "s", "e")
RATES = frozenset(("rate", "rates", "rated", "rating", "ratings"))
"""Words that without their ending are another one: a rate is no rat."""


def root(word: str) -> str:
    """A word without the ending that its form in a sentence has: ``wears``, ``wearing`` and ``wear`` are one."""
    if word in RATES:
        return "rate"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            return word[:-1] if word.endswith("e") and len(word) > 3 else word
    return word


def key(words: list[str]) -> str:
    """Words as the key of a phrase in the table of synonyms."""
    return " ".join(root(word) for word in words)
