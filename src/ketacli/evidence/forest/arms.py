"""Control groups that several arms share: put together, split, one arm kept, or refused."""

from __future__ import annotations

from ketacli.evidence.contrasts import Counts, Means, of_counts, of_means
from ketacli.evidence.forest.rows import Ask, Row, dose, pooled
from ketacli.stats.estimate import Refusal

COMBINED = "part of the combined arms"


def shared(rows: list[Row]) -> list[list[Row]]:
    """Rows of one trial that are compared with the same group, where there are several."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in pooled(rows):
        groups.setdefault((row.trial.id, row.versus, row.measured.path), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def resolve_arms(rows: list[Row], measure: str, ask: Ask) -> tuple[list[Row], Refusal | None]:
    """Deal with control groups that several arms share: as asked, or refuse to count them twice."""
    against = several_controls(rows)
    if against is not None:
        return rows, against
    groups = shared(rows)
    if not groups:
        return rows, None
    if ask.multiarm is None:
        said = "; ".join(f"the {len(group)} arms of {group[0].trial.name} share one control group" for group in groups)
        return rows, Refusal(
            "shared-control", f"{said}, which would be counted {'twice' if len(groups[0]) == 2 else 'several times'}",
            "--multiarm combine, split or keep decides",
        )  # fmt: skip
    out = list(rows)
    for group in groups:
        if ask.multiarm != "keep" and any(row.basis == "published" for row in group):
            return rows, Refusal(
                "shared-control",
                f"the arms of {group[0].trial.name} share a control group, and published estimates cannot be "
                f"{'combined' if ask.multiarm == 'combine' else 'split'}",
                "--multiarm keep, or --basis raw",
            )
        try:
            made = {"combine": put_together, "split": divided, "keep": highest}[ask.multiarm](group, measure, ask)
        except Refusal as said:
            return rows, said
        at = out.index(group[0])
        out = [row for row in out if row not in group]
        out[at:at] = made
    return out, None


def several_controls(rows: list[Row]) -> Refusal | None:
    """An arm that stands against several control groups would be counted several times."""
    held = pooled(rows)
    for row in held:
        others = [each for each in held if (each.trial.id, each.arm) == (row.trial.id, row.arm)]
        if len({each.versus for each in others}) > 1:
            return Refusal(
                "shared-arm", f"one arm of {row.trial.name} is compared with several control groups",
                "--exclude leaves the trial out",
            )  # fmt: skip
    return None


def highest(group: list[Row], measure: str, ask: Ask) -> list[Row]:  # noqa: ARG001 - one way to resolve arms of three
    """The arm with the highest dose stays; the others are drawn only. Refusal where no arm's dose is the highest."""
    doses = [dose(row) for row in group]
    amounts = sorted((each[0] for each in doses if each is not None), reverse=True)
    units = {each[1] for each in doses if each is not None}
    if None in doses or len(units) > 1 or amounts[:1] == amounts[1:2]:
        raise Refusal(
            "shared-control", f"the arms of {group[0].trial.name} share a control group and none has the highest dose",
            "--multiarm combine or split, or --exclude it",
        )  # fmt: skip
    kept = max(group, key=lambda row: (dose(row) or (0.0, ""))[0])
    return [
        row if row is kept else row._replace(reason="shares the control group; the highest dose is kept")
        for row in group
    ]


def put_together(group: list[Row], measure: str, ask: Ask) -> list[Row]:
    """The arms as one group against the control, drawn under the single ones, which are no longer pooled."""
    from ketacli.stats.means import combined

    first = group[0]
    counts = means = None
    if all(row.counts is not None for row in group):
        held = [row.counts for row in group if row.counts is not None]
        counts = Counts(
            sum(each.events for each in held), sum(each.n for each in held), held[0].control_events, held[0].control_n
        )
    elif all(row.means is not None for row in group):
        arms = [row.means for row in group if row.means is not None]
        means = Means(combined([each.arm for each in arms]), arms[0].control)
    made = remade(first, counts, means, measure, ask)
    singles = [row._replace(reason=COMBINED) for row in group]
    return [*singles, made._replace(arm="+".join(row.arm for row in group), combined=True)]


def divided(group: list[Row], measure: str, ask: Ask) -> list[Row]:
    """Each arm against its share of the control group."""
    out = []
    for row in group:
        counts, means, share = row.counts, row.means, len(group)
        if counts is not None:
            counts = counts._replace(control_events=counts.control_events / share, control_n=counts.control_n / share)
        if means is not None:
            means = means._replace(control=means.control._replace(n=means.control.n / share))
        out.append(remade(row, counts, means, measure, ask)._replace(combined=True))
    return out


def remade(row: Row, counts: Counts | None, means: Means | None, measure: str, ask: Ask) -> Row:
    """A row with other figures, worked out again."""
    made = of_counts(counts, ask.level, ask.methods) if counts is not None else []
    if means is not None and not made:
        made = of_means(means, ask.level)
    estimate = next((each for each in made if each.measure == measure), None)
    if estimate is None:
        return row._replace(counts=counts, means=means, void=True)
    return row._replace(estimate=estimate, counts=counts, means=means, void=False)
