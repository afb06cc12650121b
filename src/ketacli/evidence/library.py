"""The records with what follows from them: what ``ketacli.load()`` gives.

>>> from ketacli import load
>>> rows = load().results(outcome="madrs", timepoint="28d", form="esketamine", comparator="placebo", where="n >= 300")
>>> [(row.trial, row.arm, row.mean, row.n) for row in rows if row.outcome == "madrs-day-28"][:2]
[('transform-1', 'esketamine-56', -19, 111), ('transform-1', 'esketamine-84', -18.8, 98)]
>>> found = load().network(indication="trd", outcome="madrs", timepoint="28d")
>>> [(each.first, round(each.value or 0, 2)) for each in found.pairs if each.second == "placebo"][0]
('esketamine-intranasal', -3.52)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ketacli.errors import UsageError
from ketacli.records.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from ketacli.evidence.answers.multiverse import MultiverseOfPlot
    from ketacli.evidence.answers.network import NetworkAnswer
    from ketacli.evidence.answers.results import ArmRow, ComparisonRow
    from ketacli.evidence.forest.rows import Ask
    from ketacli.evidence.results.table import Results
    from ketacli.records.choose import Clause
    from ketacli.records.trial import Trial

    Wanted: TypeAlias = str | int | Iterable[str]
    """The words of a filter: one, or several any of which will do."""

SHORT = {"population": "populations", "min_n": "n"}
"""Names of the filters of trials that are not those of their fields."""


class Library(Dataset):
    """All records, by kind, and tables that are worked out of them."""

    @overload
    def results(self, *, wide: Literal[False] = False, where: str | None = None, outcome: str | None = None,
                timepoint: str | None = None, measure: str | None = None, basis: str | None = None,
                multiarm: str | None = None, every: bool = False, **filters: Wanted
                ) -> Results[ArmRow]: ...  # fmt: skip

    @overload
    def results(self, *, wide: Literal[True], where: str | None = None, outcome: str | None = None,
                timepoint: str | None = None, measure: str | None = None, basis: str | None = None,
                multiarm: str | None = None, every: bool = False, **filters: Wanted
                ) -> Results[ComparisonRow]: ...  # fmt: skip

    def results(
        self,
        *,
        wide: bool = False,
        where: str | None = None,
        outcome: str | None = None,
        timepoint: str | None = None,
        measure: str | None = None,
        basis: str | None = None,
        multiarm: str | None = None,
        every: bool = False,
        **filters: Wanted,
    ) -> Results[ArmRow] | Results[ComparisonRow]:
        """The figures of trials as a tidy table: a row an arm, or with ``wide`` a row a comparison.

        The arguments are the options of ``keta results``; ``filters`` are those of ``keta trials``, a word or several
        each, and ``where`` is a condition on trials. Raises UsageError for one that is not known and for an outcome
        that no trial has.
        """
        from ketacli.evidence.results import arms, comparisons

        ask = _ask(outcome, timepoint, measure, basis, multiarm)
        trials = self._trials(where, filters)
        try:
            return comparisons(self, trials, ask, every) if wide else arms(self, trials, ask)
        except LookupError as error:
            raise _missing("outcome in these trials", outcome, error, "outcome") from None

    def network(
        self,
        *,
        where: str | None = None,
        outcome: str | None = None,
        timepoint: str | None = None,
        reference: str | None = None,
        measure: str | None = None,
        basis: str | None = None,
        doses: Literal["class", "each", "together"] = "class",
        lump: bool = False,
        **filters: Wanted,
    ) -> NetworkAnswer:
        """Treatments compared by way of one another, as ``keta network`` gives them, with every refusal in it.

        The arguments are its options; ``lump`` takes active placebos for inert ones. UsageError for an outcome that no
        trial has and for a reference that is no treatment of the network.
        """
        from ketacli.evidence.network.answer import network_answer
        from ketacli.evidence.network.ask import NetworkAsk
        from ketacli.evidence.network.assemble import NoReference, network

        populations = filters.get("population", ())
        named = {populations} if isinstance(populations, str) else set(map(str, populations))  # type: ignore[arg-type]
        ask = NetworkAsk(_ask(outcome, timepoint, measure, basis, None), reference, doses, lump, frozenset(named))
        try:
            return network_answer(network(self, self._trials(where, filters), ask))
        except NoReference as error:
            raise _missing("treatment in this network", reference, error, "reference") from None
        except LookupError as error:
            raise _missing("outcome in these trials", outcome, error, "outcome") from None

    def multiverse(
        self,
        *,
        where: str | None = None,
        outcome: str | None = None,
        timepoint: str | None = None,
        measure: str | None = None,
        basis: str | None = None,
        multiarm: str | None = None,
        **filters: Wanted,
    ) -> MultiverseOfPlot:
        """Every defensible analysis of a question, as ``keta forest --multiverse`` gives them.

        What is named is no choice any more. UsageError for an outcome that no trial has.
        """
        from ketacli.evidence.forest.multiverse import multiverse
        from ketacli.evidence.forest.multiverse_answer import multiverse_answer

        ask = _ask(outcome, timepoint, measure, basis, multiarm)
        try:
            return multiverse_answer(multiverse(self, self._trials(where, filters), ask))
        except LookupError as error:
            raise _missing("outcome in these trials", outcome, error, "outcome") from None

    def _trials(self, where: str | None, filters: dict[str, Wanted]) -> list[Trial]:
        """The trials that meet filters and a condition; no animals, and none without results, unless asked for."""
        from ketacli.records import fields
        from ketacli.records.choose import USUAL, together
        from ketacli.records.order import ordered

        known = fields.of_kind("trials")
        clauses = [clause for name, words in filters.items() for clause in _clauses(SHORT.get(name, name), words)]
        lifted = {known.short.get(clause.path, clause.path) for clause in clauses}
        found = self.trials.where(where) if where is not None else self.trials
        if where is not None:
            from ketacli.records.conditions import paths_in

            lifted |= paths_in(where, known, self)
        clauses += [clause for clause in USUAL["trials"] if clause.path not in lifted]
        meets = together(clauses, known, self)
        return ordered(self, "trials", [trial for trial in found if meets(trial)])


def _missing(what: str, word: str | None, error: LookupError, field: str) -> UsageError:
    known = tuple(error.args[0])
    return UsageError(f'no {what} called "{word}"', f"Known: {', '.join(known)}.",
                      field=field, value=word, allowed=known)  # fmt: skip


def _clauses(path: str, words: Wanted) -> list[Clause]:
    from ketacli.records.choose import Clause, years

    if path == "n":
        return [Clause(path, ">=", (str(words),))]
    if path == "year":
        span = years(str(words))
        return [Clause(path, ">=", (str(span.first),)), Clause(path, "<=", (str(span.last),))]
    held = (str(words),) if isinstance(words, str | int) else tuple(words)
    return [] if "any" in held else [Clause(path, "in", held)]


def _ask(
    outcome: str | None, timepoint: str | None, measure: str | None, basis: str | None, multiarm: str | None
) -> Ask:
    from ketacli.evidence.forest.rows import BASES, MEASURES, MULTIARM, Ask
    from ketacli.evidence.outcomes import timespan

    span = timespan(timepoint) if timepoint is not None else None
    if timepoint is not None and span is None:
        raise UsageError(f'"{timepoint}" is no time or span of time', "Write 28d, 24h, 4w or 21-30d.",
                         field="timepoint", value=timepoint)  # fmt: skip
    measure = measure.upper() if measure is not None else None
    for name, word, allowed in (
        ("measure", measure, MEASURES),
        ("basis", basis, BASES),
        ("multiarm", multiarm, MULTIARM),
    ):
        if word is not None and word not in allowed:
            raise UsageError(f'{name} has no value "{word}"', f"Known: {', '.join(allowed)}.", field=name, value=word)
    return Ask(outcome=outcome, span=span, measure=measure, basis=basis, multiarm=multiarm)
