"""The facts of a study: its question, people, arms, result, outcomes and harms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, capital, fact, joined, value
from ketacli.evidence.direction import of_trial
from ketacli.evidence.listed.result import result_words, stated_words
from ketacli.records import doses, wording

if TYPE_CHECKING:
    from ketacli.records.trial import Arm, ArmResult, Effect, Harm, Outcome, Trial

COMPARATORS = {
    "placebo": "against placebo", "active-placebo": "against an active placebo", "active": "against active treatment",
    "dose": "against another dose", "usual-care": "against usual care", "none": "without a comparator",
    "not-stated": "comparator not stated",
}  # fmt: skip
STATUS = {
    "planned": "Planned", "running": "Running", "stopped": "Stopped early",
    "ended-without-results": "Ended, no results posted", "results-elsewhere": "Results elsewhere, not read",
}  # fmt: skip
VERDICTS = {
    "met": "primary outcome met", "missed": "primary outcome missed", "mixed": "primary outcomes mixed",
    "not-stated": "", "not-applicable": "no formal test",
}  # fmt: skip
COUNTS = (
    ("n_randomised", "randomised"),
    ("n_treated", "treated"),
    ("n_analysed", "analysed"),
    ("n_enrolled", "enrolled"),
)
KINDS = {"trial": "trial", "observational": "observational study", "animal": "animal study"}


def facts(names: Names, trial: Trial) -> Iterator[Fact]:
    """What was asked, of whom, how, and what came out."""
    yield _question(trial)
    yield _design(trial)
    counted = [(name, word, getattr(trial, name)) for name, word in COUNTS]
    held = [(name, word, count) for name, word, count in counted if count is not None and count.value is not None]
    if held:
        text = ", ".join(f"{wording.count(count.value)} {word}" for _, word, count in held)
        also = "participants patients people sample size how many n"
        yield fact(held[0][0], "people", "People", text, held[0][2], also, tuple(name for name, _, _ in held[1:]))
    if trial.registry or trial.registries:
        numbers = ", ".join(filter(None, (trial.registry, *trial.registries)))
        phase = (trial.phase or "").replace("|", " and ").replace("EARLY_", "early ").replace("PHASE", "phase ")
        yield fact("registry", "registry", "Registered as", joined(numbers, phase), also="registration NCT number")
    if trial.status in STATUS:
        expected = f"; primary completion {trial.completion}" if trial.completion else ""
        text = f"{STATUS[trial.status]}{expected}"
        yield fact("status", "status", "Status", text, also="ongoing recruiting upcoming terminated unpublished")
    yield _result(trial)
    for at, arm in enumerate(trial.arms):
        yield _arm(names, arm, at)
    for at, outcome in enumerate(trial.outcomes):
        yield _outcome(names, trial, outcome, at)
    for at, harm in enumerate(trial.harms):
        yield _harm(trial, harm, at)


def _question(trial: Trial) -> Fact:
    own = [arm for arm in trial.arms if arm.role == "experimental"]
    others = [arm for arm in trial.arms if arm.role == "comparator"]
    text = joined(
        " or ".join(arm.label for arm in own),
        " or ".join(arm.label for arm in others) if others else None,
        between=" against ",
    )  # fmt: skip
    who = value(trial.population)
    return fact(
        "population", "question", "Question", joined(text, who, between=": "), trial.population, trial.title or ""
    )


def _design(trial: Trial) -> Fact:
    design = trial.design
    masking = (
        ""
        if design.masking == "not-stated"
        else "open-label"
        if design.masking == "open"
        else f"{design.masking}-blind"
    )
    framework = "" if design.framework in ("superiority", "not-stated", "descriptive") else f"{design.framework} trial"
    margin = f"margin {wording.amount(design.margin)} {design.margin_unit or ''}" if design.margin is not None else ""
    model = "" if design.model in ("not-stated", design.allocation) else design.model.replace("-", " ")
    text = joined(
        "" if design.allocation == "not-stated" else design.allocation.replace("-", " "), masking, model, framework,
        margin, COMPARATORS[design.comparator], f"{design.sites} sites" if design.sites else "", between=", ",
    )  # fmt: skip
    label = f"Design ({KINDS[trial.kind]})"
    return fact("design", "design", label, capital(joined(text, design.text)), design, "masking blinding comparator")


def _result(trial: Trial) -> Fact:
    found = of_trial(trial)
    primary = next((each for each in trial.outcomes if each.role == "primary" and (each.effects or each.results)), None)
    figures = ""
    if primary is not None:
        figures = f"{primary.label}: {outcome_figures(trial, primary)}"
    verdict = VERDICTS[trial.primary_met.value]
    direction = "" if found.direction in ("not-stated", "not-seen", "not-tested") else result_words(trial)
    also = "primary outcome endpoint efficacy work effective positive negative failed"
    return fact(
        "primary_met",
        "result",
        "Primary result",
        joined(figures, direction, verdict),
        trial.primary_met,
        also,
    )


def _arm(names: Names, arm: Arm, at: int) -> Fact:
    route = names.of("routes", arm.route, short=True)
    over = f"over {wording.quantity(arm.given_over)}" if arm.given_over is not None else ""
    dose = doses.given(arm.doses, joined(route, over, between=" "))
    count = arm.n_randomised or arm.n_treated or arm.n_analysed
    people = f"n {wording.count(count.value)}" if count is not None and count.value is not None else ""
    text = joined(arm.treatment, dose, wording.schedule(arm.schedule), people)
    role = "Comparator" if arm.role == "comparator" else "Arm"
    return fact(f"arms.{at}", "arm", f"{role}: {arm.label}", text, arm, "dose regimen group control")


def _outcome(names: Names, trial: Trial, outcome: Outcome, at: int) -> Fact:
    label = outcome.label
    if outcome.timepoint and outcome.timepoint not in label:
        when, comma, rest = outcome.timepoint.partition(", ")
        label = f"{label}, {rest if comma and when in label else outcome.timepoint}"
    claims = [*outcome.effects, *outcome.results]
    role = {"primary": "primary outcome", "key-secondary": "key secondary outcome"}.get(outcome.role, outcome.role)
    kind = "" if outcome.kind in ("other", "event", "change", "score") else outcome.kind
    notes = [outcome.note, outcome.definition, outcome.analysis, *(claim.note for claim in claims)]
    also = joined(role, kind, names.spellings("scales", outcome.scale), *notes)
    text = outcome_figures(trial, outcome)
    return fact(f"outcomes.{at}", "outcome", label, text, None, also)._replace(
        source=claims[0].source if claims else ""
    )


def outcome_figures(trial: Trial, outcome: Outcome) -> str:
    """The arms' figures and the published effects on one line."""
    arms = "; ".join(f"{arm_label(trial, each.arm)} {figure(each)}" for each in outcome.results)
    effects = "; ".join(filter(None, (effect_words(trial, each, len(outcome.effects) > 1) for each in outcome.effects)))
    return joined(arms, effects) or outcome.definition or wording.absent(None)


def figure(found: ArmResult) -> str:
    """One arm's figures."""
    return wording.arm_result(found)


def arm_label(trial: Trial, name: str | None) -> str:
    """How an arm is printed: its short id where that reads as a name, everyone together in words."""
    if name == "all":
        return "everyone"
    found = next((arm.label for arm in trial.arms if arm.id == name), name or "")
    short = (name or "").replace("-", " ")
    return found if len(found) <= len(short) + 12 else short


def effect_words(trial: Trial, found: Effect, named: bool) -> str:
    """A published effect; which arms it compares where there are several effects."""
    words = joined(wording.MEASURES[found.measure], wording.effect(found), between=" ")
    stated = stated_words(trial, found)
    if not wording.effect(found):
        words = stated
    if named and words:
        against = f" against {arm_label(trial, found.versus)}" if found.versus else ""
        words = f"{arm_label(trial, found.arm)}{against}: {words}"
    return words


def _harm(trial: Trial, harm: Harm, at: int) -> Fact:
    figures = "; ".join(f"{arm_label(trial, each.arm)} {figure(each)}" for each in harm.results)
    said = value(harm.text) if harm.text is not None else ""
    label = ("Serious harm: " if harm.serious else "Harm: ") + harm.event
    also = joined("adverse event side effect safety", harm.definition, *(each.note for each in harm.results))
    claims = [*harm.results, *([harm.text] if harm.text is not None else [])]
    found = fact(f"harms.{at}", "harm", label, joined(figures, said), None, also)
    return found._replace(source=claims[0].source if claims else "")
