"""What is on record for an outcome, in words: figures, sizes, directions. Nothing is worked out here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.direction import sense
from ketacli.evidence.questions import depends, direction, held
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.evidence.answers.summary import OutcomeFinding
    from ketacli.records.dataset import Dataset
    from ketacli.records.question import Favours, OutcomeAsked, OutcomeEvidence, Question, ReviewQuoted
    from ketacli.records.review import Certainty

RATIOS = ("RR", "OR", "HR")
AUTHORS = "the review's authors"
GRADES = ("very low", "low", "moderate", "high")
GRADE = re.compile("|".join(GRADES))
SURE = {"high": "{}", "moderate": "probably {}", "low": "may {}", "very low": "may {}", "": "{}"}
SURE_OF_MEAN = {"high": "is", "moderate": "is probably", "low": "may be", "very low": "may be", "": "was"}
"""How GRADE words a finding of each certainty; without one it is told of the trials alone."""
UNJUDGED = "certainty not judged"
NOT_JUDGED = "not judged by anyone on record"


def number(value: float) -> str:
    """A figure with two decimals; no minus before zero."""
    text = f"{value:.2f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def effect(found: OutcomeEvidence) -> str:
    """``RR 1.42 (1.03 to 1.95)`` or ``MD -3.34 points (-6.07 to -0.62)``; empty without an estimate."""
    if found.value is None:
        return ""
    text = f"{found.measure} {number(found.value)}" + (f" {found.unit}" if found.unit else "")
    if found.lower is not None and found.upper is not None:
        text += f" ({number(found.lower)} to {number(found.upper)})"
    return wording.tie(text)


def of_people(risk: float, people: int = 1000) -> str:
    """A risk per 1 as people of so many: whole ones."""
    return f"{abs(risk) * people:,.0f}"


def difference(found: OutcomeEvidence, people: int = 1000) -> str:
    """``163 more per 1,000 (12 to 343 more)``; empty where no risk is known."""
    if found.difference is None:
        return ""
    text = f"{more(found.difference, people)} per {people:,}"
    if found.difference_lower is not None and found.difference_upper is not None:
        limits = wording.ends(found.difference_lower * people, found.difference_upper * people, 0, wording.COUNTED)
        text += f" ({limits})"
    return text


def more(difference: float, people: int = 1000) -> str:
    """``163 more``, ``12 fewer`` or ``0`` of so many people."""
    return wording.turned(difference * people, 0, wording.COUNTED)


def per_1000(found: OutcomeEvidence) -> str:
    """``144 more per 1,000``; empty where no risk is known."""
    return "" if found.difference is None else f"{more(found.difference)} per 1,000"


def estimate(question: Question, asked: OutcomeAsked) -> str:
    """The figures on one line with their direction, or why there are none."""
    found = held(asked)
    if found.value is None:
        return "; ".join(found.refusals)
    parts = [effect(found), sense(found.measure, asked.better, question.arm), difference(found)]
    parts += [direction_words(question, found)]
    parts.append("as a review published it" if found.basis == "published" else "")
    return "; ".join(part for part in parts if part)


def direction_words(question: Question, found: OutcomeEvidence) -> str:
    """The side that the interval favours; where the usual interval says otherwise, that too."""
    text = direction(question, found.favours)
    return f"{text} (by z: {direction(question, found.z_favours)})" if depends(found) else text


def trials_words(asked: OutcomeAsked) -> str:
    """``3 trials, 641 people``."""
    found = held(asked)
    if not found.trials:
        return ""
    people = f", {found.people:,} people" if found.people is not None else ""
    return f"{found.trials} {'trial' if found.trials == 1 else 'trials'}{people}"


def certainty_words(dataset: Dataset, asked: OutcomeAsked) -> str:
    """``very low (GRADE by Cochrane 2021)``; several one after the other."""
    said = [
        f"{each.value} ({each.system} by {judge(dataset, quoted, each)})"
        for quoted, each in zip(asked.judged, held(asked).certainty, strict=True)
    ]
    return "; ".join(said) or NOT_JUDGED


def judge(dataset: Dataset, quoted: ReviewQuoted, judged: Certainty) -> str:
    """Who judged: the authors of a review, by its name, or somebody whom it names."""
    name = review_name(dataset, quoted.review)
    return name if judged.by in (None, AUTHORS) else f"{judged.by}, in {name}"


def review_name(dataset: Dataset, review: str) -> str:
    """A review's name without what stands in brackets, where a year is left."""
    name = dataset.reviews[review].name
    head = name.partition(" (")[0]
    return head if any(letter.isdigit() for letter in head) else name


def sentence(question: Question, asked: OutcomeAsked) -> str:
    """What the estimate means, with what is compared."""
    said = meaning(asked)
    if held(asked).favours is None:
        return f"{said}."
    main, semicolon, rest = said.partition("; ")
    return f"{main} with {question.arm} than with {question.versus}{semicolon}{rest}."


def meaning(asked: OutcomeAsked) -> str:
    """What the estimate means in the words of GRADE's informative statements, as sure as somebody judged it.

    Without such a judgement the words are of the trials that were pooled, and say so. Source: Santesso 2020, GRADE
    guidelines 26, doi 10.1016/j.jclinepi.2019.10.014; their words for sizes need thresholds that nobody has set here.
    """
    found = held(asked)
    counted = found.measure in (*RATIOS, "RD")
    if found.favours is None:
        return f"No figure: {found.refusals[0].partition(': ')[2] or found.refusals[0]}"
    if found.favours == "neither":
        what = f"more or fewer people {asked.says}" if counted else f"{asked.says} is lower or higher"
        text = f"Open whether {what}"
        return f"{text}; the usual z interval says {way(asked, found.z_favours, counted)}" if depends(found) else text
    grade = least(found)
    up = way(asked, found.favours, counted)
    verb = f"be {asked.says[4:]}" if "may" in SURE[grade] and asked.says.startswith("are ") else asked.says
    text = f"{up} people {SURE[grade].format(verb)}" if counted else f"{asked.says} {SURE_OF_MEAN[grade]} {up}"
    if not grade:
        where = "in one trial" if found.trials == 1 else "in these trials"
        text = f"{where}, {text}" + ("" if found.certainty else f"; {UNJUDGED}")
    uncertain = "; the evidence is very uncertain" if grade == "very low" else ""
    return f"{text[:1].upper()}{text[1:]}{uncertain}"


def way(asked: OutcomeAsked, favours: Favours | None, counted: bool) -> str:
    """``more`` or ``fewer`` people, ``lower`` or ``higher`` means."""
    up = (favours == "treatment") == (asked.better == "higher")
    return ("more" if up else "fewer") if counted else ("higher" if up else "lower")


def least(found: OutcomeEvidence) -> str:
    """The lowest of the grades that were given; empty where nobody gave one of GRADE's."""
    given = grades(found)
    return given[0] if given else ""


def grades(found: OutcomeEvidence | OutcomeFinding) -> list[str]:
    """The different grades that were given, the lowest first."""
    given = {grade for each in found.certainty for grade in GRADE.findall(each.value.casefold())}
    return [grade for grade in GRADES if grade in given]
