"""The list of trials: what was set against what, and what came of it, a line a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.beside import BENEFIT, differing, headline, mixed
from ketacli.evidence.direction import pooled_side
from ketacli.records import wording
from ketacli.records.names import label
from ketacli.records.wording import plural
from ketacli.screens.facts.by_arm import primary_figures
from ketacli.screens.facts.review import concluded, pooled_figures, pooled_title, together_words
from ketacli.screens.facts.trial import result_words
from ketacli.screens.lists.contrast import contrast
from ketacli.screens.lists.listed import list_screen
from ketacli.screens.screen import Column, Note, Screen, Words
from ketacli.screens.trials import primary_words, size_basis

if TYPE_CHECKING:
    from ketacli.evidence.beside import Estimate
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Outcome, Trial

COLUMNS = [
    Column("Year", 1),
    Column("n", 1, "right"),
    Column("Counted", 3),
    Column("What against what", 1, below=True),
    Column("Primary outcome", 1, below=True),
    Column("Effect (95% interval)", 1, below=True, joint=": "),
    Column("Result", 1, style="name", below=True),
    Column("For", 1, below=True, joint="; for "),
    Column("Masking", 3),
    Column("Phase", 4),
]
ONE = {"Other trials": "other trial"}
GROUPS = ("Randomised", "Other trials", "Observational", "Animals", "Registered, without results here")
CLEAR = {"favours-ketamine", "favours-comparator", "no-clear-difference", "mixed"}


def trials_list(
    dataset: Dataset,
    found: list[Trial],
    asked: str,
    left_out: dict[str, int],
    reviews: list[Estimate],
    indications: set[str],
    as_sorted: bool,
) -> Screen:
    """Trials under headings by design, the largest first unless an order was asked for.

    ``reviews`` are those on the ``indications`` that were asked for, which the rows then need not repeat; the one that
    answers for them stands below.
    """
    held: dict[str, list[Trial]] = {name: [] for name in GROUPS}
    for trial in found:
        held[group(trial)].append(trial)
    if as_sorted:
        groups: list[tuple[str, list[Any]]] = [("", found)]
    else:
        groups = [(name, sorted(trials, key=lambda t: (-(t.n or 0), t.id))) for name, trials in held.items()]
    counts = [
        f"{len(trials)} {ONE.get(name, name) if len(trials) == 1 else name}".lower()
        for name, trials in held.items() if trials
    ]  # fmt: skip
    head = f"{asked}: " if asked else ""
    total = plural(len(found), "study", "studies")
    title = f"{head}{total}" + (f" ({', '.join(counts)})" if len(counts) > 1 else "")
    columns = [column for column in COLUMNS if not indications or column.label != "For"]

    def cells(trial: Trial) -> list[Words]:
        whole = trial_cells(dataset, trial)
        return [whole[column.label] for column in columns]

    shown = list_screen(dataset, "trials", title, columns, groups, cells)
    notes = [*reading(found), *(beside(dataset, reviews, indications) if found else ()), *not_here(left_out)]
    shown.notes[:0] = notes[:2]
    shown.notes += notes[2:]
    if found:
        shown.next = [f"keta show {groups_first(groups)}", "keta trials --full", "keta trials --help"]
    return shown


def groups_first(groups: list[tuple[str, list[Any]]]) -> str:
    """The id at the head of the list."""
    return next(str(records[0].id) for _, records in groups if records)


def group(trial: Trial) -> str:
    """The heading that a study stands under."""
    if trial.species != "human":
        return GROUPS[3]
    if trial.status != "reported":
        return GROUPS[4]
    if trial.kind == "observational":
        return GROUPS[2]
    return GROUPS[0] if trial.design.allocation == "randomised" else GROUPS[1]


def trial_cells(dataset: Dataset, trial: Trial) -> dict[str, Words]:
    """The cells of one trial by the label of their column."""
    basis = size_basis(trial)
    status = "" if trial.status == "reported" else trial.status.replace("-", " ")
    return {
        "Year": str(trial.year or ""),
        "n": wording.count(trial.n) if trial.n is not None else "",
        "Counted": basis if trial.n is not None else "",
        "For": ", ".join(label(dataset, "indications", name, short=True) for name in trial.indications),
        "What against what": contrast(dataset, trial),
        "Primary outcome": primary_words(trial),
        "Effect (95% interval)": primary_figures(trial) or by_arm(trial),
        "Result": status or result_words(trial),
        "Masking": trial.design.masking if trial.design.masking != "not-stated" else "",
        "Phase": (trial.phase or "").replace("PHASE", "").replace("EARLY_", "early ").replace("|", "/"),
    }


def by_arm(trial: Trial) -> str:
    """Events of each group in the primary outcome, where no formal effect is printed and there are two groups."""
    outcome: Outcome | None = next((each for each in trial.outcomes if each.role == "primary"), None)
    if outcome is None or len(outcome.results) != 2:
        return ""
    roles = {arm.id: arm.role for arm in trial.arms}
    first, second = sorted(outcome.results, key=lambda each: roles.get(each.arm) == "comparator")
    if first.events is None or second.events is None or not first.n or not second.n:
        return ""
    return f"{first.events}/{first.n} v {second.events}/{second.n}"


def reading(found: list[Trial]) -> list[Note]:
    """How a result is to be read."""
    if not {trial.direction for trial in found} & CLEAR:
        return []
    text = "favours: the interval or p of the primary comparison excludes no effect; no clear difference: it does not."
    return [Note(text)]


def beside(dataset: Dataset, reviews: list[Estimate], indications: set[str]) -> list[Note]:
    """The pooled estimate that answers for the indications, with its direction and what its authors conclude."""
    first = headline(dataset, reviews)
    if first is None:
        return []
    item, pooled, rank = first
    differ = differing(dataset, item, pooled, indications)
    direction = pooled_side(pooled) or pooled.stated or "direction not stated"
    figures = f"{pooled_title(pooled)}: {pooled_figures(pooled)}; {wording.inside(direction)}"
    head = "Pooled:" if rank <= BENEFIT else "No pooled benefit on record."
    whom = together_words(dataset, mixed(dataset, item, pooled, indications))
    text = f"{head} {item.name}{whom}: {pooled.comparison}, {figures}{concluded(item, differ, rank <= BENEFIT)}."
    return [Note(text, ("keta reviews",))]


def not_here(left_out: dict[str, int]) -> list[Note]:
    """What matches and is not shown."""
    animals, registered = left_out.get("species", 0), left_out.get("status", 0)
    parts = [f"{registered:,} registered without results (--status any)"] if registered else []
    parts += [f"{plural(animals, 'animal study', 'animal studies')} (--species any)"] if animals else []
    return [Note(f"Not shown: {', '.join(parts)}.")] if parts else []
