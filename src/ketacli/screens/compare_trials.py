"""Trials compared: what differs in their design, then one row an outcome, a cell a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.analysis import analyse
from ketacli.evidence.contrasts import baseline, contrasts, measured
from ketacli.evidence.listed.result import key_effect, result_words
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.common import claim_sources, marked, name_sources, screen
from ketacli.screens.facts.effect import count, direction, interval_words, shown
from ketacli.screens.facts.fact import words
from ketacli.screens.facts.trial import ANALYSIS_SETS, COMPARATORS, STATUSES, VERDICTS
from ketacli.screens.leads import favoured
from ketacli.screens.leads import interval_words as published_words
from ketacli.screens.lineup import UNSEEN
from ketacli.screens.screen import Block, Column, Facts, Group, Heading, Marks, Prose, Row, Screen, Table, Words
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from ketacli.evidence.contrasts import Contrast, Measured
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, ArmResult, Outcome, Trial
    from ketacli.screens.lineup import Comparison

ROLES = ("primary", "key-secondary", "secondary", "exploratory", "post-hoc", "subgroup")
COUNTED = ("response", "remission", "relapse")
"""Kinds that are one construct whatever scale of the same thing they are read from."""
MOST_OUTCOMES = {2: 5}
FEWEST_OUTCOMES = 3
MOST_HARMS = 2
PLAIN = ("Allocation", "Model")
"""Facts of design that say what they are about."""


class Key(NamedTuple):
    """What was measured, and when: outcomes with the same key stand in one row."""

    construct: str
    scale: str
    time: str


def trials_screen(dataset: Dataset, found: Comparison) -> Screen:
    """The answer on one screen: design, outcomes, harms, doubts."""
    trials = [dataset.trials[name] for name in found.subjects]
    shown_ = screen(dataset, wording.joined(list(found.names), "and"))
    marks = Marks()
    columns = [Column("", 1, style="name"), *(Column(trial.name, 1) for trial in trials)]
    rows: list[Row] = []
    alike: list[str] = []
    for title, texts in design(dataset, trials):
        if len(set(texts)) == 1 and title != "Result":
            alike += [texts[0] if title in PLAIN else f"{title.lower()} {texts[0]}"] if texts[0] else []
            continue
        cells: list[Words] = [text or ((UNSEEN, "dim"),) for text in texts]
        if title == "Result":
            cells = [((text, "name"), (f" {marks.mark(trial.source)}", "dim"))
                     for text, trial in zip(texts, trials, strict=True)]  # fmt: skip
        rows.append(Row([title, *cells]))
    held = [outcomes(dataset, trial) for trial in trials]
    keys = ranked(held)
    most = MOST_OUTCOMES.get(len(trials), FEWEST_OUTCOMES)
    for key in keys[:most]:
        planned = not nominal_throughout(key, held)
        title = title_of(dataset, key, held) + ("" if planned else ", nominal")
        rows.append(Row([title, *outcome_cells(trials, key, held, planned)]))
    rows.append(Row(["Harms, most apart", *(harms(trial) or ((UNSEEN, "dim"),) for trial in trials)]))
    rows.append(Row(["To mind", *(doubts(dataset, trial) for trial in trials)]))
    shown_.blocks.append(Table(columns, [*rows], compact=True))
    if alike:
        shown_.blocks.append(Prose(f"Alike: {', '.join(alike)}."))
    left = len(keys) - most
    legend = "More, fewer: per 100 people. Nominal: not a planned test."
    shown_.blocks.append(Prose(f"{legend} {left} more: add outcomes." if left > 0 else legend))
    name_sources(dataset, shown_, marks)
    asked = " ".join(found.subjects)
    shown_.next = [f"keta compare {asked} outcomes"]
    return shown_


def whole_outcomes(dataset: Dataset, trials: list[Trial], marks: Marks) -> list[Row | Group]:
    """Every outcome, one a row, with the documents that its cells rest on."""
    held = [outcomes(dataset, trial) for trial in trials]
    rows: list[Row | Group] = [Group("Outcomes")]
    for key in ranked(held):
        rows.append(Row([title_of(dataset, key, held), *outcome_cells(trials, key, held, marks=marks)]))
    return rows if len(rows) > 1 else []


def remarks(trials: list[Trial], field: str, marks: Marks) -> list[Block]:
    """Caveats or withdrawals, under the name of each trial."""
    pairs: list[tuple[str, Words]] = []
    for trial in trials:
        for at, each in enumerate(getattr(trial, field)):
            pairs.append(("" if at else trial.name, marked(words(each), marks.mark(each.source))))
    return [Heading(field.capitalize()), Facts(pairs)] if pairs else []


def design(dataset: Dataset, trials: list[Trial]) -> list[tuple[str, list[str]]]:
    """The facts of design, a text a trial; empty where one is not on record."""

    def names(kind: str, ids: tuple[str, ...]) -> str:
        return ", ".join(label(dataset, kind, name, short=True) for name in ids)

    def people(trial: Trial) -> str:
        return ", ".join(part for part in (names("indications", trial.indications),
                                           names("populations", trial.populations)) if part)  # fmt: skip

    def result(trial: Trial) -> str:
        known = f"{result_words(trial)}; primary {VERDICTS[trial.primary_met.value]}"
        return known if trial.status == "reported" else STATUSES[trial.status]

    def number(trial: Trial) -> str:
        return wording.count(trial.n) if trial.n is not None else "number not on record"

    def when(trial: Trial) -> str:
        key = key_effect(trial)
        return key[0].timepoint or "" if key is not None else ""

    def said(value: str) -> str:
        return "" if value == "not-stated" else value.replace("-", " ")

    return [
        ("Result", [result(trial) for trial in trials]),
        ("People", [", ".join(part for part in (number(trial), people(trial)) if part) for trial in trials]),
        ("Arms", [arms(trial) for trial in trials]),
        ("Allocation", [said(trial.design.allocation) for trial in trials]),
        ("Model", [said(trial.design.model) for trial in trials]),
        ("Masking", [said(trial.design.masking) for trial in trials]),
        ("Comparator", [COMPARATORS[trial.design.comparator] for trial in trials]),
        ("Primary at", [when(trial) for trial in trials]),
    ]


def arms(trial: Trial) -> str:
    """``esketamine, intranasal: 56 mg, 84 mg v placebo spray plus oral antidepressant``."""
    sides: list[str] = []
    for role in ("experimental", "comparator"):
        held = [arm for arm in trial.arms if arm.role == role]
        doses = [dose_of(arm) for arm in held]
        forms = dict.fromkeys(arm.form for arm in held)
        if held and len(forms) == 1 and None not in forms and all(doses):
            sides.append(f"{held[0].form} {', '.join(doses)}")
        elif held:
            sides.append(", ".join(wording.inside(arm.label) for arm in held))
    return " v ".join(sides)


def dose_of(arm: Arm) -> str:
    """The dose that an arm settles on, in words; empty without one."""
    return wording.dose(arm.doses[-1]) if arm.doses and arm.doses[-1].absent is None else ""


def outcomes(dataset: Dataset, trial: Trial) -> dict[Key, Outcome]:
    """The outcomes of a trial by what was measured when: of several the one planned first, subgroups left out."""
    chosen: dict[Key, Outcome] = {}
    for outcome in trial.outcomes:
        if outcome.role == "subgroup" or baseline(outcome) or not (outcome.results or outcome.effects):
            continue
        key = key_of(dataset, outcome)
        held = chosen.get(key)
        if held is None or ROLES.index(outcome.role) < ROLES.index(held.role):
            chosen[key] = outcome
    return chosen


def key_of(dataset: Dataset, outcome: Outcome) -> Key:
    """What an outcome measures and when."""
    point = outcome.timepoint or ""
    spans = " to " in point or " and " in point or outcome.days is None
    time = point if spans else wording.amount(outcome.days)
    scale = dataset.scales.get(outcome.scale) if outcome.scale else None
    if outcome.kind in COUNTED:
        return Key(outcome.kind, scale.measures if scale is not None else "", time)
    if outcome.kind in ("change", "score") and outcome.scale:
        return Key("mean", outcome.scale, time)
    return Key(outcome.kind, outcome.label, time)


def ranked(held: list[dict[Key, Outcome]]) -> list[Key]:
    """Every key, those of most trials first, then primary outcomes, then response and remission."""
    every = dict.fromkeys(key for each in held for key in each)

    def rank(key: Key) -> tuple[int, int, int]:
        own = [each[key] for each in held if key in each]
        counted = COUNTED.index(key.construct) if key.construct in COUNTED else len(COUNTED)
        return -len(own), min(ROLES.index(each.role) for each in own) > 0, counted

    return sorted(every, key=rank)


def title_of(dataset: Dataset, key: Key, held: list[dict[Key, Outcome]]) -> str:
    """The name of a row: what was measured, with its time."""
    first = next(each[key] for each in held if key in each)
    if key.construct in COUNTED or key.construct == "mean":
        scales = {each[key].scale for each in held if key in each}
        scale = label(dataset, "scales", first.scale or "", short=True) if len(scales) == 1 and first.scale else ""
        what = "" if key.construct == "mean" else key.construct
        return f"{' '.join(part for part in (scale, what) if part)}, {first.timepoint or key.time}".strip(", ")
    return first.label


def nominal_throughout(key: Key, held: list[dict[Key, Outcome]]) -> bool:
    """Whether every trial's comparisons of an outcome were outside its planned tests."""
    found = [each[key] for each in held if key in each]
    return all(each.effects and all(effect.nominal for effect in each.effects) for each in found)


def outcome_cells(
    trials: list[Trial],
    key: Key,
    held: list[dict[Key, Outcome]],
    say_nominal: bool = True,
    marks: Marks | None = None,
) -> list[Words]:
    """One outcome of every trial; whom the figures are of where the trials differ in it."""
    sets = {each[key].analysis_set for each in held if key in each}
    cells: list[Words] = []
    for trial, own in zip(trials, held, strict=True):
        outcome = own.get(key)
        if outcome is None:
            cells.append(((UNSEEN, "dim"),))
            continue
        whom = f" ({ANALYSIS_SETS[outcome.analysis_set]})" if len(sets) > 1 and outcome.analysis_set else ""
        text = outcome_words(trial, outcome, say_nominal) + whom
        sources = claim_sources((*outcome.results, *outcome.effects))
        cells.append(marked(text, marks.mark(*sources)) if marks is not None else text)
    return cells


def outcome_words(trial: Trial, outcome: Outcome, say_nominal: bool = True) -> str:
    """Each comparison of an outcome: both arms, the difference with its interval, and whom it favours."""
    item = measured_of(trial, outcome)
    order = {arm.id: at for at, arm in enumerate(trial.arms)}
    found = sorted(contrasts(trial, item), key=lambda each: order.get(each.arm, 0)) if item is not None else []
    parts = []
    for each in found:
        words = contrast_words(trial, outcome, each, say_nominal)
        parts.append(f"{arm_name(trial, each.arm, each.versus)}: {words}" if words and len(found) > 1 else words)
    if not found:
        parts = [f"{label_of(trial, each.arm)} {side(each)}" for each in outcome.results]
    return "; ".join(part for part in parts if part) or "no figures on record"


def measured_of(trial: Trial, outcome: Outcome) -> Measured | None:
    """An outcome as what can be compared."""
    path = f"outcomes.{trial.outcomes.index(outcome)}"
    return next((each for each in measured(trial) if each.path == path), None)


def contrast_words(trial: Trial, outcome: Outcome, found: Contrast, say_nominal: bool) -> str:
    """``52/98 (53%) v 42/108 (39%); 14 more (1 to 27); favours esketamine``."""
    results = {each.arm: each for each in outcome.results}
    both = [results.get(name) for name in (found.arm, found.versus)]
    sides = " v ".join(side(each) for each in both) if any(each is not None for each in both) else ""
    published = [each for each in found.published if each.measure != "NNT"] or list(found.published)
    formal = [each for each in published if each.lower is not None and not each.nominal]
    made = analyse(found).estimates
    difference = favours = ""
    if found.counts is not None and made:
        difference = count_more(made[0].value)
        difference += f" ({count_interval(made[0].lower, made[0].upper, difference.partition(' ')[2])})"
        favours = favoured(trial, outcome, formal[0]) if formal else estimate_direction(trial, outcome, found)
    elif published:
        chosen = (formal or published)[0]
        difference = published_words(chosen, unit=chosen.unit != "points")
        favours = favoured(trial, outcome, chosen) if chosen.measure != "NNT" else ""
    elif made:
        difference = f"{shown(made[0].measure, made[0].value)} ({interval_words(made[0])})"
        favours = estimate_direction(trial, outcome, found)
    if favours and say_nominal and published and all(each.nominal for each in published):
        favours += ", nominal"
    return "; ".join(part for part in (sides, difference, favours) if part)


def estimate_direction(trial: Trial, outcome: Outcome, found: Contrast) -> str:
    """Whom the recomputed difference favours, by its form where that tells the arms apart."""
    made = analyse(found).estimates
    forms = {arm.id: arm.form for arm in trial.arms}
    apart = forms.get(found.arm) != forms.get(found.versus)
    names = [(forms.get(name) if apart else None) or label_of(trial, name) for name in (found.arm, found.versus)]
    return direction(made[0], outcome.better, *names) if made else ""


def side(found: ArmResult | None) -> str:
    """One arm's figures, as short as they go: ``52/98 (53%)``, or a mean."""
    if found is None:
        return UNSEEN
    if found.events is not None and found.n:
        return wording.tie(f"{count(found.events)}/{count(found.n)} ({wording.share(found.events, found.n)})")
    if found.mean is not None:
        return wording.result(found.mean, found.digits)
    known = (found.percent, found.median, found.n)
    return wording.arm_result(found) if found.absent or any(each is not None for each in known) else UNSEEN


def count_more(difference: float) -> str:
    """``14 more`` or ``4 fewer``, of 100 people, for a difference per 1."""
    return wording.turned(100 * difference, 0, wording.COUNTED)


def count_interval(lower: float, upper: float, said: str = "") -> str:
    """``1 to 27``; the side is said where it was not of the difference, and at both ends where they differ in it."""
    return wording.ends(100 * lower, 100 * upper, 0, wording.COUNTED, said)


def arm_name(trial: Trial, arm: str, versus: str) -> str:
    """What tells an arm from the others: its dose where that does, else its label."""
    found = {each.id: each for each in trial.arms}
    others = [dose_of(each) for each in trial.arms if each.id not in (arm, versus)]
    dose = dose_of(found[arm]) if arm in found else ""
    return dose if dose and dose not in others else label_of(trial, arm)


def label_of(trial: Trial, name: str) -> str:
    """How an arm is printed."""
    return next((arm.label for arm in trial.arms if arm.id == name), "everyone" if name == "all" else name)


def harms(trial: Trial) -> str:
    """The harms whose shares differ most between an arm and its comparator, with both shares."""
    found = []
    for item in measured(trial):
        if item.kind != "harm":
            continue
        for each in contrasts(trial, item):
            if each.counts is not None:
                held = each.counts
                gap = held.events / held.n - held.control_events / held.control_n
                found.append((abs(gap), item.label, held))
    best: dict[str, str] = {}
    for _, name, held in sorted(found, key=lambda row: -row[0]):
        shares = [
            wording.share(events, n) for events, n in ((held.events, held.n), (held.control_events, held.control_n))
        ]
        best.setdefault(name, f"{wording.inside(name)} {wording.tie(' v '.join(shares))}")
    if not best:
        # A harm without counts is on record all the same.
        named = list(dict.fromkeys(wording.inside(each.event) for each in trial.harms))
        left = len(named) - MOST_HARMS
        text = ", ".join(named[:MOST_HARMS]) + (f" and {left} more" if left > 0 else "")
        return f"without counts of both groups: {text}" if named else ""
    return "; ".join(list(best.values())[:MOST_HARMS])


def doubts(dataset: Dataset, trial: Trial) -> Words:
    """How many caveats and conflicts a trial has."""
    conflicts = len(disputes.of_record(dataset, "trials", trial.id))
    caveats = plural(len(trial.caveats), "caveat")
    if not conflicts:
        return caveats
    return ((f"{caveats}, ", ""), (wording.tie("! "), "dispute"), (plural(conflicts, "conflict"), ""))
