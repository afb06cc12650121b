"""Counts of what the data holds and how it was checked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.status import ConflictCounts, CorrectionsLooked, KeyFactCounts, Oldest, Status
from ketacli.evidence.key_facts import key_facts, kinetic
from ketacli.records.kinds import class_of
from ketacli.records.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketacli.evidence.key_facts import KeyFact
    from ketacli.records.dataset import Dataset

FIGURES = ("Effect", "Pooled", "Dose", "ArmResult")
"""Classes of claims for whose papers corrections matter most."""
ARTICLES = ("primary", "systematic-review", "narrative-review")
NUMBERS = ("doi", "pmid", "pmcid", "registry", "url")


def summarise(dataset: Dataset) -> Status:
    """Versions, dates, and how many records and values there are of each standing."""
    meta = dataset.meta
    levels: Counter[str] = Counter()
    dates: list[tuple[str, str]] = []
    missing = 0
    records = {}
    sources, trials = dict(dataset.sources.raw.items()), dict(dataset.trials.raw.items())
    key: list[KeyFact] = []
    carrying: set[str] = set()
    kinetics = kinetic(dataset.properties.raw)
    for kind, collection in dataset.records():
        records[kind] = len(collection)
        if kind == "sources":
            continue
        cls = class_of(kind)
        read = trials if kind == "trials" else dict(collection.raw.items())
        for name, raw in read.items():
            key += key_facts(kind, raw, kinetics)
            for place, claim, node in walk(raw, cls):
                # The record itself: what it says is counted in its parts.
                if not place or not node.is_claim:
                    continue
                levels[claim["check"]] += 1
                dates.append((claim["checked"], f"{kind}/{name}"))
                missing += "absent" in claim
                if node.cls.__name__ in FIGURES and "absent" not in claim:
                    carrying.add(claim["source"])
    conflicts = list(dataset.conflicts.raw.values())
    return Status(
        version=meta["version"],
        released=meta["released"],
        checked_through=meta["checked_through"],
        licence=meta["licence"],
        records=records,
        values=sum(levels.values()),
        values_by_check=dict(sorted(levels.items())),
        values_absent=missing,
        oldest_check=oldest(dates),
        sources_by_status=dict(sorted(Counter(raw["status"] for raw in sources.values()).items())),
        conflicts=ConflictCounts(
            changing_a_conclusion=sum(raw["changes_conclusion"] for raw in conflicts),
            by_standing=dict(sorted(Counter(raw["standing"] for raw in conflicts).items())),
        ),
        trials_by_species=dict(Counter(raw["species"] for raw in trials.values())),
        trials_by_kind=studies([*trials.values()]),
        key_facts=KeyFactCounts(
            total=len(key),
            by_sort=dict(Counter(fact.sort for fact in key).most_common()),
            by_tier=dict(Counter(sources[fact.claim["source"]]["tier"] for fact in key).most_common()),
            by_check=dict(Counter(fact.claim["check"] for fact in key).most_common()),
            undated=sum(sources[fact.claim["source"]].get("issued") is None for fact in key),
        ),
        corrections=looked_for(sources, carrying),
        oldest_label=oldest(
            [
                (sources[name]["issued"], f"sources/{name}")
                for name in {fact.claim["source"] for fact in key}
                if sources[name]["tier"] == "label" and sources[name].get("issued")
            ]
        ),
    )


def oldest(dated: list[tuple[str, str]]) -> Oldest:
    """The earliest of dates with the records that have them."""
    date, record = min(dated, default=("", ""))
    return Oldest(date=date, record=record)


def studies(trials: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """How many studies of each kind are reported, planned, running, and so on."""
    found: dict[str, Counter[str]] = {}
    for raw in trials:
        kind = raw["kind"]
        if kind == "trial":
            kind = "randomised trial" if raw["design"].get("allocation") == "randomised" else "other trial"
        found.setdefault(kind, Counter())[raw["status"]] += 1
    return {kind: dict(each.most_common()) for kind, each in sorted(found.items(), key=lambda item: -item[1].total())}


def looked_for(sources: Mapping[str, dict[str, Any]], carrying: set[str]) -> CorrectionsLooked:
    """For how many documents corrections were looked for; ``carrying`` are those that effects and doses come from."""
    articles = [sources[name] for name in carrying if sources[name]["tier"] in ARTICLES]
    return CorrectionsLooked(
        sources=len(sources),
        looked=sum(map(_looked, sources.values())),
        retractions=sum(bool(raw.get("status_checked")) for raw in sources.values()),
        articles=len(articles),
        articles_looked=sum(map(_looked, articles)),
        articles_retractions=sum(bool(raw.get("status_checked")) for raw in articles),
        identified=sum(has_number(raw) for raw in sources.values()),
        numbered=sum(bool(raw.get("number")) and not has_number(raw) for raw in sources.values()),
    )


def _looked(source: dict[str, Any]) -> bool:
    return bool(source.get("status_checked")) and source["status"] not in ("not-retracted", "listed")


def has_number(source: dict[str, Any]) -> bool:
    """Whether a document can be found again by a number or an address."""
    return any(source.get(name) for name in NUMBERS) or "set id" in (source.get("version") or "")
