"""A mean and a standard deviation from a median and its quartiles, by a named method.

Sources: Luo et al., Statistical Methods in Medical Research 2018;27:1785-1805, equation 15 (mean); Wan et al., BMC
Medical Research Methodology 2014;14:135, equations 14 (mean) and 16 (standard deviation). All assume that the figures
are roughly normal, which a reported median often says that they are not.
"""

from __future__ import annotations

from ketacli.stats.distributions import normal_quantile
from ketacli.stats.means import Mean

METHODS = ("luo", "wan")


def mean_from_quartiles(median: float, q1: float, q3: float, n: float, method: str) -> Mean:
    """The mean and standard deviation behind a median and quartiles of ``n`` people.

    ``luo`` takes the mean by Luo, ``wan`` by Wan; the standard deviation is Wan's with both. ValueError for quartiles
    in the wrong order, fewer than 2 people, or another method.
    """
    if not (q1 <= median <= q3 and q1 < q3 and n >= 2):
        raise ValueError(f"median {median:g}, quartiles {q1:g} and {q3:g}, n {n:g}")
    if method == "luo":
        mean = (0.7 + 0.39 / n) * (q1 + q3) / 2 + (0.3 - 0.39 / n) * median
    elif method == "wan":
        mean = (q1 + median + q3) / 3
    else:
        raise ValueError(f"no way from a median to a mean called {method!r}")
    return Mean(mean, (q3 - q1) / (2 * normal_quantile((0.75 * n - 0.125) / (n + 0.25))), n)
