"""``keta fetch``: the one command that asks the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.errors import DATA, OK, UsageError

if TYPE_CHECKING:
    from ketacli.cli.online.ask import Client
    from ketacli.cli.report import Rows
    from ketacli.evidence.answers.fetch import Beside, Fetched, Noticed
    from ketacli.records.source import Source
    from ketacli.screens.screen import Screen

PATIENCE = 30
"""Seconds to wait for an answer."""
LONGEST = 600
AGAIN = "Check the connection and try again; --base names a mirror."


def run(
    *, names: list[str], status: bool, into: str | None, force: bool, base: list[str], timeout: int | None,
    **settings: Any,
) -> int:  # fmt: skip
    """Keep records with their drafts, or report on documents; exit code 5 where a service gave no answer."""
    from ketacli.cli.online.services import bases

    session = Session(**settings)
    if timeout is not None and not 0 < timeout <= LONGEST:
        raise UsageError(f"--timeout takes 1 to {LONGEST} seconds, not {timeout}", "Leave it out for 30.",
                         field="timeout", value=str(timeout))  # fmt: skip
    patience, addresses = timeout or PATIENCE, bases(base)
    if status:
        if into is not None or force:
            raise UsageError("--status writes a report: --into and --force go with numbers", "--output names its file.",
                             field="into" if into is not None else "force")  # fmt: skip
        return _report(session, names, addresses, patience)
    return _take(session, names, into, force, addresses, patience)


def client(patience: float) -> Client:
    """What asks; UsageError where the extra is not installed."""
    try:
        from ketacli.cli.online.ask import Client
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "httpx":
            raise
        raise UsageError(
            "keta fetch needs the extra online, which is not installed",
            "Install it: pip install 'keta-evidence[online]'.",
        ) from error
    return Client(patience)


def _take(
    session: Session, names: list[str], into: str | None, force: bool, addresses: dict[str, str], patience: float
) -> int:
    """Get each number and keep it; the exit code is that of the first that failed."""
    from ketacli.cli.drafting import remarks
    from ketacli.cli.online.files import folder
    from ketacli.cli.online.services import asked
    from ketacli.cli.progress import Progress

    numbers = list(dict.fromkeys(asked(each) for each in names))
    if not numbers:
        raise UsageError("keta fetch needs a number", "For example: keta fetch NCT02210780, or keta fetch --status.",
                         field="names")  # fmt: skip
    target, dataset = folder(into), session.dataset
    with client(patience) as online, Progress("records", session.output.accessible) as progress:
        from ketacli.cli.online.take import take

        taken = take(online, numbers, addresses, target, force, dataset, progress.tick)
    if taken.error is not None and len(numbers) == 1:
        raise taken.error

    def screen(rows: list[Fetched]) -> Screen:
        from ketacli.screens.fetch import fetched_screen

        return fetched_screen(session.dataset, rows)

    _write(session, {"names": [each.number for each in numbers]}, taken.rows, screen,
           sum(each.problem is not None for each in taken.rows))  # fmt: skip
    if taken.error is not None:
        session.note(f"keta: {taken.error.message}\n  {taken.error.hint}")
    for draft in taken.drafts if session.format != "json" else ():
        for each in remarks(draft):
            session.note(each)
    return OK if taken.error is None else taken.error.exit_code


def _report(session: Session, names: list[str], addresses: dict[str, str], patience: float) -> int:
    """What Crossref knows of documents; exit code 5 where it gave no answer for some."""
    from ketacli.cli.progress import Progress
    from ketacli.records.names import resolve

    dataset = session.dataset
    numbers = {number: each.id for each in dataset.sources for number in (each.doi, each.pmid) if number}
    ids = dict.fromkeys(numbers.get(each.lower()) or resolve(dataset, "sources", each) for each in names)
    documents: list[Source] = [dataset.sources[each] for each in ids or dataset.sources.ids()]
    with client(patience) as online, Progress("documents", session.output.accessible) as progress:
        from ketacli.cli.online.standing import standings

        rows = standings(online, documents, addresses["crossref"], progress.tick)

    def screen(shown: list[Noticed]) -> Screen:
        from ketacli.screens.fetch import standing_screen

        return standing_screen(dataset, shown)

    failed = sum(each.told == "not-asked" for each in rows)
    _write(session, {"names": [*ids], "status": True}, rows, screen, failed)
    if failed:
        first = next(each.problem for each in rows if each.problem)
        session.note(f"keta: no answer about {failed} of {len(rows)} documents: {first}\n  {AGAIN}")
    return DATA if failed else OK


def _write(session: Session, query: dict[str, Any], found: list[Any], screen: Any, failed: int) -> None:
    def beside() -> Beside:
        from ketacli.evidence.answers.fetch import Beside

        return Beside(failed=failed)

    def rows(_: Any) -> Rows:
        from ketacli.cli.report import Rows
        from ketacli.evidence.answers.answer import columns

        return Rows("rows", columns(type(found[0])), found)

    session.report("fetch", query, lambda: found, rows, screen, items=found, beside=beside)
