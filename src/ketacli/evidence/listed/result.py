"""What came of a study, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.direction import WORDS, formal
from ketacli.records.source import MARKS

if TYPE_CHECKING:
    from ketacli.records.trial import Effect, Outcome, Trial


def standing_words(trial: Trial, text: str) -> str:
    """A result behind the word that its document is not to be relied on, where that is so: ``RETRACTED: ...``."""
    return f"{MARKS[trial.source_status]}: {text}" if trial.source_status else text


def result_words(trial: Trial) -> str:
    """The direction with the standing of its document, where that is not to be relied on."""
    return standing_words(trial, _direction(trial))


def _direction(trial: Trial) -> str:
    """The direction in words: the form under study by name, or the arm where both sides have the same form."""
    direction = trial.direction
    text = WORDS[direction]
    if direction not in ("favours-ketamine", "favours-comparator"):
        return text
    found = key_effect(trial)
    effect = found[1] if found is not None else None
    forms = {arm.id: arm.form for arm in trial.arms}
    if effect is not None and forms.get(effect.arm) and forms.get(effect.versus or ""):
        return _of_both(trial, effect, direction)
    if direction == "favours-ketamine" and trial.forms[0] != "racemic" and len(trial.forms) == 1:
        return f"favours {trial.forms[0]}"
    return text


def stated_words(trial: Trial, effect: Effect) -> str:
    """The direction that the source states of a comparison; by its arm or form where both sides had ketamine."""
    said = effect.stated or ""
    forms = {arm.id: arm.form for arm in trial.arms}
    sided = said in ("favours-ketamine", "favours-comparator")
    if sided and forms.get(effect.arm) and forms.get(effect.versus or ""):
        return _of_both(trial, effect, said)
    return WORDS.get(said, "")


def _of_both(trial: Trial, effect: Effect, direction: str) -> str:
    forms = {arm.id: arm.form for arm in trial.arms}
    chosen = effect.arm if direction == "favours-ketamine" else effect.versus or ""
    same = forms[effect.arm] == forms[effect.versus or ""]
    return f"favours {arm_label(trial, chosen) if same else forms[chosen]}"


def key_effect(trial: Trial) -> tuple[Outcome, Effect | None] | None:
    """The primary outcome and its first formal comparison, if there are any."""
    for outcome in trial.outcomes:
        if outcome.role == "primary":
            tested = formal(outcome)
            return outcome, (tested[0] if tested else None)
    return None


def arm_label(trial: Trial, name: str | None) -> str:
    """The label of an arm by its id, ``all`` for everyone."""
    if name == "all":
        return "everyone"
    return next((arm.label for arm in trial.arms if arm.id == name), name or "")
