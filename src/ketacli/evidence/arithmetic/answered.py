"""Arithmetic as the answer has it: plain numbers and words without ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.evidence.answers import doses
from ketacli.evidence.arithmetic.steps import printed
from ketacli.records import wording

if TYPE_CHECKING:
    from ketacli.evidence.arithmetic.patterns import Match
    from ketacli.evidence.arithmetic.steps import Step
    from ketacli.evidence.arithmetic.studied import Studied


def answered(steps: list[Step]) -> tuple[doses.Step, ...]:
    """The steps, each figure also as it is printed."""
    return tuple(
        doses.Step(
            phase=step.phase,
            what=step.what,
            formula=step.formula,
            value=float(step.value),
            exact=step.exact,
            printed=_untied(printed(step)),
            unit=step.unit,
        )
        for step in steps
    )


def matched(matches: list[Match]) -> tuple[doses.DoseMatch, ...]:
    """The regimens that have the dose."""
    return tuple(_match(match) for match in matches)


def studied(found: tuple[Studied, ...]) -> tuple[doses.DoseTrial, ...]:
    """The studies that have the dose."""
    return tuple(
        doses.DoseTrial(
            trial=each.id, forms=each.forms, indications=each.indications, use=each.use,
            occasion=each.occasion or None, apart=_untied(each.apart) or None, unclear=each.doubt, asked=each.chosen,
            exact=each.exact, dose=_untied(each.dose) or None, kind=each.kind,
        )
        for each in found
    )  # fmt: skip


def _match(match: Match) -> doses.DoseMatch:
    over = [phase.given_over for phase in match.phases if phase.given_over is not None]
    standing = match.regimen.standing
    population = match.regimen.population
    return doses.DoseMatch(
        regimen=match.regimen.id,
        exact=match.exact,
        dose=_untied(match.dose),
        phases=tuple(phase.name for phase in match.phases),
        over=tuple(_untied(wording.quantity(each)) for each in over),
        standing=tuple(doses.Licensed(jurisdiction=each.jurisdiction, status=each.status) for each in standing),
        population=population.value if population is not None else None,
        unclear=match.unclear or None,
        not_first=_untied(match.not_first) or None,
        apart=_untied(match.apart) or None,
    )


def _untied(text: str) -> str:
    return text.replace(wording.TIE, " ")
