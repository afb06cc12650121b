"""The figures of a primary outcome, each with the arm that it is of where a study has several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.direction import formal
from ketacli.records import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.records.trial import Arm, Effect, Outcome, Trial

NOMINAL = "nominal"
"""Of a comparison that the study did not plan to test, or no longer could."""


def comparisons(outcome: Outcome) -> list[Effect]:
    """The comparisons that stand for an outcome: a planned one a pair of arms, or a nominal one where none was planned.

    Those without a figure are left out, and a number needed to treat where another measure shows the same.
    """
    between = [each for each in outcome.effects if each.versus is not None and each.measure != "mean-change"]
    planned = formal(outcome)
    found: dict[tuple[str, str | None], Effect] = {}
    for effect in sorted(between, key=lambda each: (each not in planned, each.measure == "NNT")):
        if wording.effect(effect):
            found.setdefault((effect.arm, effect.versus), effect)
    return sorted(found.values(), key=outcome.effects.index)


def measured(effect: Effect) -> str:
    """The figures of a comparison, with its measure where no unit shows what they are."""
    text = wording.effect(effect)
    if effect.value is None or effect.unit or text.startswith(effect.measure):
        return text
    return f"{'other measure' if effect.measure == 'other' else effect.measure} {text}"


def primary_figures(trial: Trial, figures: Callable[[Effect], str] = measured) -> str:
    """What the first primary outcome showed, such as ``56 mg: -4.1 points (-7.67 to -0.49) (nominal); 84 mg: ...``."""
    outcome = next((each for each in trial.outcomes if each.role == "primary"), None)
    if outcome is None:
        return ""
    found = comparisons(outcome)
    order = [arm.id for arm in trial.arms]
    found.sort(key=lambda each: order.index(each.arm) if each.arm in order else len(order))
    treated = told_apart([arm for arm in trial.arms if arm.role == "experimental"])
    against = sum(1 for arm in trial.arms if arm.role == "comparator") > 1
    several = len({each.arm for each in found}) > 1
    labels = {arm.id: arm.label for arm in trial.arms}
    texts = []
    for each in found:
        name = treated.get(each.arm) or (labels.get(each.arm, each.arm) if several else "")
        versus = f"v {wording.inside(labels.get(each.versus or '', ''))}" if against else ""
        head = f"{name} {versus}".strip()
        nominal = f" ({NOMINAL})" if each.nominal else ""
        texts.append(f"{head}: {figures(each)}{nominal}" if head else figures(each) + nominal)
    return "; ".join(texts)


def told_apart(arms: list[Arm]) -> dict[str, str]:
    """What tells arms apart: the words that not all their labels begin or end with; empty for fewer than two arms."""
    texts = [arm.label.split() for arm in arms]
    if len(texts) < 2:
        return {}
    least = min(map(len, texts))
    head = next((at for at in range(least) if len({text[at] for text in texts}) > 1), least)
    tail = next((at for at in range(least - head) if len({text[-1 - at] for text in texts}) > 1), least - head)
    # A number keeps its unit.
    short = {arm.id: " ".join(text[head : len(text) - tail or None]) for arm, text in zip(arms, texts, strict=True)}
    if tail and all(text[-1:].isdigit() for text in short.values()):
        unit = texts[0][len(texts[0]) - tail]
        short = {name: f"{text} {unit}" for name, text in short.items()}
    clear = all(text and ":" not in text for text in short.values())
    return short if clear else {arm.id: arm.label for arm in arms}
