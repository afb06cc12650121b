"""``keta network``: treatments compared by way of one another, where that is honest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.commands.forest import asked_for, condition_of, one
from ketacli.cli.commands.trials import query
from ketacli.cli.filters import chosen
from ketacli.cli.placing import read_as
from ketacli.cli.session import Session
from ketacli.cli.table import FORMATS, PLOTS, split
from ketacli.errors import OK, REFUSED, UsageError
from ketacli.records.choose import parts_of
from ketacli.records.names import missing, near, resolve

if TYPE_CHECKING:
    from ketacli.cli.filters import Chosen
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.network import NetworkAnswer
    from ketacli.evidence.answers.networks import NetworksOffered
    from ketacli.evidence.network.ask import NetworkAsk
    from ketacli.evidence.network.result import Network
    from ketacli.records.dataset import Dataset
    from ketacli.records.trial import Trial
    from ketacli.screens.screen import Screen

METHODS = ("reml", "dl")


def run(
    *,
    words: list[str],
    outcome: str | None,
    timepoint: str | None,
    reference: str | None,
    measure: str | None,
    basis: str | None,
    method: str | None,
    doses: str | None,
    lump: str | None,
    exclude: list[str],
    level: str | None,
    condition: str | None,
    fail_empty: bool,
    **values: Any,
) -> int:
    """Pool the trials that meet every filter as a network; exit code 6 with the reason where they must not be."""
    from ketacli.evidence.network.ask import NetworkAsk
    from ketacli.evidence.network.nodes import DOSES, PLACEBO

    filters, settings = split("network", values)
    session = Session(**settings, formats=(*FORMATS, *PLOTS))
    dataset = session.dataset
    filters, read = read_as(dataset, "network", words, filters)
    if lists(filters, [outcome, timepoint, reference, measure, basis, method, doses, lump, exclude, level, condition]):
        return listed(session, chosen(dataset, "network", "trials", filters, None), fail_empty, read)
    tau = one(method, METHODS, "--method") or "reml"
    asked = asked_for(outcome, timepoint, measure, basis, {tau}, None, None, level)
    left_out = {resolve(dataset, "trials", word) for word in parts_of(exclude)}
    wanted = chosen(dataset, "network", "trials", filters, condition)
    apart = one(doses, DOSES, "--doses")
    ask = NetworkAsk(
        asked,
        reference,
        next((each for each in DOSES if each == apart), "class"),
        one(lump, (PLACEBO,), "--lump") is not None,
        frozenset(wanted.words("population")),
    )
    meets = condition_of(dataset, condition)
    trials = [trial for trial in wanted.found() if trial.id not in left_out and meets(trial)]
    found = build(dataset, trials, ask)

    def screen(_: list[Any]) -> Screen:
        from ketacli.screens.network import network_screen
        from ketacli.screens.screen import Note

        shown = network_screen(dataset, found)
        shown.notes += [Note(f"Read as {read}.")] if read else []
        if left_out:
            shown.notes.append(Note(f"Left out at your wish: {', '.join(sorted(left_out))}."))
        return shown

    def answer() -> NetworkAnswer:
        from ketacli.evidence.network.answer import network_answer

        return network_answer(found)

    def rows(made: NetworkAnswer) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.network.answer import row_columns
        from ketacli.evidence.network.answer import rows as pair_rows

        return Rows("pairs of treatments", row_columns(), pair_rows(made))

    if session.format in PLOTS and not found.placed:
        raise UsageError(
            "there is nothing to draw: no matching trial has figures for this outcome",
            f"Fewer filters find more; without -o {session.format} the reasons are named.", field="outcome",
        )  # fmt: skip
    said = {
        "outcome": outcome, "timepoint": timepoint, "measure": measure, "basis": basis, "method": method,
        "reference": reference, "doses": doses, "lump": lump, "exclude": sorted(left_out), "where": condition,
        **query(wanted),
    }  # fmt: skip
    code = session.report("network", said, answer, rows, screen, items=list(found.placed), fail_empty=fail_empty)
    if code != OK or not found.refusals or not found.placed:
        # Without a trial nothing matches, as in every list; what is refused is to estimate from trials that there are.
        return code
    session.note(f"keta: not estimated: {found.refusals[0].reason}\n  {found.refusals[0].instead}.")
    return REFUSED


def lists(filters: dict[str, Any], options: list[Any]) -> bool:
    """Whether no network was asked for, so that those there are should be listed: nothing given but indications."""
    return not any(options) and not any(value for name, value in filters.items() if name != "indication")


def listed(session: Session, wanted: Chosen, fail_empty: bool, read: str = "") -> int:
    """List the networks that the trials on record make; of an indication those of it, and of narrower ones."""
    from ketacli.evidence.answers.networks import NetworkOffered, NetworksOffered
    from ketacli.evidence.stored import networks

    dataset = session.dataset
    if session.format in PLOTS:
        raise UsageError(f"-o {session.format} draws one network, and none was asked for",
                         "Add --indication, --outcome and --timepoint; keta network lists what there is.",
                         field="outcome")  # fmt: skip
    names = wanted.asked["indication"]
    found = [each for each in networks(dataset.store).networks if not names or each.indication in names]

    def screen(shown: list[Any]) -> Screen:
        from ketacli.screens.networks import networks_screen
        from ketacli.screens.screen import Note

        made = networks_screen(dataset, shown)
        made.notes += [Note(f"Read as {read}.")] if read else []
        return made

    def rows(made: NetworksOffered) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns

        return Rows("networks", columns(NetworkOffered), list(made.networks), None, "networks")

    return session.report("network", query(wanted), lambda: NetworksOffered(networks=tuple(found)), rows, screen,
                          items=found, fail_empty=fail_empty)  # fmt: skip


def build(dataset: Dataset, trials: list[Trial], ask: NetworkAsk) -> Network:
    """The network; UsageError with what there is for an outcome or a reference that no trial has."""
    from ketacli.evidence.network.assemble import NoReference, network

    try:
        return network(dataset, trials, ask)
    except NoReference as error:
        word, what, known = ask.reference or "", "treatment in this network", tuple(error.args[0])
    except LookupError as error:
        word, what, known = ask.forest.outcome or "primary", "outcome in these trials", tuple(error.args[0])
    raise missing(what, word, near(word, {name.replace("-", ""): name for name in known}), known, UsageError)
