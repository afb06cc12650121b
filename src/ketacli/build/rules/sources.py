"""Sources: identifiers well formed and unique, dates that parse, check levels that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from weakref import ref

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.registry import Place, of_data, of_part, of_record, of_text
from ketacli.records.kinds import RECORDS
from ketacli.records.nodes import claims
from ketacli.records.source import MARKS
from ketacli.records.store import fold

DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
PMID = re.compile(r"[1-9]\d{0,8}", re.ASCII)
PMCID = re.compile(r"PMC\d+", re.ASCII)
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
REGISTRY = re.compile(
    r"NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}p?|\d{4}-\d{6}-\d\d(-\d\d)?|EUCTR[\d-]+(-\w\w)?|ChiCTR[-\w]*\d|UMIN\d{9}"
    r"|jRCT\w?\d+|CTRI/\d{4}/\d\d/\d+|IRCT\w+|NTR\d+|NL\d+|DRKS\d{8}|RBR-\w+|TCTR\d+",
    re.ASCII,
)
NO_DATE = "is no date (YYYY, YYYY-MM or YYYY-MM-DD)"
NO_DAY = "is no date (YYYY-MM-DD)"
LEVEL_NEEDS = {"registry": ("registry",), "label": ("label",)}


@of_data
def dates_of_the_data(authored: Authored) -> Iterator[Problem]:
    """Dates of ``meta.toml`` that are none."""
    for field in ("released", "checked_through"):
        text = authored.meta.get(field)
        # The age of the data is counted from it.
        if text is not None and not (len(text) == len("2001-02-03") and is_date(text)):
            yield Problem("meta.toml", field, f"{text!r} {NO_DAY}")


@of_text("day", "day or undated")
def dates(text: str, at: Place) -> Iterator[str]:
    """A date that is none."""
    undated = text == "undated" and at.node.role is not None and at.node.role.name == "day or undated"
    if not undated and not is_date(text):
        yield f"{text!r} {NO_DATE}"


@of_text("registry number")
def registrations(text: str, at: Place) -> Iterator[str]:
    """A registry number that no registry writes."""
    if not REGISTRY.fullmatch(text):
        yield f"{text!r} is no registry number"


@of_part("Record")
def levels(record: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A check level that contradicts the source, or that nobody may ship."""
    level = getattr(record, "check", None)
    if level == "unverified":
        yield at.inside("check"), "a value that nobody saw in a source does not ship"
    if level in LEVEL_NEEDS:
        source = at.authored.records.get("sources", {}).get(record.source)
        if source is not None and source.tier not in LEVEL_NEEDS[level]:
            yield at.inside("check"), f"is {level!r}, but {source.id!r} is a {source.tier} source"


@cache
def is_date(text: str) -> bool:
    """Whether ``text`` is a calendar date, or a year or month of one."""
    match = PARTIAL_DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return 1900 <= int(year) <= 2100


@of_data
def identifiers(authored: Authored) -> Iterator[Problem]:
    """Malformed or shared identifiers of documents."""
    owners: dict[tuple[str, str], str] = {}
    for name, source in authored.records.get("sources", {}).items():
        file = authored.file("sources", name)
        other = owners.setdefault(("key", fold(name)), name)
        if other != name:
            yield Problem(file, "id", f"is {other!r} but for hyphens: both would be cited by one key")
        if source.doi is not None and (not DOI.fullmatch(source.doi) or source.doi != source.doi.lower()):
            yield Problem(file, "doi", f"{source.doi!r} is not a lower-case DOI without address")
        if source.pmid is not None and not PMID.fullmatch(source.pmid):
            yield Problem(file, "pmid", f"{source.pmid!r} is no PubMed id")
        if source.pmcid is not None and not PMCID.fullmatch(source.pmcid):
            yield Problem(file, "pmcid", f"{source.pmcid!r} is no PubMed Central id")
        for system in ("doi", "pmid", "pmcid"):
            number = getattr(source, system)
            if number is None:
                continue
            other = owners.setdefault((system, number), name)
            if other != name:
                yield Problem(file, system, f"{number} is also that of {other!r}: one document, one record")
        if source.tier == "registry" and source.registry is not None:
            other = owners.setdefault(("registry", source.registry), name)
            if other != name:
                yield Problem(file, "registry", f"{source.registry} is also that of {other!r}")


OUR_TITLE = re.compile(r"descriptive|printed (?:one|title) was not", re.IGNORECASE)


@of_record("sources")
def bibliography(source: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A standing without its day, a title of ours that passes for the printed one, an article later than its volume."""
    if source.status in ("ok", "not-retracted", "listed") and source.status_checked is None:
        yield "status_checked", f"a document that is {source.status!r} has the day of which that is known"
    if OUR_TITLE.search(source.note or "") and not (source.title.startswith("[") and source.title.endswith("]")):
        yield "title", "is ours, as the note says, and stands in square brackets"
    # Within a year a congress supplement may be dated before it goes online.
    if source.online is not None and source.issued is not None and source.online[:4] > source.issued[:4]:
        yield "online", f"{source.online} is later than {source.issued}: issued is the date of the volume"


SAYING = {
    "corrected": re.compile(r"correct|erratum|corrigend", re.IGNORECASE),
    "concern": re.compile(r"concern", re.IGNORECASE),
    "listed": re.compile(r"Retraction Watch"),
    "retracted": re.compile(r"retract", re.IGNORECASE),
    "untraceable": re.compile(r"trace|found", re.IGNORECASE),
}
"""How a text says that a document has a standing other than sound."""


@of_data
def standings(authored: Authored) -> Iterator[Problem]:
    """A document that was corrected, doubted, retracted or not found again, and nobody says so where it is used."""
    unsound = {name: each for name, each in authored.records.get("sources", {}).items() if each.status in SAYING}
    for name, source in unsound.items():
        if not SAYING[source.status].search(source.note or ""):
            yield Problem(
                authored.file("sources", name),
                "note",
                f"is {MARKS[source.status]}: the note says what of it, and where that is told",
            )
    for kind in RECORDS:
        for name, record in authored.records.get(kind, {}).items():
            if authored.compiled and (kind, name) not in authored.files:
                # It is of finished data, and what it rests on too.
                continue
            for each in sorted(_rests_on(record) & unsound.keys()):
                words = SAYING[unsound[each].status]
                if not any(words.search(text) for text in _told_of(record, each)):
                    reason = f"rests on {each!r}, {MARKS[unsound[each].status]}: a caveat or a note on it says so"
                    yield Problem(authored.file(kind, name), "", reason)


def _rests_on(record: Any) -> frozenset[str]:
    """The documents that what is entered of a record names: read once, however often another record is changed."""
    held = _rests.get(id(record))
    if held is None or held[0]() is not record:
        held = _rests[id(record)] = ref(record), frozenset(claim.source for _, claim in claims(record, type(record)))
    return held[1]


_rests: dict[int, tuple[ref[Any], frozenset[str]]] = {}
"""By the identity of a record, which another may have once it is gone."""


def _told_of(record: Any, source: str) -> Iterator[str]:
    """What a record says of one of its documents: its name, note and caveats, and what it takes from the document."""
    yield from (getattr(record, "name", None) or "", record.note or "")
    for key, claim in claims(record, type(record)):
        if (claim.source == source and claim is not record) or key.startswith("caveats."):
            yield from (str(getattr(claim, "value", "")), claim.note or "")
