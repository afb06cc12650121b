"""Words that are made to break something: a reader, a terminal, a pattern, the patience of whoever waits."""

from __future__ import annotations

from random import Random
from typing import Final

BLANKS: Final = ("", " ", "\t", "\u00a0", "\u3000", "\u2003 ", " \n ")
"""What is no value of anything."""

NO_NUMBERS: Final = (
    "x", "1e3", "2_019", "\u0663\u0660", "\uff18", "\u00b2", "0x10", "1.5", "nan", "inf", "1,000", "9" * 30, "--",
    "+-1",
)  # fmt: skip
"""What is no whole number."""

WORDS: Final = (
    "", " ", "-", "--", "---", "-5", "--=", "=", ",", ",,,", ".", "..", "....", "*", "?", "~", "%s%n", "{0}",
    "$(id)", "`id`", "'", '"', "''", "\\", "\\n", "#", "&&", "|", "<", ">", ";", "!", "a.b.c", "trials/",
    "conflicts/", "transform-2.arms.0", "alder.arms.0", "transform-2....", "elekt-d.outcomes.99999999999999999999",
    "a" * 41, "n" * 300, "trd,ptsd", ",trd", "trd,", "2019-", "-2010", "2015-2020", "2020-2015", "20199", "1e999",
    "1e-999", "nan", "inf", "-inf", "-0", "0", "00", "9" * 25, "0.0000000001", "1/0", "0/0", "5/3", "10/34",
    "10/34/2", "17.5,12.2,34", "1,1,1", "1,,1", "0.5 mg/kg", "84mg", "1e3mg", "5000 mg", "70kg", "0kg", "-1 kg",
    "\u22120.5", "1\u00b2", "\u00bd", "\u0662\u0660\u0661\u0669", "\uff12\uff10", "\u096a\u096b mg", "\u6f22\u5b57",
    "e\u0301", "o" + "\u0301" * 40, "\u200b", "\u202eabc", "\u2066x\u2069", "a\u2028b", "a\u2029b", "\ufeffx",
    "\u00ad", "\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\x7f", "\x00", "a\x00b", "\r", "a\r\nb", "a\nb",
    "\x0b\x0c\x85", "\udcff", "\ud800", "\U0001f48a", "\U0001f468\u200d\u2695\ufe0f", "\U000e0041", "\ufffe",
    "\uffff", "\U0010ffff", "\u0130stanbul", "\u1e9e", "\ufb01", "\u212a", "ketamine?", "how long does it last",
    "is it safe in pregnancy", "S(+)-ketamin", "iv", "ptsd", "trd", "esketamine", "racemic", "ketamin", "esketmine",
    "spravato", "canmat", "NCT02418585", "10.1016/x", "https://doi.org/10.1/x", "help", "all", "harms", "json",
    "table", "none", "null", "true", "nope", "id", "n", "year", "-h", "--help", "--version", "--json",
)  # fmt: skip

PIECES: Final = (
    "a",
    "1",
    "1,",
    "1.",
    "-",
    "(",
    "[",
    "'",
    "and ",
    "not ",
    "n>=1 or ",
    "x ",
    "ketamine ",
    "\u0301",
    "\u20ac",
    "9",
    "0.5-",
    "./",
)


def word(random: Random) -> str:
    """One hostile word; now and then a very long one."""
    chance = random.random()
    if chance < 0.8:
        return random.choice(WORDS)
    if chance < 0.92:
        alphabet = random.choice(
            ("abcdefghijk-.", "0123456789.,-/ ", " \t\n'\"()<>=!~,", "\x00\x1b\x07\x9b\u202e\u2028\udcff\u0301a1 ")
        )
        return "".join(random.choice(alphabet) for _ in range(random.randrange(1, 30)))
    if chance < 0.99:
        piece = random.choice(PIECES)
        return piece * (random.choice((50, 300, 2_000)) // len(piece))
    # A little less than the longest word that a system hands to a program.
    return (random.choice(PIECES) * 100_000)[:100_000]
