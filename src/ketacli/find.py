"""Search everything: names first, then texts, with synonyms and spelling tolerance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ketacli.names import BARE_SIGN, LOOKUP_ORDER, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketacli.dataset import Dataset

SKIP = {"source", "check", "checked", "url", "doi", "pmid", "pmcid", "tier", "status", "kind", "role"}
NAMES = {"id", "name", "title", "synonyms", "aliases", "registry", "registries", "body", "body_name"}
VOCABULARIES = ("indications", "routes", "scales", "properties", "compounds")
AROUND = 48


class Hit(NamedTuple):
    """One record that a search found."""

    kind: str
    id: str
    name: str
    score: int
    """Higher is better: a name before a text, the word itself before a stand-in."""
    words: tuple[str, ...]
    """The words of the record that matched."""
    context: str
    """The words around the first match in a text; empty when its name matched."""


class Wanted(NamedTuple):
    """One thing to look for: as typed, and what stands for it."""

    typed: str
    ways: tuple[str, ...]
    pattern: re.Pattern[str]


def search(dataset: Dataset, text: str) -> tuple[list[Hit], dict[str, tuple[str, ...]]]:
    """Hits by kind, best first, and for each word of the query what stood in for it.

    A query of several words is one name when a vocabulary knows it; otherwise every word must match.
    """
    whole = synonyms(dataset, text)
    words = [text] if whole else [word for word in (part.strip(".,;:!?\"'") for part in text.split()) if fold(word)]
    wanted = [want(dataset, word) for word in words]
    hits = []
    for kind, collection in dataset.records():
        for name, raw in collection.raw.items():
            hit = look(kind, name, raw, wanted)
            if hit is not None:
                hits.append(hit)
    order = {kind: at for at, kind in enumerate(LOOKUP_ORDER)}
    hits.sort(key=lambda hit: (order[hit.kind], -hit.score, hit.name))
    return hits, {each.typed: each.ways[1:] for each in wanted if len(each.ways) > 1}


def synonyms(dataset: Dataset, word: str) -> list[str]:
    """Every spelling of the vocabulary entries and compounds that ``word`` names, as written."""
    asked = "" if BARE_SIGN.match(word) else fold(word)
    found: dict[str, None] = {}
    for spellings in entries(dataset):
        if asked and asked in {fold(each) for each in spellings}:
            found.update(dict.fromkeys(spellings))
    return list(found)


def entries(dataset: Dataset) -> Iterator[list[str]]:
    """The spellings of each entry of each vocabulary."""
    for kind in VOCABULARIES:
        for name, entry in dataset.kind(kind).raw.items():
            label = entry.get("label") or entry.get("name")
            yield [each for each in (label, name, entry.get("short"), *entry["synonyms"]) if each]


def want(dataset: Dataset, word: str) -> Wanted:
    """What to look for when a user types ``word``: it, its synonyms, or the nearest known spelling."""
    ways = synonyms(dataset, word)
    if not ways and len(fold(word)) >= 5 and not mentioned(dataset, word):
        ways = nearest(dataset, word)
    # Two-letter shorthand such as "in" or "sc" is a word of its own in texts: it is accepted, not looked for.
    ways = [way for way in ways if len(fold(way)) > 3 or fold(way) == fold(word)]
    ways = list(dict.fromkeys([word, *ways]))
    alternatives = "|".join(sorted((written(way) for way in ways), key=len, reverse=True))
    return Wanted(word, tuple(ways), re.compile(f"(?<![\\w,.])(?:{alternatives})", re.IGNORECASE))


def written(way: str) -> str:
    """A pattern for one spelling: hyphens and spaces are interchangeable, short words stand alone."""
    pattern = re.sub(r"(?:\\?[ \-])+", r"[\\s\\-]?", re.escape(way))
    if len(fold(way)) > 4:
        return pattern
    return pattern + (r"(?!\w|[.,]\d)" if way[-1:].isdigit() else r"(?!\w)")


def mentioned(dataset: Dataset, word: str) -> bool:
    """Whether any text holds the word as typed."""
    pattern = re.compile(r"(?<!\w)" + re.escape(word), re.IGNORECASE)
    return any(pattern.search(text) for _, text in every_text(dataset))


def nearest(dataset: Dataset, word: str) -> list[str]:
    """The spellings of the nearest vocabulary entry, else the nearest words of the texts."""
    from difflib import get_close_matches

    known = {fold(each): each for spellings in entries(dataset) for each in spellings}
    close = get_close_matches(fold(word), known, n=1, cutoff=0.8)
    if close:
        return synonyms(dataset, known[close[0]])
    words = {part for _, text in every_text(dataset) for part in re.findall(r"[a-z]{5,}", text.lower())}
    return get_close_matches(word.lower(), sorted(words), n=2, cutoff=0.8)


def every_text(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Every text of every record with the field that it stands in."""
    for _, collection in dataset.records():
        for raw in collection.raw.values():
            yield from texts(raw)


def texts(raw: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a piece of a record with the field that it stands in."""
    if isinstance(raw, str):
        if field not in SKIP:
            yield field, raw
    elif isinstance(raw, dict):
        for name, value in raw.items():
            yield from texts(value, name)
    elif isinstance(raw, list):
        for value in raw:
            yield from texts(value, field)


def look(kind: str, name: str, raw: dict[str, Any], wanted: list[Wanted]) -> Hit | None:
    """The hit of one record, when everything wanted is in it in one spelling or another."""
    held = list(texts(raw))
    score = 0
    words: dict[str, None] = {}
    context = ""
    for each in wanted:
        best = 0
        for field, text in held:
            found = each.pattern.search(text)
            if found is None:
                continue
            words[found.group()] = None
            named = field in NAMES
            worth = (100 if found.group() == text else 60) if named else 20
            worth += 5 if fold(found.group()) == fold(each.typed) else 0
            if worth > best:
                best = worth
                context = "" if named else excerpt(text, found)
        if not best:
            return None
        score += best
    label = (
        f"{raw['body']} {raw['year'] or ''}".strip() if kind == "guidelines" else raw.get("name") or raw.get("title")
    )
    folded = {fold(word): word for word in words}
    return Hit(kind, name, str(label or name), score, tuple(folded.values())[:3], context)


def excerpt(text: str, found: re.Match[str]) -> str:
    """The words around a match, whole words only."""
    start = max(found.start() - AROUND, 0)
    end = min(found.end() + AROUND, len(text))
    if start:
        start = text.find(" ", start, found.start()) + 1 or found.start()
    if end < len(text):
        cut = text.rfind(" ", found.end(), end)
        end = cut if cut > 0 else end
    return ("... " if start else "") + text[start:end] + (" ..." if end < len(text) else "")
