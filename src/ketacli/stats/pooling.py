"""Several estimates as one: common effect and random effects, with what the studies disagree on.

All work is on the analysis scale (logarithms of ratios) with inverse-variance weights.

Sources: DerSimonian and Laird, Controlled Clinical Trials 1986;7:177-188; Paule and Mandel, Journal
of Research of the National Bureau of Standards 1982;87:377-385; restricted maximum likelihood as in
Viechtbauer, Journal of Educational and Behavioral Statistics 2005;30:261-293, its maximum bracketed
instead of scored;
Hartung and Knapp, Statistics in Medicine 2001;20:3875-3889, with the floor of Roever et al., BMC
Medical Research Methodology 2015;15:99 (never narrower than the z interval); Higgins and Thompson,
Statistics in Medicine 2002;21:1539-1558 (I-squared); Viechtbauer, Statistics in Medicine
2007;26:37-52 (Q-profile intervals); Higgins et al., JRSS A 2009;172:137-159 (prediction interval),
with the Hartung-Knapp error as in Partlett and Riley, Statistics in Medicine 2017;36:301-317.
"""

from __future__ import annotations

from itertools import accumulate
from math import inf, log, sqrt

from ketacli.stats.distributions import chi2_quantile, chi2_sf, critical, crossing, normal_cdf, t_cdf
from ketacli.stats.estimate import Refusal, check_level
from ketacli.tuples import NamedTuple

TAU_METHODS = ("REML", "PM", "DL")
PREDICTION_FROM = 5
"""Studies below which no prediction interval is given: it would rest on a guess of tau."""
HUGE = 1e12
"""What no effect or error exceeds: its powers would be more than a number can hold."""
GRID_STEP, GRID_POINTS = 1.6, 40
"""Between two neighbours of this grid, which spans eight powers of ten, the restricted likelihood turns once."""
FEW = 5
"""Studies below which the z and the Hartung-Knapp interval are both shown."""


class Study(NamedTuple):
    """One estimate to be pooled."""

    label: str
    y: float
    """On the analysis scale."""
    se: float


class Interval(NamedTuple):
    """A pooled value with its interval, on the analysis scale."""

    model: str
    """common or random."""
    method: str
    """z, hartung-knapp (with the floor) or hartung-knapp-plain."""
    value: float
    se: float
    lower: float
    upper: float
    level: float
    p: float
    """Two-sided p of no effect."""


class Heterogeneity(NamedTuple):
    """How far the studies disagree beyond chance."""

    q: float
    """Cochran's Q."""
    df: int
    p: float
    tau2: float
    """Variance between studies, on the analysis scale, by the method asked for."""
    tau: float
    tau2_lower: float
    """Q-profile limits, at the level of the analysis."""
    tau2_upper: float
    i2: float
    """I-squared, per 100."""
    i2_lower: float
    i2_upper: float
    h2: float


class Prediction(NamedTuple):
    """Where the effect in a new, similar setting is expected."""

    lower: float
    upper: float
    level: float
    df: int
    """Of the t distribution: studies less two."""


class Pooling(NamedTuple):
    """Everything that comes of pooling."""

    k: int
    tau_method: str
    common: Interval
    random: Interval
    """z interval."""
    hartung_knapp: Interval
    """With the variance floor."""
    hartung_knapp_plain: Interval
    heterogeneity: Heterogeneity
    prediction: Prediction | None
    """None below five studies."""
    weights: tuple[float, ...]
    """Share of each study in the random-effects mean, per 1, in the order given."""
    common_weights: tuple[float, ...]


def pool(studies: list[Study], level: float = 0.95, tau_method: str = "REML") -> Pooling:
    """Pool two or more studies.

    Raises Refusal for fewer than two studies and for one that is given twice; ValueError for
    an error that is not above 0, or an unknown method.
    """
    check_level(level)
    if tau_method not in TAU_METHODS:
        raise ValueError(f"no estimator of tau called {tau_method!r}")
    if len(studies) < 2:
        raise Refusal("one-study", "one study is no pool: its own row says all there is")
    labels = [study.label for study in studies]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise Refusal("twice", f"{twice} is in the pool twice")
    if not all(1 / HUGE <= study.se <= HUGE for study in studies):
        raise ValueError("every study needs a standard error above 0")
    if not all(-HUGE <= study.y <= HUGE for study in studies):
        raise ValueError("every study needs an effect that is a number")
    y = [study.y for study in studies]
    v = [study.se**2 for study in studies]
    tau2 = tau_squared(y, v, tau_method)
    k = len(studies)
    hk = hartung_knapp(y, v, tau2, level)
    return Pooling(
        k,
        tau_method,
        common_effect(y, v, level),
        random_effects(y, v, tau2, level),
        hk,
        hartung_knapp(y, v, tau2, level, floor=False),
        heterogeneity(y, v, tau2, level),
        prediction(hk, tau2, k, level) if k >= PREDICTION_FROM else None,
        _shares(v, tau2),
        _shares(v, 0.0),
    )


def leave_one_out(studies: list[Study], level: float = 0.95, tau_method: str = "REML") -> list[Pooling]:
    """The pool without each study in turn, in the order given; Refusal below three studies."""
    if len(studies) < 3:
        raise Refusal("few-studies", "leaving one out of two studies leaves no pool")
    return [pool(studies[:at] + studies[at + 1 :], level, tau_method) for at in range(len(studies))]


def _mean(y: list[float], w: list[float]) -> float:
    return sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)


def _weights(v: list[float], tau2: float) -> list[float]:
    return [1 / (each + tau2) for each in v]


def _shares(v: list[float], tau2: float) -> tuple[float, ...]:
    w = _weights(v, tau2)
    return tuple(each / sum(w) for each in w)


def _others(w: list[float]) -> list[float]:
    """The sum of all weights but each in turn, summed so that one huge weight does not swallow the rest."""
    before = [0.0, *accumulate(w)]
    after = [0.0, *accumulate(reversed(w))]
    return [before[at] + after[len(w) - 1 - at] for at in range(len(w))]


def _spare(w: list[float]) -> float:
    """The sum of the weights, less their squares over that sum."""
    return sum(each * rest for each, rest in zip(w, _others(w), strict=True)) / sum(w)


def generalised_q(y: list[float], v: list[float], tau2: float) -> float:
    """Weighted squares about the weighted mean, with weights that allow for ``tau2``."""
    w = _weights(v, tau2)
    mean = _mean(y, w)
    return sum(a * (b - mean) ** 2 for a, b in zip(w, y, strict=True))


def dersimonian_laird(y: list[float], v: list[float]) -> float:
    """Tau-squared by moments."""
    excess = generalised_q(y, v, 0.0) - (len(y) - 1)
    return max(0.0, excess / _spare(_weights(v, 0.0)))


def paule_mandel(y: list[float], v: list[float]) -> float:
    """Tau-squared at which the generalised Q equals its expectation; 0 where it never does."""
    return _profile(y, v, len(y) - 1)


def _profile(y: list[float], v: list[float], target: float) -> float:
    """Tau-squared at which the generalised Q, which falls as it grows, comes down to ``target``; 0 if below it at 0."""
    if generalised_q(y, v, 0.0) <= target:
        return 0.0
    high = max(v)
    while generalised_q(y, v, high) > target:
        high *= 2
        if high > HUGE**4:
            return inf
    return crossing(lambda t: generalised_q(y, v, t) - target, 0.0, high)


def restricted_likelihood(y: list[float], v: list[float], tau2: float) -> float:
    """Restricted log-likelihood of tau-squared, up to a constant."""
    w = _weights(v, tau2)
    return -0.5 * (sum(log(each + tau2) for each in v) + log(sum(w)) + generalised_q(y, v, tau2))


def restricted_slope(y: list[float], v: list[float], tau2: float) -> float:
    """Twice the slope of the restricted log-likelihood at ``tau2``."""
    w = _weights(v, tau2)
    mean = _mean(y, w)
    return sum((a * (b - mean)) ** 2 for a, b in zip(w, y, strict=True)) - _spare(w)


def reml(y: list[float], v: list[float]) -> float:
    """Tau-squared by restricted maximum likelihood: of all places where its slope turns to a fall, the likeliest.

    Scoring can fall into a cycle between two values, so the turns are bracketed on a grid from 0 to where
    no maximum can lie, and each is found there. Raises Refusal where the slope still rises at the end.
    """
    # From max(v) on no weight is more than twice another, and the squares bound the slope.
    top = max(*v, 3 * (max(y) - min(y)) ** 2)
    grid = [0.0, *(top * GRID_STEP**-power for power in range(GRID_POINTS, -1, -1))]
    slopes = [restricted_slope(y, v, each) for each in grid]
    if slopes[-1] > 0:
        raise Refusal("no-maximum", "the restricted likelihood of the spread between these studies has no maximum")
    turns = [at for at in range(len(grid) - 1) if slopes[at] > 0 >= slopes[at + 1]]
    found = [crossing(lambda tau2: restricted_slope(y, v, tau2), grid[at], grid[at + 1]) for at in turns]
    if slopes[0] <= 0:
        found.append(0.0)
    return max(sorted(found), key=lambda tau2: restricted_likelihood(y, v, tau2))


def tau_squared(y: list[float], v: list[float], tau_method: str) -> float:
    """Tau-squared of effects with their variances by REML, PM or DL; KeyError for another name, Refusal as ``reml``."""
    return {"REML": reml, "PM": paule_mandel, "DL": dersimonian_laird}[tau_method](y, v)


def common_effect(y: list[float], v: list[float], level: float) -> Interval:
    """The mean under one true effect, with its z interval."""
    return _z("common", y, v, 0.0, level)


def random_effects(y: list[float], v: list[float], tau2: float, level: float) -> Interval:
    """The mean of effects that vary by ``tau2``, with its z interval."""
    return _z("random", y, v, tau2, level)


def _z(model: str, y: list[float], v: list[float], tau2: float, level: float) -> Interval:
    w = _weights(v, tau2)
    value, se = _mean(y, w), sqrt(1 / sum(w))
    half = critical(level) * se
    return Interval(model, "z", value, se, value - half, value + half, level, 2 * normal_cdf(-abs(value / se)))


def hartung_knapp(y: list[float], v: list[float], tau2: float, level: float, floor: bool = True) -> Interval:
    """The same mean with the Hartung-Knapp interval, which ``floor`` keeps from being narrower than the z interval."""
    w = _weights(v, tau2)
    df = len(y) - 1
    scale = generalised_q(y, v, tau2) / df
    if floor:
        scale = max(1.0, scale)
    value, se = _mean(y, w), sqrt(scale / sum(w))
    half = critical(level, df) * se
    p = 2 * t_cdf(-abs(value / se), df) if se > 0 else float(value == 0)
    name = "hartung-knapp" if floor else "hartung-knapp-plain"
    return Interval("random", name, value, se, value - half, value + half, level, p)


def heterogeneity(y: list[float], v: list[float], tau2: float, level: float = 0.95) -> Heterogeneity:
    """Q, tau-squared and I-squared with Q-profile intervals at ``level``."""
    w = _weights(v, 0.0)
    df = len(y) - 1
    q = generalised_q(y, v, 0.0)
    typical = df / _spare(w)
    low = _profile(y, v, chi2_quantile(0.5 + level / 2, df))
    high = _profile(y, v, chi2_quantile(0.5 - level / 2, df))

    def share(between: float) -> float:
        return 100.0 if between == inf else 100 * between / (between + typical)

    return Heterogeneity(
        q, df, chi2_sf(q, df), tau2, sqrt(tau2), low, high, share(tau2), share(low), share(high), 1 + tau2 / typical
    )


def prediction(mean: Interval, tau2: float, k: int, level: float = 0.95) -> Prediction:
    """The interval in which the effect of a new setting is expected, with k - 2 degrees of freedom.

    ``mean`` gives the centre and its error; with the Hartung-Knapp one, as in ``pool``, the result is
    never narrower than what is said of the mean itself.
    """
    if k < 3:
        raise Refusal("few-studies", "a prediction interval needs three studies at the very least")
    half = critical(level, k - 2) * sqrt(tau2 + mean.se**2)
    return Prediction(mean.value - half, mean.value + half, level, k - 2)
