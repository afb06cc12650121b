"""Key facts rest first on an agency, a label, a guideline or a paper, and on one with a date; or say why not."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.build.problems import Problem
from ketacli.build.read import Authored
from ketacli.build.rules.registry import of_data
from ketacli.evidence.key_facts import SORTS, key_facts, kinetic
from ketacli.records.source import Source


@of_data
def first_sources(authored: Authored) -> Iterator[Problem]:
    """A key fact whose first source is too weak, and a reason for one that needs none."""
    sources: dict[str, Source] = authored.records.get("sources", {})
    kinetics = kinetic(authored.records.get("properties", {}))
    needed = set()
    for kind in SORTS:
        for name, record in authored.records.get(kind, {}).items():
            for fact in key_facts(kind, record, kinetics):
                source = sources.get(fact.claim.source)
                lacking = source and weakness(source)
                if source is None or not lacking:
                    continue
                needed.add(source.id)
                if source.stands_first is None:
                    yield Problem(
                        authored.file(kind, name),
                        fact.key,
                        f"{fact.sort} rests first on {source.id!r}, {lacking}: name an agency, a label, a guideline "
                        "or a paper with its date first, or say in stands_first of the source why there is none",
                    )
    for name, source in sources.items():
        if source.stands_first is not None and name not in needed:
            yield Problem(
                authored.file("sources", name), "stands_first", "no key fact needs a reason for resting on it first"
            )


def weakness(source: Source) -> str | None:
    """Why a document should not stand first behind a key fact; None when it may."""
    if source.tier == "web":
        return "a web page"
    return "which has no date" if source.issued is None else None
