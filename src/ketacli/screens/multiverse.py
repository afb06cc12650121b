"""Every defensible analysis of a question on one screen: how many say what, the range, and which choice moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.forest.describe import row_sources, sides
from ketacli.evidence.forest.multiverse import ALL, above, below, middle
from ketacli.records.wording import plural
from ketacli.screens.common import name_sources, screen
from ketacli.screens.curve import Curve, Panel, Point
from ketacli.screens.facts.effect import NAMES, shown
from ketacli.screens.forest import level_words, spoken_value, times, unit_words
from ketacli.screens.plot import Mark, Plot
from ketacli.screens.screen import Column, Facts, Heading, Marks, Note, Prose, Row, Screen, Table, Value
from ketacli.stats.estimate import null
from ketacli.stats.published import natural

if TYPE_CHECKING:
    from ketacli.evidence.forest.multiverse import Level, Multiverse, Spec
    from ketacli.evidence.forest.rows import Forest
    from ketacli.records.dataset import Dataset

TITLES = {
    "measure": "Measure", "model": "Spread between trials", "interval": "Interval", "basis": "Figures",
    "people": "People counted", "time": "Time", "arms": "Arms with one control", "placebo": "Placebo",
    "trials": "Trials left out",
}  # fmt: skip
WORDS = {
    "common": "common effect", "PM": "Paule-Mandel", "DL": "DerSimonian-Laird", "hartung-knapp": "Hartung-Knapp",
    "raw": "recomputed", "published": "as published", "combine": "put together", "split": "control split",
    "keep": "highest dose kept", ALL: "all trials",
}  # fmt: skip
SAYING = "The same trials analysed again: how far the answer hangs on choices, no probabilities."
SHOWN_REFUSED = 1


def multiverse_screen(dataset: Dataset, plot: Forest, found: Multiverse) -> Screen:
    """The count first, then the measures, five of the analyses, and what each choice does."""
    arm, versus = sides(dataset, plot._replace(rows=found.rows) if found.rows else plot)
    name = f"{plot.outcome}: {arm} against {versus}" if found.rows else f"{plot.outcome}: nothing to pool"
    out = screen(dataset, name)
    if found.specs:
        out.blocks += [Prose(conclusion(found, arm, versus)), Prose(""), measures(found, arm, versus), Prose("")]
        out.blocks += [ends(dataset, plot, found, arm, versus), Facts(behind(dataset, found))]
        out.blocks += [Heading("What each choice does"), choices(dataset, found, arm, versus)]
    marks = Marks()
    for row in found.rows:
        marks.mark(*row_sources(row))
    out.notes += [Note(SAYING, caution="caution")] if found.specs else []
    if found.refused:
        out.notes.append(Note(refusals(found), caution="" if found.specs else "caution"))
    name_sources(dataset, out, marks)
    out.next = ["keta forest --help", "keta help pooling"]
    return out


def directions(found: Multiverse, arm: str, versus: str) -> tuple[str, str]:
    """What an interval below, and one above no effect says."""
    if found.better is None:
        return "lower", "higher"
    low, high = (arm, versus) if found.better == "lower" else (versus, arm)
    return f"favours {low}", f"favours {high}"


def conclusion(found: Multiverse, arm: str, versus: str) -> str:
    """How many analyses say what, and how many estimates lie on one side."""
    low, high = directions(found, arm, versus)
    down, up = sum(map(below, found.specs)), sum(map(above, found.specs))
    total = len(found.specs)
    said = [f"{number:,} {word.replace('favours', 'favour')}" for number, word in ((down, low), (up, high)) if number]
    across = total - down - up
    said += [f"{across:,} leave it open"] if across else []
    side = max(sum(spec.value < 0 for spec in found.specs), sum(spec.value > 0 for spec in found.specs))
    same = "all estimates lie" if side == total else f"{side:,} estimates lie"
    words = ", ".join(said) if across != total else "all leave it open"
    return f"Of {plural(total, 'analysis', 'analyses')} {words}; {same} on one side."


def measures(found: Multiverse, arm: str, versus: str) -> Table:
    """A line a measure."""
    low, high = (word[:1].upper() + word[1:] for word in directions(found, arm, versus))
    columns = [
        Column("Measure", 1, style="name"), Column("Analyses", 1, "right"), Column(low, 1, "right"),
        Column("Open", 1, "right"), Column(high, 1, "right"), Column("Lowest", 1, "right"),
        Column("Middle", 1, "right"), Column("Highest", 1, "right"),
    ]  # fmt: skip
    rows = []
    for measure in dict.fromkeys(spec.measure for spec in found.specs):
        specs = found.of(measure)
        down, up = sum(map(below, specs)), sum(map(above, specs))
        values = [spec.value for spec in specs]
        estimates = [value_words(measure, each) for each in (values[0], middle(values) or 0.0, values[-1])]
        counts = [len(specs), down, len(specs) - down - up, up]
        rows.append(Row([measure, *(f"{each:,}" for each in counts), *estimates]))
    return Table(columns, list(rows))


def value_words(measure: str, y: float) -> str:
    """A value of the analysis scale as it is shown."""
    return shown(measure, natural(measure, y))


def picked(found: Multiverse) -> list[tuple[str, Spec]]:
    """The usual analysis, and the lowest, middle and highest of its measure."""
    specs = found.of(found.measure)
    out = [("Lowest", specs[0]), ("Middle", specs[(len(specs) - 1) // 2]), ("Highest", specs[-1])]
    usual = next((spec for spec in specs if spec.usual), None)
    return [("Usual", usual), *out] if usual is not None else out


def ends(dataset: Dataset, plot: Forest, found: Multiverse, arm: str, versus: str) -> Plot:
    """Those analyses over one axis."""
    by, measure = times(found.measure), found.measure
    marks = []
    for name, spec in picked(found):
        value, lower, upper = (natural(measure, each) for each in (spec.value, spec.lower, spec.upper))
        cells = [str(spec.k), shown(measure, value), f"{shown(measure, lower)} to {shown(measure, upper)}"]
        marks.append(Mark(name, cells, by * value, by * lower, by * upper))
    left, right = (arm, versus) if found.better == "lower" else (versus, arm)
    columns = [
        Column("k", 1, "right"),
        Column(measure, 1, "right"),
        Column(f"{level_words(found.level)} interval", 1),
    ]
    base = by * null(measure)
    spoken = [f"{NAMES[measure]}{unit_words(dataset, plot)}. No effect is {base:g}."]
    spoken += [
        f"{mark.label}: {spoken_value(measure, mark.value)}, from {spoken_value(measure, mark.lower)} to "
        f"{spoken_value(measure, mark.upper)}, {mark.cells[0]} comparisons."
        for mark in marks
    ]
    return Plot(
        columns, marks, base, null(measure) == 1, left, right, spoken, found.better is not None,
        curve_of(dataset, found),
    )  # fmt: skip


def behind(dataset: Dataset, found: Multiverse) -> list[tuple[str, Value]]:
    """The choices behind each of those analyses but the middle one: of the lowest and the highest, what is unusual."""
    open_ones = [choice for choice in TITLES if choice in {level.choice for level in found.levels} - {"measure"}]
    specs = picked(found)
    usual = next((spec for name, spec in specs if name == "Usual"), None)
    out: list[tuple[str, Value]] = []
    for name, spec in specs:
        if name == "Middle":
            continue
        others = usual if usual is not None and name != "Usual" else None
        words = [
            word_of(dataset, spec.choices[choice][0])
            for choice in open_ones
            if others is None or not set(spec.choices[choice]) & set(others.choices[choice])
        ]
        out.append((name, ("as usual, but " if others and words else "") + (", ".join(words) or "as usual")))
    return out


def word_of(dataset: Dataset, word: str) -> str:
    """A word of a choice as it is shown, a trial by its name."""
    head, _, trial = word.partition("without ")
    if not head and trial in dataset.trials:
        return f"without {dataset.trials[trial].name}"
    return WORDS.get(word, word)


def choices(dataset: Dataset, found: Multiverse, arm: str, versus: str) -> Table:
    """A line a choice, the one that moves the middle estimate most first."""
    by_choice: dict[str, list[Level]] = {}
    for level in found.levels:
        if level.choice != "measure":
            by_choice.setdefault(level.choice, []).append(level)

    def spread(held: list[Level]) -> float:
        values = [each.middle for each in held if each.middle is not None]
        return max(values) - min(values) if values else 0.0

    down = sum(map(below, found.specs)) >= sum(map(above, found.specs))
    rows = []
    for choice, held in sorted(by_choice.items(), key=lambda item: -spread(item[1])):
        parts = sorted((each.below if down else each.above) / each.analyses for each in held)
        shares = " to ".join(dict.fromkeys((percent(parts[0]), percent(parts[-1]))))
        middles = sorted((each.middle, each.word) for each in held if each.middle is not None)
        estimates = "; ".join(
            f"{value_words(found.measure, value)} {word_of(dataset, word)}"
            for value, word in dict.fromkeys((middles[0], middles[-1]) if middles else ())
        )
        rows.append(Row([f"{TITLES[choice]} ({len(held)})", estimates, shares]))
    side = directions(found, arm, versus)[0 if down else 1]
    columns = [
        Column("Choice (ways)", 1, style="name"),
        Column(f"Middle {found.measure}, lowest and highest", 1),
        Column(side[:1].upper() + side[1:], 1, "right"),
    ]
    return Table(columns, list(rows))


def percent(share: float) -> str:
    """``97%``; 100 and 0 of all and none alone."""
    return f"{min(max(round(100 * share), 1), 99) if 0 < share < 1 else round(100 * share)}%"


def refusals(found: Multiverse) -> str:
    """What was not pooled, and why."""
    total = sum(each.combinations for each in found.refused)
    said = "; ".join(f"{each.reason} ({each.combinations:,})" for each in found.refused[:SHOWN_REFUSED])
    more = (
        f"; {plural(len(found.refused) - SHOWN_REFUSED, 'more reason')}" if len(found.refused) > SHOWN_REFUSED else ""
    )
    return f"Not made, {plural(total, 'combination')} of choices: {said}{more}."


def curve_of(dataset: Dataset, found: Multiverse) -> Curve:
    """Every analysis with the open choices behind it."""
    rows = [(level.choice, level.word) for level in found.levels if level.choice != "measure"]
    at = {row: place for place, row in enumerate(rows)}
    panels = []
    for measure in dict.fromkeys(spec.measure for spec in found.specs):
        by = times(measure)
        points = []
        for spec in found.of(measure):
            value, lower, upper = (by * natural(measure, each) for each in (spec.value, spec.lower, spec.upper))
            held = frozenset(
                at[choice, word] for choice, words in spec.choices.items() for word in words if (choice, word) in at
            )
            points.append(Point(value, lower, upper, above(spec) or below(spec), spec.usual, held))
        unit = " per 100 people" if measure == "RD" else ""
        title = f"{NAMES[measure]}{unit}: {plural(len(points), 'analysis', 'analyses')}"
        panels.append(Panel(title, points, by * null(measure), null(measure) == 1))
    return Curve(panels, [(TITLES[choice], word_of(dataset, word)) for choice, word in rows])
