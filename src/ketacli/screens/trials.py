"""The list of trials: what was given, against what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.beside import BENEFIT, unsound
from ketacli.evidence.direction import pooled_side
from ketacli.evidence.listed.by_arm import primary_figures
from ketacli.evidence.listed.pooled import pooled_figures, pooled_title
from ketacli.evidence.listed.result import result_words
from ketacli.evidence.listed.trial_words import primary_words, size_basis
from ketacli.records import wording
from ketacli.records.doses import amount, given, listed
from ketacli.records.names import inline, label
from ketacli.records.source import MARKS
from ketacli.records.wording import plural
from ketacli.screens.common import dispute_notes, screen, standing_notes
from ketacli.screens.lists.listed import doubted_words
from ketacli.screens.screen import Column, Group, Note, Row, Screen, Table, Words

if TYPE_CHECKING:
    from ketacli.evidence.beside import Estimate
    from ketacli.records.base import Dose
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Arm, Trial

SHORT_NAME = 18
REVIEWS_BESIDE = 3

SHORT_COMPARATOR = {
    "placebo": "inert",
    "active-placebo": "active placebo",
    "active": "active",
    "dose": "dose",
    "usual-care": "usual care",
    "none": "none",
    "not-stated": "not stated",
}


def trials_screen(
    dataset: Dataset, found: list[Trial], asked: str, left_out: dict[str, int], reviews: list[Estimate]
) -> Screen:
    """A screen of trials grouped by indication.

    ``left_out`` counts studies that match but for their species or status, by that field; ``reviews`` are those that
    stand beside the list.
    """
    title = f"{asked}: {plural(len(found), 'trial')}" if asked else plural(len(found), "trial")
    doubted = doubted_words(MARKS[trial.source_status] for trial in found if trial.source_status)
    shown = screen(dataset, title + doubted)
    columns = [
        Column("Trial", 1, style="name"),
        Column("n", 1, "right"),
        Column("Regimen", 1),
        Column("Compared with", 2),
        Column("Primary outcome", 3),
        Column("Result", 1),
        Column("Effect (95% interval)", 4),
    ]
    rows: list[Row | Group] = []
    several = len({trial.indications[0] for trial in found}) > 1
    group = None
    for trial in found:
        if several and trial.indications[0] != group:
            group = trial.indications[0]
            rows.append(Group(label(dataset, "indications", group)))
        rows.append(Row(trial_cells(dataset, trial)))
    if found:
        shown.blocks.append(Table(columns, rows))
    else:
        shown.notes.append(Note("Nothing matches. Fewer filters find more; keta find TEXT searches everything."))
    _explain(shown, found)
    _name_left_out(shown, left_out)
    shown.notes += dispute_notes(dataset, "trials", [trial.id for trial in found])
    shown.notes += standing_notes(dataset, "trials", [trial.id for trial in found])
    shown.notes += review_notes([each for each in reviews if not unsound(dataset, each[0])])
    if found:
        first = found[0].id
        shown.next = [f"keta show {first}", f"keta effect {first}", "keta help evidence", "keta trials --help"]
    return shown


def review_notes(reviews: list[Estimate]) -> list[Note]:
    """The reviews closest to the question, each with its closest estimate; said when none is of benefit."""
    texts = []
    for item, pooled, _ in reviews[:REVIEWS_BESIDE]:
        parts = [f"{pooled_title(pooled)} {pooled_figures(pooled)}", pooled_side(pooled)] if pooled else []
        texts.append(": ".join(filter(None, (item.name, ", ".join(filter(None, parts))))))
    if not texts:
        return []
    listed = "; ".join(texts)
    if reviews[0][2] > BENEFIT:
        text = f"No pooled estimate of benefit is on record here. Other reviews beside: {listed}."
    else:
        text = f"Reviews beside these trials: {listed}."
    return [Note(text, ("keta reviews",))]


def trial_cells(dataset: Dataset, trial: Trial) -> list[Words]:
    """The cells of one trial."""
    n = trial.n
    basis = size_basis(trial)
    # The basis stands before the number, so that digits stand below digits.
    number = wording.tie((f"{basis} " if basis else "") + wording.count(n))
    return [
        wording.tie(trial.name) if len(trial.name) <= SHORT_NAME else trial.name,
        number,
        regimen_words(dataset, trial),
        against(trial),
        primary_words(trial),
        result_words(trial),
        primary_figures(trial),
    ]


def regimen_words(dataset: Dataset, trial: Trial) -> str:
    """What the arms under study were given, in short; arms that differ in dose alone are told together."""
    ways: dict[tuple[str, str, str], list[tuple[Dose, ...]]] = {}
    for arm in trial.arms:
        if arm.form is None or (arm.role == "comparator" and trial.design.comparator != "dose"):
            continue
        named = arm.form != "racemic" or len(trial.forms) > 1
        form = inline(label(dataset, "compounds", arm.form)) if named else ""
        ways.setdefault((form, delivery_words(dataset, arm), wording.schedule(arm.schedule)), []).append(arm.doses)
    texts = []
    for (form, delivery, often), arms in ways.items():
        doses = given_arms([each for each in arms if each], delivery)
        # Without a bracket the schedule belongs to the dose; after one it is set off from the occasions.
        joint = "; " if "; " in doses else ", "
        texts.append(joint.join(part for part in (" ".join(part for part in (form, doses) if part), often) if part))
    return "; ".join(texts) or ", ".join(label(dataset, "compounds", form) for form in trial.forms)


def given_arms(arms: list[tuple[Dose, ...]], delivery: str) -> str:
    """The doses of arms that were treated alike otherwise, those of different arms joined by "or"."""
    texts = list(dict.fromkeys(listed(doses, ", " if len(arms) > 1 else "; ") for doses in arms))
    if len(texts) < 2:
        return given(arms[0], delivery) if arms else delivery
    if all(len(doses) == 1 for doses in arms):
        occasions = {doses[0].when for doses in arms}
        if len(occasions) == 1:
            amounts = wording.joined(list(dict.fromkeys(amount(doses[0]) for doses in arms)))
            when = occasions.pop()
            text = f"{amounts} {delivery}".rstrip()
            return f"{text} ({when})" if when else text
    text = "; or ".join(texts)
    return f"{delivery}: {text}" if delivery else text


def delivery_words(dataset: Dataset, arm: Arm) -> str:
    """Route and duration of one arm."""
    text = label(dataset, "routes", arm.route, short=True) if arm.route else ""
    if arm.given_over is not None and arm.given_over.absent is None:
        text += f" over {wording.quantity(arm.given_over)}"
    return text.strip()


def against(trial: Trial) -> str:
    """The comparator and its kind."""
    kind = SHORT_COMPARATOR[trial.design.comparator]
    names = [arm.label for arm in trial.arms if arm.role == "comparator"]
    if trial.design.comparator == "none":
        return "none"
    return f"{'; '.join(names)} ({kind})" if names else kind


def _explain(shown: Screen, found: list[Trial]) -> None:
    directions = {trial.direction for trial in found}
    if directions & {"favours-ketamine", "favours-comparator", "no-clear-difference", "mixed"}:
        text = "favours: the interval or p of the primary comparison excludes no effect; no clear difference: it does "
        shown.notes.append(Note(f"{text}not. Neither says how large or how certain an effect is."))
    if "mixed" in directions:
        shown.notes.append(Note("mixed: several primary comparisons, which differ. keta show ID has each."))
    if any(trial.design.comparator in ("placebo", "none") and trial.species == "human" for trial in found):
        shown.notes.append(
            Note("inert: people usually notice ketamine, so an inert comparator does not keep them masked.")
        )


def _name_left_out(shown: Screen, left_out: dict[str, int]) -> None:
    animals, registered = left_out.get("species", 0), left_out.get("status", 0)
    if animals:
        text = f"{plural(animals, 'animal study', 'animal studies')} left out: --species any shows them."
        shown.notes.append(Note(text))
    if registered:
        shown.notes.append(Note(f"{registered:,} registered without results: --status any shows them."))
