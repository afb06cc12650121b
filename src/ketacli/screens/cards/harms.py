"""The commonest harms of a study or of a form: what the treated had, and what the others had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketacli.evidence import disputes
from ketacli.records import wording
from ketacli.screens.cards.card import Line, best

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import ArmResult, Harm, Trial

TOTALS = ("any ", "adverse event", "serious adverse", "adverse reaction")
"""How the names of totals begin: they are no harm by themselves."""


MOST_ARMS = 3
"""Of more arms than these only the counts are given."""
DEATHS = re.compile(r"\b(?:deaths?|died|fatal\w*|completed suicide)\b", re.IGNORECASE)


def rate(found: Any) -> float | None:
    """Of 100 people, how many had it; None where that is not known."""
    if found.percent is not None:
        return float(found.percent)
    if found.events is not None and found.n:
        return float(100 * found.events / found.n)
    return None


def grave(harm: Harm) -> bool:
    """Whether a harm is a death, or the total of serious events under treatment."""
    return bool(DEATHS.search(harm.event)) or (_total(harm) and harm.phase != "follow-up")


def _total(harm: Harm) -> bool:
    return harm.serious and harm.event.startswith(TOTALS)


def serious(dataset: Dataset, trial: Trial) -> list[Line]:
    """Deaths and the totals of serious events, a line each; said where none is on record."""
    found = sorted(
        ((at, harm) for at, harm in enumerate(trial.harms) if grave(harm)),
        key=lambda pair: not DEATHS.search(pair[1].event),
    )
    lines = _lines(dataset, trial, found)
    if not any(DEATHS.search(harm.event) for _, harm in found):
        lines.append(Line("deaths: not on record"))
    if not any(map(_total, trial.harms)):
        lines.append(Line("serious events in all: not on record"))
    return lines


def commonest(dataset: Dataset, trial: Trial) -> list[Line]:
    """A line a harm, the commonest among the treated first; those without a figure last. The grave ones stand apart."""
    treated = treated_arms(trial)

    def often(harm: Harm) -> float:
        found = [rate(each) for each in harm.results if each.arm in treated]
        return max((each for each in found if each is not None), default=-1.0)

    others = [(at, harm) for at, harm in enumerate(trial.harms) if not grave(harm)]
    return _lines(dataset, trial, sorted(others, key=lambda pair: (pair[1].event.startswith(TOTALS), -often(pair[1]))))


def treated_arms(trial: Trial) -> set[str]:
    """The ids of the arms under study, and of everyone together."""
    return {arm.id for arm in trial.arms if arm.role == "experimental"} | {"all"}


def _lines(dataset: Dataset, trial: Trial, harms: list[tuple[int, Harm]]) -> list[Line]:
    names = {arm.id: arm.label for arm in trial.arms}
    treated = treated_arms(trial)
    lines = []
    for at, harm in harms:
        wrong = bool(disputes.of_field(dataset, "trials", trial.id, f"harms.{at}"))
        said = " (serious)" if harm.serious and not grave(harm) and "serious" not in harm.event else ""
        when = ", follow-up" if harm.phase == "follow-up" else ""
        figures = _figures(harm, names, treated)
        text = harm.text.value if harm.text is not None and harm.text.value else ""
        shown = figures or text or "not reported"
        lines.append(Line(f"{harm.event}{said}{when}: {shown}", best(harm.results or [harm.text]), wrong))
    return lines


def _figures(harm: Harm, names: dict[str, str], treated: set[str]) -> str:
    """The figures of the arms in the order of the card, the treated first; each is named where one is missing."""
    order = ["all", *names]
    results = sorted(harm.results, key=lambda each: (each.arm not in treated, order.index(each.arm)))
    if [each.arm for each in results] == sorted(names, key=lambda name: name not in treated):
        few = len(results) <= MOST_ARMS
        sides = [[_figure(each, few) for each in results if (each.arm in treated) is side] for side in (True, False)]
        return " against ".join(wording.joined(side, "and") for side in sides if side)
    return "; ".join(f"{names.get(each.arm, 'everyone')} {_figure(each)}" for each in results)


def _figure(found: ArmResult, shared: bool = True) -> str:
    """Events of people, such as ``32/114 (28.1%)``: the percentage is worked out where none is printed.

    None stands beside no event, and beside counts none where it is not ``shared`` out.
    """
    if found.events is not None and found.n and not (found.events and shared):
        return f"{found.events:,}/{found.n:,}"
    if found.events is not None and found.n and found.percent is None:
        return wording.tie(f"{wording.arm_result(found)} ({100 * found.events / found.n:.1f}%)")
    return wording.arm_result(found)
