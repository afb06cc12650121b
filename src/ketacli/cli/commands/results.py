"""``keta results``: the figures of trials as one tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.forest import asked_for, condition_of, unknown_outcome
from ketacli.cli.commands.trials import query
from ketacli.cli.filters import chosen
from ketacli.cli.placing import read_as
from ketacli.cli.session import Session
from ketacli.cli.table import split
from ketacli.errors import UsageError
from ketacli.records import fields

if TYPE_CHECKING:
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.results import ArmRow, BesideResults, ComparisonRow
    from ketacli.evidence.forest.rows import Ask
    from ketacli.evidence.results.table import Results
    from ketacli.records.dataset import Dataset
    from ketacli.records.fields import Fields
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen


def run(
    *,
    words: list[str],
    outcome: str | None,
    timepoint: str | None,
    wide: bool,
    every: bool,
    measure: str | None,
    basis: str | None,
    multiarm: str | None,
    fail_empty: bool,
    **values: Any,
) -> int:
    """List what each arm showed, or each comparison."""
    filters, settings = split("results", values)
    for flag, given in (("--measure", measure), ("--basis", basis), ("--multiarm", multiarm), ("--every", every)):
        if given and not wide:
            raise UsageError(f"{flag} goes with --wide", "Add --wide, or leave it out.", field=flag.strip("-"))
    ask = asked_for(outcome, timepoint, measure, basis, set(), multiarm, None, None)
    session = Session(**settings)
    dataset = session.dataset
    filters, read = read_as(dataset, "results", words, filters)
    columns = fields.of_rows("results", row_columns(wide))
    condition = of_trials(session, columns)
    wanted = chosen(dataset, "results", "trials", filters, condition)
    found = built(dataset, list(filter(condition_of(dataset, condition), wanted.found())), ask, wide, every)

    def screen(shown: list[Any]) -> Screen:
        from ketacli.screens.results import results_screen
        from ketacli.screens.screen import Note

        made = results_screen(dataset, shown, wide, found.left_out, found.refusals)
        made.notes += [Note(f"Read as {read}.")] if read else []
        return made

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows

        return Rows("results", row_columns(wide), list(found))

    def beside() -> BesideResults:
        from ketacli.evidence.answers.results import BesideResults

        return BesideResults(left_out=found.left_out, refusals=found.refusals)

    if session.format in ("csv", "tsv", "jsonl"):
        for text in remarks(found):
            session.note(f"keta: {text}")
    said = {
        "outcome": outcome, "timepoint": timepoint, "wide": wide, "every": every, "measure": measure, "basis": basis,
        "multiarm": multiarm, **query(wanted), "where": condition,
    }  # fmt: skip
    return session.report(
        "results", said, lambda: list(found), rows, screen, items=list(found), beside=beside, fail_empty=fail_empty
    )


def row_columns(wide: bool) -> Any:
    """The columns of the rows with their types."""
    from ketacli.evidence.answers.answer import columns
    from ketacli.evidence.answers.results import ArmRow, ComparisonRow

    return columns(ComparisonRow if wide else ArmRow)


def of_trials(session: Session, columns: Fields) -> str | None:
    """The condition of --where when it asks about trials, which is then done with; None when it asks about the rows.

    UsageError where it can be read as neither, in the words of the rows.
    """
    from ketacli.records.conditions import paths_in

    if session.where is None:
        return None
    try:
        paths_in(session.where, columns, session.dataset)
    except UsageError:
        try:
            paths_in(session.where, fields.of_kind("trials"), session.dataset)
        except UsageError:
            paths_in(session.where, columns, session.dataset)
        condition, session.where = session.where, None
        return condition
    return None


def built(
    dataset: Dataset, trials: list[Trial], ask: Ask, wide: bool, every: bool
) -> Results[ArmRow] | Results[ComparisonRow]:
    """The table; UsageError with what there is when no trial has such an outcome."""
    from ketacli.evidence.results import arms, comparisons

    try:
        return comparisons(dataset, trials, ask, every) if wide else arms(dataset, trials, ask)
    except LookupError as error:
        raise unknown_outcome(error, ask) from None


def remarks(found: Results[Any]) -> list[str]:
    """What formats of rows cannot say, for standard error."""
    out = []
    if found.left_out:
        number = len(found.left_out)
        out.append(f"{number} comparison{'s' if number > 1 else ''} left out; -o json names them with the reason")
    for each in found.refusals:
        out.append(f"keta forest does not pool these rows: {each.reason}. {each.instead or ''}".rstrip())
    return out
