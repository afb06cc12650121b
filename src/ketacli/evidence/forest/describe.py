"""What the rows and the pool of a forest plot are called, of how many people they are, and where they are from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import contrasts
from ketacli.evidence.forest.rows import arm_of, ketamine_in_both
from ketacli.records.names import inline, label
from ketacli.stats.estimate import Estimate
from ketacli.stats.pooling import FEW
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.forest.rows import Forest, Row
    from ketacli.records.dataset import Dataset
    from ketacli.stats.pooling import Interval, Pooling


def sides(dataset: Dataset, found: Forest) -> tuple[str, str]:
    """What the arms of all rows are called together, and what they are compared with."""
    rows = list(found.rows)
    if mixed(found):
        return "the first form", "the second"
    given = [arm_of(row.trial, name) for row in rows for name in row.arm.split("+")]
    forms = {each.form for each in given if each is not None and each.form}
    arm = "ketamine" if forms else "the treatment"
    if len(forms) == 1:
        arm = inline(label(dataset, "compounds", next(iter(forms))))
    kinds: set[str] = set()
    for row in rows:
        versus = arm_of(row.trial, row.versus)
        if versus is not None and versus.form:
            kinds.add(inline(label(dataset, "compounds", versus.form)))
        elif row.trial.design.comparator == "placebo":
            kinds.add("placebo")
        elif row.trial.design.comparator == "active-placebo":
            kinds.add("active placebo")
        else:
            kinds.add(inline(versus.label) if versus is not None else "comparator")
    other = next(iter(kinds)) if len(kinds) == 1 else "comparator"
    return arm, "comparator" if other == arm else other


def mixed(found: Forest) -> bool:
    """Whether both groups of every row had ketamine, and not the same two forms in all of them."""
    return all(map(ketamine_in_both, found.rows)) and len(set(map(forms_of, found.rows))) > 1


def forms_of(row: Row) -> tuple[str | None, str | None]:
    """The forms of ketamine that the two groups had."""
    first, second = (arm_of(row.trial, name) for name in (row.arm.partition("+")[0], row.versus))
    return first.form if first is not None else None, second.form if second is not None else None


def row_name(found: Forest, row: Row) -> str:
    """The trial; its arm where it has several, its comparator and outcome where these differ."""
    parts = [f"{row.trial.name} {row.trial.year}" if needs_year(row) else row.trial.name]
    arm, versus = arm_of(row.trial, row.arm), arm_of(row.trial, row.versus)
    if "+" in row.arm:
        parts.append(f"{len(row.arm.split('+'))} arms together")
    elif arm is not None and len(contrasts(row.trial, row.measured)) > 1:
        parts.append(arm.label.partition(" plus ")[0])
    same = [each for each in found.rows if each.trial.id == row.trial.id]
    if versus is not None and len({each.versus for each in same}) > 1:
        parts[-1] += f" against {versus.label.partition(' plus ')[0]}"
    if mixed(found):
        parts.append(" against ".join(form or "no ketamine" for form in forms_of(row)))
    if len({each.measured.label for each in found.rows}) > 1:
        parts.append(row.measured.label)
    if row.effect is not None and row.effect.nominal:
        parts.append("nominal")
    if row.counts is not None and row.derived:
        parts.append("counts worked out")
    return ", ".join(parts)


def needs_year(row: Row) -> bool:
    """Whether a trial's name does not hold its year already."""
    return bool(row.trial.year) and str(row.trial.year) not in row.trial.name


def group_sizes(row: Row) -> tuple[float | None, float | None]:
    """People in each group: those behind the figures, or those that a published estimate is of."""
    if row.basis == "raw" and row.counts is not None:
        return row.counts.n, row.counts.control_n
    if row.basis == "raw" and row.means is not None:
        return row.means.arm.n, row.means.control.n
    # A model's estimate is of those it analysed, who need not be those whose raw means were printed.
    arms = [arm_of(row.trial, name) for name in (row.arm, row.versus)]
    first, second = (arm.n_analysed.value if arm is not None and arm.n_analysed is not None else None for arm in arms)
    return first, second


def intervals(found: Pooling, model: str) -> list[Interval]:
    """The pooled rows: of few studies both intervals, of more the Hartung-Knapp one, or the common effect."""
    if model == "common":
        return [found.common]
    return [found.random, found.hartung_knapp] if found.k < FEW else [found.hartung_knapp]


def pooled_estimate(measure: str, found: Interval) -> Estimate:
    """A pooled interval on the measure's own scale."""
    return Estimate(
        measure, natural(measure, found.value), natural(measure, found.lower), natural(measure, found.upper),
        found.level, found.method, found.se,
    )  # fmt: skip


def row_sources(row: Row) -> list[str]:
    """The documents that a row rests on."""
    if row.effect is not None:
        return list(filter(None, (row.effect.source,)))
    arms = (*row.arm.split("+"), row.versus)
    return [result.source for result in row.measured.results if result.arm in arms and result.source]
