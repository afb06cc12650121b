"""Small dense matrices as lists of rows: what generalised least squares needs of them, and no more.

Symmetric positive definite matrices are taken through their Cholesky factor (Golub and Van Loan, Matrix
Computations), so that a matrix that is not one is noticed, and never silently inverted.
"""

from __future__ import annotations

from math import log, sqrt
from typing import TypeAlias

Vector: TypeAlias = list[float]
Matrix: TypeAlias = list[Vector]

ALMOST_NOTHING = 1e-11
"""Share of its diagonal below which a pivot counts as rounding: the matrix is singular."""


class Singular(ValueError):
    """A matrix that has no inverse: some of what is asked of the data is not in them."""


def zeros(rows: int, columns: int) -> Matrix:
    """A matrix of zeros."""
    return [[0.0] * columns for _ in range(rows)]


def times(a: Matrix, b: Matrix) -> Matrix:
    """The product of two matrices."""
    turned = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in turned] for row in a]


def applied(a: Matrix, v: Vector) -> Vector:
    """A matrix times a vector."""
    return [dot(row, v) for row in a]


def dot(a: Vector, b: Vector) -> float:
    """The sum of products."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def transposed(a: Matrix) -> Matrix:
    """Rows as columns."""
    return [list(column) for column in zip(*a, strict=True)]


def plus(a: Matrix, b: Matrix, share: float = 1.0) -> Matrix:
    """``a`` and ``share`` times ``b``."""
    return [[x + share * y for x, y in zip(row, other, strict=True)] for row, other in zip(a, b, strict=True)]


def form(v: Vector, a: Matrix) -> float:
    """The quadratic form of a vector in a matrix."""
    return dot(v, applied(a, v))


def cholesky(a: Matrix) -> Matrix:
    """The lower factor of a symmetric positive definite matrix; Singular for any other."""
    size = len(a)
    lower = zeros(size, size)
    for i in range(size):
        for j in range(i + 1):
            rest = a[i][j] - dot(lower[i][:j], lower[j][:j])
            if i == j:
                if not rest > ALMOST_NOTHING * abs(a[i][i]):
                    raise Singular("the matrix is not positive definite")
                lower[i][i] = sqrt(rest)
            else:
                lower[i][j] = rest / lower[j][j]
    return lower


def inverse(a: Matrix) -> tuple[Matrix, float]:
    """The inverse of a symmetric positive definite matrix, and the logarithm of its determinant."""
    lower = cholesky(a)
    size = len(a)
    half = zeros(size, size)
    for column in range(size):
        for i in range(column, size):
            start = 1.0 if i == column else 0.0
            above = [half[k][column] for k in range(column, i)]
            half[i][column] = (start - dot(lower[i][column:i], above)) / lower[i][i]
    return times(transposed(half), half), 2 * sum(log(lower[i][i]) for i in range(size))
