"""The pooled estimate that answers for an indication, by one rule for briefs, lists of trials and of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.direction import side, within_one_group
from ketacli.records import fields
from ketacli.records.choose import Clause, together
from ketacli.records.order import ordered
from ketacli.records.source import UNSOUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from typing import TypeAlias

    from ketacli.records.dataset import Dataset
    from ketacli.records.review import Pooled, Review

    Estimate: TypeAlias = tuple[Review, Pooled | None, int]
    """A review, its pooled estimate closest to a question, and how close that is: see ``beside``."""

POOLING = ("meta-analysis", "network-meta-analysis", "individual-participant-meta-analysis")
MEASURED, BENEFIT, ELSE, NONE = range(4)
OUTCOME_WORDS = ("severity", "change in", "change of", "score", "response", "remission", "relapse")
"""How reviews name what trials measure; words of the indication itself and scales of it count as its severity."""
OVERALL = "all times"
"""In the name of an outcome: it was pooled over every time at which it was measured."""
PREVENTED = ("prevention", "occurrence")
"""How outcomes begin that are of people who do not have the disorder."""
WIDE = {
    *("disorder", "disorders", "major", "with", "acute", "treatment", "resistant", "refractory", "behaviour"),
    *("treatment-resistant", "treatment-refractory", "emergency", "psychiatric", "unipolar", "episode"),
}
"""Words in names of indications that say nothing about what was measured."""
STEM = 6
APART = (
    *("blood pressure", "heart rate", "adverse", "side effect", "dropout", "staying in treatment", "discontinu"),
    *("leaving the trial", "stopping because", "nausea", "vomit", "dizziness", "dissociat", "derealisation", "sedat"),
    *("urinary", "liver", "cognition", "memory", "weight"),
    *("acute effects", "control arms", "kind of control"),
)
"""Words of outcomes that are no benefit of the treatment; an outcome without any of them is taken for one."""


def beside(dataset: Dataset, *, form: Set[str], route: Set[str], indication: Set[str]) -> list[Estimate]:
    """Meta-analyses to read beside trials on ``indication``, each with the estimate closest to it, the best first.

    The rule: a document that is retracted, doubted or untraceable comes last. Then an estimate of what trials on the
    indication measure (MEASURED), then of any other benefit (BENEFIT), then of what is known to be something else, such
    as blood pressure or dropout (ELSE), then reviews without a figure (NONE). Among equals, estimates that compare two
    groups, then those of the indication alone before those of mixed people, then those that show whom they favour, then
    those over all times, then those on most of the review's people, then reviews on fewer indications that were not
    asked for, then estimates on more people.
    """
    clauses = [Clause("kind", "in", POOLING), Clause("species", "=", ("human",))]
    wanted = {"form": form, "route": route, "indication": indication}
    clauses += [Clause(name, "in", tuple(sorted(held))) for name, held in wanted.items() if held]
    meets = together(clauses, fields.of_kind("reviews"), dataset)
    return ranked(dataset, filter(meets, dataset.reviews), indication)


def ranked(dataset: Dataset, reviews: Iterable[Review], indication: Set[str]) -> list[Estimate]:
    """Such reviews by the rule of ``beside``."""
    asked = _Asked(dataset, indication)

    def order(each: Estimate) -> tuple[object, ...]:
        item, estimate, rank = each
        people = item.n_participants.value if item.n_participants is not None else None
        if estimate is None:
            return unsound(dataset, item), rank, True, True, True, True, True, 0, 0, item.name
        people = estimate.participants or people
        more = len(set(item.indications) - indication)
        close, alone, *rest = asked.order(item, estimate)
        others = asked.mixed(item, estimate)
        return unsound(dataset, item), close, alone, others, *rest, more, -(people or 0), item.name

    found = [(item, *asked.closest(item)) for item in ordered(dataset, "reviews", reviews)]
    return sorted(found, key=order)


def closest(dataset: Dataset, review: Review, indication: Set[str]) -> Pooled | None:
    """The estimate of a review that stands for it where ``indication`` is asked for; None without a figure."""
    return _Asked(dataset, indication).closest(review)[0]


def headline(dataset: Dataset, found: list[Estimate]) -> tuple[Review, Pooled, int] | None:
    """The estimate that stands for all of them: the first, and none whose document is not to be relied on."""
    sound = ((item, each, rank) for item, each, rank in found if each is not None and not unsound(dataset, item))
    return next(sound, None)


def unsound(dataset: Dataset, review: Review) -> bool:
    """Whether the document of a review, or of one of its estimates, is retracted, doubted or untraceable."""
    names = {review.source, *(each.source for each in review.pooled)}
    return any(name in dataset.sources and dataset.sources[name].status in UNSOUND for name in names)


def alike(dataset: Dataset, review: Review, indication: Set[str]) -> list[Pooled]:
    """The estimates of a review between two groups that are as close to a question as its closest one, that first."""
    asked = _Asked(dataset, indication)
    first, rank = asked.closest(review)
    held = [each for each in review.pooled if _figures(each) and asked.closeness(each) == rank]
    held = [each for each in held if not _alone(each)] or held
    return sorted(held, key=lambda each: each is not first)


def differing(dataset: Dataset, review: Review, estimate: Pooled, indication: Set[str]) -> bool:
    """Whether a review has estimates as close to the question that favour another side, or neither."""
    sides = {side(each) for each in alike(dataset, review, indication)} - {None}
    return side(estimate) is not None and bool(sides - {side(estimate)})


def mixed(dataset: Dataset, review: Review, estimate: Pooled, indication: Set[str]) -> tuple[str, ...]:
    """The indications that an estimate pools people of, where they are more than was asked for; none otherwise."""
    return review.indications if _Asked(dataset, indication).mixed(review, estimate) else ()


class _Asked:
    """What is asked: the words that name it and the scales that measure it."""

    def __init__(self, dataset: Dataset, indication: Set[str]) -> None:
        self.dataset, self.indication = dataset, indication
        self.words = [word for name in sorted(indication) for word in stems(dataset, name)]
        scales = dataset.scales.raw.values()
        measuring = [each for each in scales if any(word in each["measures"].lower() for word in self.words)]
        self.scales = {name.lower() for each in measuring for name in (each["label"], *each["synonyms"])}

    def closest(self, review: Review) -> tuple[Pooled | None, int]:
        """The estimate of a review that is closest, and how close it is."""
        held = [each for each in review.pooled if _figures(each)]
        best = min(held, key=lambda each: self.order(review, each), default=None)
        return best, NONE if best is None else self.closeness(best)

    def mixed(self, review: Review, each: Pooled) -> bool:
        """Whether an estimate is of people with other disorders too; one that says whom it is of is not."""
        others = sorted(set(review.indications) - self.indication)
        if not others or not self.indication:
            return False
        shared = {word for name in others for word in stems(self.dataset, name)}
        # What was measured is no people: of the outcome, only what stands behind "in".
        whom = f"{each.comparison} {each.outcome.partition(' in ')[2]}".lower()
        return not any(word in whom for word in self.words if word not in shared)

    def order(self, review: Review, each: Pooled) -> tuple[int, bool, bool, bool, bool]:
        """What comes first: closer, of two groups, readable, over all times, on most of the people."""
        whole = review.n_participants.value if review.n_participants is not None else None
        part = each.participants is not None and whole is not None and 2 * each.participants < whole
        return self.closeness(each), _alone(each), side(each) is None, OVERALL not in each.outcome, part

    def closeness(self, each: Pooled) -> int:
        """Whether an estimate is of what trials measure, of another benefit, or of something else."""
        name = each.outcome.lower()
        # Prevention is another question than treatment.
        if "incidence" in name or any(word in name for word in APART):
            return ELSE
        if any(word in name for word in OUTCOME_WORDS):
            return MEASURED
        named = any(word in name for word in self.words) and not name.startswith(PREVENTED)
        scale = any(name.startswith(each) for each in self.scales)
        return MEASURED if named or scale else BENEFIT


def _alone(each: Pooled) -> bool:
    """Whether an estimate is of one group, with nothing but its own state before that it is compared with."""
    alone = each.measure in ("proportion", "mean", "change", "rate") or within_one_group(each)
    return alone or " against " not in each.comparison


def _figures(each: Pooled) -> bool:
    return any(number is not None for number in (each.value, each.lower, each.upper, each.p))


def stems(dataset: Dataset, indication: str) -> list[str]:
    """Stems of the words by which an indication is called, those that many share left out."""
    entry = dataset.indications.raw.get(indication)
    if entry is None:
        return []
    called = (entry["label"], entry["short"] or "", *entry["synonyms"])
    words = {word.lower() for name in called for word in name.split()}
    return sorted(word[:STEM] for word in words - WIDE if len(word) >= 4)
