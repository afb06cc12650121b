"""Which trials stay out of a network, why one is refused, and what a reader of its estimates must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.forest.honesty import apart, differences, unlike, weightless
from ketacli.evidence.forest.rows import Row, arm_of
from ketacli.evidence.network.describe import sentence
from ketacli.evidence.network.nodes import PLACEBO, USUAL
from ketacli.records.names import inline, label
from ketacli.records.wording import p_words
from ketacli.stats.estimate import Refusal
from ketacli.stats.network.pooling import parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.evidence.network.ask import NetworkAsk
    from ketacli.evidence.network.placed import Placed
    from ketacli.evidence.network.result import Pair
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.stats.network.pooling import NetworkPool

ELSEWHERE = frozenset(
    ("adolescents", "postpartum", "perioperative", "ect-anaesthesia", "palliative-care", "cancer", "healthy-volunteers")
)
"""Settings whose people, comparators or other treatments are another question than that of adults with the illness."""
TRANSITIVITY = (
    "An indirect estimate holds only as far as the trials on both sides are alike in people, background treatment, "
    "masking and number of doses. No test shows that they are."
)
"""The sentence that goes with every indirect estimate."""


DOUBTED = 0.10
"""Below this p of a test of agreement a reader is warned: such tests see little (docs/effects.md has the source)."""


def inconsistency(pool: NetworkPool | None, pairs: Iterable[Pair]) -> str:
    """That parts of the evidence disagree, with the p of every test of it; empty where none is below ``DOUBTED``."""
    if pool is None:
        return ""
    common, allowed = pool.disagreement.between.p, pool.disagreement.between_random.p
    designs = [p for p in (common, allowed) if p is not None]
    said = []
    if designs and min(designs) < DOUBTED:
        texts = [p_words(designs[0])] + [f"{p_words(p)} with tau allowed for" for p in designs[1:]]
        said.append(f"between designs {', '.join(texts)}")
    for pair in pairs:
        found = pair.split.difference
        if found is not None and found.p < DOUBTED:
            names = f"{sentence(pair.first.label)} against {sentence(pair.second.label)}"
            said.append(f"direct against indirect, {names}: {p_words(found.p)}")
    if not said:
        return ""
    return (
        f"Parts of the evidence disagree ({'; '.join(said)}): the network may mislead, read the direct estimates first."
    )


def kept_out(dataset: Dataset, row: Row, asked: frozenset[str]) -> str:
    """Why a row stays out of every network that did not ask for its setting; empty when it need not."""
    found = apart(dataset, row)
    settings = sorted((ELSEWHERE & set(row.trial.populations)) - asked)
    if not found and settings:
        names = " and ".join(inline(label(dataset, "populations", each)) for each in settings)
        found = f"another setting: {names}; --population asks for it"
    return found or weightless(row)


def refusals(dataset: Dataset, placed: list[Placed], rows: list[Row], ask: NetworkAsk, measure: str) -> list[Refusal]:
    """Every reason why these trials make no network; empty when they do."""
    if not placed:
        return [Refusal("no-trial", "no trial has figures that compare two treatments here", "Fewer filters find more")]
    found = unlike(dataset, rows, measure, ask.forest)
    trials = [each.trial for each in placed]
    if not common_terms(dataset, trials):
        names = sorted({label(dataset, "indications", trial.indications[0]) for trial in trials})
        found.append(
            Refusal("populations", f"people with different illnesses: {', '.join(names)}", "--indication chooses one")
        )
    disjoint = disconnected(placed, ask)
    return [*found, *([disjoint] if disjoint is not None else [])]


def common_terms(dataset: Dataset, trials: list[Trial]) -> set[str]:
    """The indications, broader ones included, that all trials have in common."""
    held: list[set[str]] = []
    for trial in trials:
        names: set[str] = set()
        for name in trial.indications:
            step: str | None = name
            while step is not None and step not in names:
                names.add(step)
                term = dataset.indications.get(step)
                step = term.broader if term is not None else None
        held.append(names)
    return set.intersection(*held)


def disconnected(placed: list[Placed], ask: NetworkAsk) -> Refusal | None:
    """The refusal of a network in several parts, with what each part has; None where all are joined."""
    groups = parts([each.figures for each in placed])
    if len(groups) < 2:
        return None
    names = {key: node.label for each in placed for key, node in each.nodes.items()}
    said = " and ".join(
        f"({number}) {'; '.join(sentence(names[key]) for key in group)}: {counted(placed, group)}"
        for number, group in enumerate(groups, 1)
    )
    masks = {each.trial.design.comparator for each in placed} >= {"placebo", "active-placebo"}
    instead = (
        "--lump placebo takes active placebos such as midazolam for inert ones, whose masking differs; "
        if (masks and not ask.lump)
        else ""
    )
    return Refusal(
        "not-connected", f"no chain of trials joins its {len(groups)} parts: {said}",
        f"{instead}--form, --route or --exclude takes one part alone",
    )  # fmt: skip


def counted(placed: list[Placed], group: tuple[str, ...]) -> str:
    """``2 trials``, of a part of the network."""
    number = len({each.trial.id for each in placed if each.figures.treatments[0] in group})
    return f"{number} trial{'s' if number > 1 else ''}"


def notes(placed: list[Placed], rows: list[Row], ask: NetworkAsk, measure: str) -> list[str]:
    """What a reader of the estimates must know."""
    out = []
    if ask.lump:
        out.append("Active placebos are taken for inert ones at your wish, though they mask better.")
    routes = placebo_routes(placed)
    if len(routes) > 1:
        out.append(f"Placebo is one treatment here, by whatever route it was given ({', '.join(routes)}).")
    groups = [each.trial.name for each in placed if any(len(names) > 1 for names in each.arms.values())]
    if groups:
        out.append(f"Groups of one treatment are put together: {', '.join(dict.fromkeys(groups))}.")
    if ask.doses == "class" and (usual := usual_regimens(placed)):
        out.append(
            f"Doses are classed by the highest that an arm could get, against {usual}; --doses each or together."
        )
    shared = [each.trial.name for each in placed if len(each.figures.y) > 1 and each.rows[0].basis == "published"]
    if shared:
        out.append(f"What contrasts of one trial share is worked out from its groups' people: {', '.join(shared)}.")
    halved = [each.trial.name for each in placed if each.halved]
    if halved:
        out.append(f"A half was added to each cell where one is zero: {', '.join(halved)}.")
    return out + [note for note in differences(rows, measure, ask.forest) if not note.startswith("A half was added")]


def placebo_routes(placed: list[Placed]) -> list[str]:
    """The routes by which the placebo of the network was given."""
    found: dict[str, None] = {}
    for each in placed:
        for name in each.arms.get(PLACEBO, ()):
            arm = arm_of(each.trial, name)
            if arm is not None and arm.route is not None:
                found[arm.route] = None
    return list(found)


def usual_regimens(placed: list[Placed]) -> str:
    """The regimens whose doses made a class in the network."""
    forms = {
        (arm.form, arm.route)
        for each in placed
        for names in each.arms.values()
        for name in names
        if (arm := arm_of(each.trial, name)) is not None and arm.form is not None
    }
    return " and ".join(name for key, name in USUAL.items() if key in forms)
