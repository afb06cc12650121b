"""Random two-by-two tables, means and studies from fixed seeds, the extreme ones first."""

from __future__ import annotations

from random import Random

Table = tuple[int, int, int, int]
Summary = tuple[float, float, float]

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)

EXTREME: tuple[Table, ...] = (
    (4, 8, 0, 7),
    (0, 7, 4, 8),
    (0, 10, 0, 7),
    (10, 10, 7, 7),
    (10, 10, 0, 7),
    (0, 10, 7, 7),
    (0, 1, 0, 1),
    (1, 1, 0, 1),
    (1, 1, 1, 1),
    (0, 1, 5, 9),
    (1, 1, 5, 9),
    (1, 2, 1, 2),
    (5, 10, 5, 10),
    (1, 100_000, 2, 100_000),
    (0, 100_000, 3, 100_000),
    (1, 2, 5_000, 1_000_000),
    (0, 3, 0, 1_000_000),
    (3, 3, 1_000_000, 1_000_000),
    (100_000, 1_000_000, 101_000, 1_000_000),
    (999_999, 1_000_000, 1, 2),
    (108, 195, 70, 170),
    (91, 336, 60, 340),
)
"""Tables on which score intervals have been seen to fail, and two from the trials."""


def tables(count: int, seed: int, largest: float = 1e5) -> list[Table]:
    """The extreme tables, then random ones; a third has an arm in which nobody or everybody has the event."""
    random = Random(seed)
    found = list(EXTREME)
    while len(found) < count:
        n, m = (round(largest ** random.random()) for _ in range(2))
        a, c = (random.randint(0, size) for size in (n, m))
        if random.random() < 1 / 6:
            a = random.choice((0, n))
        if random.random() < 1 / 6:
            c = random.choice((0, m))
        found.append((a, n, c, m))
    return found


def means(count: int, seed: int) -> list[tuple[Summary, Summary]]:
    """Two arms' mean, standard deviation and n, from two people to ten million and over many units."""
    random = Random(seed)
    found: list[tuple[Summary, Summary]] = [
        ((0.0, 1.0, 2.0), (0.0, 1.0, 2.0)),
        ((1.0, 1e-6, 2.0), (0.0, 1e6, 1e7)),
        ((5.0, 0.0, 10.0), (3.0, 2.0, 4.0)),
        ((-12.5, 8.25, 3.5), (-9.0, 7.5, 1e7)),
        ((1e8, 1.0, 50.0), (1e8 + 0.5, 2.0, 40.0)),
    ]
    while len(found) < count:
        unit = 10.0 ** random.uniform(-6, 6)
        arms = [
            (
                unit * random.gauss(0, 3),
                unit * 10 ** random.uniform(-2, 1),
                float(round(2 * 5e6 ** random.random() ** 2)),
            )
            for _ in range(2)
        ]
        found.append((arms[0], arms[1]))
    return found


def pools(count: int, seed: int) -> list[tuple[list[float], list[float]]]:
    """Effects and variances of two to thirty studies, from none to much heterogeneity."""
    random = Random(seed)
    found = []
    for _ in range(count):
        k = random.choice((2, 2, 3, 3, 4, 5, 7, 10, 20, 30))
        tau, centre, unit = random.choice((0.0, 0.1, 0.5, 2.0)), random.gauss(0, 1), 10 ** random.uniform(-3, 3)
        se = [10 ** random.uniform(-1.3, 0.3) for _ in range(k)]
        y = [unit * random.gauss(centre, (tau * tau + each * each) ** 0.5) for each in se]
        found.append((y, [(unit * each) ** 2 for each in se]))
    return found
