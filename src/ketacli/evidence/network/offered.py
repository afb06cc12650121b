"""Which networks the trials on record make, by indication, outcome and time: the build works it out.

Nothing is pooled here: a network is placed and judged as ``keta network`` does it, so that the list promises what the
command gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.answers.networks import NetworkOffered, NetworksOffered
from ketacli.evidence.contrasts import measured
from ketacli.evidence.forest.rows import Ask
from ketacli.evidence.network.ask import NetworkAsk
from ketacli.evidence.network.assemble import network
from ketacli.evidence.network.placed import together
from ketacli.evidence.outcomes import CONTINUOUS, timespan, within
from ketacli.stats.network.pooling import parts

if TYPE_CHECKING:
    from ketacli.evidence.network.result import Network
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial

TIMES = (
    ("2 to 6 hours", "2-6h"), ("24 hours", "20-30h"), ("3 days", "2-4d"), ("1 week", "6-8d"), ("2 weeks", "13-16d"),
    ("4 weeks", "21-30d"), ("3 months", "77-98d"),
)  # fmt: skip
"""The times that are asked about, in words and as a span; they do not overlap."""
KINDS = ("response", "remission", "relapse")
FEWEST_TREATMENTS = 3
"""Two treatments are a forest plot."""
WALD = frozenset(("wald",))
"""Intervals play no part in whether a network can be made, and these are the quickest to work out."""


def offered(dataset: Dataset) -> NetworksOffered:
    """Every network of three treatments or more, those that are refused with the reason."""
    asked = asked_of([each for each in dataset.trials if each.species == "human" and each.status == "reported"])
    out: list[NetworkOffered] = []
    for indication in dataset.indications:
        for (outcome, time), having in asked.items():
            held = [
                trial for trial in having if any(reaches(dataset, name, indication.id) for name in trial.indications)
            ]
            made = one(dataset, held, indication.id, outcome, *time) if held else None
            if made is not None and not doubled(dataset, made, out):
                out.append(made)
    return NetworksOffered(networks=tuple(out))


def reaches(dataset: Dataset, name: str, wanted: str) -> bool:
    """Whether an indication is the one wanted or a narrower one."""
    step: str | None = name
    while step is not None:
        if step == wanted:
            return True
        term = dataset.indications.get(step)
        step = term.broader if term is not None else None
    return False


def asked_of(trials: list[Trial]) -> dict[tuple[str, tuple[str, str]], list[Trial]]:
    """By outcome (a kind, or a scale) and time, the trials that have it then."""
    found: dict[tuple[str, tuple[str, str]], dict[str, Trial]] = {}
    spans = [(time, timespan(time[1])) for time in TIMES]
    for trial in trials:
        for item in measured(trial):
            name = item.kind if item.kind in KINDS else item.scale if item.kind in CONTINUOUS else None
            for time, span in spans:
                if name and item.days is not None and within(item.days, span):
                    found.setdefault((name, time), {})[trial.id] = trial
    order = sorted(found, key=lambda each: (each[0] not in KINDS, each[0], TIMES.index(each[1])))
    return {each: list(found[each].values()) for each in order}


def one(
    dataset: Dataset, trials: list[Trial], indication: str, outcome: str, words: str, span: str
) -> NetworkOffered | None:
    """One network as ``keta network`` would make it; None where fewer than three treatments were compared."""
    found = placed(dataset, trials, outcome, span, lump=False)
    if found is None or len(found.treatments) < FEWEST_TREATMENTS:
        return None
    command = f"keta network --indication {indication} --outcome {outcome} --timepoint {span}"
    standing, first = "joined", found.refusals[0] if found.refusals else None
    if first is not None:
        lumped = placed(dataset, trials, outcome, span, lump=True)
        can = lumped is not None and not lumped.refusals and len(lumped.treatments) >= FEWEST_TREATMENTS
        standing = "joined-if-lumped" if can else "refused"
        command += " --lump placebo" if can else ""
    measure: Any = found.measure
    stands: Any = standing
    return NetworkOffered(
        indication=indication, outcome=outcome, time=words, timepoint=span, measure=measure,
        trials=tuple(dict.fromkeys(each.trial.id for each in found.placed)),
        treatments=tuple(each.node.label for each in found.treatments),
        people=together(each.people for each in found.treatments),
        parts=len(parts([each.figures for each in found.placed])), standing=stands,
        code=first.code if first is not None else None, reason=first.reason if first is not None else None,
        command=command,
    )  # fmt: skip


def placed(dataset: Dataset, trials: list[Trial], outcome: str, span: str, lump: bool) -> Network | None:
    """The network without its estimates; None where no trial has the outcome at the time."""
    ask = NetworkAsk(Ask(outcome=outcome, span=timespan(span), methods=WALD), lump=lump)
    try:
        found = network(dataset, trials, ask, estimate=False)
    except LookupError:
        return None
    return found if found.placed else None


def doubled(dataset: Dataset, made: NetworkOffered, others: list[NetworkOffered]) -> bool:
    """Whether a broader indication that is listed already gives the very same trials."""
    return any(
        (each.outcome, each.timepoint, each.trials) == (made.outcome, made.timepoint, made.trials)
        and reaches(dataset, made.indication, each.indication)
        for each in others
    )
