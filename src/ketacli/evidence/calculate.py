"""Effects and pools from Python: of records, of tables, of plain numbers.

>>> import ketacli
>>> [(each.measure, round(each.value, 3)) for each in ketacli.effects(ai=108, n1i=195, ci=70, n2i=170)]
[('RD', 0.142), ('RR', 1.345), ('OR', 1.773)]
>>> made = ketacli.effects(measure="RR", ai=[10, 5, 8], n1i=[40, 30, 50], ci=[20, 9, 15], n2i=[41, 29, 51])
>>> [round(each.value, 2) for each in made]
[0.51, 0.54, 0.54]
>>> found = ketacli.pool(made)
>>> found.k, found.measure, round(found.estimate.value, 2)
(3, 'RR', 0.53)
>>> round(ketacli.pool([0.2, 0.4, 0.1], se=[0.1, 0.2, 0.15]).estimate.value, 3)
0.203
"""

from __future__ import annotations

from math import isnan, sqrt
from typing import TYPE_CHECKING, Any, overload

from ketacli.evidence.analysis import Analysis
from ketacli.stats.estimate import Estimate, Refusal
from ketacli.stats.pooling import Heterogeneity, Pooling, Prediction
from ketacli.stats.published import analysis, natural
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from ketacli.records.trial import Trial

    Numbers: TypeAlias = float | Iterable[float]
    """A number, or one a study: a list, a numpy array, a column of a data frame."""
    Table: TypeAlias = Any
    """A data frame, or what ``results(wide=True)`` gives: anything with the columns of metafor."""

COUNTS = ("ai", "n1i", "ci", "n2i")
MEANS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")


class Pool(NamedTuple):
    """What comes of pooling, on the measure's own scale."""

    measure: str | None
    """None for plain numbers, which are pooled and given back as they are."""
    k: int
    estimate: Estimate
    """Random effects with the Hartung-Knapp interval, never narrower than z."""
    z: Estimate
    """The same with the z interval."""
    plain: Estimate
    """The same with the Hartung-Knapp interval without the floor: metafor's ``test = "knha"``."""
    common: Estimate
    """Under one true effect."""
    prediction: Prediction | None
    """Where the effect of a new setting is expected; None below five studies."""
    heterogeneity: Heterogeneity
    """On the scale on which it is pooled."""
    weights: tuple[float, ...]
    """Share of each study, per 1, in the order given."""


@overload
def effects(source: Trial, *, outcome: str | None = None, level: float = 0.95) -> list[Analysis]: ...


@overload
def effects(
    source: Table = None, *, measure: str | None = None, level: float = 0.95, ai: Numbers | None = None,
    n1i: Numbers | None = None, ci: Numbers | None = None, n2i: Numbers | None = None, m1i: Numbers | None = None,
    sd1i: Numbers | None = None, m2i: Numbers | None = None, sd2i: Numbers | None = None,
) -> list[Estimate]: ...  # fmt: skip


def effects(
    source: Any = None,
    *,
    outcome: str | None = None,
    measure: str | None = None,
    level: float = 0.95,
    **figures: Numbers | None,
) -> list[Analysis] | list[Estimate]:
    """Effects with their intervals: of a trial, of a table, or of numbers given by metafor's names.

    - A trial gives every comparison of ``outcome`` (its primary one when left out), as ``keta effect`` shows it.
    - Numbers, ``ai n1i ci n2i`` for counts or ``m1i sd1i n1i m2i sd2i n2i`` for means: of one study every measure
      there is, or the one asked for; of several one estimate a study, by default RD or MD.
    - A table with these columns is read as several studies.

    Risk differences are per 1; ``se`` is of the logarithm for ratios. Raises LookupError, with what there is, for an
    unknown outcome, ValueError for impossible figures, and Refusal for a ratio that the figures say nothing of.
    """
    if hasattr(source, "outcomes"):
        return of_trial(source, outcome, level)
    held = {name: values for name, values in figures.items() if values is not None}
    if source is not None:
        held = {name: column(source, name) for name in dict.fromkeys((*COUNTS, *MEANS)) if has(source, name)}
    names = COUNTS if "ai" in held else MEANS
    lacking = [name for name in names if name not in held]
    if lacking:
        wanted = f"{' '.join(COUNTS)} for counts, or {' '.join(MEANS)} for means"
        raise ValueError(f"effects takes {wanted}; {', '.join(lacking)} is missing")
    single = [float(each) for each in map(held.get, names) if not hasattr(each, "__iter__") and each is not None]
    if len(single) == len(names):
        made = of_study(single, level)
        return made if measure is None else [chosen(made, measure)]
    columns = [numbers(held[name], name) for name in names]
    wanted_measure = measure or ("RD" if names == COUNTS else "MD")
    return [chosen(of_study(list(row), level), wanted_measure) for row in zip(*columns, strict=True)]


def of_trial(trial: Trial, outcome: str | None, level: float) -> list[Analysis]:
    """Every comparison of an outcome of a trial."""
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.contrasts import contrasts, measured
    from ketacli.evidence.outcomes import choose

    chosen_outcomes, _ = choose(measured(trial), outcome)
    return [analyse(each, level) for item in chosen_outcomes for each in contrasts(trial, item)]


def of_study(figures: list[float], level: float) -> list[Estimate]:
    """Everything that the counts or means of one study give."""
    from ketacli.evidence.contrasts import Counts, Means, of_counts, of_means
    from ketacli.stats.means import Mean

    if len(figures) == len(COUNTS):
        return of_counts(Counts(*figures), level)
    return of_means(Means(Mean(*figures[:3]), Mean(*figures[3:])), level)


def chosen(made: list[Estimate], measure: str) -> Estimate:
    """The estimate in a measure; Refusal where the figures do not give it."""
    found = next((each for each in made if each.measure == measure.upper()), None)
    if found is None:
        there = ", ".join(each.measure for each in made) or "nothing"
        raise Refusal("no-measure", f"these figures give no {measure.upper()}", f"they give {there}")
    return found


def pool(
    source: Iterable[Estimate] | Numbers | Table,
    se: Numbers | None = None,
    *,
    v: Numbers | None = None,
    measure: str | None = None,
    method: str = "REML",
    level: float = 0.95,
) -> Pool:
    """Pool estimates of several studies by random effects.

    ``source`` is what ``effects`` gives; a table with ``yi`` and ``vi``, such as ``results(wide=True)``; or numbers,
    on the scale on which they are pooled (logarithms of ratios), with their standard errors ``se`` or variances ``v``.
    ``measure`` says what plain numbers are, so that ratios come back as ratios. ``method`` is REML, PM or DL.

    Raises Refusal for fewer than two studies, and for rows of results that keta would not pool, with its reason.
    """
    from ketacli.stats.pooling import Study
    from ketacli.stats.pooling import pool as pooled

    y, errors, said = figures_of(source, se, v)
    measure = measure.upper() if measure is not None else said
    found = pooled([Study(str(at), *pair) for at, pair in enumerate(zip(y, errors, strict=True), 1)], level, method)
    return answer(found, measure)


def figures_of(
    source: Any, se: Numbers | None, v: Numbers | None
) -> tuple[Sequence[float], Sequence[float], str | None]:
    """Estimates and standard errors on the scale on which they are pooled, and their measure where it is known."""
    if has(source, "yi"):
        for refusal in getattr(source, "refusals", ()):
            raise Refusal(refusal.code, refusal.reason, refusal.instead or "")
        kinds = set(column(source, "measure")) if has(source, "measure") else {None}
        if len(kinds) > 1:
            raise Refusal("measures", f"different measures: {', '.join(sorted(map(str, kinds)))}")
        variances = numbers(column(source, "vi"), "vi")
        return numbers(column(source, "yi"), "yi"), [sqrt(each) for each in variances], kinds.pop()
    held = list(source)
    if held and all(isinstance(each, Estimate) for each in held):
        if len({each.measure for each in held}) > 1:
            raise Refusal("measures", f"different measures: {', '.join(sorted({each.measure for each in held}))}")
        lacking = [at for at, each in enumerate(held, 1) if each.se is None]
        if lacking:
            raise Refusal("no-error", f"estimate {lacking[0]} has no standard error")
        return [analysis(each.measure, each.value) for each in held], [each.se for each in held], held[0].measure
    if (se is None) == (v is None):
        raise ValueError("pool takes the standard errors of plain numbers as se, or their variances as v")
    errors = numbers(se, "se") if se is not None else [sqrt(each) for each in numbers(v or (), "v")]
    return numbers(held, "the numbers"), errors, None


def answer(found: Pooling, measure: str | None) -> Pool:
    """A pool on the measure's own scale."""

    def scaled(each: Any) -> Estimate:
        value, lower, upper = (natural(measure or "", part) for part in (each.value, each.lower, each.upper))
        return Estimate(measure or "", value, lower, upper, each.level, each.method, each.se)

    ahead = found.prediction
    if ahead is not None:
        ahead = ahead._replace(lower=natural(measure or "", ahead.lower), upper=natural(measure or "", ahead.upper))
    return Pool(
        measure, found.k, scaled(found.hartung_knapp), scaled(found.random), scaled(found.hartung_knapp_plain),
        scaled(found.common), ahead, found.heterogeneity, found.weights,
    )  # fmt: skip


def has(source: Any, name: str) -> bool:
    """Whether a table has a column: a data frame by its name, rows by their fields."""
    if hasattr(source, "columns"):
        return name in source.columns
    return hasattr(source, "refusals") and len(source) > 0 and hasattr(source[0], name)


def column(source: Any, name: str) -> list[Any]:
    """The values of a column."""
    return list(source[name]) if hasattr(source, "columns") else [getattr(row, name) for row in source]


def numbers(values: Any, name: str) -> list[float]:
    """Values as numbers; ValueError for one that is missing."""
    found = [float("nan") if each is None else float(each) for each in values]
    for at, each in enumerate(found, 1):
        if isnan(each):
            raise ValueError(f"{name} of study {at} is missing")
    return found
