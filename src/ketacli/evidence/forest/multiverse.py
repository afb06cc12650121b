"""Every defensible analysis of what a forest plot was asked for: how far its answer hangs on choices.

After Steegen et al., Perspectives on Psychological Science 2016;11:702-712 (multiverse analysis), and Simonsohn et al.,
Nature Human Behaviour 2020;4:1208-1214 (the specification curve). The choices are those on which careful people differ;
what ``honesty`` refuses to pool is refused here too, and counted. An option that the person gave is no choice any more.
Analyses of the same trials are not independent of each other: their shares say how far a conclusion hangs on a choice,
and are no probabilities.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from ketacli.evidence.bias import is_high
from ketacli.evidence.contrasts import contrasts, measured, set_of
from ketacli.evidence.forest.assemble import judge
from ketacli.evidence.forest.rows import BASES, MULTIARM, Ask, Row, point, pooled, standard_error
from ketacli.evidence.forest.select import BESIDE, draw, likeliest, select
from ketacli.stats.estimate import Refusal, null
from ketacli.stats.models import MODELS, Model, apart, fits
from ketacli.stats.pooling import Study
from ketacli.stats.published import natural
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ketacli.evidence.contrasts import Contrast, Measured
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial

    Candidates = list[tuple[Trial, Measured, Contrast]]

FAMILIES = (("RD", "RR", "OR"), ("MD", "SMD"), ("HR",))
"""Measures that are made of the same figures."""
CHOICES = ("measure", "model", "interval", "basis", "people", "time", "arms", "placebo", "trials")
"""The choices, in the order in which they are told."""
WIDER = 0.25
"""Part of the time that was asked for by which an outcome may lie before or after it."""
WALD = frozenset(("wald",))
"""Intervals of rows play no part here, and these are the quickest to work out."""
NOT_WEIGHTED = "none of a combination test"
ALL, NOT_OPEN, NOT_HIGH, NOT_APART = "all", "none open", "none at high risk of bias", "none far from the others"
AS_ASKED, NEAR = "as asked", "a quarter around it too"
FIRST, OTHER = "first on record", "other set where reported"
TOGETHER, INERT, ACTIVE = "inert and active", "inert alone", "active alone"
COMMON = "common"
ORDER = (
    "REML", "PM", "DL", COMMON, "hartung-knapp", "z", *BASES, FIRST, OTHER, AS_ASKED, NEAR, *MULTIARM, TOGETHER, INERT,
    ACTIVE, ALL, NOT_OPEN, NOT_WEIGHTED, NOT_HIGH, NOT_APART,
)  # fmt: skip
"""Words in the order in which they are told; measures and trials by name after them."""


class Spec(NamedTuple):
    """One analysis: which words of each choice lead to it, and what comes of it on the analysis scale."""

    choices: dict[str, tuple[str, ...]]
    """By the name of the choice; several words where they lead to the same figures."""
    measure: str
    trials: tuple[str, ...]
    k: int
    value: float
    lower: float
    upper: float
    p: float
    usual: bool
    """Whether it is what ``keta forest`` gives unasked, with the first way of dealing with arms that can be taken."""


class Level(NamedTuple):
    """What comes of all analyses that take one word of a choice."""

    choice: str
    word: str
    analyses: int
    above: int
    """Of them with the whole interval above no effect."""
    below: int
    middle: float | None
    """The middle estimate in the usual measure, on the analysis scale; None where no analysis is in it."""


class Refused(NamedTuple):
    """Why combinations of choices are not pooled."""

    code: str
    reason: str
    combinations: int


class Multiverse(NamedTuple):
    """Every analysis, by its estimate within a measure; and those that are refused, by reason."""

    measure: str
    """The usual one."""
    level: float
    better: str | None
    specs: tuple[Spec, ...]
    levels: tuple[Level, ...]
    """Of the choices that are open: two words or more."""
    refused: tuple[Refused, ...]
    """With how many combinations of choices each reason stops."""
    rows: tuple[Row, ...]
    """Of the usual analysis, or else of the first that could be made."""

    def of(self, measure: str) -> tuple[Spec, ...]:
        """The analyses in a measure, lowest estimate first."""
        return tuple(each for each in self.specs if each.measure == measure)


class RowSet(NamedTuple):
    """Rows that are pooled together under every model."""

    choices: dict[str, str]
    rows: tuple[Row, ...]
    usual: bool


def multiverse(
    dataset: Dataset,
    trials: Iterable[Trial],
    ask: Ask,
    models: tuple[Model, ...] = MODELS,
    tick: Callable[[int, int], None] | None = None,
) -> Multiverse:
    """Make every analysis. ``tick`` is told how many sets of trials are done, of how many.

    Raises LookupError, with what there is, when no trial has such an outcome.
    """
    ask = ask._replace(methods=WALD)
    held = [(trial, item) for trial in trials for item in measured(trial)]
    candidates = {word: found for word, found in times(held, ask).items() if found}
    first = next(iter(candidates.values()), [])
    usual = ask.measure or likeliest(first, ask)
    sets, refused = row_sets(dataset, candidates, usual, ask)
    specs: dict[tuple[object, ...], Spec] = {}
    for at, each in enumerate(sets):
        for spec in analyses(each, models, ask, refused):
            key = (spec.measure, spec.choices["model"], spec.choices["interval"], spec.trials, spec.value, spec.lower)
            specs[key] = merged(specs[key], spec) if key in specs else spec
        if tick is not None:
            tick(at + 1, len(sets))
    ordered = tuple(sorted(specs.values(), key=lambda spec: (spec.measure != usual, spec.measure, spec.value)))
    shown = next((each.rows for each in sets if each.usual), sets[0].rows if sets else ())
    return Multiverse(
        usual, ask.level, shown[0].measured.better if shown else None, ordered, tuple(levels(ordered, usual)),
        tuple(Refused(*said, times) for said, times in refused.most_common()), shown,
    )  # fmt: skip


def times(held: list[tuple[Trial, Measured]], ask: Ask) -> dict[str, Candidates]:
    """The outcomes at the time that was asked for, and those of a quarter around it where that finds more trials."""

    def of(chosen: list[tuple[Trial, Measured]]) -> Candidates:
        return [(trial, item, found) for trial, item in chosen for found in contrasts(trial, item)]

    asked = select(held, ask)
    if ask.span is None:
        return {AS_ASKED: of(asked)}
    low, high = ask.span
    wide = select(held, ask._replace(span=(low * (1 - WIDER), high * (1 + WIDER))))
    there = {trial.id for trial, _ in asked}
    more: dict[str, list[tuple[Trial, Measured]]] = {}
    for trial, item in wide:
        if trial.id not in there:
            more.setdefault(trial.id, []).append((trial, item))
    middle = (low + high) / 2
    added: list[tuple[Trial, Measured]] = []
    for items in more.values():
        nearest = min(abs((item.days or 0.0) - middle) for _, item in items)
        added += [(trial, item) for trial, item in items if abs((item.days or 0.0) - middle) == nearest]
    return {AS_ASKED: of(asked), **({NEAR: of([*asked, *added])} if added else {})}


def row_sets(
    dataset: Dataset, candidates: dict[str, Candidates], usual: str, ask: Ask
) -> tuple[list[RowSet], Counter[tuple[str, str]]]:
    """Every set of rows that the choices lead to, and the reasons why others are refused."""
    refused: Counter[tuple[str, str]] = Counter()
    out: list[RowSet] = []
    family = next(each for each in FAMILIES if usual in each)
    measures = (usual,) if ask.measure else (usual, *(each for each in family if each != usual))
    for measure, (time, found) in product(measures, candidates.items()):
        for basis in (ask.basis,) if ask.basis else bases(dataset, found, measure, ask):
            asked = ask._replace(measure=measure, basis=basis)
            for people, rows in of_people(found, measure, asked).items():
                for placebo, kept in placebos(rows).items():
                    for arms in (ask.multiarm,) if ask.multiarm else MULTIARM:
                        choices = {
                            "measure": measure, "basis": str(basis), "people": people, "time": time,
                            "arms": str(arms), "placebo": placebo,
                        }  # fmt: skip
                        made, _, _, reasons = judge(dataset, kept, measure, asked._replace(multiarm=arms))
                        if reasons:
                            refused[reasons[0].code, reasons[0].reason] += 1
                            continue
                        first = not out
                        out += [
                            RowSet({**choices, "trials": word}, tuple(left), first and word == ALL)
                            for word, left in without(pooled(made), ask).items()
                        ]
    return out, refused


def bases(dataset: Dataset, found: Candidates, measure: str, ask: Ask) -> list[str]:
    """Raw and published, the one first that ``keta forest`` takes unasked."""
    rows, _ = draw(found, measure, ask)
    made, _, _, _ = judge(dataset, rows, measure, ask)
    common = Counter(row.basis for row in pooled(made)).most_common(1)
    return sorted(BASES, key=lambda each: not common or each != common[0][0])


def of_people(found: Candidates, measure: str, ask: Ask) -> dict[str, list[Row]]:
    """The rows as drawn, and with each trial's other set of people (as observed, carried forward) where it has one."""
    rows, undrawn = draw(found, measure, ask)
    drawn = {row.trial.id: row for row in rows}
    others: dict[str, str] = {}
    for each in undrawn:
        if each.reason == BESIDE and each.trial not in others and other_set(drawn[each.trial], each.outcome, found):
            others[each.trial] = each.outcome
    if not others:
        return {FIRST: rows}
    second, _ = draw([each for each in found if others.get(each[0].id, each[1].id) == each[1].id], measure, ask)
    there = {row.trial.id for row in second}
    kept = [row for row in rows if row.trial.id not in there]
    return {FIRST: rows, OTHER: [*second, *kept]} if any(each in there for each in others) else {FIRST: rows}


def other_set(row: Row, outcome: str, found: Candidates) -> bool:
    """Whether an outcome is the drawn one in another set of people: of the same arms and scale."""
    return any(
        trial.id == row.trial.id and item.id == outcome and item.scale == row.measured.scale
        and (each.arm, each.versus) == (row.arm, row.versus) and set_of(trial, item) != set_of(trial, row.measured)
        for trial, item, each in found
    )  # fmt: skip


def placebos(rows: list[Row]) -> dict[str, list[Row]]:
    """All rows, and where some are against inert and some against active placebos those of each kind."""
    kinds = {word: [row for row in rows if row.trial.design.comparator == kind]
             for word, kind in ((INERT, "placebo"), (ACTIVE, "active-placebo"))}  # fmt: skip
    return {TOGETHER: rows, **kinds} if all(kinds.values()) else {TOGETHER: rows}


def without(rows: list[Row], ask: Ask) -> dict[str, list[Row]]:
    """All rows; those of trials that were not open, and that no review judged high; and without single trials.

    Those are estimates with the interval of a combination test, which is no single error's; what stands apart from the
    others; and each trial in turn.
    """
    out = {ALL: rows}
    masked = [row for row in rows if row.trial.design.masking != "open"]
    far = set(apart([Study(row.name, point(row), standard_error(row)) for row in rows], ask.tau_method, ask.level))
    plain = [row for row in rows if row.effect is None or row.effect.interval == "ordinary"]
    for word, left in (
        (NOT_OPEN, masked),
        (NOT_WEIGHTED, plain),
        (NOT_HIGH, [row for row in rows if not is_high(row.trial)]),
        (NOT_APART, [row for row in rows if row.name not in far]),
    ):
        if len(left) < len(rows):
            out[word] = left
    names = dict.fromkeys(row.trial.id for row in rows)
    if len(names) > 2:
        out |= {f"without {name}": [row for row in rows if row.trial.id != name] for name in names}
    return {word: left for word, left in out.items() if len({row.trial.id for row in left}) > 1}


def analyses(found: RowSet, models: tuple[Model, ...], ask: Ask, refused: Counter[tuple[str, str]]) -> list[Spec]:
    """The set of rows under every model."""
    try:
        studies = [Study(row.name, point(row), standard_error(row)) for row in found.rows]
        made = fits(studies, ask.level, models)
    except Refusal as said:
        refused[said.code, said.reason] += 1
        return []
    trials = tuple(dict.fromkeys(row.trial.id for row in found.rows))
    return [
        Spec(
            {
                name: (word,)
                for name, word in (
                    ("model", model.tau_method or COMMON), ("interval", model.interval), *found.choices.items(),
                )
            },
            found.choices["measure"], trials, len(studies), each.value, each.lower, each.upper, each.p,
            found.usual and model == models[0],
        )
        for model, each in made
    ]  # fmt: skip


def merged(first: Spec, second: Spec) -> Spec:
    """Two ways to the same analysis as one."""
    choices = {name: tuple(dict.fromkeys((*words, *second.choices[name]))) for name, words in first.choices.items()}
    return first._replace(choices=choices, usual=first.usual or second.usual)


def levels(specs: tuple[Spec, ...], usual: str) -> list[Level]:
    """Each word of the choices that are open, in the order of the choices."""
    out = []
    for choice in CHOICES:
        words = sorted({word for spec in specs for word in spec.choices[choice]}, key=told)
        if len(words) < 2:
            continue
        for word in words:
            held = [spec for spec in specs if word in spec.choices[choice]]
            own = sorted(spec.value for spec in held if spec.measure == usual)
            out.append(Level(choice, word, len(held), sum(map(above, held)), sum(map(below, held)), middle(own)))
    return out


def told(word: str) -> tuple[int, str]:
    """Where a word of a choice stands among those of its choice."""
    return (ORDER.index(word) if word in ORDER else len(ORDER), word)


def middle(values: list[float]) -> float | None:
    """The median of sorted values; None of none."""
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def above(spec: Spec) -> bool:
    """Whether the whole interval lies above no effect."""
    return natural(spec.measure, spec.lower) > null(spec.measure)


def below(spec: Spec) -> bool:
    """Whether the whole interval lies below no effect."""
    return natural(spec.measure, spec.upper) < null(spec.measure)
