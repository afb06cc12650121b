"""The model of a network: generalised least squares with one variance between trials for every comparison.

Effects are contrasts to a reference treatment; the variance tau-squared of every contrast between trials is the
same, so two contrasts of one trial that share an arm correlate by one half (Higgins and Whitehead, Statistics in
Medicine 1996;15:2733-2749; Lu and Ades, Statistics in Medicine 2004;23:3105-3124). By generic inverse variance this
is the model of Ruecker, Research Synthesis Methods 2012;3:312-324, and of ``rma.mv`` in metafor with rho = 1/2.

Tau-squared by restricted maximum likelihood, its maximum bracketed and found as in ``stats.pooling``; or by
moments, as DerSimonian and Laird's estimator generalised by Jackson et al., Statistics in Medicine
2012;31:3805-3820.
"""

from __future__ import annotations

from ketacli.stats.distributions import crossing
from ketacli.stats.estimate import Refusal
from ketacli.stats.network.matrix import (
    Matrix,
    Vector,
    applied,
    dot,
    form,
    inverse,
    plus,
    times,
    transposed,
    zeros,
)
from ketacli.stats.network.trial import NetworkTrial
from ketacli.stats.pooling import GRID_POINTS, GRID_STEP
from ketacli.tuples import NamedTuple

TAU_METHODS = ("REML", "DL")


class Block(NamedTuple):
    """One trial as a block of the regression."""

    columns: list[int]
    """The effects that it is about."""
    x: Matrix
    """Rows of contrasts, one column an effect of ``columns``."""
    y: Vector
    v: Matrix


class Solved(NamedTuple):
    """A regression at one value of tau-squared."""

    beta: Vector
    covariance: Matrix
    q: float
    """Weighted squares of the residuals."""
    slope: float
    """Twice the slope of the restricted log-likelihood."""
    likelihood: float
    """Restricted log-likelihood, up to a constant."""
    trace: float
    """What one unit of tau-squared adds to the expectation of ``q``."""


def between(size: int) -> Matrix:
    """How contrasts to one arm vary between trials, for a tau-squared of 1."""
    return [[1.0 if i == j else 0.5 for j in range(size)] for i in range(size)]


def consistent(trials: list[NetworkTrial], treatments: list[str]) -> list[Block]:
    """The blocks under consistency: every contrast is the difference of two effects against ``treatments[0]``."""
    at = {name: column for column, name in enumerate(treatments[1:])}
    out = []
    for trial in trials:
        base, *others = trial.treatments
        held = [name for name in trial.treatments if name in at]
        x = [[float(name == each) - float(base == each) for each in held] for name in others]
        out.append(Block([at[name] for name in held], x, list(trial.y), [*map(list, trial.v)]))
    return out


def by_design(trials: list[NetworkTrial]) -> list[Block]:
    """The blocks with effects of their own for each design: the full design-by-treatment interaction."""
    columns: dict[tuple[tuple[str, ...], str], int] = {}
    out = []
    for trial in map(rebased, trials):
        held = [columns.setdefault((trial.design, name), len(columns)) for name in trial.treatments[1:]]
        x = [[float(row == column) for column in range(len(held))] for row in range(len(held))]
        out.append(Block(held, x, list(trial.y), [*map(list, trial.v)]))
    return out


def rebased(trial: NetworkTrial) -> NetworkTrial:
    """The same trial with its contrasts taken against the first treatment of its design."""
    names = trial.design
    rows = [[float(name == each) - float(each == names[0]) for each in trial.treatments[1:]] for name in names[1:]]
    y = applied(rows, list(trial.y))
    v = times(times(rows, [*map(list, trial.v)]), transposed(rows))
    return NetworkTrial(trial.label, names, tuple(y), tuple(map(tuple, v)))


def solve(blocks: list[Block], tau2: float) -> Solved:
    """Generalised least squares at a given tau-squared; Singular where the effects cannot be told apart."""
    size = 1 + max(column for block in blocks for column in block.columns)
    information, swing, right = zeros(size, size), zeros(size, size), [0.0] * size
    logs = trace = 0.0
    weights = []
    for block in blocks:
        spread = between(len(block.y))
        weight, determinant = inverse(plus(block.v, spread, tau2))
        logs += determinant
        pulled = times(transposed(block.x), weight)
        own, moved = times(pulled, block.x), times(times(pulled, spread), transposed(pulled))
        for i, row in enumerate(block.columns):
            right[row] += dot(pulled[i], block.y)
            for j, column in enumerate(block.columns):
                information[row][column] += own[i][j]
                swing[row][column] += moved[i][j]
        trace += sum(dot(a, b) for a, b in zip(weight, spread, strict=True))
        weights.append((weight, spread))
    covariance, determinant = inverse(information)
    beta = applied(covariance, right)
    trace -= sum(dot(a, b) for a, b in zip(covariance, swing, strict=True))
    q = slope = 0.0
    for block, (weight, spread) in zip(blocks, weights, strict=True):
        effects = [beta[column] for column in block.columns]
        residual = [y - dot(row, effects) for row, y in zip(block.x, block.y, strict=True)]
        pull = applied(weight, residual)
        q += dot(residual, pull)
        slope += form(pull, spread)
    return Solved(beta, covariance, q, slope - trace, -0.5 * (logs + determinant + q), trace)


def tau_squared(blocks: list[Block], method: str, spare: int) -> float:
    """Tau-squared by REML or DL, with ``spare`` degrees of freedom left to see it by; 0 where there are none."""
    if method not in TAU_METHODS:
        raise ValueError(f"no estimator of tau in a network called {method!r}")
    if spare <= 0:
        return 0.0
    at_nothing = solve(blocks, 0.0)
    if method == "DL":
        return max(0.0, (at_nothing.q - spare) / at_nothing.trace)
    return restricted(blocks, at_nothing)


def restricted(blocks: list[Block], at_nothing: Solved) -> float:
    """Tau-squared at the greatest restricted likelihood, bracketed on a grid.

    Refusal where the likelihood still rises at the end of the grid.
    """
    spread = max(block.v[i][i] for block in blocks for i in range(len(block.y)))
    top = max(spread, *(12 * y**2 for block in blocks for y in block.y))
    grid = [0.0, *(top * GRID_STEP**-power for power in range(GRID_POINTS, -1, -1))]
    slopes = [at_nothing.slope, *(solve(blocks, each).slope for each in grid[1:])]
    if slopes[-1] > 0:
        raise Refusal("no-maximum", "the restricted likelihood of the spread between these trials has no maximum")
    turns = [at for at in range(len(grid) - 1) if slopes[at] > 0 >= slopes[at + 1]]
    found = [crossing(lambda tau2: solve(blocks, tau2).slope, grid[at], grid[at + 1]) for at in turns]
    if slopes[0] <= 0:
        found.append(0.0)
    return max(sorted(found), key=lambda tau2: solve(blocks, tau2).likelihood)
