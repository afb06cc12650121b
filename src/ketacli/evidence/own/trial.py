"""A person's own studies as trials, so that they are drawn, judged and pooled by the same rules as those on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.evidence.contrasts import Measured
from ketacli.records.structure import build
from ketacli.records.trial import ArmResult, Effect, Trial

if TYPE_CHECKING:
    from ketacli.evidence.forest.rows import Ask
    from ketacli.evidence.own.study import Own, Study

ARM, CONTROL = "treatment", "control"
SCALE = "own"
"""The scale of differences in means of a table alone, which are taken to be in one unit."""


def as_trials(own: Own, ask: Ask, like: Measured | None, comparator: str) -> list[tuple[Trial, Measured]]:
    """Each study with its one outcome, which is taken to be that of ``like``, a trial on record it is set beside."""
    found = []
    for study in own.studies:
        slug = "-".join("".join(c if c.isalnum() else " " for c in study.label.casefold()).split()) or "row"
        trial = build(Trial, {
            "id": f"own-{study.row}-{slug}", "name": study.label, "year": study.year, "source": "", "species": "human",
            "forms": [], "indications": [""], "design": {"allocation": "randomised", "model": "parallel",
                                                          "masking": "not-stated", "comparator": comparator},
            "arms": [{"id": ARM, "label": "Treatment", "role": "experimental", "treatment": "treatment"},
                     {"id": CONTROL, "label": "Control", "role": "comparator", "treatment": "control"}],
            "outcomes": [],
        })  # fmt: skip
        found.append((trial, outcome(study, ask, like)))
    return found


def outcome(study: Study, ask: Ask, like: Measured | None) -> Measured:
    """What a study measured."""
    label = like.label if like is not None else (ask.outcome or "Own studies")
    days = ask.span[0] if ask.span is not None else like.days if like is not None else 0.0
    better = ask.better or (like.better if like is not None else None)
    kind = like.kind if like is not None else "score" if study.means is not None else "event"
    return Measured(
        "outcomes.0", "own", label, kind, "primary", like.scale if like is not None else SCALE,
        like.timepoint if like is not None else "", days, better, "",
        tuple(results(study)), tuple(effects(study)),
    )  # fmt: skip


def results(study: Study) -> list[ArmResult]:
    """The figures of both arms; none for an effect alone."""
    figures: list[dict[str, Any]] = []
    if study.counts is not None:
        held = study.counts
        figures = [{"events": held.events, "n": held.n}, {"events": held.control_events, "n": held.control_n}]
    elif study.means is not None:
        figures = [each._asdict() for each in (study.means.arm, study.means.control)]
    return [
        build(ArmResult, {"arm": arm, "derived": study.derived, **each})
        for arm, each in zip((ARM, CONTROL), figures, strict=False)
    ]


def effects(study: Study) -> list[Effect]:
    """The study's own estimate."""
    made = study.effect
    if made is None:
        return []
    error = {"se": made.se} if made.method == "se" else {"lower": made.lower, "upper": made.upper, "level": made.level}
    figures: dict[str, Any] = {"measure": made.measure, "arm": ARM, "versus": CONTROL, "value": made.value, **error}
    return [build(Effect, figures)]
