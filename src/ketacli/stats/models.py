"""One set of studies under every usual model, and which of its studies stand apart from the others.

The models are those of ``pooling``: a common effect, and random effects with the variance between studies by each
estimator, each with the z and the Hartung-Knapp interval. A study stands apart when its studentised deleted residual
exceeds the normal critical value: how far it lies from the pool of all others, in its standard errors (Viechtbauer and
Cheung, Research Synthesis Methods 2010;1:112-125).
"""

from __future__ import annotations

from math import sqrt

from ketacli.stats.distributions import critical
from ketacli.stats.estimate import Refusal
from ketacli.stats.pooling import (
    TAU_METHODS,
    Interval,
    Study,
    common_effect,
    hartung_knapp,
    random_effects,
    tau_squared,
)
from ketacli.tuples import NamedTuple

FEWEST = 3
"""Studies below which none can stand apart: with two nothing says which of them does."""


class Model(NamedTuple):
    """How studies are pooled."""

    tau_method: str
    """REML, PM or DL; empty for a common effect."""
    interval: str
    """z or hartung-knapp, the latter never narrower than the former."""


MODELS = (
    *(Model(tau, interval) for tau in TAU_METHODS for interval in ("hartung-knapp", "z")),
    Model("", "z"),
)
"""All of them, the usual one first."""


def fits(studies: list[Study], level: float = 0.95, models: tuple[Model, ...] = MODELS) -> list[tuple[Model, Interval]]:
    """The pooled value under each model, on the analysis scale; one whose tau has no maximum is left out.

    Raises ValueError for fewer than two studies.
    """
    if len(studies) < 2:
        raise ValueError("a pool needs two studies")
    y, v = [study.y for study in studies], [study.se**2 for study in studies]
    found: dict[str, float] = {}
    for tau in dict.fromkeys(model.tau_method for model in models if model.tau_method):
        try:
            found[tau] = tau_squared(y, v, tau)
        except Refusal:
            continue
    out = []
    for model in models:
        if not model.tau_method:
            out.append((model, common_effect(y, v, level)))
        elif model.tau_method in found:
            by = hartung_knapp if model.interval == "hartung-knapp" else random_effects
            out.append((model, by(y, v, found[model.tau_method], level)))
    return out


def residuals(studies: list[Study], tau_method: str = "REML", level: float = 0.95) -> list[float]:
    """The studentised deleted residual of each study, in the order given; ValueError below three studies."""
    if len(studies) < FEWEST:
        raise ValueError("a deleted residual needs three studies")
    out = []
    for at, study in enumerate(studies):
        others = studies[:at] + studies[at + 1 :]
        y, v = [each.y for each in others], [each.se**2 for each in others]
        tau2 = tau_squared(y, v, tau_method)
        mean = random_effects(y, v, tau2, level)
        out.append((study.y - mean.value) / sqrt(study.se**2 + tau2 + mean.se**2))
    return out


def apart(studies: list[Study], tau_method: str = "REML", level: float = 0.95) -> list[str]:
    """The labels of studies that stand apart from all others; none below three studies."""
    if len(studies) < FEWEST:
        return []
    found = residuals(studies, tau_method, level)
    return [study.label for study, z in zip(studies, found, strict=True) if abs(z) > critical(level)]
