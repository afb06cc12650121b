"""What is likely of dates and numbers of documents: years agree with ids, with one another and with the calendar."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.registry import Place, likely, of_data, of_part, of_record
from ketacli.build.rules.sources import PMID, is_date
from ketacli.records.nodes import walk

YEAR = re.compile(r"(?<![0-9])(19[4-9][0-9]|20[0-3][0-9])(?![0-9])")
APART = 3
"""Years between a document and those with PubMed numbers around its own: old ones are few here, and far apart."""
IN_DOI = re.compile(r"(?<=[.-])(19[89][0-9]|20[0-3][0-9])(?=\.[0-9]{2})")
"""The year in the DOIs of some journals, such as 10.1001/jama.2019.12345."""
AGE = 7
"""Years before the data was checked through in which anything in it was last compared with its source."""


@of_part("Record")
@likely
def checked_in_time(record: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A date of checking after the data was, or years before."""
    checked = getattr(record, "checked", None)
    through = at.authored.meta.get("checked_through", "")
    if at.authored.compiled:
        # Only what stands beside finished data is asked then, and may be younger than it.
        through = max(through, datetime.now(UTC).date().isoformat())
    if not checked or not is_date(checked) or not is_date(through):
        return
    if checked > through[: len(checked)]:
        yield at.inside("checked"), f"{checked} is after the data was checked, on {through}"
    elif int(checked[:4]) < int(through[:4]) - AGE:
        yield at.inside("checked"), f"{checked} is more than {AGE} years before the data was checked, on {through}"


def years_in(*texts: str | None) -> set[int]:
    """The years that texts name."""
    return {int(found) for text in texts if text for found in YEAR.findall(text)}


@of_record("sources")
@likely
def year_of_a_document(source: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A document whose year is not that of its id, its DOI or its first day online."""
    days = years_in((source.issued or "")[:4])
    if not days or source.tier == "registry":
        return
    issued = min(days)
    online = years_in((source.online or "")[:4])
    own = years_in(*source.id.split("-"))
    if own and not own & {issued, *online}:
        yield "issued", f"is {issued}, but the id says {min(own)}"
    if online and not 0 <= issued - min(online) <= 2:
        yield "issued", f"is {issued}, but it was online in {min(online)}"
    doi = {int(each) for each in IN_DOI.findall(source.doi or "")}
    if doi and not any(-1 <= issued - each <= 2 for each in doi) and source.type == "article-journal":
        yield "doi", f"has the year {min(doi)}, but the document was issued in {issued}"


@of_data
def numbers_in_time(authored: Authored) -> Iterator[Problem]:
    """A PubMed number of another time than the document's year: they are given out in order."""
    found = []
    for name, source in authored.records.get("sources", {}).items():
        days = years_in((source.online or source.issued or "")[:4])
        if source.pmid and PMID.fullmatch(source.pmid) and days:
            found.append((int(source.pmid), min(days), name))
    found.sort()
    numbers = [number for number, _, _ in found]
    for number, year, name in found:
        place = bisect(numbers, number)
        around = sorted(each for _, each, other in found[max(0, place - 8) : place + 7] if other != name)
        # The oldest and the newest have neighbours on one side only, which tell nothing of them.
        inside = 3 <= place <= len(numbers) - 3
        middle = around[len(around) // 2] if inside and len(around) >= 8 else year
        if abs(year - middle) > APART and authored.doubted("numbers-in-time", f"sources/{name}", "pmid"):
            reason = f"{number} is a number of about {middle}, the document is of {year} (rule numbers-in-time)"
            yield Problem(authored.file("sources", name), "pmid", reason)


@of_record("trials")
@likely
def year_of_a_trial(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A trial whose year is not that of its id or name, nor of a document about it."""
    if trial.year is None:
        return
    said = years_in(*trial.id.split("-"), trial.name, *trial.aliases)
    if said:
        if trial.year not in said:
            yield "year", f"is {trial.year}, but its names say {min(said)}"
        return
    known = at.authored.records.get("sources", {})
    days = years_in(*(
        (day or "")[:4] for name in (trial.source, *trial.publications) if name in known
        for day in (known[name].issued, known[name].online)
    ))  # fmt: skip
    if days and trial.year not in days:
        yield "year", f"is {trial.year}, but no document about it is of that year"


@of_record("trials")
@likely
def registry_of_a_trial(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """A trial whose registry number is that of none of the entries that it was read from."""
    if trial.registry is None:
        return
    known = at.authored.records.get("sources", {})
    named = {value for _, value, node in walk(trial, type(trial)) if node.named_in == "sources"}
    numbers = {known[name].registry for name in named if name in known and known[name].registry}
    titles = " ".join(known[name].title for name in named if name in known)
    if numbers and trial.registry not in numbers and trial.registry not in titles:
        yield "registry", f"{trial.registry} is none of {', '.join(sorted(numbers))}, which it was read from"


@of_record("events")
@likely
def year_of_an_event(event: Any, at: Place) -> Iterator[tuple[str, str]]:
    """An event whose year is neither that of its document nor named where it was read."""
    known = at.authored.records.get("sources", {})
    names = {value for _, value, node in walk(event, type(event)) if node.named_in == "sources"}
    texts = [event.at, event.name, event.id.replace("-", " "), event.date_announced]
    texts += [known[name].issued or "" for name in names if name in known]
    texts += [known[name].version or "" for name in names if name in known]
    texts += [claim.value for claim in (event.statement, *event.caveats)]
    years = years_in(*texts)
    if years and not years_in(event.date[:4]) & years:
        yield "date", f"is of {event.date[:4]}, but what is said of it names {', '.join(map(str, sorted(years)))}"


@of_data
def contents(authored: Authored) -> Iterator[Problem]:
    """Two records with the same content under two ids."""
    for kind, records in authored.records.items():
        named: dict[str, list[str]] = {}
        for name, record in sorted(records.items()):
            called = str(
                getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "label", "")
            )
            for other in named.setdefault(called, []):
                if _without_id(records[other]) == _without_id(record):
                    yield Problem(authored.file(kind, name), "", f"says the same as {other!r}: one record twice")
            named[called].append(name)


def _without_id(record: Any) -> dict[str, Any]:
    return {key: value for key, value in record.to_dict().items() if key != "id"}
