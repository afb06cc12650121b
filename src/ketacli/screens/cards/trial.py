"""The card of a study: its question, who was counted, the primary result, response and remission, harms, doubts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ketacli.evidence import disputes
from ketacli.evidence.bias import in_words
from ketacli.evidence.direction import WORDS, formal, of_effect
from ketacli.evidence.listed.by_arm import NOMINAL, comparisons, primary_figures, told_apart
from ketacli.evidence.listed.result import result_words, standing_words
from ketacli.records import wording
from ketacli.records.doses import amount
from ketacli.records.meaning import narrower
from ketacli.records.names import label
from ketacli.screens.cards.card import Card, Line, add_doubts, best
from ketacli.screens.cards.harms import commonest, serious
from ketacli.screens.facts.trial import ANALYSIS_SETS, STATUSES, VERDICTS

if TYPE_CHECKING:
    from ketacli.evidence.analysis import Analysis
    from ketacli.evidence.contrasts import Contrast, Measured
    from ketacli.records.base import Count, Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Effect, Outcome, Trial

RATES = {"response": "Response", "remission": "Remission"}
ROLES = ("primary", "key-secondary", "secondary", "post-hoc", "subgroup", "exploratory")
MOST_ARMS = 3
LONG = 30
"""A treatment of more letters than this is not said again for the next arm."""
MOST_EFFECTS, MOST_COMPARED = 4, 2
KINDS = {
    "placebo": "inert",
    "active-placebo": "active placebo",
    "active": "active treatment",
    "dose": "another dose or schedule",
    "usual-care": "usual care",
    "none": "no comparator",
    "not-stated": "kind of comparator not reported",
}


def card(dataset: Dataset, trial: Trial) -> Card:
    """The question in four lines, then what came of it, then what to mind."""
    year = f", {trial.year}" if trial.year and str(trial.year) not in trial.name else ""
    number = f", {trial.registry}" if trial.registry else ""
    found = Card(f"{trial.name}: {'animal study' if trial.species != 'human' else 'trial'}{year}{number}",
                 source=trial.source)  # fmt: skip
    _question(dataset, found, trial)
    found.add("Counted", [_counted(dataset, trial)], rank=0)
    if trial.status != "reported":
        found.add("Result", [Line(STATUSES[trial.status], style="name")], rank=0)
    else:
        primary = next((each for each in trial.outcomes if each.role == "primary"), None)
        lines = len(comparisons(primary)) if primary is not None else 0
        least = 1 + (lines if lines <= MOST_COMPARED else 1)
        found.add("Result", _result(dataset, trial), rank=0, least=least, whole=f"keta show {trial.id} outcomes")
        _rates(dataset, found, trial)
        _secondary(dataset, found, trial)
        if trial.harms:
            found.add("Deaths, serious", serious(dataset, trial), rank=0, least=3, whole="")
        found.add("Commonest harms", commonest(dataset, trial), rank=2, least=2, most=5,
                  whole=f"keta show {trial.id} harms")  # fmt: skip
        if not trial.harms:
            found.add("Harms", ["not on record"])
        if trial.risk_of_bias:
            judged = [Line(f"{each.by}: {in_words(each)}", (each.source,)) for each in trial.risk_of_bias]
            found.add("Risk of bias", judged, rank=3, whole=f"keta show {trial.id} --full")
    add_doubts(dataset, found, "trials", trial)
    found.next = [f"keta effect {trial.id}"] if trial.outcomes else []
    found.next += [f"keta show {trial.id} {'outcomes' if trial.outcomes else 'design'}", f"keta show {trial.id} --full"]
    if dataset.title(f"sources/{trial.id}") is not None:
        found.next.append(f"keta show sources/{trial.id}")
    return found


def _question(dataset: Dataset, card: Card, trial: Trial) -> None:
    """Who, what, against what, and what was measured when."""
    who = trial.population
    people = who.value or wording.absent(who.absent)
    named = ", ".join(label(dataset, "indications", name, short=True) for name in trial.indications)
    species = "" if trial.species == "human" else f"{trial.species}: "
    title = "Animals" if species else "People"
    card.add(title, [Line(f"{species}{people} ({named})", (who.source,))], rank=0)
    arms = [arm for arm in trial.arms if arm.role == "experimental"]
    texts = [arm_words(dataset, arm) for arm in arms]
    for at, (before, arm) in enumerate(pairwise(arms), 1):
        if arm.treatment == before.treatment and len(arm.treatment) > LONG and arm.doses:
            texts[at] = texts[at].replace(BRACKETS.sub("", arm.treatment), "the same", 1)
    if len(set(texts)) < len(texts):
        texts = [f"{arm.label}: {text}" for arm, text in zip(arms, texts, strict=True)]
    given = [Line(text, best((arm, *arm.doses))) for arm, text in zip(arms, texts, strict=True)]
    card.add("Given", given or ["not on record"],
             rank=0, least=MOST_ARMS, whole=f"keta show {trial.id} arms")  # fmt: skip
    kind = KINDS[trial.design.comparator]
    others = [arm for arm in trial.arms if arm.role == "comparator"]
    schedules = {wording.schedule(arm.schedule) for arm in arms}
    if trial.design.comparator == "none":
        lines = ["nothing: no group without the treatment", *(arm_words(dataset, arm) for arm in others)]
    else:
        said = [arm_words(dataset, arm, wording.schedule(arm.schedule) not in schedules) for arm in others]
        lines = [f"{text} ({kind})" for text in said] or [f"{kind}; what it was given is not on record"]
    card.add("Against", lines, rank=0, least=MOST_ARMS, whole=f"keta show {trial.id} arms")
    primary = [outcome for outcome in trial.outcomes if outcome.role == "primary"]
    if primary:
        asked = [Line(outcome_words(outcome), note=definition(outcome)) for outcome in primary]
    else:
        asked = [Line("the primary outcome is not on record" if trial.status == "reported" else "not on record")]
    card.add("Outcome", asked, rank=0, least=2, most=3, whole=f"keta show {trial.id} outcomes")


def arm_words(dataset: Dataset, arm: Arm, often: bool = True) -> str:
    """What an arm was given: treatment, dose, route, time and how often; details in brackets stand on the page."""
    delivery = [label(dataset, "routes", arm.route)] if arm.route else []
    if arm.given_over is not None and arm.given_over.absent is None:
        delivery.append(f"over {wording.quantity(arm.given_over)}")
    doses = [f"{amount(dose)} ({when})" if (when := occasion(dose)) else amount(dose) for dose in arm.doses]
    how = " ".join(delivery)
    dose = f"{'; '.join(doses)} {how}".strip() if arm.form else ""
    parts = [BRACKETS.sub("", arm.treatment), dose, wording.schedule(arm.schedule) if often else ""]
    return ", ".join(part for part in parts if part)


BRACKETS = re.compile(r" \([^()]*\)")


def occasion(dose: Dose) -> str:
    """When a dose is given, without the rules for changing it."""
    return (dose.when or "").partition(";")[0]


def outcome_words(outcome: Outcome) -> str:
    """An outcome with its time, unless its name says it."""
    if outcome.timepoint and outcome.timepoint.lower() not in outcome.label.lower():
        return f"{outcome.label}, {outcome.timepoint}"
    return outcome.label


def definition(outcome: Outcome) -> str:
    """What counts as an outcome, unless its name says it."""
    said = (outcome.definition or "").lower() in outcome.label.lower()
    return "" if said else outcome.definition or ""


def _counted(dataset: Dataset, trial: Trial) -> Line:
    """How many people stand behind the figures, and how far the study kept apart who had what."""
    parts: list[str] = []
    sources: list[Count] = []
    disputed = False
    for name, word in (("n_randomised", "randomised"), ("n_treated", "treated"), ("n_analysed", "analysed"),
                       ("n_enrolled", "enrolled")):  # fmt: skip
        count = getattr(trial, name)
        if count is None or (name == "n_enrolled" and parts):
            continue
        if count.value is not None:
            parts.append(f"{wording.count(count.value)} {word}")
            sources.append(count)
        else:
            parts.append(f"{word}: {wording.absent(count.absent)}")
        disputed = disputed or bool(disputes.of_field(dataset, "trials", trial.id, name))
    design = trial.design
    allocation = {"non-randomised": "not randomised", "single-group": "one group"}
    if design.allocation == "randomised":
        words = ["" if trial.n_randomised is not None and trial.n_randomised.value is not None else "randomised"]
    else:
        words = [allocation.get(design.allocation, "allocation not reported")]
    words.append(design.model.replace("-", " ") if design.model in ("crossover", "randomised-withdrawal") else "")
    masking = "" if design.masking == "not-stated" else f"{design.masking}-masked"
    words.append("open" if design.masking == "open" else masking or "masking not reported")
    if trial.phase:
        words.append("phase " + trial.phase.replace("EARLY_PHASE1", "early 1").replace("PHASE", "").replace("|", "/"))
    text = f"{', '.join(parts) or 'how many: not on record'}; {', '.join(word for word in words if word)}"
    return Line(text, best(sources), disputed)


def _result(dataset: Dataset, trial: Trial) -> list[Line]:
    """The direction in words, then the comparisons of the primary outcomes, those outside the planned tests marked."""
    met = VERDICTS[trial.primary_met.value]
    said = trial.primary_met.value not in ("not-stated", "not-applicable")
    first = direction_words(trial) + (f"; primary outcome {met}" if said else "")
    disputed = bool(disputes.of_field(dataset, "trials", trial.id, "primary_met"))
    lines = [Line(first, (trial.primary_met.source,), disputed, "name")]
    for at, outcome in enumerate(trial.outcomes):
        if outcome.role != "primary":
            continue
        wrong = bool(disputes.of_field(dataset, "trials", trial.id, f"outcomes.{at}"))
        effects = comparisons(outcome)
        if len(effects) > MOST_COMPARED:
            lines.append(Line(_together(trial, outcome, effects), best(effects), wrong))
            continue
        for effect in effects:
            lines.append(Line(compared(trial, outcome, effect, effect is effects[0]), best((effect,)), wrong))
        if not effects:
            text = _computed(trial, f"outcomes.{at}") or by_arm(trial, outcome) or "figures not on record"
            lines.append(Line(f"{outcome.label}: {text}", best(outcome.results), wrong))
    return lines[:1] + lines[1:MOST_EFFECTS]


def _together(trial: Trial, outcome: Outcome, effects: list[Effect]) -> str:
    """The published comparisons of many arms on one line; the side that all of them favour is said once."""
    found = [of_effect(outcome, each, trial.design) for each in effects]
    sides = [side_words(trial, each.direction, effect.arm, effect.versus) if each is not None else ""
             for each, effect in zip(found, effects, strict=True)]  # fmt: skip
    one = len(set(sides)) == 1
    texts = []
    for effect, side in zip(effects, sides, strict=True):
        parts = [figures_of(effect), "" if one else side, NOMINAL if effect.nominal else ""]
        name = pair_words(trial, effect.arm, effect.versus).strip(" ()")
        texts.append(f"{name}: {', '.join(filter(None, parts))}")
    return f"{outcome.label}: {'; '.join([*texts, *filter(None, sides[: int(one)])])}"


def compared(trial: Trial, outcome: Outcome, effect: Effect, named: bool = True) -> str:
    """What both arms showed, the published comparison, and which side it favours.

    The outcome is ``named`` before the first of several arms.
    """
    results = {result.arm: result for result in outcome.results}
    pair = [results[name] for name in (effect.arm, effect.versus or "") if name in results]
    shown = " against ".join(wording.arm_result(each) for each in pair if each.absent is None)
    head = f"{outcome.label if named else ''}{pair_words(trial, effect.arm, effect.versus)}".strip()
    figures = "; ".join(part for part in (shown, published(trial, outcome, effect)) if part)
    return f"{head}: {figures}" if head else figures


def published(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """A published comparison with its direction, and whether it was planned."""
    found = of_effect(outcome, effect, trial.design if outcome.role == "primary" else None)
    said = side_words(trial, found.direction, effect.arm, effect.versus) if found is not None else ""
    nominal = NOMINAL if effect.nominal else ""
    return "; ".join(part for part in (figures_of(effect), said, nominal) if part)


def figures_of(effect: Effect) -> str:
    """A published comparison with the name of its measure, said once: ``risk difference 14.2 per 100``."""
    text = wording.effect(effect)
    told = effect.value is None or text.startswith(effect.measure)
    return text if told else f"{wording.MEASURES[effect.measure]} {text}".strip()


def pair_words(trial: Trial, arm: str, versus: str | None) -> str:
    """The arms of a comparison in brackets, as far as the study has several; empty for two arms."""
    many = [sum(1 for each in trial.arms if each.role == role) > 1 for role in ("experimental", "comparator")]
    if not any(many):
        return ""
    against = f" against {_label(trial, versus)}" if many[1] and versus else ""
    short = told_apart([each for each in trial.arms if each.role == "experimental"])
    return f" ({short.get(arm) or _label(trial, arm)}{against})"


def side_words(trial: Trial, direction: str, arm: str, versus: str | None) -> str:
    """The direction of a comparison; the side by its form where the arms differ in it, else by its arm."""
    if direction not in ("favours-ketamine", "favours-comparator"):
        return WORDS[direction]
    forms = {each.id: each.form for each in trial.arms}
    chosen = arm if direction == "favours-ketamine" else versus or ""
    form = forms.get(chosen)
    if form and forms.get(arm) != forms.get(versus or ""):
        return f"favours {'ketamine' if form == 'racemic' else form}"
    return f"favours {_label(trial, chosen)}"


def by_arm(trial: Trial, outcome: Outcome) -> str:
    """The figures of each arm, where nothing compares them."""
    return "; ".join(f"{_label(trial, each.arm)} {wording.arm_result(each)}" for each in outcome.results)


def _label(trial: Trial, name: str | None) -> str:
    if name == "all":
        return "everyone"
    return next((arm.label for arm in trial.arms if arm.id == name), name or "")


def _computed(trial: Trial, path: str) -> str:
    """The recomputed comparisons of one outcome in words, each with its arm; empty where the figures give none.

    What holds of all of several arms is said once, behind them; the number needed to treat of one of them is left out
    where its interval includes no effect.
    """
    from ketacli.screens.facts.effect import fraction, interval_words, needed_words, value_words
    from ketacli.stats.estimate import covers_null

    kind, _, at = path.partition(".")
    effects = trial.outcomes[int(at)].effects if kind == "outcomes" else ()
    untested = {(each.arm, each.versus) for each in effects if each.nominal}
    made = [each for each in _analysed(trial, path) if each.estimates]
    told: list[list[str]] = []
    ends: list[list[str]] = []
    for each in made:
        first, found, counts = each.estimates[0], each.contrast, each.contrast.counts
        null = covers_null(first)
        parts = [f"{value_words(first, each.unit)} ({interval_words(first)})"]
        end = [f"against {fraction(counts.control_events, counts.control_n)}"] if counts is not None else []
        if counts is not None:
            parts.insert(0, fraction(counts.events, counts.n))
        if each.needed is not None and not (null and len(made) > 1):
            name, value, limits = needed_words(each.needed)
            parts.append(f"{wording.tie(f'{name} {value}')} ({limits})")
        better = found.measured.better
        if null:
            end.append(WORDS["no-clear-difference"])
        elif better is None:
            end.append(WORDS["not-stated"])
        else:
            gain = (first.lower > 0) == (better == "higher")
            end.append(side_words(trial, "favours-ketamine" if gain else "favours-comparator", found.arm, found.versus))
        end += [NOMINAL] if (found.arm, found.versus) in untested else []
        told.append(parts)
        ends.append(end)
    if len(made) < 2:
        return "".join(_one(trial, made[0].contrast, told[0], ends[0]) for _ in made)
    same = [part for part in ends[0] if all(part in end for end in ends)]
    texts = []
    for each, parts, end in zip(made, told, ends, strict=True):
        name = pair_words(trial, each.contrast.arm, each.contrast.versus).strip(" ()")
        texts.append(f"{name} {', '.join([*parts, *(part for part in end if part not in same)])}".strip())
    return "; ".join([*texts, *same, "recomputed"])


def _one(trial: Trial, contrast: Contrast, parts: list[str], end: list[str]) -> str:
    """The one comparison of an outcome: both fractions, then the difference, then its side."""
    head = pair_words(trial, contrast.arm, contrast.versus).strip()
    if end[0].startswith("against "):
        parts, end = [f"{parts[0]} {end[0]}", *parts[1:]], end[1:]
    return f"{head} {'; '.join([*parts, *end, 'recomputed'])}".strip()


def _analysed(trial: Trial, path: str) -> list[Analysis]:
    from ketacli.evidence.analysis import analyse
    from ketacli.evidence.contrasts import contrasts, measured

    if trial.species != "human":
        return []
    return [analyse(each) for item in measured(trial) if item.path == path for each in contrasts(trial, item)]


def _rates(dataset: Dataset, card: Card, trial: Trial) -> None:
    """Response and remission with the absolute difference and the number needed to treat."""
    from ketacli.evidence.contrasts import measured

    items = measured(trial)
    depression = narrower(dataset, {"depression"})
    for kind, title in RATES.items():
        held = [item for item in items if item.kind == kind]
        chosen = _chosen(trial, held)
        if chosen is None:
            if trial.species == "human" and depression & set(trial.indications):
                card.add(title, ["not on record"], rank=4, least=0, whole="")
            continue
        path = chosen.path
        wrong = bool(disputes.of_field(dataset, "trials", trial.id, path))
        outcome = trial.outcomes[int(path.partition(".")[2])]
        text = _computed(trial, path)
        if not text:
            texts = [by_arm(trial, outcome)] if outcome.results else []
            texts += [f"{pair_words(trial, each.arm, each.versus).strip()} {published(trial, outcome, each)}".strip()
                      for each in outcome.effects if wording.effect(each)]  # fmt: skip
            text = "; ".join(texts)
        head = outcome_head(outcome)
        if kept_up(chosen):
            head = f"{wording.inside(outcome.label)}, {head}"
        line = Line(f"{head}: {text}", best(outcome.results or outcome.effects), wrong)
        # Without a comparator there is nothing to favour: it may go uncounted, keta effect has it.
        alone = trial.design.comparator == "none"
        whole = "" if alone else f"keta effect {trial.id} --outcome {kind}"
        card.add(title, [line] if text else [], rank=int(alone), whole=whole)


def _secondary(dataset: Dataset, card: Card, trial: Trial) -> None:
    """The key secondary outcomes that are no response or remission, each with its planned comparison."""
    lines = []
    for at, outcome in enumerate(trial.outcomes):
        if outcome.role != "key-secondary" or outcome.kind in RATES:
            continue
        wrong = bool(disputes.of_field(dataset, "trials", trial.id, f"outcomes.{at}"))
        effects = [effect for effect in formal(outcome) if wording.effect(effect)]
        lines += [Line(compared(trial, outcome, effect), best((effect,)), wrong) for effect in effects]
    card.add("Key secondary", lines, rank=2, most=2, whole=f"keta show {trial.id} outcomes")


def outcome_head(outcome: Outcome) -> str:
    """When it was measured and of whom."""
    whom = ANALYSIS_SETS.get(outcome.analysis_set or "not-stated", "")
    when = outcome.timepoint or outcome.label
    return f"{when}, {whom}" if whom and outcome.analysis_set not in (None, "not-stated") else when


KEPT_UP = re.compile(r"\b(?:kept|maintained|sustained|lasting)\b", re.IGNORECASE)
"""Of an outcome that asks for more than a state at one time."""


def kept_up(item: Measured) -> bool:
    """Whether an outcome is a state over a span, such as a response by day 2 kept to day 28."""
    return " to " in item.timepoint or bool(KEPT_UP.search(f"{item.label} {item.definition}"))


def _chosen(trial: Trial, items: list[Measured]) -> Measured | None:
    """The outcome of a kind that a card shows: at one time, on the scale and nearest the time of the primary outcome.

    Among equals one that can be worked out, then one of the same people as the primary outcome.
    """
    primary = next((each for each in trial.outcomes if each.role == "primary"), None)
    timed = [each.days for each in trial.outcomes if each.role == "primary" and each.days is not None]

    def order(item: Measured) -> tuple[bool, bool, bool, float, bool, bool, int]:
        outcome = trial.outcomes[int(item.path.partition(".")[2])]
        is_primary = outcome.role == "primary"
        scaled = primary is not None and primary.scale and item.scale and item.scale != primary.scale
        apart = abs((item.days if item.days is not None else 0.0) - timed[0]) if timed else 0.0
        worked = any(each.estimates for each in _analysed(trial, item.path))
        same = primary is not None and outcome.analysis_set == primary.analysis_set
        return not is_primary, kept_up(item), bool(scaled), apart, not worked, not same, ROLES.index(item.role)

    return min((item for item in items if item.results or item.effects), key=order, default=None)


def short_result(trial: Trial) -> str:
    """The primary outcome with its comparisons and the direction, on part of a line."""
    outcome = next((each for each in trial.outcomes if each.role == "primary"), None)
    if outcome is None:
        return result_words(trial)
    found = primary_figures(trial, figures_of)
    figures = f": {found}" if found else ""
    time = (outcome.timepoint or "").partition(";")[0]
    when = f", {time}" if time and time.lower() not in outcome.label.lower() else ""
    return f"{outcome.label}{when}{figures}; {direction_words(trial)}"


def direction_words(trial: Trial) -> str:
    """The direction of the primary result, naming the side that it favours."""
    effects = [each for outcome in trial.outcomes if outcome.role == "primary" for each in formal(outcome)]
    if trial.direction in ("favours-ketamine", "favours-comparator") and effects:
        return standing_words(trial, side_words(trial, trial.direction, effects[0].arm, effects[0].versus))
    return result_words(trial)
