"""The facts of one edition of a guideline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, fact, joined

if TYPE_CHECKING:
    from ketacli.records.guideline import Guideline

POSITIONS = {
    "recommended": "Recommended", "option": "An option", "restricted": "Restricted",
    "no-recommendation": "No recommendation", "against": "Against", "guidance-only": "Guidance on use only",
    "not-addressed": "Not addressed", "not-seen": "Position not seen",
}  # fmt: skip


def facts(names: Names, guideline: Guideline) -> Iterator[Fact]:
    """The document, its positions, its grading."""
    for at, item in enumerate(guideline.recommendations):
        pattern = "" if item.pattern == "any" else item.pattern.replace("-", " ")
        label = joined(
            names.of("compounds", item.forms), names.of("routes", item.routes), pattern,
            names.of("indications", item.indications, short=True), between=", ",
        )  # fmt: skip
        grade = joined(item.line, item.level, item.strength, between=", ")
        # A body that grades a benefit and recommends nothing is quoted: its own word stands for the position.
        said = grade if item.position == "no-recommendation" and grade else POSITIONS[item.position]
        text = f"{said}: {item.value}" + (f" [{grade}]" if grade and said != grade else "")
        also = "position guidance recommend recommendation line level of evidence grade"
        yield fact(f"recommendations.{at}", "position", label, joined(text, item.conditions), item, also)
    about = joined(guideline.title, f"{guideline.body_name} {guideline.year or ''}".strip())
    yield fact("title", "document", "Document", about, also=guideline.kind.replace("-", " "))
    if guideline.superseded_by:
        newer = guideline.superseded_by
        yield fact(
            "superseded_by", "status", "Superseded by", newer, also="replaced newer edition out of date withdrawn"
        )
    grading = guideline.grading
    if grading is not None:
        levels = {**(grading.levels or {}), **(grading.strengths or {})}
        meanings = "; ".join(f"{level}: {meaning}" for level, meaning in levels.items())
        yield fact("grading", "grading", "Grading", joined(grading.system, meanings, grading.text), grading)
