"""Results of other packages, kept in tests/oracles, with the agreement that each asks for."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from math import exp, sqrt
from pathlib import Path
from typing import Any

from ketacli.stats.means import Mean, mean_difference, pooled_sd, standardised_mean_difference
from ketacli.stats.pooling import Study
from ketacli.stats.proportions import odds_ratio, risk_difference, risk_ratio

FOLDER = Path(__file__).resolve().parent.parent / "oracles"
Row = dict[str, Any]


def read(name: str) -> Row:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def datasets() -> list[str]:
    """Files with pooled results."""
    return sorted(path.name for path in FOLDER.glob("*.toml") if path.name != "score-intervals.toml")


def half_unit(printed: str) -> float:
    """Half of the last digit of a printed number."""
    power = Decimal(printed).as_tuple().exponent
    assert isinstance(power, int)
    return 0.5 * 10.0**power


def agrees(found: float, printed: str, tolerance: str | float, relative: bool = False) -> bool:
    """By the printed digits, or by a number: absolute below 1, relative above it, or always relative."""
    expected = float(printed)
    if tolerance == "printed":
        return abs(found - expected) <= half_unit(printed) * (1 + 1e-9)
    return abs(found - expected) <= float(tolerance) * (abs(expected) if relative else max(1.0, abs(expected)))


def effect(row: Row, measure: str, variance: str | None) -> tuple[float, float]:
    """The effect of one study and its standard error, on the scale on which it is pooled, by the program."""
    if measure == "generic":
        return float(row["y"]), sqrt(row["v"])
    if measure in ("RD", "RR", "OR"):
        counts = row["a"], row["n"], row["c"], row["m"]
        if measure == "RD":
            found = risk_difference(*counts, method="wald")
        else:
            found = (risk_ratio if measure == "RR" else odds_ratio)(*counts)
        assert found.se is not None
        from ketacli.stats.published import analysis

        return analysis(measure, found.value), found.se
    arm, control = (Mean(row[f"mean{at}"], row[f"sd{at}"], row[f"n{at}"]) for at in (1, 2))
    if variance == "d":
        d, n = (arm.mean - control.mean) / pooled_sd(arm, control), arm.n + control.n
        return d, sqrt(n / (arm.n * control.n) + d * d / (2 * (n - 2)))
    if variance == "pooled-sd":
        sd = pooled_sd(arm, control)
        arm, control = arm._replace(sd=sd), control._replace(sd=sd)
    found = (mean_difference if measure == "MD" else standardised_mean_difference)(arm, control)
    assert found.se is not None
    return found.value, found.se


def studies(file: Row, result: Row) -> list[Study]:
    """What a result pools."""
    rows = file[result.get("dataset", "studies")]
    if "subset" in result:
        rows = [rows[at] for at in result["subset"]]
    times = 100 if result["scale"] == "percentage-points" else 1
    found = []
    for row in rows:
        y, se = effect(row, result["measure"], result.get("variance"))
        found.append(Study(row["label"], times * y, times * se))
    return found


def natural(value: float, scale: str) -> float:
    """A value on the scale on which an interval is printed."""
    return exp(value) if scale == "ratio" else value
