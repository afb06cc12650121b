"""A network of treatments from Python: of the arms of one's own studies, or of contrasts of two arms each.

>>> import ketacli
>>> found = ketacli.network(
...     study=["Ash", "Ash", "Birch", "Birch", "Cedar", "Cedar"],
...     treatment=["spray", "placebo", "infusion", "placebo", "spray", "placebo"],
...     events=[60, 40, 30, 20, 55, 42], n=[100, 100, 50, 50, 100, 100], measure="OR", reference="placebo",
... )
>>> found.treatments, found.reference, found.measure
(('placebo', 'spray', 'infusion'), 'placebo', 'OR')
>>> [(each, round(found.effect(each).value, 2)) for each in found.treatments[1:]]
[('spray', 1.95), ('infusion', 2.25)]
>>> found.effect("spray", "infusion").value < 1
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.stats.estimate import Estimate, Refusal
from ketacli.stats.published import natural
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.stats.network.pooling import Disagreement, NetworkPool, PairEffect
    from ketacli.stats.network.trial import NetworkTrial

    Values = Iterable[Any]
    """One value a row: a list, a numpy array, a column of a data frame."""

ARMS = ("study", "treatment", "events", "n", "mean", "sd")
CONTRASTS = ("study", "treat1", "treat2", "yi", "vi")
OF_COUNTS, OF_MEANS = ("RD", "RR", "OR"), ("MD", "SMD")


class NetworkOf(NamedTuple):
    """A pooled network, its effects on the measure's own scale."""

    measure: str | None
    """None for plain contrasts, which are given back as they are."""
    reference: str
    treatments: tuple[str, ...]
    """The reference first."""
    pool: NetworkPool
    """Everything on the scale on which it is pooled."""

    @property
    def tau2(self) -> float:
        """Variance of every contrast between studies, on the scale on which they are pooled."""
        return self.pool.tau2

    @property
    def disagreement(self) -> Disagreement:
        """Q within and between designs."""
        return self.pool.disagreement

    def effect(self, first: str, second: str | None = None) -> Estimate:
        """A treatment against another, by default the reference; KeyError for one that is not in the network."""
        other = self.reference if second is None else second
        for name in (first, other):
            if name not in self.treatments:
                raise KeyError(name)
        return scaled(self.measure, self.pool.pair(first, other))


def network(
    source: Any = None,
    *,
    study: Values | None = None,
    treatment: Values | None = None,
    events: Values | None = None,
    n: Values | None = None,
    mean: Values | None = None,
    sd: Values | None = None,
    treat1: Values | None = None,
    treat2: Values | None = None,
    yi: Values | None = None,
    vi: Values | None = None,
    measure: str | None = None,
    reference: str | None = None,
    method: str = "REML",
    level: float = 0.95,
) -> NetworkOf:
    """Pool studies as a network, as ``keta network`` does.

    Give a row an arm: ``study``, ``treatment``, and ``events`` of ``n`` (measure OR by default, RR or RD) or ``mean``,
    ``sd``, ``n`` (MD by default, or SMD); arms of one treatment in one study are put together. Or give a row a
    contrast of a two-armed study: ``study``, ``treat1``, ``treat2``, ``yi`` (treat1 minus treat2, the logarithm of a
    ratio) and its variance ``vi``. ``source`` is a data frame with these columns. ``reference`` is the treatment of
    most studies unless named; ``method`` is REML or DL.

    Raises ValueError for figures that cannot be, and Refusal for a network that nothing joins and for several contrasts
    of one study, whose covariance nobody gave.
    """
    given = {"study": study, "treatment": treatment, "events": events, "n": n, "mean": mean, "sd": sd,
             "treat1": treat1, "treat2": treat2, "yi": yi, "vi": vi}  # fmt: skip
    if source is not None:
        given = {name: source[name] for name in given if name in source}
    held = {name: list(values) for name, values in given.items() if values is not None}
    if len({len(values) for values in held.values()}) > 1:
        raise ValueError("every column of a network has as many rows")
    asked = measure.upper() if measure is not None else None
    trials, made = (of_contrasts(held), asked) if "yi" in held else of_arms(held, asked)
    return pooled(trials, made, reference, method, level)


def pooled(
    trials: list[NetworkTrial], measure: str | None, reference: str | None, method: str, level: float
) -> NetworkOf:
    """The network of trials; Refusal where no chain of them joins it."""
    from ketacli.stats.network.pooling import parts, pool_network

    names = sorted({name for trial in trials for name in trial.treatments})
    base = reference or max(names, key=lambda name: sum(name in trial.treatments for trial in trials))
    if base not in names:
        raise ValueError(f"no treatment of this network is called {base!r}; there are {', '.join(names)}")
    groups = parts(trials)
    if len(groups) > 1:
        said = " and ".join("; ".join(group) for group in groups)
        raise Refusal("not-connected", f"no chain of studies joins its {len(groups)} parts: {said}")
    found = pool_network(trials, base, level, method)
    return NetworkOf(measure, base, found.treatments, found)


def of_contrasts(held: dict[str, list[Any]]) -> list[NetworkTrial]:
    """A row a study of two arms."""
    from ketacli.stats.network.trial import of_contrasts as made

    need(held, CONTRASTS)
    twice = next((name for name in held["study"] if held["study"].count(name) > 1), None)
    if twice is not None:
        raise Refusal("no-covariance", f"{twice} has several contrasts, and what they share was not given",
                      "Give its arms: study, treatment and their figures")  # fmt: skip
    rows = zip(*(held[name] for name in CONTRASTS), strict=True)
    return [made(str(name), str(second), [str(first)], [float(y)], [[float(v)]]) for name, first, second, y, v in rows]


def of_arms(held: dict[str, list[Any]], measure: str | None) -> tuple[list[NetworkTrial], str]:
    """A row an arm: the trials and the measure."""
    from ketacli.stats.means import Mean, combined
    from ketacli.stats.network.arms import ArmCount, ArmMean, from_counts, from_means

    counts = "events" in held
    need(held, ("study", "treatment", "events", "n") if counts else ("study", "treatment", "mean", "sd", "n"))
    allowed = OF_COUNTS if counts else OF_MEANS
    wanted = measure or ("OR" if counts else "MD")
    if wanted not in allowed:
        raise ValueError(f"these figures give {', '.join(allowed)}, not {wanted}")
    by_study: dict[str, dict[str, list[int]]] = {}
    for at, name in enumerate(held["study"]):
        by_study.setdefault(str(name), {}).setdefault(str(held["treatment"][at]), []).append(at)
    trials = []
    for name, arms in by_study.items():
        if len(arms) < 2:
            raise ValueError(f"{name} has one treatment only, so it compares nothing")
        if counts:
            figures = [
                ArmCount(key, sum(float(held["events"][at]) for at in rows), sum(float(held["n"][at]) for at in rows))
                for key, rows in arms.items()
            ]
            trials.append(from_counts(name, wanted, figures)[0])
        else:
            means = [
                ArmMean(key, combined([Mean(*(float(held[each][at]) for each in ("mean", "sd", "n"))) for at in rows]))
                for key, rows in arms.items()
            ]
            trials.append(from_means(name, wanted, means))
    return trials, wanted


def need(held: dict[str, list[Any]], names: tuple[str, ...]) -> None:
    """Raise ValueError with what is missing."""
    lacking = [name for name in names if name not in held]
    if lacking:
        raise ValueError(f"a network takes {' '.join(names)}; {', '.join(lacking)} is missing")


def scaled(measure: str | None, found: PairEffect) -> Estimate:
    """A difference on the measure's own scale."""
    value, lower, upper = (natural(measure or "", each) for each in (found.value, found.lower, found.upper))
    return Estimate(measure or "", value, lower, upper, found.level, "z", found.se)
