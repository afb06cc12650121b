"""Why rows must not be pooled, alone or together, and what a reader of a pooled value must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.forest.rows import Ask, Row, arm_of, pooled
from ketacli.evidence.forest.select import widened
from ketacli.evidence.outcomes import CONTINUOUS
from ketacli.records.store import fold
from ketacli.stats.estimate import Refusal
from ketacli.stats.proportions import ADDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.evidence.contrasts import Measured
    from ketacli.records.dataset import Dataset

UNSOUND = {"retracted": "retracted", "untraceable": "untraceable", "listed": "listed by Retraction Watch"}
"""Standings of documents that keep a row out of every pool, in words."""
LOOSE = {"harm", "event", "other", "rate", "time-to-event"}
"""Kinds that do not say what is counted: there the label has to."""


def apart(dataset: Dataset, row: Row) -> str:
    """Why a row cannot be pooled with any other; empty when it can."""
    names = {row.trial.source, *(result.source for result in row.measured.results)}
    if row.effect is not None:
        names.add(row.effect.source)
    for name in sorted(names):
        source = dataset.sources.get(name)
        if source is not None and source.status in UNSOUND:
            return f"its source is {UNSOUND[source.status]}"
    if row.effect is not None and row.effect.se is None and widened(row.effect):
        return "its interval is widened for several comparisons at once"
    if row.trial.design.allocation != "randomised":
        return "not randomised"
    if row.trial.species != "human":
        return f"in animals ({row.trial.species})"
    return ""


def weightless(row: Row) -> str:
    """Why a difference of risks has no error to weigh it by; empty when it has one."""
    if row.counts is None or row.basis == "published" or row.estimate.measure != "RD" or row.estimate.se is not None:
        return ""
    if row.counts.events == 0 and row.counts.control_events == 0:
        return "nobody in either group had the event, so nothing says how far to trust the difference"
    return "every risk is 0 or 100 in 100, so nothing says how far to trust the difference"


def against(row: Row) -> tuple[str, str]:
    """The question that a row answers: a form, a placebo of either kind, or a named treatment."""
    arm = arm_of(row.trial, row.versus)
    if arm is not None and arm.form:
        return "form", arm.form
    kind = row.trial.design.comparator
    if kind in ("placebo", "active-placebo"):
        return "placebo", ""
    return kind, arm.treatment if arm is not None and kind == "active" else ""


def different_questions(dataset: Dataset, rows: list[Row], measure: str, ask: Ask) -> list[Refusal]:
    """Every reason why these rows, taken together, answer no one question; empty when they do."""
    held = pooled(rows)
    if len({row.trial.id for row in held}) < 2:
        return [
            Refusal("one-study", "fewer than two trials have figures that can be pooled", "Fewer filters find more")
        ]
    comparators = _comparators(held)
    return [*([comparators] if comparators is not None else []), *unlike(dataset, held, measure, ask)]


def unlike(dataset: Dataset, held: list[Row], measure: str, ask: Ask) -> list[Refusal]:
    """Every reason why rows cannot be put together, whatever is compared with what in them."""
    tests = (
        _designs(held), _outcomes(held), _constructs(dataset, held), _times(held, ask), _scales(held, measure),
        _adjustment(held),
    )  # fmt: skip
    return [found for found in tests if found is not None]


def _comparators(held: list[Row]) -> Refusal | None:
    questions = {(kind, fold(name)): name or kind for kind, name in map(against, held)}
    if len(questions) < 2:
        return None
    said = "; ".join(sorted(questions.values(), key=str.casefold))
    return Refusal("comparators", f"different questions are answered, against: {said}", "--comparator chooses one kind")


def _designs(held: list[Row]) -> Refusal | None:
    if len({row.trial.design.model == "randomised-withdrawal" for row in held}) < 2:
        return None
    names = [row.trial.name for row in held if row.trial.design.model == "randomised-withdrawal"]
    reason = f"withdrawing treatment ({', '.join(dict.fromkeys(names))}) is another question than starting it"
    return Refusal("designs", reason, "--design parallel leaves it out")


def _outcomes(held: list[Row]) -> Refusal | None:
    kinds = {"mean" if row.measured.kind in CONTINUOUS else row.measured.kind for row in held}
    labels = {event(row.measured) for row in held}
    if len(kinds) > 1 or (kinds & LOOSE and len(labels) > 1):
        return Refusal("outcomes", f"different outcomes: {', '.join(sorted(labels))}", "--outcome chooses one")
    if len({row.measured.better for row in held}) > 1:
        return Refusal("directions", "in some more is better, in others less", "--outcome chooses one")
    return None


def _constructs(dataset: Dataset, held: list[Row]) -> Refusal | None:
    """Responses on different scales may be pooled, responses of different things may not."""
    found = {measures(dataset, row) for row in held} - {""}
    if len(found) < 2:
        return None
    return Refusal(
        "constructs", f"different things are measured: {', '.join(sorted(found))}", "--indication chooses one"
    )


def measures(dataset: Dataset, row: Row) -> str:
    """What the scale of a row rates; empty without a scale."""
    scale = dataset.scales.get(row.measured.scale or "")
    return scale.measures if scale is not None else ""


def _adjustment(held: list[Row]) -> Refusal | None:
    """A model's estimates and raw ones are different quantities."""
    adjusted = [row.trial.name for row in held if row.effect is not None and row.effect.adjusted]
    raw = [row.trial.name for row in held if row.effect is not None and not row.effect.adjusted]
    if not adjusted or not raw:
        return None
    said = f"adjusted ({', '.join(dict.fromkeys(adjusted))}) and raw ({', '.join(dict.fromkeys(raw))}) estimates"
    return Refusal("adjustment", said, "--exclude leaves one kind out; --basis raw recomputes what can be")


def _times(held: list[Row], ask: Ask) -> Refusal | None:
    times = {row.measured.days for row in held}
    chosen = ask.span is not None and None not in times
    if all(row.measured.kind == "harm" for row in held) or same_time(times) or chosen:
        return None
    return Refusal("times", f"different times: {times_words(held)}", "--timepoint chooses one, such as 28d or 21-30d")


def _scales(held: list[Row], measure: str) -> Refusal | None:
    scales = {row.measured.scale for row in held}
    if measure != "MD" or (len(scales) == 1 and None not in scales):
        return None
    said = ", ".join(sorted(scale or "no scale named" for scale in scales))
    return Refusal("scales", f"different scales: {said}", "--measure smd puts them in standard deviations")


def event(item: Measured) -> str:
    """What is counted: the label where the kind does not say it, else the kind."""
    return item.label.casefold() if item.kind in LOOSE else item.kind


def same_time(times: set[float | None]) -> bool:
    """Whether all times are known and within a tenth of one another."""
    known = [time for time in times if time is not None]
    return len(known) == len(times) and max(known, default=0) - min(known, default=0) <= 0.1 * max(known, default=0)


def times_words(rows: list[Row]) -> str:
    """The times, each once, in order."""
    found = sorted({(row.measured.days or 0, row.measured.timepoint or "not stated") for row in rows})
    return ", ".join(dict.fromkeys(text for _, text in found))


def caveats(rows: list[Row], measure: str, ask: Ask) -> list[str]:
    """What a reader of the pooled value must know of how its studies differ."""
    held = pooled(rows)
    notes = []
    kinds = {row.trial.design.comparator for row in held}
    if {"placebo", "active-placebo"} <= kinds:
        notes.append(
            "Inert and active placebos stand together here; people notice ketamine, and more so against an inert one. "
            "--comparator placebo or active-placebo takes one kind."
        )
    forms = {form for row in held for form in row.trial.forms}
    if len(forms) > 1:
        notes.append(f"Different forms stand together here: {', '.join(sorted(forms))}. --form takes one.")
    return notes + differences(rows, measure, ask)


def differences(rows: list[Row], measure: str, ask: Ask) -> list[str]:
    """How the trials of rows differ in what they measured and how, whatever is compared with what in them."""
    held = pooled(rows)
    notes = []
    scales = {row.measured.scale for row in held if row.measured.scale}
    if measure != "MD" and len(scales) > 1:
        notes.append(f"The outcome is read off different scales: {', '.join(sorted(scales))}.")
    notes += _differing(
        held, "Definitions differ", lambda row: row.measured.definition if row.measured.kind != "harm" else ""
    )
    notes += _differing(held, "People differ", lambda row: row.trial.indications[0])
    crossed = [row.trial.name for row in held if row.trial.design.model == "crossover"]
    if crossed:
        notes.append(f"From a crossover, by its own analysis: {', '.join(dict.fromkeys(crossed))}.")
    observed = [row.trial.name for row in held if "observed" in row.measured.analysis and row.basis == "raw"]
    if observed:
        names = ", ".join(dict.fromkeys(observed))
        notes.append(f"Only people still observed at that time are counted, those who left are not: {names}.")
    if measure in ("MD", "SMD") and {row.measured.kind for row in held} >= set(CONTINUOUS):
        notes.append("Scores at the end and changes from the start stand together here.")
    days = {row.measured.days for row in held}
    if ask.span is not None and held and held[0].measured.kind != "harm" and not same_time(days) and None not in days:
        notes.append(f"The times differ: {times_words(held)}.")
    worked: dict[str, dict[str, None]] = {}
    for row in held:
        if row.derived:
            worked.setdefault(row.derived, {})[row.trial.name] = None
    notes += [f"Worked out, as no source prints them: {how} ({', '.join(names)})." for how, names in worked.items()]
    halved = [row.trial.name for row in rows if row.estimate.note == ADDED]
    if halved:
        notes.append(f"A half was added to each cell where one is zero: {', '.join(dict.fromkeys(halved))}.")
    if held and held[0].measured.kind == "harm":
        notes.append("Harms are counted over each trial's own treatment phase, and by its own rules.")
    return notes


def _differing(held: list[Row], head: str, of: Callable[[Row], str]) -> list[str]:
    """A note that names who has what, where not all have the same; empty where they do."""
    groups: dict[str, dict[str, None]] = {}
    for row in held:
        groups.setdefault(of(row), {})[row.trial.name] = None
    groups.pop("", None)
    if len(groups) < 2:
        return []
    return [f"{head}: " + "; ".join(f"{text} ({', '.join(names)})" for text, names in groups.items()) + "."]
