"""Words: trimmed, printable, and free of notation that has led to medication errors.

The notation list follows the ISMP list of error-prone abbreviations, symbols and dose designations.
Bibliographic fields are kept as printed and exempt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.walk import every, field_of

AS_PRINTED = {
    "title",
    "container_title",
    "author",
    "url",
    "doi",
    "page",
    "synonyms",
    "aliases",
    "publisher",
    "statistic",
}

ERROR_PRONE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:^|[\s(<=>~/+-])\.\d"), "a naked decimal: write the leading zero"),
    (re.compile(r"\b\d+\.\d*0 ?(mg|mcg|mL|g)\b"), "a trailing zero on a dose"),
    (re.compile("[\u00b5\u03bc]g"), "write mcg"),
    (re.compile(r"\b\d+ ?cc\b"), "write mL"),
    (re.compile(r"\b\d+(mg|mcg|mL|min|kg)\b"), "a space belongs before the unit"),
    (
        re.compile(r"\b(qd|q\.d\.|qod|q\.o\.d\.|QD|QOD|BID|TID|QID|HS|b\.i\.d\.|t\.i\.d\.)(?!\w)"),
        "spell the frequency out",
    ),
    (re.compile(r"\b(SC|SQ|SubQ|IM|PO|SL|i\.v\.|i\.m\.|s\.c\.|p\.o\.)(?![\w-])"), "spell the route out"),
    (re.compile(r"(?<![\w-])IN (spray|route|ketamine|esketamine|racemic)"), "write intranasal"),
    (re.compile("\u2212"), "write the hyphen-minus"),
    (re.compile("[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0]"), "write plain ASCII punctuation"),
    (re.compile(r"\d %"), "no space before the per cent sign"),
    (re.compile(r" {2,}"), "two spaces in a row"),
)


def problems(authored: Authored) -> Iterator[Problem]:
    """Texts that are untrimmed, unprintable or use error-prone notation."""
    for _, file, key, value in every(authored):
        if not isinstance(value, str):
            continue
        field = field_of(key)
        if value != value.strip() or not value:
            yield Problem(file, key, "is empty or has white space at an end")
        if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn") for letter in value):
            yield Problem(file, key, "has a control or invisible character")
        if field in AS_PRINTED:
            continue
        for pattern, reason in ERROR_PRONE:
            found = pattern.search(value)
            if found:
                yield Problem(file, key, f"{found.group()!r}: {reason}")
