"""A trial's effect worked out: the figures, every measure with its method, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.disputes import of_field
from ketacli.records import wording
from ketacli.records.wording import fixed, plural
from ketacli.screens.common import name_sources, screen, titled_standing
from ketacli.screens.facts.effect import (
    NAMES,
    NNT_METHOD,
    WORKED_OUT,
    agreement_words,
    counted_words,
    direction,
    fraction,
    interval_words,
    margin_words,
    method_words,
    needed_words,
    one_event_words,
    rebased_words,
    value_words,
)
from ketacli.screens.facts.trial import COMPARATORS, effect_words
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Marks, Note, Prose, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.evidence.analysis import Analysis
    from ketacli.evidence.contrasts import Measured
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety
    from ketacli.records.trial import Outcome, Trial

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
    shown = screen(dataset, titled_standing(dataset, title, trial.source))
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
    shown.notes += disputes_of(dataset, trial, found)
    if others:
        names = [item.id for item in others]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        shown.notes.append(Note(f"Other outcomes with figures: {', '.join(names[:MOST_NAMED])}{more}."))
    name_sources(dataset, shown, marks)
    shown.next = next_commands(trial, found, others)
    return shown


def disputes_of(dataset: Dataset, trial: Trial, found: list[Analysis]) -> list[Note]:
    """A line for each outcome shown whose figures sources disagree about."""
    notes: list[Note] = []
    for path in dict.fromkeys(each.contrast.measured.path for each in found):
        titles = [str(dataset.title(f"conflicts/{name}")) for name in of_field(dataset, "trials", trial.id, path)]
        if titles:
            text = f"Sources disagree about these figures: {'; '.join(titles)}."
            notes.append(Note(text, (f"keta why {trial.id}.{path}",), "dispute"))
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
        rows.append(
            Row(["Events / people", *(wording.tie(fraction(e, n).replace("/", " / ")) for e, n in sides), mark])
        )
        rows.append(Row(["Per 100", *(fixed(100 * e / n, 1) for e, n in sides), ""]))
        if found.contrast.derived:
            said = ("worked out from the percentage" if each is not None and each.derived else "as printed"
                    for each in both)  # fmt: skip
            rows.append(Row(["Events", *said, ""]))
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
    return wording.arm_result(found) if found is not None else "not seen"


def measures(found: Analysis) -> Table:
    """Every measure with its interval and method."""
    level = wording.result(100 * found.estimates[0].level, 0)
    columns = [
        Column("", 1, style="name"),
        Column("Estimate", 1),
        Column(f"{level}% interval", 1),
        Column("Method", 1, style="dim"),
    ]
    rows: list[Row | Group] = []
    for each in found.estimates:
        rows.append(Row([NAMES[each.measure], value_words(each, found.unit), interval_words(each), method_words(each)]))
        if each.measure == "RD" and found.needed is not None:
            kind, value, limits = needed_words(found.needed)
            rows.append(Row([f"  {kind}", value, limits, NNT_METHOD]))
        elif each.measure == "RD" and found.contrast.measured.better is None:
            label, value, limits = one_event_words(each)
            rows.append(Row([f"  {label}", value, limits, NNT_METHOD]))
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
    level = wording.result(100 * next((e.level for each in found for e in each.estimates), 0.95), 0)
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
        figures_ += f"; {WORKED_OUT}" if found.contrast.derived else ""
    else:
        figures_ = " against ".join(printed(each) for each in results_of(found))
    first = found.estimates[0]
    return [
        found.contrast.measured.label,
        figures_,
        f"{value_words(first, found.unit)} ({interval_words(first)})",
        "{} {} ({})".format(*needed_words(found.needed)) if found.needed is not None else "",
        marks.mark(*(each.source for each in results_of(found))),
    ]


def left_out(found: list[Analysis]) -> list[Note]:
    """A note a reason: which outcomes could not be worked out."""
    reasons: dict[str, dict[str, None]] = {}
    for each in found:
        if each.reason:
            reasons.setdefault(each.reason, {})[each.contrast.measured.id] = None
    return [Note(f"Not computed, because {reason}: {', '.join(names)}.") for reason, names in reasons.items()]


def safety_screen(dataset: Dataset, items: list[Safety], found: list[Analysis]) -> Screen:
    """The groups of safety records compared, each pair on a page of its own."""
    title = items[0].name if len(items) == 1 else plural(len(items), "safety record")
    shown = screen(dataset, f"{title}: groups compared")
    marks = Marks()
    last = None
    for each in found:
        about = each.contrast.measured
        if len(items) > 1 and about.id != last:
            shown.blocks.append(Heading(f"{about.label}, {about.id}"))
        elif last is not None:
            shown.blocks.append(Prose(""))
        last = about.id
        shown.blocks.append(Facts([("Exposed", each.contrast.arm), ("Comparator", each.contrast.versus)]))
        shown.blocks += [Prose(""), figures(each, ("exposed", "comparator"), marks)]
        shown.blocks += [Prose(""), measures(each), Prose("")] if each.estimates else []
        shown.blocks.append(Facts(beside(each, ("the exposed", "the comparator"), marks)))
    several = [item.id for item in items if len(item.trials) > 1 or item.collected == "label-grouped"]
    if several:
        text = ("Counts of several trials are added up here as the source does it; that is no pooled estimate, which "
                "would keep each trial's groups together.")  # fmt: skip
        shown.notes.append(Note(text, ("keta help pooling",), "caution"))
    shown.notes += [Note(str(caveat.value)) for item in items for caveat in item.caveats if caveat.value]
    name_sources(dataset, shown, marks)
    shown.next = [f"keta show {items[0].id}", "keta safety --help", "keta help pooling"]
    return shown


def direct_screen(dataset: Dataset, found: Analysis, given: str) -> Screen:
    """An effect of figures typed on the command line: no trial, no source."""
    shown = screen(dataset, f"Effect of the figures given: {given}")
    names = ("the first group", "the control")
    shown.blocks.append(measures(found))
    pairs = beside(found, names, Marks())
    if pairs:
        shown.blocks += [Prose(""), Facts(pairs)]
    if found.contrast.measured.better is None:
        text = "Which direction is better is not known: --better higher or --better lower says it"
        shown.notes.append(
            Note(f"{text}, and names the number needed to treat." if found.contrast.counts else f"{text}.")
        )
    shown.notes.append(Note("These figures were typed by you: they have no source here."))
    shown.next = ["keta effect --help", "keta help pooling"]
    return shown
