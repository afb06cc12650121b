"""Notation that has led to medication errors: what keta never prints, and what it prints instead.

After the list of error-prone abbreviations, symbols and dose designations of the Institute for Safe
Medication Practices (ISMP). The rules of truth hold every text of the data to it, the tests hold screens,
help and documents to it, and ``docs/safe-words.md`` is made from it.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Unsafe(NamedTuple):
    """One notation that is refused."""

    pattern: re.Pattern[str]
    reason: str
    """What to write, as the check says it."""
    shown: str
    """The notation as documents name it."""
    misread: str
    """What it has been taken for."""
    instead: str


def _unsafe(pattern: str, reason: str, shown: str, misread: str, instead: str) -> Unsafe:
    return Unsafe(re.compile(pattern), reason, shown, misread, instead)


UNITS = r"mg|mcg|ng|kg|g|mL|L|min|h|mm|mmHg|nM|mmol|nmol"
COUNTED = (
    "people|patients|participants|adults|women|men|adverse events|cases|reports|treatments|infusions|doses|"
    "patient-years"
)

UNSAFE: tuple[Unsafe, ...] = (
    # Numbers
    _unsafe(r"(?:^|[\s(<=>~/+-])\.\d", "a naked decimal: write the leading zero",
            ".5 mg", "5 mg when the point is not seen", "0.5 mg"),
    _unsafe(r"\b\d+\.\d*0 ?(?:mg|mcg|mL|g)\b", "a trailing zero on a dose",
            "1.0 mg", "10 mg when the point is not seen", "1 mg; results keep the decimals that were printed"),
    _unsafe(rf"(?<!\w)(?<!\d[.,])(?<![A-Za-z]-)\d+(?:[.,]\d+)*[.,]?(?:{UNITS})\b", "a space belongs before the unit",
            "10mg", "100 mg: an m beside a digit looks like zeros", "10 mg"),
    _unsafe(rf"(?<![\w.,/:-])(?:(?!1[89]\d\d\b|20\d\d\b)\d{{4}}|\d{{4,}}(?= (?:{COUNTED})\b))(?![\w,:/-]|\.\d)",
            "write the comma of thousands", "1000 mg", "100 mg or 10000 mg", "1,000 mg; years have none"),
    _unsafe(r"\b\d+(?:\.\d+)? ?(?:M|MM)\b", "write the number out", "5M", "thousand or million", "5 million"),
    # Units
    _unsafe("[\u00b5\u03bc]g|\\bug\\b", "write mcg", "\u00b5g, ug", "mg: a thousandfold overdose", "mcg"),
    _unsafe(r"\b\d+(?:\.\d+)? ?cc\b", "write mL", "cc", "units, when written as u", "mL"),
    _unsafe(r"\d ?(?:ml|dl|l)\b|(?<=/)(?:ml|dl|l)\b", "write mL, dL or L",
            "ml, l", "a digit 1 for the letter l", "mL, L"),
    _unsafe(r"\d ?ng\b(?!/)", "write nanogram", "ng of a dose", "mg", "nanogram; concentrations keep ng/mL"),
    _unsafe(r"(?<![\w.-])IU\b|\b\d+ ?[Uu](?![\w-])", "write units", "IU, U", "IV, 10, or a digit 0", "units"),
    _unsafe(r"\b\d+ ?(?:lbs?|gr|gtts?)\b", "write metric units", "lb, gr, gtt", "g, or one another", "kg, g, mL"),
    # How often
    _unsafe(
        r"\b(?:qd|q\.d\.|qod|q\.o\.d\.|QD|QOD|BID|TID|QID|HS|QHS|qhs|qn|b\.i\.d\.|t\.i\.d\.|q1d|BIW|TIW|biw|tiw)"
        r"(?!\w)",
        "spell the frequency out", "QD, QOD, BID, TID, QHS, BIW, TIW",
        "one another: daily for every other day, hour of sleep for half-strength",
        "daily, every other day, twice a week"),
    # Routes and places
    _unsafe(r"\b(?:SC|SQ|SubQ|subq|sub q|IM|PO|SL|i\.v\.|i\.m\.|s\.c\.|p\.o\.|per os)(?![\w-])", "spell the route out",
            "SC, SQ, sub q, IM, PO, SL, per os", "SL, 5 every, left eye and one another",
            "subcutaneous, intramuscular, oral, sublingual; IV may stand in dense tables"),
    _unsafe(r"(?<!DSM-)\bIV\b(?!-TR)(?! (?:route|or intravenous))", "spell the route out",
            "IV in a text", "IU or a Roman four", "intravenous"),
    _unsafe(r"(?<![\w-])IN (?:spray|route|ketamine|esketamine|racemic|administration|dose)|\d (?:mg|mcg) IN\b",
            "write intranasal", "IN", "IV or IM", "intranasal"),
    _unsafe(r"(?<![A-Z] )\b(?:AD|AS|OD|OS|OU|o\.d\.)(?![\w-]| [A-Z])", "say which eye or ear",
            "AD, AS, AU, OD, OS, OU", "one another: ears for eyes, right eye for once daily",
            "right ear, left eye; AU stays as the code of Australia"),
    # Words and symbols
    _unsafe(r"\bD/C\b|\bdc'd\b", "write discharge or stop", "D/C", "discharge for discontinue", "discharge, stop"),
    _unsafe(r"(?<!p )(?<!P )[<>](?!=)", "write less than or more than", "< and >", "one another, or a digit 4",
            "less than, more than; p values keep theirs, as in p < 0.001"),
    _unsafe(r" \+ ", "write plus or and", "a + b", "a digit 4", "a plus b"),
    _unsafe(r"(?<=\d) ?@|@ ?(?=\d)", "write at", "@", "a digit 2", "at"),
    _unsafe("[\u2190-\u21ff]", "write increase or decrease",
            "arrows", "one another, or digits", "increase, decrease, to"),
    # Names
    _unsafe(r"\b(?:MgSO4|MSO4|ZnSO4|MTX|AZT|CPZ|HCT|HCTZ|APAP|PTU|TNK|TPA|t-PA|PCA|MS(?= \d))(?![\w-])"
            r"|(?<![\w.])HCl\b",
            "write the drug's name", "MgSO4, MSO4, HCl, MTX ...", "another drug of like letters",
            "magnesium sulfate, morphine sulfate, hydrochloride"),
)  # fmt: skip


def unsafe(text: str) -> list[tuple[str, str]]:
    """Every unsafe notation in a text, with what to write."""
    return [(found.group(), each.reason) for each in UNSAFE for found in [each.pattern.search(text)] if found]
