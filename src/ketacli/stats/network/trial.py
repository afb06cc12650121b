"""A trial in a network: its contrasts against one of its arms, with the covariances that the shared arm makes.

Contrasts of one trial share the variance of the arm that they are all taken against (Higgins and Whitehead,
Statistics in Medicine 1996;15:2733-2749).
"""

from __future__ import annotations

from ketacli.stats.network.matrix import Matrix, Singular, Vector, applied, inverse, times, transposed
from ketacli.tuples import NamedTuple


class ArmValue(NamedTuple):
    """What one arm of a trial showed, on the analysis scale."""

    treatment: str
    value: float
    variance: float


class NetworkTrial(NamedTuple):
    """One trial: its treatments, the first of which all contrasts are taken against."""

    label: str
    treatments: tuple[str, ...]
    y: tuple[float, ...]
    """Treatment minus the first one, in the order of ``treatments`` from the second on."""
    v: tuple[tuple[float, ...], ...]
    """Their covariances, from sampling alone."""

    def contrast(self, first: str, second: str) -> tuple[float, float]:
        """``first`` minus ``second`` and its variance; both are treatments of the trial."""
        weights = [float(name == first) - float(name == second) for name in self.treatments[1:]]
        value = sum(w * y for w, y in zip(weights, self.y, strict=True))
        variance = sum(a * b * self.v[i][j] for i, a in enumerate(weights) for j, b in enumerate(weights))
        return value, variance

    @property
    def design(self) -> tuple[str, ...]:
        """The set of treatments that are compared, in order."""
        return tuple(sorted(self.treatments))


def of_arms(label: str, arms: list[ArmValue]) -> NetworkTrial:
    """A trial from independent arms, each with its value and variance. ValueError for fewer than two treatments."""
    base, *others = arms
    y = [arm.value - base.value for arm in others]
    size = range(len(others))
    v = [[base.variance + (others[i].variance if i == j else 0.0) for j in size] for i in size]
    return of_contrasts(label, base.treatment, [arm.treatment for arm in others], y, v)


def of_contrasts(label: str, base: str, treatments: list[str], y: Vector, v: Matrix) -> NetworkTrial:
    """A trial from contrasts against ``base``, several of which may be of one treatment.

    Arms of one treatment become one contrast, by generalised least squares of their correlated contrasts: the
    weights that make its variance least. ValueError for covariances that no trial can have, for fewer than two
    treatments, and for an arm of the treatment that it is compared with.
    """
    names = list(dict.fromkeys(treatments))
    if not names or base in names:
        raise ValueError(f"{label} has fewer than two different treatments")
    try:
        weight, _ = inverse(v)
        if len(names) == len(treatments):
            return NetworkTrial(label, (base, *names), tuple(y), tuple(map(tuple, v)))
        design = [[float(name == each) for each in names] for name in treatments]
        turned = transposed(design)
        spread, _ = inverse(times(times(turned, weight), design))
    except Singular:
        raise ValueError(f"the variances of {label} contradict one another") from None
    value = applied(spread, applied(turned, applied(weight, y)))
    return NetworkTrial(label, (base, *names), tuple(value), tuple(map(tuple, spread)))
