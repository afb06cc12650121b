"""The facts of one edition of a guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.guideline import Guideline, Recommendation

POSITIONS = {
    "recommended": "recommended",
    "option": "an option",
    "restricted": "restricted",
    "no-recommendation": "no recommendation",
    "against": "against",
    "guidance-only": "guidance on use only",
    "not-addressed": "not addressed",
    "not-seen": "position not seen",
}

KINDS = {
    "guideline": "guideline",
    "consensus": "consensus statement",
    "expert-opinion": "expert opinion",
    "hta": "health-technology appraisal",
    "memorandum": "memorandum",
    "practice-standard": "practice standard",
    "survey": "survey",
}


def facts(dataset: Dataset, guideline: Guideline) -> list[Fact]:
    """The document, what it says of each form, its grading system."""
    found = [
        Fact("Document", "body_name", "Body", guideline.body_name),
        Fact("Document", "title", "Title", guideline.title),
        Fact("Document", "year", "Year", str(guideline.year or "not reported")),
        Fact("Document", "country", "Country", guideline.country),
        Fact("Document", "kind", "Kind", KINDS[guideline.kind]),
        Fact("Document", "superseded_by", "Superseded by", guideline.superseded_by or ""),
        Fact("Document", "note", "Note", guideline.note or ""),
    ]
    for at, item in enumerate(guideline.recommendations):
        said, grade = stand(item.position, grade_words(item))
        text = f"{said}: {item.value}"
        if grade:
            text += f" [{grade}]"
        if item.conditions:
            text += f"; {item.conditions}"
        if item.as_of:
            text += f"; as of {item.as_of}"
        found.append(Fact("Positions", f"recommendations.{at}", scope_words(dataset, item), noted(text, item), (item,)))
    grading = guideline.grading
    if grading is not None:
        found.append(Fact("Grading", "grading.system", "System", noted(grading.system, grading), (grading,)))
        for name in ("levels", "strengths"):
            for level, meaning in (getattr(grading, name) or {}).items():
                found.append(Fact("Grading", f"grading.{name}.{level}", level, meaning, (grading,)))
        found.append(Fact("Grading", "grading.text", "In words", grading.text or "", (grading,)))
    for at, topic in enumerate(guideline.topics):
        found.append(Fact("Further points", f"topics.{at}", "", words(topic), (topic,)))
    return [fact for fact in found if fact.text]


def scope_words(dataset: Dataset, item: Recommendation) -> str:
    """Form, route, pattern and indication of a recommendation."""
    parts = [", ".join(label(dataset, "compounds", form) for form in item.forms)]
    if item.routes:
        parts.append(", ".join(label(dataset, "routes", route) for route in item.routes))
    if item.pattern != "any":
        parts.append(item.pattern.replace("-", " "))
    parts.append(", ".join(label(dataset, "indications", name, short=True) for name in item.indications))
    return "; ".join(parts)


def stand(position: str, grade: str) -> tuple[str, str]:
    """The position in words, and the grade to set beside it.

    A body that grades a benefit and recommends nothing has said something: then its own word stands for the position.
    """
    return (grade, "") if position == "no-recommendation" and grade else (POSITIONS[position], grade)


def graded(position: str, grade: str) -> str:
    """``recommended [first line]``, ``restricted [ungraded]``, or the body's own word alone."""
    said, left = stand(position, grade)
    return f"{said} [{left or 'ungraded'}]" if left or not grade else said


def grade_words(item: Recommendation) -> str:
    """Line, level and strength in the body's own words."""
    return ", ".join(part for part in (item.line, item.level, item.strength) if part)
