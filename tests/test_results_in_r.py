"""What ``keta results --wide -o csv`` gives to real R: metafor's pool of it is keta's. Skipped where R is missing."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .effects.networks import has_metafor

SPRAY = ("--form", "esketamine", "--timepoint", "28d", "--comparator", "placebo", "--multiarm", "keep")
RESPONSE = ("--outcome", "response", *SPRAY)
MADRS = ("--outcome", "madrs", *SPRAY)
COUNTS = 'escalc("{measure}", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d)'
MEANS = 'escalc("{measure}", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = d)'

SCRIPT = """
d <- read.csv("{file}")
e <- {made}
p <- rma(yi, vi, data = e, method = "REML", test = "knha", control = list(stepadj = 0.5, maxiter = 1000))
cat(sprintf("%.10f", c(p$k, p$b, p$ci.lb, p$ci.ub, p$tau2)), "\\n")
"""
CASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (RESPONSE, COUNTS.format(measure="RD")),
    ((*RESPONSE, "--measure", "rr"), COUNTS.format(measure="RR")),
    ((*RESPONSE, "--measure", "or"), COUNTS.format(measure="OR")),
    ((*RESPONSE, "--measure", "or"), "d"),
    ((*MADRS, "--basis", "raw"), MEANS.format(measure="MD")),
    ((*MADRS, "--basis", "raw", "--measure", "smd"), MEANS.format(measure="SMD")),
    (MADRS, "d"),
)
"""What is asked for, and how R makes effects and variances of the table; ``d`` has them already."""


def in_r(folder: Path, tables: list[tuple[str, str]]) -> list[list[float]]:
    """k, estimate, limits and tau-squared that metafor gives of each table; R is started once for all."""
    script = "suppressMessages(library(metafor))\n"
    for at, (table, made) in enumerate(tables):
        file = folder / f"results-{at}.csv"
        file.write_text(table, encoding="utf-8")
        script += SCRIPT.format(file=file.as_posix(), made=made)
    ran = subprocess.run(["Rscript", "--vanilla", "-e", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return [[float(word) for word in line.split()] for line in ran.stdout.splitlines()]


def pool(document: dict[str, Any]) -> list[float]:
    """The same of keta's answer, on the scale on which it is pooled."""
    from ketacli.stats.published import analysis

    data = document["data"]
    plain = next(each for each in data["pooled"] if each["method"] == "hartung-knapp-plain")
    limits = (analysis(data["measure"], plain[name]) for name in ("value", "lower", "upper"))
    return [data["heterogeneity"]["k"], *limits, data["heterogeneity"]["tau2"]]


def test_metafor_gives_the_pool_of_keta(keta: Run, tmp_path: Path) -> None:
    if not has_metafor():
        pytest.skip("needs R with metafor")
    tables, ours = [], []
    for words, made in CASES:
        ran = keta("results", "--wide", *words, "-o", "csv")
        assert ran.code == 0, ran.err
        document = keta("forest", *words, "--json").document
        assert document["data"]["pooled"], document["data"]["refusals"]
        tables.append((ran.out, made))
        ours.append(pool(document))
    for (words, made), found, wanted in zip(CASES, in_r(tmp_path, tables), ours, strict=True):
        assert found == pytest.approx(wanted, abs=1e-4), (words, made)
