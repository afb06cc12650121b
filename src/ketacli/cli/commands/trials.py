"""``keta trials``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli.filters import asked, trial_filter
from ketacli.cli.session import Session
from ketacli.names import label, term

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.review import Review
    from ketacli.models.trial import Trial


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
    if session.cite:
        return session.cited("trials", [item.id for item in found])
    if session.format == "json":
        session.records("trials", asked(wanted, year), [line_of(dataset, trial) for trial in found])
    else:
        from ketacli.views.trials import trials_screen

        hidden = len(every) - len(found) if wanted.species == {"human"} else 0
        names = dict.fromkeys(term(dataset, "indications", word, "--indication") for word in query.words(indication))
        asked_words = " and ".join(label(dataset, "indications", name) for name in names)
        beside = strongest(dataset, wanted) if wanted.indication else []
        screen = trials_screen(dataset, found, asked_words[:1].upper() + asked_words[1:], hidden, beside)
        # The whole list is the largest screen there is: its records go before it is laid out.
        any_found = bool(found)
        del every, found
        session.screen(screen)
        return session.empty(any_found, fail_empty)
    return session.empty(bool(found), fail_empty)


def strongest(dataset: Dataset, wanted: query.TrialFilter) -> list[Review]:
    """Reviews of trials on the same indications and forms, those with most people first."""
    from ketacli import selections

    pooling = {kind for kind in selections.REVIEW_KINDS if "meta-analysis" in kind}
    found = selections.reviews(
        dataset, form=wanted.form, route=wanted.route, indication=wanted.indication, kind=pooling, year=None
    )

    def people(item: Review) -> int:
        return item.n_participants.value or 0 if item.n_participants is not None else 0

    return sorted(found, key=people, reverse=True)


def line_of(dataset: Dataset, trial: Trial) -> str:
    """The record as JSON with the direction of its primary result, and what that was read from."""
    from ketacli import findings

    direction, basis = findings.of_trial(trial)
    line = dataset.trials.line(trial.id)
    return f'{line[:-1]},"result":{{"direction":"{direction}","basis":"{basis}"}}}}'
