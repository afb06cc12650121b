"""Sources: identifiers well formed and unique, dates that parse, check levels that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ketacli.authoring.problems import Problem
from ketacli.authoring.read import Authored
from ketacli.check.walk import every, field_of

DOI = re.compile(r"10\.\d{4,9}/\S+")
PMID = re.compile(r"[1-9]\d{0,8}")
PMCID = re.compile(r"PMC\d+")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
REGISTRY = re.compile(
    r"NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}p?|\d{4}-\d{6}-\d\d(-\d\d)?|EUCTR[\d-]+(-\w\w)?|ChiCTR[-\w]*\d+|UMIN\d{9}"
    r"|jRCT\w?\d+|CTRI/\d{4}/\d\d/\d+|IRCT\w+|NTR\d+|NL\d+|DRKS\d{8}|RBR-\w+|TCTR\d+"
)
DATES = ("checked", "issued", "date", "date_announced", "as_of", "released", "checked_through")
LEVEL_NEEDS = {"registry": ("registry",), "label": ("label",)}


def problems(authored: Authored) -> Iterator[Problem]:
    """Malformed or shared identifiers, impossible dates, check levels that contradict the source."""
    yield from _identifiers(authored)
    for field in ("released", "checked_through"):
        text = authored.meta.get(field)
        if text is not None and not is_date(text):
            yield Problem("meta.toml", field, f"{text!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    for kind, file, key, value in every(authored):
        field = field_of(key)
        undated = field == "as_of" and value == "undated"
        if field in DATES and isinstance(value, str) and not undated and not is_date(value):
            yield Problem(file, key, f"{value!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
        if field in ("registry", "registries") and isinstance(value, str) and not REGISTRY.fullmatch(value):
            yield Problem(file, key, f"{value!r} is no registry number")
        level = getattr(value, "check", None)
        if level is None or kind == "sources":
            continue
        if level == "unverified":
            yield Problem(file, f"{key}.check".lstrip("."), "a value that nobody saw in a source does not ship")
        source = authored.records.get("sources", {}).get(getattr(value, "source", ""))
        if source is not None and level in LEVEL_NEEDS and source.tier not in LEVEL_NEEDS[level]:
            reason = f"is {level!r}, but {source.id!r} is a {source.tier} source"
            yield Problem(file, f"{key}.check".lstrip("."), reason)


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


def _identifiers(authored: Authored) -> Iterator[Problem]:
    owners: dict[tuple[str, str], str] = {}
    for name, source in authored.records.get("sources", {}).items():
        file = authored.file("sources", name)
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
