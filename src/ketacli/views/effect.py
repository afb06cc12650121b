"""A trial's effect worked out: the figures, every measure with its method, and what was published."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any

from ketacli import fmt
from ketacli.agreement import scale
from ketacli.disputes import of_field
from ketacli.facts.effect import (
    NAMES,
    NNT_METHOD,
    agreement_words,
    counted_words,
    direction,
    fixed,
    fraction,
    interval_words,
    margin_words,
    method_words,
    needed_words,
    rebased_words,
    unit_of,
    value_words,
)
from ketacli.facts.trial import COMPARATORS, effect_words
from ketacli.screen import Block, Column, Facts, Group, Heading, Marks, Prose, Row, Screen, Table, Words
from ketacli.views.common import name_sources, screen, unsound_words

if TYPE_CHECKING:
    from ketacli.agreement import Agreement
    from ketacli.analysis import Analysis
    from ketacli.dataset import Dataset
    from ketacli.effects.estimate import Estimate
    from ketacli.effects.nnt import NumberNeeded
    from ketacli.models.trial import Outcome, Trial
    from ketacli.recompute import Measured

BRIEF_FROM = 4
"""Comparisons from which on each gets one row instead of a page."""
MOST_NAMED = 12


def effect_screen(dataset: Dataset, trial: Trial, found: list[Analysis], others: list[Measured]) -> Screen:
    """The outcomes that were asked for, each comparison on a page of its own, or a row each when they are many."""
    made = [each for each in found if each.estimates]
    pages = made or found[: BRIEF_FROM - 1]
    first = pages[0].contrast.measured if pages else None
    one = first is not None and all(each.contrast.measured is first for each in pages)
    year = f" {trial.year}" if trial.year and str(trial.year) not in trial.name else ""
    title = f"{trial.name}{year}" + (f": {first.label}" if one and first is not None else ": effects recomputed")
    shown = screen(dataset, title)
    marks = Marks()
    if len(made) >= BRIEF_FROM:
        shown.blocks.append(brief(trial, made, marks))
    else:
        last = None
        for each in pages:
            item = each.contrast.measured
            if item is not last:
                shown.blocks += [] if one else [Heading(item.label)]
                about = about_words(trial, item)
                shown.blocks += [Prose(about, "dim")] if about else []
            last = item
            if sum(1 for other in pages if other.contrast.measured is item) > 1:
                shown.blocks.append(Heading(" against ".join(arm_names(trial, each))))
            shown.blocks += page(trial, each, marks)
    shown.notes += left_out([each for each in found if each not in pages])
    unsound = unsound_words(dataset, list(marks.numbers))
    if unsound:
        shown.notes.append(((unsound, "danger"),))
    shown.notes += disputes_of(dataset, trial, found)
    if others:
        names = [item.id for item in others]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        shown.notes.append(f"Other outcomes with figures: {', '.join(names[:MOST_NAMED])}{more}.")
    name_sources(dataset, shown, marks)
    shown.next = next_commands(trial, found, others)
    return shown


def disputes_of(dataset: Dataset, trial: Trial, found: list[Analysis]) -> list[Words]:
    """A line for each outcome shown whose figures sources disagree about."""
    notes: list[Words] = []
    for path in dict.fromkeys(each.contrast.measured.path for each in found):
        titles = [dataset.index[f"conflicts/{name}"][0] for name in of_field(dataset, "trials", trial.id, path)]
        if titles:
            command = f"keta why {trial.id}.{path}"
            notes.append(((f"! Sources disagree about these figures: {'; '.join(titles)}.  {command}", "caution"),))
    return notes


def next_commands(trial: Trial, found: list[Analysis], others: list[Measured]) -> list[str]:
    """What goes on from here."""
    commands = [f"keta effect {trial.id} --outcome {others[0].id}"] if others else []
    if any(each.needed is not None for each in found):
        commands.append(f"keta effect {trial.id} --baseline 25")
    return [*commands, f"keta show {trial.id}", "keta help pooling"]


def about_words(trial: Trial, item: Measured) -> str:
    """When and how it was measured, and against what kind of comparator."""
    kind, _, place = item.path.partition(".")
    outcome = trial.outcomes[int(place)] if kind == "outcomes" else None
    parts = [outcome.definition if outcome is not None else "", item.timepoint, item.analysis]
    parts.append(f"{trial.design.masking}-masked" if trial.design.masking not in ("open", "not-stated") else
                 trial.design.masking.replace("not-stated", ""))  # fmt: skip
    parts.append(f"comparator: {COMPARATORS[trial.design.comparator]}")
    if trial.species != "human":
        parts.append(f"in animals ({trial.species})")
    if trial.design.allocation != "randomised":
        parts.append("not randomised, so the groups may differ in more than the treatment")
    return "; ".join(part for part in parts if part)


def page(trial: Trial, found: Analysis, marks: Marks) -> list[Block]:
    """One comparison whole."""
    names = arm_names(trial, found)
    blocks: list[Block] = []
    if found.estimates or any(each.absent is None for each in results_of(found)):
        blocks.append(figures(found, names, marks))
    if found.estimates:
        blocks += [Prose(""), measures(found), Prose("")]
    blocks.append(Facts(beside(found, names, marks)))
    return blocks


def arm_names(trial: Trial, found: Analysis) -> tuple[str, str]:
    """How the two arms are printed."""
    labels = {arm.id: arm.label for arm in trial.arms}
    arm, versus = found.contrast.arm, found.contrast.versus
    return labels.get(arm, arm), labels.get(versus, versus)


def results_of(found: Analysis) -> list[Any]:
    """The printed results of the two arms."""
    wanted = (found.contrast.arm, found.contrast.versus)
    return [r for name in wanted for r in found.contrast.measured.results if r.arm == name]


def figures(found: Analysis, names: tuple[str, str], marks: Marks) -> Table:
    """What each arm showed: events of people with the rate, or the mean with its spread."""
    rows: list[Row | Group] = []
    results = results_of(found)
    mark = marks.mark(*(r.source for r in results))
    columns = [Column("", 1, style="name"), Column(names[0], 1), Column(names[1], 1), Column("Source", 2, style="dim")]
    counts = found.contrast.counts
    by_arm = {r.arm: r for r in results}
    both = [by_arm.get(found.contrast.arm), by_arm.get(found.contrast.versus)]
    if counts is not None:
        sides = ((counts.events, counts.n), (counts.control_events, counts.control_n))
        rows.append(Row(["Events / people", *(fmt.tie(fraction(e, n).replace("/", " / ")) for e, n in sides), mark]))
        rows.append(Row(["Per 100", *(fixed(100 * e / n, 1) for e, n in sides), ""]))
    else:
        rows.append(Row(["Figures", *(printed(each) for each in both), mark]))
    return Table(columns, rows)


def outcome_of(found: Analysis) -> Outcome | None:
    """The outcome's own record; None for a harm."""
    kind, _, place = found.contrast.measured.path.partition(".")
    if found.contrast.trial is None or kind != "outcomes":
        return None
    return found.contrast.trial.outcomes[int(place)]


def printed(found: Any) -> str:
    """One arm's figures as printed."""
    return fmt.arm_result(found) if found is not None else "not seen"


def measures(found: Analysis) -> Table:
    """Every measure with its interval and method."""
    level = fmt.result(100 * found.estimates[0].level, 0)
    columns = [
        Column("", 1, style="name"),
        Column("Estimate", 1),
        Column(f"{level}% interval", 1),
        Column("Method", 1, style="dim"),
    ]
    rows: list[Row | Group] = []
    for each in found.estimates:
        rows.append(
            Row([NAMES[each.measure], value_words(each, unit_of(found)), interval_words(each), method_words(each)])
        )
        if each.measure == "RD" and found.needed is not None:
            kind, value, limits = needed_words(found.needed)
            rows.append(Row([f"  {kind}", value, limits, NNT_METHOD]))
    return Table(columns, rows)


def beside(found: Analysis, names: tuple[str, str], marks: Marks) -> list[tuple[str, Words]]:
    """The direction, what was published, the margin, who is counted, and what it means at another baseline."""
    pairs: list[tuple[str, Words]] = []
    if found.estimates:
        words = direction(found.estimates[0], found.contrast.measured.better, *names)
        pairs.append(("In words", ((words, "name"),)))
    if found.reason:
        pairs.append(("Not computed", ((found.reason, "caution"),)))
    counts = found.contrast.counts
    for measure, name in (("RR", "risk ratio"), ("OR", "odds ratio")):
        if counts is not None and measure not in {each.measure for each in found.estimates}:
            who = "nobody" if counts.events == 0 else "everybody"
            pairs.append(("No ratio", f"{who} in either group has the event, so the figures say nothing of the {name}"))
    compared = {id(each.effect) for each in found.agreements}
    for each in found.agreements:
        mark = marks.mark(each.effect.source)
        style = "caution" if each.verdict == "differs" else ""
        pairs.append(("As published", ((agreement_words(each) + " ", style), (mark, "dim"))))
    trial, outcome = found.contrast.trial, outcome_of(found)
    for effect in found.contrast.published:
        if id(effect) not in compared and trial is not None and outcome is not None:
            text = effect_words(trial, outcome, effect) or "no figures were seen"
            pairs.append(("As published", ((text + " ", ""), (marks.mark(effect.source), "dim"))))
    if found.margin is not None:
        pairs.append(("Margin", margin_words(found.margin, found.contrast.measured.better)))
    if found.counted is not None:
        pairs.append(("Counted", counted_words(found.counted)))
    for rebased in found.rebased:
        pairs.append((f"At {fixed(100 * rebased.baseline, 1)} per 100", rebased_words(rebased)))
    return pairs


def brief(trial: Trial, found: list[Analysis], marks: Marks) -> Table:
    """A row a comparison, grouped by the arms that are compared."""
    level = fmt.result(100 * next((e.level for each in found for e in each.estimates), 0.95), 0)
    columns = [
        Column("Outcome", 1, style="name"),
        Column("Figures", 2),
        Column(f"Difference ({level}% interval)", 1),
        Column("NNT", 1),
        Column("Source", 4, style="dim"),
    ]
    rows: list[Row | Group] = []
    for pair in dict.fromkeys((each.contrast.arm, each.contrast.versus) for each in found):
        own = [each for each in found if (each.contrast.arm, each.contrast.versus) == pair]
        rows.append(Group(" against ".join(arm_names(trial, own[0]))))
        rows += [Row(brief_cells(each, marks)) for each in own]
    return Table(columns, rows)


def brief_cells(found: Analysis, marks: Marks) -> list[Words]:
    """One comparison as cells."""
    counts = found.contrast.counts
    if counts is not None:
        figures_ = f"{fraction(counts.events, counts.n)} against {fraction(counts.control_events, counts.control_n)}"
    else:
        figures_ = " against ".join(printed(each) for each in results_of(found))
    first = found.estimates[0]
    return [
        found.contrast.measured.label,
        figures_,
        f"{value_words(first, unit_of(found))} ({interval_words(first)})",
        "{} {} ({})".format(*needed_words(found.needed)) if found.needed is not None else "",
        marks.mark(*(each.source for each in results_of(found))),
    ]


def left_out(found: list[Analysis]) -> list[Words]:
    """A note a reason: which outcomes could not be worked out."""
    reasons: dict[str, dict[str, None]] = {}
    for each in found:
        if each.reason:
            reasons.setdefault(each.reason, {})[each.contrast.measured.id] = None
    return [f"Not computed, because {reason}: {', '.join(names)}." for reason, names in reasons.items()]


def direct_screen(dataset: Dataset, found: Analysis, given: str) -> Screen:
    """An effect of figures typed on the command line: no trial, no source."""
    shown = screen(dataset, f"Effect of the figures given: {given}")
    names = ("the first group", "the control")
    shown.blocks.append(measures(found))
    pairs = beside(found, names, Marks())
    if pairs:
        shown.blocks += [Prose(""), Facts(pairs)]
    if found.needed is not None:
        wanted = "wanted" if found.contrast.measured.better == "higher" else "unwanted"
        shown.notes.append(
            f"The event is taken to be {wanted}; --better {'lower' if wanted == 'wanted' else 'higher'} says otherwise."
        )
    shown.notes.append("These figures were typed by you: they have no source here.")
    shown.next = ["keta effect --help", "keta help pooling"]
    return shown


def finite(number: float) -> float | None:
    """A number for JSON; None for infinity, which JSON does not have."""
    return None if isinf(number) else number


def estimate_document(found: Estimate, unit: str = "") -> dict[str, Any]:
    """One estimate as plain values: RD per 1, limits None where the data do not bound them."""
    return {
        "measure": found.measure,
        "value": finite(found.value),
        "lower": finite(found.lower),
        "upper": finite(found.upper),
        "level": found.level,
        "method": found.method,
        "unit": "per 1" if found.measure == "RD" else (unit or None) if found.measure == "MD" else None,
        "se": found.se,
        "note": found.note,
    }


def needed_document(found: NumberNeeded | None) -> dict[str, Any] | None:
    """A number needed as plain values; None for infinity."""
    if found is None:
        return None
    return {
        "measure": "NNT",
        "kind": found.kind or None,
        "value": finite(found.value),
        "best": {"kind": found.best.kind, "value": finite(found.best.value)},
        "worst": {"kind": found.worst.kind, "value": finite(found.worst.value)},
        "through_infinity": found.through_infinity,
        "level": found.level,
    }


def outcome_document(item: Measured, found: list[Analysis]) -> dict[str, Any]:
    """One outcome with its comparisons as the JSON object that ``keta effect --json`` has in its list."""
    keys = ("id", "path", "label", "kind", "role", "scale", "timepoint", "days", "better", "analysis")
    values = {key: getattr(item, key) for key in keys}
    return {
        **{key: None if value == "" else value for key, value in values.items()},
        "comparisons": [analysis_document(each) for each in found if each.contrast.measured is item],
    }


def analysis_document(found: Analysis) -> dict[str, Any]:
    """One comparison as plain values."""
    contrast = found.contrast
    results = {r.arm: r for r in contrast.measured.results}
    unit = unit_of(found)
    return {
        "arm": side_document(contrast.arm, results.get(contrast.arm)),
        "versus": side_document(contrast.versus, results.get(contrast.versus)),
        "effects": [estimate_document(each, unit) for each in found.estimates],
        "nnt": needed_document(found.needed),
        "reason": found.reason or None,
        "published": [
            {
                "measure": each.effect.measure,
                "value": per_one(each, each.effect.value),
                "lower": per_one(each, each.effect.lower),
                "upper": per_one(each, each.effect.upper),
                "level": each.effect.level,
                "one_sided": each.effect.one_sided,
                "adjusted": each.effect.adjusted,
                "nominal": each.effect.nominal,
                "p": each.effect.p,
                "p_bound": each.effect.p_bound,
                "se": per_one(each, each.effect.se),
                "as_printed": each.effect.unit,
                "verdict": each.verdict,
                "method": each.method or None,
                "tolerance": per_one(each, each.tolerance),
                "source": each.effect.source,
                "at": each.effect.at,
            }
            for each in found.agreements
        ],
        "margin": found.margin._asdict() if found.margin is not None else None,
        "counted": found.counted._asdict() if found.counted is not None else None,
        "rebased": [
            {
                "baseline": each.baseline,
                "ratio": each.ratio.measure,
                "effect": estimate_document(each.difference),
                "nnt": needed_document(each.needed),
            }
            for each in found.rebased
        ],
    }


def per_one(found: Agreement, value: float | None) -> float | None:
    """A published figure in the unit that is computed: a risk difference per 1, without the dust of division."""
    return None if value is None else round(value / scale(found.effect), 12)


def side_document(name: str, found: Any) -> dict[str, Any]:
    """One arm's figures as plain values with their source."""
    keys = ("n", "events", "percent", "mean", "sd", "se", "unit", "source", "at", "check", "checked")
    return {"id": name, **{key: getattr(found, key, None) for key in keys}}


COLUMNS: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(("trial", "outcome", "label", "timepoint", "arm", "versus"), "text"),
    "measure": "text",
    **dict.fromkeys(("value", "lower", "upper", "level"), "number"),
    "method": "text",
    "unit": "text",
    **dict.fromkeys(
        ("events", "n", "control_events", "control_n", "mean", "sd", "control_mean", "control_sd"), "number"
    ),
    "nnt_kind": "text",
    **dict.fromkeys(("nnt", "published_value", "published_lower", "published_upper", "published_nnt"), "number"),
    "published_verdict": "text",
    "reason": "text",
    "source": "text",
}
"""The columns of the rows of ``keta effect``, with their types."""


ESTIMATE = ("measure", "value", "lower", "upper", "level", "method", "unit")


def flat(trial: str | None, found: Analysis) -> list[dict[str, Any]]:
    """One flat row an estimate, or one that says why there is none; every row with the keys of COLUMNS."""
    whole = analysis_document(found)
    arm, versus, item = whole["arm"], whole["versus"], found.contrast.measured
    counts, means = found.contrast.counts, found.contrast.means
    base = {
        "trial": trial, "outcome": item.id, "label": item.label, "timepoint": item.timepoint or None,
        "arm": arm["id"], "versus": versus["id"], "reason": whole["reason"], "source": arm["source"],
        "events": counts.events if counts else None, "control_events": counts.control_events if counts else None,
        "n": counts.n if counts else means.arm.n if means else arm["n"],
        "control_n": counts.control_n if counts else means.control.n if means else versus["n"],
        "mean": means.arm.mean if means else arm["mean"], "sd": means.arm.sd if means else arm["sd"],
        "control_mean": means.control.mean if means else versus["mean"],
        "control_sd": means.control.sd if means else versus["sd"],
    }  # fmt: skip
    rows = []
    for made in whole["effects"] or [{}]:
        row = {
            **base,
            **{key: made.get(key) for key in ("measure", "value", "lower", "upper", "level", "method", "unit")},
        }
        if made.get("measure") == "RD" and whole["nnt"]:
            row |= {"nnt_kind": whole["nnt"]["kind"], "nnt": whole["nnt"]["value"]}
            row["published_nnt"] = next((e["value"] for e in whole["published"] if e["measure"] == "NNT"), None)
        said = next((each for each in whole["published"] if each["measure"] == made.get("measure")), None)
        if said is not None:
            row |= {f"published_{key}": said[key] for key in ("value", "lower", "upper", "verdict")}
        rows.append({key: row.get(key) for key in COLUMNS})
    return rows
