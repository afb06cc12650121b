"""``keta trials``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli import query
from ketacli.cli.session import Session
from ketacli.names import fold, label, term

if TYPE_CHECKING:
    from ketacli.dataset import Dataset
    from ketacli.models.review import Review
    from ketacli.models.trial import Trial
    from ketacli.screen import Screen

SPECIES = ("human", "mouse", "rat", "any")


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
    wanted = query.TrialFilter(
        indication=query.terms(dataset, "indications", indication, "--indication"),
        form=query.terms(dataset, "compounds", form, "--form"),
        route=query.terms(dataset, "routes", route, "--route"),
        design=query.one_of(design, query.DESIGNS, "--design"),
        comparator=query.one_of(comparator, query.COMPARATORS, "--comparator"),
        masking=query.one_of(masking, query.MASKINGS, "--masking"),
        phase=query.one_of(phase, query.PHASES, "--phase"),
        year=query.years(year) if year else None,
        min_n=min_n,
        result=query.one_of(result, query.RESULTS, "--result"),
        registry=fold(registry) if registry else None,
        species=query.one_of(species, SPECIES, "--species") or {"human"},
    )
    # One pass over all species: those that are left out are counted, not looked for again.
    every = query.trials(dataset, wanted._replace(species={"any"}))
    found = [trial for trial in every if wanted.species & {"any", trial.species}]
    hidden = len(every) - len(found) if wanted.species == {"human"} else 0
    del every

    def screen(chosen: list[Trial]) -> Screen:
        from ketacli.views.trials import trials_screen

        names = dict.fromkeys(term(dataset, "indications", word, "--indication") for word in query.words(indication))
        asked_words = " and ".join(label(dataset, "indications", name) for name in names)
        beside = strongest(dataset, wanted) if wanted.indication else []
        return trials_screen(dataset, chosen, asked_words[:1].upper() + asked_words[1:], hidden, beside)

    asked = {name: value for name, value in wanted._asdict().items() if value and name != "year"}
    asked = {name: sorted(value) if isinstance(value, set) else value for name, value in asked.items()}
    return session.listing(
        "trials", "trials", {**asked, "year": year}, found, screen,
        line=lambda trial: line_of(dataset, trial), fail_empty=fail_empty,
    )  # fmt: skip


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
