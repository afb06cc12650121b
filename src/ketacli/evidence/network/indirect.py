"""Esketamine spray against infused racemic ketamine through placebo, in resistant depression: the build works it out.

Each outcome and time is an estimate with its caution, or the reason why there is none. Inert and active placebos are
two treatments, because people notice ketamine less easily against midazolam; where only they would join the two forms,
a second line takes them for one and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.indirect import IndirectComparison, IndirectEvidence, PublishedIndirect
from ketacli.evidence.effect_answer import finite
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.network.ask import NetworkAsk
from ketacli.evidence.network.assemble import network
from ketacli.evidence.network.describe import favoured, sentence
from ketacli.evidence.outcomes import timespan
from ketacli.records.names import inline, label
from ketacli.records.wording import joined
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.network.result import Network
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.stats.network.pooling import PairEffect

FIRST, SECOND = ("esketamine", "intranasal"), ("racemic", "intravenous")
KEYS = ("-".join(FIRST), "-".join(SECOND))
"""Their nodes: the usual dose of each."""
FIGURES = ("through", "measure", "unit", "better", "value", "lower", "upper", "level", "p", "favours", "caution")
"""What is null where nothing is estimated."""
INDICATION = "trd"
"""The illness in which both were tried."""
ASKED = (
    ("MADRS", "24 h", "24h"), ("Response", "24 h", "24h"), ("MADRS", "7 days", "6-8d"), ("Response", "7 days", "6-8d"),
    ("MADRS", "4 weeks", "21-30d"), ("Response", "4 weeks", "21-30d"),
)  # fmt: skip
"""Outcome, its time in words, and the span of days that is asked for."""
PUBLISHED = ("bahji-2021", "nma-augmentation-2024")
"""Reviews that compare the two indirectly."""


def indirect_evidence(dataset: Dataset) -> IndirectEvidence:
    """The comparisons that the trials on record allow, and what reviews concluded."""
    trials = [
        trial
        for trial in dataset.trials.light()
        if INDICATION in trial.indications and trial.species == "human" and trial.status == "reported"
        and {FIRST[0], SECOND[0]} & set(trial.forms)
    ]  # fmt: skip
    comparisons: list[IndirectComparison] = []
    for outcome, words, span in ASKED:
        alone = compared(dataset, trials, outcome, words, span, lump=False)
        comparisons.append(alone)
        if alone.value is None:
            lumped = compared(dataset, trials, outcome, words, span, lump=True)
            comparisons += [lumped] if lumped.value is not None else []
    return IndirectEvidence(comparisons=tuple(comparisons), published=published(dataset))


def compared(
    dataset: Dataset, trials: list[Trial], outcome: str, words: str, span: str, lump: bool
) -> IndirectComparison:
    """The two on one outcome at one time."""
    names = {each: f"{inline(label(dataset, 'compounds', each[0]))} {label(dataset, 'routes', each[1])}"
             for each in (FIRST, SECOND)}  # fmt: skip
    ask = NetworkAsk(Ask(outcome=outcome, span=timespan(span)), lump=lump)
    try:
        found = network(dataset, trials, ask)
    except LookupError:
        found = None
    first, second = (trials_with(found, each) for each in (FIRST, SECOND))
    command = f"keta network --indication {INDICATION} --form {FIRST[0]},{SECOND[0]} --outcome {outcome.casefold()}"
    about: dict[str, Any] = {
        "outcome": outcome, "timepoint": words, "first": names[FIRST], "second": names[SECOND], "lumped": lump,
        "first_trials": first, "second_trials": second,
        "command": f"{command} --timepoint {span}{' --lump placebo' if lump else ''}",
    }  # fmt: skip
    effect = effect_of(found) if found is not None else None
    if found is None or effect is None:
        nothing: dict[str, Any] = dict.fromkeys(FIGURES)
        missing = [names[each] for each, held in ((FIRST, first), (SECOND, second)) if not held]
        return IndirectComparison(**about, **nothing, reason=why_not(found, list(names.values()), missing))
    value, lower, upper = (finite(natural(found.measure, each)) for each in (effect.value, effect.lower, effect.upper))
    nodes = {each.node.key: each.node for each in found.treatments}
    measure: Any = found.measure
    return IndirectComparison(
        **about, through=through(found), measure=measure,
        unit="per 1" if found.measure == "RD" else found.unit or None, better=found.better, value=value, lower=lower,
        upper=upper, level=found.level, p=effect.p,
        favours=favoured(nodes[KEYS[0]], nodes[KEYS[1]], effect, found.better), reason=None,
        caution=caution(min(len(first), len(second)), lump),
    )  # fmt: skip


def trials_with(found: Network | None, form: tuple[str, str]) -> tuple[str, ...]:
    """The trials of a network with the usual dose of a form by a route."""
    key = "-".join(form)
    return next((each.trials for each in found.treatments if each.node.key == key), ()) if found is not None else ()


def effect_of(found: Network) -> PairEffect | None:
    """The first against the second from a pooled network; None where they are not in it."""
    if found.pool is None or not set(KEYS) <= set(found.pool.treatments):
        return None
    return found.pool.pair(*KEYS)


def why_not(found: Network | None, names: list[str], missing: list[str]) -> str:
    """Why nothing is estimated: no figures on one side, or two sides that nothing joins."""
    if missing:
        return f"no trial of {' or of '.join(missing)} has figures of this outcome and time that can be compared"
    if found is None or not found.refusals:
        return "the trials on record do not join the two"
    if found.refusals[0].code != "not-connected":
        return found.refusals[0].reason
    labels = {each.node.key: sentence(each.node.short) for each in found.treatments}
    with_what = [joined([labels[key] for key in sorted(partners(found, key) - set(KEYS))], "and") for key in KEYS]
    said = "; ".join(f"{name} was compared with {other}" for name, other in zip(names, with_what, strict=True))
    return f"{said}: no chain of trials joins them"


def partners(found: Network, key: str) -> set[str]:
    """What a treatment was compared with in trials, other doses of the same form by the same route left out."""
    edges = [edge for edge in found.joined if key in (edge.first.key, edge.second.key)]
    return {node.key for edge in edges for node in edge[:2] if not node.key.startswith(key)}


def through(found: Network) -> str | None:
    """What both were compared with, where it is one treatment; None where the way is longer."""
    common = partners(found, KEYS[0]) & partners(found, KEYS[1])
    names = {each.node.key: each.node.label for each in found.treatments}
    return sentence(names[common.pop()]) if len(common) == 1 else None


def caution(fewest: int, lump: bool) -> str:
    """What a reader of the estimate must know."""
    said = ["No trial compared the two; this holds only as far as the trials on both sides are alike"]
    if lump:
        said.append(
            "midazolam and inert placebo are taken for one, though people notice ketamine more against the latter"
        )
    if fewest < 2:
        said.append("it rests on a single trial on one side")
    return "; ".join(said)


def published(dataset: Dataset) -> tuple[PublishedIndirect, ...]:
    """What reviews on record concluded from an indirect comparison of the two."""
    out = []
    for name in PUBLISHED:
        review = dataset.reviews.get(name)
        for each in review.pooled if review is not None else ():
            words = each.comparison.casefold()
            if review is not None and "esketamine" in words and "racemic ketamine" in words:
                out.append(
                    PublishedIndirect(
                        review=name, name=review.name, outcome=each.outcome, comparison=each.comparison,
                        measure=each.measure, value=each.value, lower=each.lower, upper=each.upper,
                        stated=each.stated, source=each.source, at=each.at, check=each.check, checked=each.checked,
                    )
                )  # fmt: skip
    return tuple(out)
