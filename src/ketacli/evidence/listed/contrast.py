"""What a trial set against what, in a few words: drug, dose and route, comparator, and what both groups had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records import wording
from ketacli.records.names import label

if TYPE_CHECKING:
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Trial

FORMS = {"racemic": "racemic"}
"""What a form is called where a line is short; else its name in small letters."""
MOST_DOSES = 3
PLUS = " plus "


def contrast(dataset: Dataset, trial: Trial) -> str:
    """Such as ``esketamine 56 or 84 mg nasal v placebo spray, both plus oral antidepressant``."""
    under_study = [arm for arm in trial.arms if arm.role == "experimental" or arm.form is not None]
    control = [arm for arm in trial.arms if arm.role == "comparator"]
    tested = [arm for arm in under_study if arm not in control] or under_study
    what = given_words(dataset, tested) or ", ".join(_form(dataset, form) for form in trial.forms)
    if trial.design.comparator == "none" or not control:
        return f"{what}, no comparator"
    names = list(dict.fromkeys(arm.label for arm in control))
    shared = _shared([*names, *(arm.label for arm in tested)])
    own = [name.removesuffix(PLUS + shared) if shared else name for name in names]
    against = wording.joined([wording.inside(name) for name in own], "or")
    return f"{what} v {against}" + (f", both plus {shared}" if shared else "")


def given_words(dataset: Dataset, arms: list[Arm]) -> str:
    """Drug, doses and route of arms, those that differ in dose alone together."""
    ways: dict[tuple[str, str], list[Dose]] = {}
    for arm in arms:
        if arm.form is None:
            continue
        route = label(dataset, "routes", arm.route, short=True) if arm.route else ""
        ways.setdefault((_form(dataset, arm.form), route), []).extend(arm.doses)
    texts = [" ".join(part for part in (form, doses_words(doses), route) if part)
             for (form, route), doses in ways.items()]  # fmt: skip
    return wording.joined(texts, "or")


def doses_words(doses: list[Dose]) -> str:
    """The amounts in one unit as a list, or from the least to the greatest where there are many; empty for none."""
    known = [dose for dose in doses if dose.absent is None and (dose.steps or dose.low is not None)]
    units = {dose.unit for dose in known}
    if len(units) != 1 or len(known) < len([dose for dose in doses if dose.absent is None]):
        return ""
    amounts = sorted({each for dose in known for each in (dose.steps or (dose.low, dose.high)) if each is not None})
    ranges = any(not dose.steps and dose.high not in (None, dose.low) for dose in known)
    if len(amounts) > MOST_DOSES or (ranges and len(amounts) > 1):
        text = f"{wording.amount(amounts[0])} to {wording.amount(amounts[-1])}"
    else:
        text = wording.joined([wording.amount(each) for each in amounts], "or")
    return wording.tie(f"{text} {next(iter(units))}")


def _form(dataset: Dataset, form: str) -> str:
    name = FORMS.get(form) or label(dataset, "compounds", form)
    return name[:1].lower() + name[1:] if name[:1].isalpha() else name


def _shared(labels: list[str]) -> str:
    """What every label says after "plus"; empty where one says nothing or something else."""
    parts = {label.partition(PLUS)[2] for label in labels}
    return parts.pop() if len(parts) == 1 else ""
