"""The facts of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.bias import said
from ketacli.evidence.direction import WORDS, of_effect
from ketacli.evidence.listed.result import arm_label, result_words
from ketacli.records import wording
from ketacli.records.doses import given
from ketacli.records.names import label
from ketacli.screens.facts.fact import Fact, noted, words

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Effect, Outcome, Trial

COMPARATORS = {
    "placebo": "placebo (inert)",
    "active-placebo": "active placebo",
    "active": "active treatment",
    "dose": "another dose or schedule",
    "usual-care": "usual care",
    "none": "none",
    "not-stated": "not stated",
}

ROLES = {
    "primary": "Primary outcome",
    "key-secondary": "Key secondary outcome",
    "secondary": "Secondary outcome",
    "post-hoc": "Post-hoc outcome",
    "subgroup": "Subgroup",
    "exploratory": "Exploratory outcome",
}

STATUSES = {
    "reported": "",
    "planned": "planned: registered, without results",
    "running": "running: registered, without results",
    "stopped": "stopped early, without results on record",
    "ended-without-results": "ended, without results on record",
    "results-elsewhere": "results elsewhere, which nobody here has read",
}
"""What is said of a study that is not reported."""

ANALYSIS_SETS = {
    "randomised": "everybody randomised",
    "treated": "everybody treated",
    "observed": "those observed",
    "carried-forward": "missing values carried forward",
    "imputed": "missing values imputed",
    "per-protocol": "per protocol",
    "completers": "completers",
    "not-stated": "analysis set not stated",
}

INTERVALS = {
    "ordinary": "",
    "simultaneous": "interval adjusted for several comparisons",
    "stage-weighted": "interval of a combination test",
}

COUNTS = (
    ("n_enrolled", "Enrolled"),
    ("n_randomised", "Randomised"),
    ("n_treated", "Treated"),
    ("n_analysed", "Analysed"),
)

VERDICTS = {
    "met": "met",
    "missed": "missed",
    "mixed": "mixed: some primary outcomes met",
    "not-stated": "not stated",
    "not-applicable": "no formal test planned",
}


def facts(dataset: Dataset, trial: Trial) -> list[Fact]:
    """Result first, then design, people, arms, outcomes, harms, caveats."""
    found = [Fact("Result", "result", "Result", result_words(trial), (trial.primary_met,))]
    verdict = noted(VERDICTS[trial.primary_met.value], trial.primary_met)
    found.append(Fact("Result", "primary_met", "Primary outcome", verdict, (trial.primary_met,)))
    found += _design(dataset, trial)
    found += _people(trial)
    for at, arm in enumerate(trial.arms):
        found.append(Fact("Arms", f"arms.{at}", arm.label, arm_words(dataset, arm), arm_claims(arm)))
    for at, outcome in enumerate(trial.outcomes):
        found += _outcome(trial, outcome, at)
    found += recomputed(trial)
    for at, harm in enumerate(trial.harms):
        parts = [f"{arm_label(trial, each.arm)} {noted(wording.arm_result(each), each)}" for each in harm.results]
        if harm.text is not None:
            parts.append(words(harm.text))
        title = harm.event + (" (serious)" if harm.serious else "")
        if harm.definition:
            parts.append(f"[{harm.definition}]")
        claims = (*harm.results, *((harm.text,) if harm.text else ()))
        found.append(Fact("Harms", f"harms.{at}", title, "; ".join(parts), claims))
    for name, group in (("withdrawals", "Withdrawals"), ("caveats", "Caveats")):
        for at, item in enumerate(getattr(trial, name)):
            found.append(Fact(group, f"{name}.{at}", "", words(item), (item,)))
    for at, judged in enumerate(trial.risk_of_bias):
        found.append(Fact("Risk of bias", f"risk_of_bias.{at}", "", noted(said(judged), judged), (judged,)))
    return [fact for fact in found if fact.text]


def recomputed(trial: Trial) -> list[Fact]:
    """Effects worked out from the record's own counts and means; none, and nothing imported, without such figures."""
    figures = any(
        result.events is not None or result.sd is not None or result.se is not None
        for outcome in trial.outcomes
        for result in outcome.results
    )
    if not figures or trial.species != "human":
        return []
    from ketacli.screens.facts.effect import facts as effect_facts

    return effect_facts(trial, lambda name: arm_label(trial, name))


def effect_direction(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """The direction of one comparison, naming the arm that it favours."""
    found = of_effect(outcome, effect, trial.design if outcome.role == "primary" else None)
    if found is None or effect.measure == "mean-change":
        return ""
    if found.direction == "favours-ketamine":
        return f"favours {arm_label(trial, effect.arm)}"
    if found.direction == "favours-comparator":
        return f"favours {arm_label(trial, effect.versus)}"
    return WORDS[found.direction]


def arm_words(dataset: Dataset, arm: Arm) -> str:
    """What an arm was given, and how many it had."""
    delivery = [label(dataset, "routes", arm.route)] if arm.route else []
    if arm.given_over is not None:
        delivery.append(f"over {wording.quantity(arm.given_over)}")
    how = ", ".join(delivery)
    parts = [arm.treatment, given(arm.doses, how, ", ") or how]
    often = wording.schedule(arm.schedule)
    if often:
        parts.append(often)
    counts = [
        f"{title.lower()} {wording.count(value.value) if value.value is not None else wording.absent(value.absent)}"
        for name, title in COUNTS
        if (value := getattr(arm, name, None)) is not None
    ]
    text = ", ".join(part for part in parts if part)
    if counts:
        text += "; " + ", ".join(counts)
    return noted(text, arm)


def arm_claims(arm: Arm) -> tuple[Any, ...]:
    """Everything that an arm's line rests on: its own source and those of its doses and counts."""
    parts = (arm.given_over, arm.schedule, arm.n_randomised, arm.n_treated, arm.n_analysed)
    return (arm, *arm.doses, *(part for part in parts if part is not None))


def _design(dataset: Dataset, trial: Trial) -> list[Fact]:
    design = trial.design
    phase = trial.phase.replace("EARLY_PHASE1", "early 1").replace("PHASE", "").replace("|", "/") if trial.phase else ""
    margin = ""
    if design.margin is not None:
        margin = wording.tie(f"{wording.amount(design.margin)} {design.margin_unit or ''}".strip())
    masked = {True: "yes", False: "no", None: ""}[design.masked_raters]
    pairs = (
        ("registry", "Registration", ", ".join(n for n in (trial.registry, *trial.registries) if n)),
        ("aliases", "Also called", ", ".join(trial.aliases)),
        ("year", "Year", str(trial.year or "")),
        ("status", "Status", STATUSES[trial.status]),
        ("completion", "Completion", trial.completion or ""),
        ("phase", "Phase", phase),
        ("species", "Species", "" if trial.species == "human" else trial.species),
        ("forms", "Forms", ", ".join(label(dataset, "compounds", name) for name in trial.forms)),
        ("routes", "Route", ", ".join(label(dataset, "routes", name) for name in trial.routes)),
        ("indications", "Indication", ", ".join(label(dataset, "indications", name) for name in trial.indications)),
        ("populations", "Populations", ", ".join(label(dataset, "populations", name) for name in trial.populations)),
    )
    found = [Fact("Design", field, title, text) for field, title, text in pairs]
    details = (
        ("design.allocation", "Allocation", design.allocation.replace("-", " ")),
        ("design.model", "Model", design.model.replace("-", " ")),
        ("design.masking", "Masking", design.masking.replace("-", " ")),
        ("design.masked_raters", "Raters masked", masked),
        ("design.comparator", "Comparator", COMPARATORS[design.comparator]),
        ("design.framework", "Framework", "" if design.framework == "not-stated" else design.framework),
        ("design.margin", "Margin", margin),
        ("design.sites", "Sites", str(design.sites or "")),
        ("design.text", "Design", noted(design.text, design) if design.text else (design.note or "")),
    )
    found += [Fact("Design", field, title, text, (design,)) for field, title, text in details]
    if trial.duration is not None:
        found.append(Fact("Design", "duration", "Duration", words(trial.duration), (trial.duration,)))
    if trial.funding is not None:
        found.append(Fact("Design", "funding", "Funding", words(trial.funding), (trial.funding,)))
    return found


def _people(trial: Trial) -> list[Fact]:
    found = [Fact("People", "population", "Population", words(trial.population), (trial.population,))]
    for name, title in COUNTS:
        value = getattr(trial, name)
        if value is not None:
            found.append(Fact("People", name, title, words(value), (value,)))
    return found


def _outcome(trial: Trial, outcome: Outcome, at: int) -> list[Fact]:
    whom = ANALYSIS_SETS[outcome.analysis_set] if outcome.analysis_set is not None else ""
    head = [part for part in (outcome.definition, outcome.timepoint, whom, outcome.analysis) if part]
    group = "Outcomes"
    title = outcome.label
    text = "; ".join([ROLES[outcome.role].lower(), *head])
    if outcome.note:
        text += f" ({outcome.note.rstrip('.')})"
    found = [Fact(group, f"outcomes.{at}", title, text)]
    for place, each in enumerate(outcome.results):
        text = noted(wording.arm_result(each), each)
        found.append(Fact(group, f"outcomes.{at}.results.{place}", f"  {arm_label(trial, each.arm)}", text, (each,)))
    for place, effect in enumerate(outcome.effects):
        key = f"outcomes.{at}.effects.{place}"
        found.append(
            Fact(group, key, f"  {effect_title(trial, effect)}", effect_words(trial, outcome, effect), (effect,))
        )
    return found


def effect_title(trial: Trial, effect: Effect) -> str:
    """Which arms an effect compares."""
    arm = arm_label(trial, effect.arm)
    return f"{arm} against {arm_label(trial, effect.versus)}" if effect.versus else f"change, {arm}"


def effect_words(trial: Trial, outcome: Outcome, effect: Effect) -> str:
    """An effect with its kind, figures, direction and standing."""
    kind = wording.MEASURES[effect.measure]
    figures = wording.effect(effect)
    parts = [f"{kind} {figures}".strip() if figures else ""]
    parts.append(effect_direction(trial, outcome, effect))
    if effect.statistic and effect.statistic != figures:
        parts.append(effect.statistic)
    if effect.model:
        parts.append(effect.model)
    elif effect.adjusted:
        parts.append("adjusted")
    parts.append(INTERVALS[effect.interval])
    if effect.nominal:
        parts.append("nominal: outside the planned tests")
    if effect.sign_unclear:
        parts.append("the source does not settle which direction is better")
    return noted("; ".join(part for part in parts if part), effect)
