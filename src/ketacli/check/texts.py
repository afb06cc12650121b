"""Words: trimmed, printable, and free of notation that has led to medication errors.

What is refused, and why, stands in ``notation``. Bibliographic fields are kept as printed and exempt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.notation import unsafe
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

IDENTIFIERS = {
    "at",
    "source",
    "id",
    "date",
    "date_announced",
    "checked",
    "issued",
    "volume",
    "issue",
    "pmid",
    "pmcid",
    "registry",
    "registries",
    "version",
    "jurisdiction",
    "country",
    "about",
    "short",
}
"""Places, dates, codes and short labels: not sentences, and their numbers count nothing."""

PLAIN: tuple[tuple[re.Pattern[str], str], ...] = (
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
        for pattern, reason in PLAIN:
            found = pattern.search(value)
            if found:
                yield Problem(file, key, f"{found.group()!r}: {reason}")
        if field in IDENTIFIERS or ".codes." in f".{key}":
            continue
        for word, reason in unsafe(value):
            yield Problem(file, key, f"{word!r}: {reason}")
