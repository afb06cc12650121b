"""Risk of bias as reviews judged it, in words and in letters: quoted, never computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketacli.records.trial import Judgement, RiskOfBias, Trial

DOMAINS = {
    "cochrane-1": {
        "random-sequence": "random sequence", "allocation-concealment": "concealment of allocation",
        "blinding-of-participants": "masking of participants", "blinding-of-assessment": "masking of assessment",
        "incomplete-outcome-data": "incomplete data", "selective-reporting": "selective reporting", "other": "other",
    },
    "rob-2": {
        "randomisation": "randomisation", "deviations": "deviations", "missing-data": "missing data",
        "measurement": "measurement", "selection-of-result": "selection of the result",
    },
}  # fmt: skip
"""The domains of each tool in its order, in words."""
TOOLS = {"cochrane-1": "the first Cochrane tool", "rob-2": "RoB 2"}
LETTERS = {"low": "L", "some-concerns": "S", "unclear": "U", "high": "H"}
NOT_SEEN = "N"
ORDER: tuple[Judgement, ...] = ("high", "some-concerns", "unclear", "low")


def letters(judged: RiskOfBias) -> str:
    """A letter a domain in the tool's order, ``N`` for one whose judgement was not seen: ``LLUULNN``."""
    held = {each.domain: each.judgement for each in judged.domains}
    return "".join(LETTERS[held[name]] if name in held else NOT_SEEN for name in DOMAINS[judged.tool])


def in_words(judged: RiskOfBias) -> str:
    """The domains by their judgement, the worst first, then those that were not seen."""
    names = DOMAINS[judged.tool]
    parts = []
    for word in ORDER:
        held = [names[each.domain] for each in judged.domains if each.judgement == word]
        if held:
            parts.append(f"{word.replace('-', ' ')}: {', '.join(held)}")
    missing = [words for name, words in names.items() if name not in {each.domain for each in judged.domains}]
    if missing:
        parts.append(f"not seen: {', '.join(missing)}")
    overall = f"overall {judged.overall.replace('-', ' ')}; " if judged.overall else ""
    return overall + "; ".join(parts)


def said(judged: RiskOfBias) -> str:
    """The same with who judged, by what."""
    of = f", {judged.outcome}" if judged.outcome else ""
    return f"{judged.by}{of}, by {TOOLS[judged.tool]}: {in_words(judged)}"


def of_trial(trial: Trial) -> str | None:
    """Every judgement of a trial in words; None where nobody's is on record."""
    return "; ".join(map(said, trial.risk_of_bias)) or None


def worst(judged: RiskOfBias) -> Judgement:
    """The worst among the overall judgement and the domains that were seen."""
    held = {each.judgement for each in judged.domains} | ({judged.overall} if judged.overall else set())
    return next(word for word in ORDER if word in held)


def is_high(trial: Trial) -> bool:
    """Whether a review judged the risk high in any domain that was seen, or overall."""
    return any(each.worst == "high" for each in trial.risk_of_bias)
