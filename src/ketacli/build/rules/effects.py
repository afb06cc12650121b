"""Published effects follow from the published counts and means, or the record says why they need not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketacli.build.rules.registry import Place, of_part, of_record
from ketacli.evidence.agreement import Agreement, agreements, implausible, scale
from ketacli.evidence.contrasts import contrasts, measured


@of_part("Effect")
def explained(effect: Any, at: Place) -> Iterator[str]:
    """An adjusted effect that does not say how it was adjusted."""
    if effect.adjusted and not (effect.model or effect.note):
        yield "is adjusted; model or note says how"


@of_record("trials")
def follows(trial: Any, at: Place) -> Iterator[tuple[str, str]]:
    """Effects that their own data contradict, where no conflict inside the source is recorded about them."""
    disputed = {
        path
        for conflict in at.authored.records.get("conflicts", {}).values()
        if conflict.kind == "internal"
        for path in conflict.about
    }
    for item in measured(trial):
        for found in contrasts(trial, item):
            for each in agreements(found):
                key = f"{item.path}.effects.{_place(item.effects, each.effect)}"
                if not _recorded(f"trials/{trial.id}", key, disputed):
                    yield from ((key, reason) for reason in reasons(each))


def reasons(found: Agreement) -> Iterator[str]:
    """What is wrong with one published effect, given what its data say."""
    effect, computed = found.effect, found.computed
    if found.verdict == "adjusted":
        said = implausible(found)
        if said:
            yield f"{effect.measure} {effect.value:g} {said}: an error, even of an adjusted estimate"
        return
    if computed is None or found.verdict == "not-comparable":
        return
    times = scale(effect)
    low, high = computed.lower * times, computed.upper * times
    if found.verdict == "differs":
        yield (
            f"{effect.measure} {effect.value:g} does not follow from the figures of the arms, which give "
            f"{computed.value * times:.4g}; an error, a conflict to be recorded, or an adjusted estimate"
        )
    elif (effect.lower is not None or effect.upper is not None) and not found.method:
        made = f"(by {computed.method} {low:.4g} to {high:.4g})"
        if not effect.model:
            yield (
                f"no method gives the interval {effect.lower} to {effect.upper} from the figures of the arms {made}; "
                "model names the one that was used"
            )
        elif effect.lower is not None and effect.upper is not None:
            ratio = (effect.upper - effect.lower) / (high - low) if high > low else 1.0
            if not 0.6 <= ratio <= 1.7:
                yield (
                    f"the interval {effect.lower} to {effect.upper} is {ratio:.2f} times as wide as any from the "
                    f"figures of the arms {made}"
                )


def _place(effects: tuple[Any, ...], wanted: Any) -> int:
    return next(at for at, effect in enumerate(effects) if effect is wanted)


def _recorded(record: str, key: str, disputed: set[str]) -> bool:
    """Whether a conflict inside the source is recorded about the value of the effect itself or its limits."""
    path = f"{record}.{key}"
    return any(f"{path}.{name}" in disputed for name in ("value", "lower", "upper"))
