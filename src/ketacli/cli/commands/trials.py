"""``keta trials``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli.filters import asked, trial_filter
from ketacli.cli.session import Session
from ketacli.names import label, term

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.trial import Trial
    from ketacli.screen import Screen
    from ketacli.selections import Estimate


def run(
    *,
    indication: list[str],
    form: list[str],
    route: list[str],
    design: list[str],
    comparator: list[str],
    masking: list[str],
    phase: list[str],
    year: str | None,
    min_n: int | None,
    result: list[str],
    registry: str | None,
    species: list[str],
    fail_empty: bool,
    **settings: Any,
) -> int:
    """List the trials that meet every filter."""
    session = Session(**settings)
    dataset = session.dataset
    wanted = trial_filter(
        dataset, indication=indication, form=form, route=route, design=design, comparator=comparator, masking=masking,
        phase=phase, year=year, min_n=min_n, result=result, registry=registry, species=species,
    )  # fmt: skip
    # One pass over all species: those that are left out are counted, not looked for again.
    every = query.trials(dataset, wanted._replace(species={"any"}))
    found = [trial for trial in every if wanted.species & {"any", trial.species}]
    hidden = len(every) - len(found) if wanted.species == {"human"} else 0
    del every

    def screen(chosen: list[Trial]) -> Screen:
        from ketacli.views.trials import trials_screen

        names = dict.fromkeys(term(dataset, "indications", word, "--indication") for word in query.words(indication))
        title = filters_words(dataset, list(names), wanted, year)
        beside = reviews_beside(dataset, wanted, chosen) if wanted.indication else []
        return trials_screen(dataset, chosen, title, hidden, beside)

    return session.listing(
        "trials", "trials", asked(wanted, year), found, screen,
        line=lambda trial: line_of(dataset, trial), fail_empty=fail_empty,
    )  # fmt: skip


def filters_words(dataset: Dataset, indications: list[str], wanted: query.TrialFilter, year: str | None) -> str:
    """Every filter in words, for the title; empty without one. The species is said where it is not the usual one."""
    parts = [" and ".join(label(dataset, "indications", name) for name in indications)]
    parts.append(" or ".join(label(dataset, "compounds", name) for name in sorted(wanted.form)))
    parts.append(" or ".join(label(dataset, "routes", name) for name in sorted(wanted.route)))
    for name in ("design", "comparator", "masking", "phase", "result"):
        words = " or ".join(sorted(getattr(wanted, name))).lower()
        parts.append(f"{name} {words}" if words else "")
    parts.append(f"year {year}" if year else "")
    parts.append(f"n at least {wanted.min_n:,}" if wanted.min_n is not None else "")
    parts.append(f"registry {wanted.registry}" if wanted.registry else "")
    parts.append("" if wanted.species == {"human"} else f"species {' or '.join(sorted(wanted.species))}")
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def reviews_beside(dataset: Dataset, wanted: query.TrialFilter, found: list[Trial]) -> list[Estimate]:
    """The meta-analyses on the indications asked for, those closest to what the trials measured first."""
    from ketacli import selections

    primary = {outcome.kind for trial in found for outcome in trial.outcomes if outcome.role == "primary"}
    return selections.beside(dataset, form=wanted.form, route=wanted.route, indication=wanted.indication, kinds=primary)


def line_of(dataset: Dataset, trial: Trial) -> str:
    """The record as JSON with the direction of its primary result, and what that was read from."""
    from ketacli import findings

    direction, basis = findings.of_trial(trial)
    line = dataset.trials.line(trial.id)
    return f'{line[:-1]},"result":{{"direction":"{direction}","basis":"{basis}"}}}}'
