"""Mistakes that show only beside the other rows of a table, or beside the row's own figures.

None of them is certain. A row whose figures cannot well be right is drawn and not pooled. One that is only unlike the
others may be the best study of all, or the one that disagrees: it is named, and pooled as it stands.
"""

from __future__ import annotations

from collections import Counter
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from ketacli.evidence.contrasts import of_counts, of_means
from ketacli.evidence.own.study import Problem
from ketacli.stats.estimate import RATIOS, Refusal
from ketacli.stats.published import analysis

if TYPE_CHECKING:
    from ketacli.evidence.own.study import Study
    from ketacli.stats.estimate import Estimate

FAR = 2.5
"""Times by which a spread differs from the others before anything is suspected: people differ less between studies."""
NEAR = 2.0
"""Times within which it has to come to the others when the suspicion is followed."""
NARROW = 1.5
"""The same where n says what to expect."""
HUGE = 3.0
"""Standardised difference above which a standard deviation is hardly one."""
TOGETHER = 3
"""Other studies that have to agree before one is said to be the wrong way round."""


def doubted(studies: list[Study]) -> list[Problem]:
    """Every row that looks mistaken, once, with the reason."""
    found: dict[int, Problem] = {}
    for test in (shared_control, own_direction, spreads, errors, directions):
        for problem in test(studies):
            found.setdefault(problem.row, problem)
    return list(found.values())


def problem(study: Study, code: str, reason: str, pooled: bool = False) -> Problem:
    """A doubt about a study."""
    return Problem(study.row, study.label, code, reason, True, pooled)


def shared_control(studies: list[Study]) -> list[Problem]:
    """A row with the name and the very control group of a row above it: its people would count twice."""
    found = []
    first: dict[tuple[object, ...], Study] = {}
    for study in studies:
        counts, means = study.counts, study.means
        group: object = counts[2:] if counts is not None else means.control if means is not None else None
        if group is None:
            continue
        held = first.setdefault((study.label, study.year, group), study)
        if held is not study:
            reason = f"its control group is that of row {held.row}, which would count it twice: put the arms together"
            found.append(problem(study, "shared-control", reason))
    return found


def near(one: float, other: float, times: float) -> bool:
    """Whether two spreads differ by less than so many times."""
    return one > 0 and other > 0 and max(one / other, other / one) < times


def spreads(studies: list[Study]) -> list[Problem]:
    """A standard error in the column of standard deviations, or a standard deviation in that of standard errors."""
    found = []
    held = [each for each in studies if each.means is not None]
    for study in held:
        means = study.means
        if means is None:
            continue
        others = [each.means.arm.sd for each in held if each is not study and each.means is not None]
        for arm in (means.arm, means.control):
            usual = median(others) if others else 0.0
            from_error = "standard error" in (study.derived or "")
            if not from_error and usual and arm.sd * FAR < usual and near(arm.sd * sqrt(arm.n), usual, NEAR):
                reason = (f"SE for SD: {arm.sd:g} is small beside the {usual:g} of the others, and times the root of "
                          f"n {arm.n:g} it is {arm.sd * sqrt(arm.n):.3g}")  # fmt: skip
                found.append(problem(study, "se-for-sd", reason))
                break
            if from_error and usual and arm.sd > FAR * usual and near(arm.sd / sqrt(arm.n), usual, NEAR):
                reason = (f"SD for SE: {arm.sd / sqrt(arm.n):.3g} as a standard error of n {arm.n:g} means an SD of "
                          f"{arm.sd:.3g}, beside {usual:.3g} of the others")  # fmt: skip
                found.append(problem(study, "sd-for-se", reason))
                break
        else:
            found += too_far(study)
    return found


def too_far(study: Study) -> list[Problem]:
    """A difference of so many standard deviations that these are hardly standard deviations."""
    made = next((each for each in estimates(study) if each.measure == "SMD"), None)
    if made is None or abs(made.value) <= HUGE or "standard error" in (study.derived or ""):
        return []
    reason = (
        f"SE for SD: the means lie {abs(made.value):.1f} standard deviations apart, which hardly any treatment does"
    )
    return [problem(study, "se-for-sd", reason)]


def errors(studies: list[Study]) -> list[Problem]:
    """A variance in the column of standard errors, or the reverse, or a standard deviation.

    Where every row has its n, what its error should be is known from the others; without, a large study may explain it.
    """
    found = []
    held = [each for each in studies if each.effect is not None and each.effect.method == "se"]
    sized = all(people(each) for each in held)
    for study in held:
        others = [
            error_of(each) * (sqrt(people(each) / people(study)) if sized else 1) for each in held if each is not study
        ]
        se = error_of(study)
        if len(others) < 2:
            continue
        usual = median(others)
        if near(se, usual, NEAR if sized else FAR):
            continue
        n = people(study)
        beside = f"{se:.3g}, beside {usual:.3g} {'expected of its n' if sized else 'of the others'}"
        times = NARROW if sized else NEAR
        if n and se > usual and near(se * 2 / sqrt(n), usual, times):
            found.append(
                problem(study, "sd-for-se", f"SD for SE: {beside}; an SD over the root of n would fit", not sized)
            )
        elif near(se, usual**2, times):
            found.append(
                problem(study, "variance-for-se", f"variance for SE: {beside}, whose square it is near", not sized)
            )
        elif near(se**2, usual, times):
            found.append(problem(study, "se-for-variance", f"SE for variance: its root is {beside}", not sized))
        elif not n and se > FAR**2 * usual:
            found.append(problem(study, "sd-for-se", f"SD for SE: {beside}", True))
    return found


def error_of(study: Study) -> float:
    """The standard error of a study's effect; 0 without one."""
    return (study.effect.se or 0.0) if study.effect is not None else 0.0


def people(study: Study) -> float:
    """How many people a row says that its study has; 0 where it does not say it."""
    if study.counts is not None:
        return study.counts.n + study.counts.control_n
    if study.means is not None:
        return study.means.arm.n + study.means.control.n
    return study.n or 0.0


def estimates(study: Study) -> list[Estimate]:
    """What the figures of a study's arms give."""
    if study.counts is not None:
        return of_counts(study.counts)
    return of_means(study.means) if study.means is not None else []


def own_direction(studies: list[Study]) -> list[Problem]:
    """An effect that is the mirror of what the figures of the same row give."""
    found = []
    for study in studies:
        effect = study.effect
        made = next((each for each in estimates(study) if effect is not None and each.measure == effect.measure), None)
        if effect is None or made is None or made.se is None:
            continue
        given, own = place(effect), place(made)
        if given is not None and own is not None and abs(own) > made.se and abs(given + own) < 0.2 * abs(own):
            reason = f"reversed arms: its effect is {effect.value:g}, and the figures of its arms give {made.value:.3g}"
            found.append(problem(study, "reversed-arms", reason))
    return found


def place(found: Estimate) -> float | None:
    """An estimate on the scale on which it is pooled; None where it has none."""
    try:
        return analysis(found.measure, found.value)
    except ValueError:
        return None


def directions(studies: list[Study]) -> list[Problem]:
    """One study that clearly says the opposite of what all the others clearly say together, and fits when turned."""
    from ketacli.stats.pooling import Study as Pooled
    from ketacli.stats.pooling import pool

    held = []
    for study in studies:
        made = study.effect or next((each for each in estimates(study) if each.measure in ("RR", "MD")), None)
        y = place(made) if made is not None else None
        if made is not None and y is not None and made.se is not None:
            held.append((study, made, y, made.se))
    found = []
    signs = Counter((made.measure, y > 0) for _, made, y, _ in held)
    for study, made, y, se in held:
        if signs[made.measure, y > 0] > 1:
            # Another one points the same way: it is not alone against all others.
            continue
        others = [Pooled(str(each.row), value, error) for each, other, value, error in held
                  if each is not study and other.measure == made.measure]  # fmt: skip
        if len(others) < TOGETHER or abs(y) <= 2 * se:
            continue
        try:
            together = pool(others).random
        except (Refusal, ValueError):
            continue
        clear = abs(together.value) > 2 * together.se and all(each.y * together.value > 0 for each in others)
        if (
            clear
            and y * together.value < 0
            and abs(-y - together.value) < 2 * sqrt(se**2 + together.se**2) + abs(together.value)
        ):
            shown = "log " if made.measure in RATIOS else ""
            reason = (f"reversed arms: {shown}{made.measure} {y:.3g} is clear, and so are the others the other way "
                      f"({together.value:.3g} together)")  # fmt: skip
            found.append(problem(study, "reversed-arms", reason, True))
    return found
