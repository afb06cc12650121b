"""Which outcomes are meant, which estimate each trial has of them, and on which basis all are drawn."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import COUNTED, Contrast, Measured, of_counts, of_means, set_of
from ketacli.evidence.forest.rows import BASES, MEASURES, Ask, Row, Undrawn, ketamine_in_both
from ketacli.evidence.outcomes import CONTINUOUS, matching, within
from ketacli.stats import published
from ketacli.stats.estimate import Estimate, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketacli.records.trial import Effect, Trial

ROLES = ("primary", "key-secondary", "secondary", "exploratory", "post-hoc", "subgroup", "harm")


def select(held: list[tuple[Trial, Measured]], ask: Ask) -> list[tuple[Trial, Measured]]:
    """The outcomes that are meant, at the time and of the set of people meant; subgroups only by their own name.

    So are those of follow-up.
    """
    asked = ask.outcome or "primary"
    wanted = {id(item) for item in matching([item for _, item in held], asked)}
    if not wanted and held and ask.outcome is not None:
        raise LookupError(sorted({item.kind for _, item in held} | {item.scale or "" for _, item in held} - {""}))
    found = [(trial, item) for trial, item in held if id(item) in wanted]
    if ask.analysis_set is not None:
        # Harms are counted in whoever had the treatment: their sets are not told apart.
        found = [
            (trial, item) for trial, item in found if item.kind == "harm" or set_of(trial, item) == ask.analysis_set
        ]
    whole = [(trial, item) for trial, item in found if item.role != "subgroup" and item.phase != "follow-up"] or found
    return [(trial, item) for trial, item in whole if within(item.days, ask.span)]


def likeliest(
    candidates: list[tuple[Trial, Measured, Contrast]], ask: Ask, held: Sequence[tuple[Trial, Measured]] = ()
) -> str:
    """The measure that most trials have on one basis; of those alike the one that is easiest to read.

    Where none has a figure, that of what was asked for among all that is ``held``: a scale has no risk.
    """

    def trials_with(measure: str) -> int:
        sets: tuple[set[str], set[str]] = (set(), set())
        for trial, _, found in candidates:
            # Counts always give a difference: whether there is one is known without its interval, which takes long.
            counted = measure == "RD" and found.counts is not None
            if counted or raw(found, measure, ask) is not None:
                sets[0].add(trial.id)
            if printed(found, measure, ask) is not None:
                sets[1].add(trial.id)
        return max(map(len, sets))

    best = max(MEASURES, key=lambda measure: (trials_with(measure), -MEASURES.index(measure)))
    if trials_with(best):
        return best
    asked = [item for _, item, _ in candidates] or matching([item for _, item in held], ask.outcome or "primary")
    return "MD" if asked and all(item.kind in CONTINUOUS for item in asked) else best


def offered(found: Contrast, measure: str, ask: Ask) -> tuple[Estimate | None, tuple[Estimate, Effect] | None]:
    """What there is of a contrast in a measure: recomputed, and published."""
    return raw(found, measure, ask), printed(found, measure, ask)


def raw(found: Contrast, measure: str, ask: Ask) -> Estimate | None:
    """The measure recomputed from counts or means, if they allow it."""
    made: list[Estimate] = []
    if found.counts is not None and measure in COUNTED:
        made = of_counts(found.counts, ask.level, ask.methods, (measure,))
    elif found.means is not None and measure in ("MD", "SMD"):
        made = of_means(found.means, ask.level)
    return next((each for each in made if each.measure == measure), None)


def printed(found: Contrast, measure: str, ask: Ask) -> tuple[Estimate, Effect] | None:
    """The published effect in the measure, with the standard error that its interval or error implies."""
    for effect in found.published:
        if effect.measure != measure or effect.value is None or effect.sign_unclear:
            continue
        times = 100.0 if measure == "RD" and effect.unit == "per 100" else 1.0
        value = effect.value / times
        try:
            if effect.lower is not None and effect.upper is not None and not effect.one_sided and fitting(effect):
                made = published.from_interval(measure, value, effect.lower / times, effect.upper / times, effect.level)
                made = made if effect.level == ask.level else published.at_level(made, ask.level)
            elif effect.se is not None:
                made = published.from_se(measure, value, effect.se / times, ask.level)
            else:
                continue
        except (Refusal, ValueError):
            continue
        return made, effect
    return None


def fitting(effect: Effect) -> bool:
    """Whether the printed interval is the better witness of the error: not where a printed error is plainer."""
    return effect.se is None or not widened(effect)


def widened(effect: Effect) -> bool:
    """Whether an interval was made to hold for several comparisons at once, so that its width is no single error."""
    return "dunnett" in (effect.model or "").casefold()


def draw(candidates: list[tuple[Trial, Measured, Contrast]], measure: str, ask: Ask) -> tuple[list[Row], list[Undrawn]]:
    """The rows of each trial's most important outcome with a figure; the others and the trials without one."""
    rows: list[Row] = []
    undrawn: list[Undrawn] = []
    by_trial: dict[str, list[tuple[Trial, Measured, Contrast]]] = {}
    for each in candidates:
        by_trial.setdefault(each[0].id, []).append(each)
    for held in by_trial.values():
        items = list({item.path: item for _, item, _ in held}.values())
        items.sort(key=lambda item: ROLES.index(item.role))
        offers = [
            [row for trial, own, found in held if own is item for row in rows_of(trial, own, found, measure, ask)]
            for item in items
        ]
        drawable = [made for made in offers if any(not row.void for row in made)]
        if drawable:
            # What a source prints stands before what had to be worked out, even of a more important outcome.
            made = min(drawable, key=lambda rows: any(row.counts is not None and row.derived for row in rows))
            rows += made
            item = made[0].measured
            undrawn += [Undrawn(held[0][0].id, other.id, BESIDE) for other in items if like(other, item)]
        else:
            trial, item, found = held[0]
            undrawn.append(Undrawn(trial.id, item.id, why_not(found, [f for _, _, f in held], measure, ask)))
    return rows, undrawn


BESIDE = "another outcome of the trial stands for it"


def like(other: Measured, drawn: Measured) -> bool:
    """Whether an outcome is of the same kind and time as the one drawn: another cohort, stratum or analysis."""
    return other is not drawn and (other.kind, other.role, other.days) == (drawn.kind, drawn.role, drawn.days)


def why_not(found: Contrast, held: list[Contrast], measure: str, ask: Ask) -> str:
    """Why a trial that has the outcome has no row."""
    effects = [effect for each in held for effect in each.published if effect.value is not None]
    if any(effect.sign_unclear for effect in effects):
        return "its source does not settle which direction is better"
    if ask.basis != "raw" and any(effect.measure == measure for effect in effects):
        return f"its {measure} was published without an interval or error"
    if ask.basis == "published" and any(raw(each, measure, ask) is not None for each in held):
        return "nothing published in this measure; --basis raw works it out"
    others = sorted({effect.measure for effect in effects} & set(MEASURES))
    if others and ask.basis != "raw" and not (found.counts or found.means):
        return f"published only as {', '.join(others)}"
    if found.counts is not None and measure in ("RR", "OR"):
        return NO_EVENTS
    return found.reason or f"its figures give no {measure}"


NO_EVENTS = "no events, or nothing else, in both groups, so no ratio"


def rows_of(trial: Trial, item: Measured, found: Contrast, measure: str, ask: Ask) -> list[Row]:
    """The contrast on each basis that it has; which one stays is settled for all trials together."""
    recomputed, own = offered(found, measure, ask)
    made = []
    if recomputed is not None and ask.basis != "published":
        made.append(Row(trial, item, found.arm, found.versus, recomputed, "raw", None, found.counts, found.means))
    elif found.counts is not None and measure in ("RR", "OR") and ask.basis != "published":
        nothing = Estimate(measure, float("nan"), float("nan"), float("nan"), ask.level, "")
        made.append(Row(trial, item, found.arm, found.versus, nothing, "raw", None, found.counts, None, void=True))
    if own is not None and ask.basis != "raw":
        made.append(Row(trial, item, found.arm, found.versus, own[0], "published", own[1], found.counts, found.means))
    return made


def one_direction(rows: list[Row]) -> tuple[list[Row], list[Undrawn]]:
    """The rows that can stand over one axis with one pair of directions, and the others with the reason.

    In all of them more is better, or in all less; differences in means are in one unit; and all compare ketamine with
    ketamine only where nothing else is there.
    """
    out: list[Undrawn] = []

    def keep(held: list[Row], key: Callable[[Row], object], reason: Callable[[Row], str]) -> list[Row]:
        if not held:
            return held
        counted = Counter(key(row) for row in held if not row.reason) or Counter(key(row) for row in held)
        common = False if key is ketamine_in_both and False in counted else counted.most_common(1)[0][0]
        out.extend(Undrawn(row.trial.id, row.measured.id, reason(row)) for row in held if key(row) != common)
        return [row for row in held if key(row) == common]

    rows = keep(rows, ketamine_in_both, lambda row: "ketamine in both groups" if ketamine_in_both(row) else
                "one group without ketamine")  # fmt: skip
    rows = keep(
        rows, lambda row: row.measured.better, lambda row: f"in it {row.measured.better} is better, unlike the others"
    )
    if rows and rows[0].estimate.measure == "MD":
        rows = keep(rows, unit_of, lambda row: f"in another unit: {unit_of(row)}")
    return rows, out


def unit_of(row: Row) -> str:
    """The unit of a difference in means."""
    if row.effect is not None and row.effect.unit:
        return row.effect.unit
    return next((result.unit for result in row.measured.results if result.unit), None) or "points"


def settle_basis(rows: list[Row], ask: Ask) -> tuple[list[Row], str]:
    """One kind of estimate for all: the one that covers most trials; a row that lacks it is drawn, not pooled."""
    if not rows:
        return rows, ""
    trials = {basis: {row.trial.id for row in rows if row.basis == basis} for basis in BASES}
    prefer = "published" if rows[0].estimate.measure in ("MD", "HR") else "raw"
    other = "raw" if prefer == "published" else "published"
    basis = ask.basis or (other if len(trials[other]) > len(trials[prefer]) else prefer)
    kept: dict[str, Row] = {}
    for row in rows:
        held = kept.get(row.name)
        if held is None or (row.basis == basis and held.basis != basis):
            kept[row.name] = row
    out = []
    for row in kept.values():
        if row.basis != basis:
            kind = "only as published" if row.basis == "published" else "only recomputed from raw figures"
            out.append(row._replace(reason=row.reason or f"{kind}, unlike the others"))
        else:
            out.append(row)
    both = basis == "published" and len(trials["raw"] & trials["published"]) > 0
    note = "Estimates are the studies' own; --basis raw recomputes them from the figures of the arms." if both else ""
    return out, note
