"""``keta check [PATH]`` and ``keta check -``: the rules of truth over folders, files and records on standard input."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketacli.cli import table, values
from ketacli.cli.forms import Forms, write
from ketacli.cli.piped import piped
from ketacli.cli.session import Session
from ketacli.errors import DATA, OK, UsageError
from ketacli.records.base import as_plain
from ketacli.records.kinds import RECORDS
from ketacli.records.printable import printable
from ketacli.render.document import compact
from ketacli.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketacli.build.overlays.folders import Chosen
    from ketacli.build.problems import Problem
    from ketacli.build.read import Authored
    from ketacli.records.fields import Field
    from ketacli.screens.screen import Screen


class Checked(NamedTuple):
    """What was checked, and what is wrong with it."""

    problems: list[Problem]
    authored: Authored
    where: str
    """What was checked, after "no problems"."""
    root: Path | None
    """The folder that the files of problems are in."""
    texts: dict[str, str]
    """What was read that is in no file."""


def run(*, directory: str | None, kind: str | None, **settings: Any) -> int:
    """Report every problem at once, each with its line and what to do; exit code 5 when there is any."""
    session = Session(**settings, formats=(*table.FORMATS, *table.LOGS))
    if kind is not None and directory != "-":
        raise UsageError("--kind goes with keta check -", "It says what the record on standard input is.", field="kind")
    with session.waiting():
        found = _checked(session, directory, kind)
    total = sum(len(records) for records in found.authored.records.values())
    problems = _mended(found) if found.problems else []

    def envelope() -> None:
        from ketacli.evidence.answers.check import Beside
        from ketacli.render.document import dumps

        beside = Beside(records=total).to_dict()
        query = {"directory": directory, "kind": kind}
        document = {"schema": "keta.check/1", "query": query, "data": as_plain(problems), "total": len(problems)}
        session.write(dumps({**document, **beside}, indented=session.output.terminal))

    def log() -> dict[str, Any]:
        from ketacli.build.sarif import sarif

        return sarif(problems, "" if found.root is None else str(found.root))

    write(session, forms(session, problems, envelope, f"no problems {found.where}")._replace(log=log))
    if problems and session.format not in ("json", "sarif"):
        session.note(f"keta: {len(problems)} problem{'s' if len(problems) > 1 else ''} in {total} records")
    return DATA if problems else OK


def _mended(found: Checked) -> list[Problem]:
    from ketacli.build.mending import mended

    return mended(found.problems, found.authored, found.root, found.texts)


def _checked(session: Session, directory: str | None, kind: str | None) -> Checked:
    """Check what was named: standard input, a file, an overlay, a data directory, or what other commands read."""
    from ketacli.build.overlays.folders import is_overlay
    from ketacli.build.read import DATA as SHIPPED
    from ketacli.build.read import data_directory, read_directory
    from ketacli.build.rules import check

    chosen = session.chosen
    if directory == "-":
        return _piped(chosen, kind)
    if directory is not None and os.path.isfile(directory):  # noqa: PTH113 - a path that cannot be looked at is none
        return _beside(None, [Path(directory)])
    if directory is not None and is_overlay(directory):
        return _beside(directory, [])
    named = directory if directory is not None else chosen.base
    root = data_directory(named) if named is not None else SHIPPED
    authored = read_directory(root)
    problems = authored.problems + check(authored)
    total = sum(len(records) for records in authored.records.values())
    where = f"in {total} records: {counted(authored)}"
    if directory is None and named is not None:
        where += f" (KETA_DATA: {root})"
    if directory is None and chosen.overlays and not problems:
        from ketacli.build.opening import load

        # Whoever reads them is told of every problem, or of none.
        load(chosen.base, chosen.overlays)
        where += f"; and in the overlays {', '.join(chosen.overlays)}"
    return Checked(problems, authored, where, root, {})


def counted(authored: Authored) -> str:
    """How many records of each kind."""
    return ", ".join(f"{len(records)} {name}" for name, records in authored.records.items())


def _beside(folder: str | None, files: list[Path]) -> Checked:
    """An overlay, or a file, checked beside the shipped records or those of the directory that it is in."""
    from ketacli.build.opening import opened
    from ketacli.build.overlays.folders import META, is_overlay
    from ketacli.build.overlays.read import held, read_files, read_overlays

    store = opened()
    authored = held(store)
    before = sum(len(records) for records in authored.records.values())
    if folder is not None:
        found = read_overlays(authored, store, (folder,), named=False)
        root = Path(folder)
    else:
        (path,) = files
        inside = path.absolute().parent.name in RECORDS
        root = path.absolute().parent.parent if inside else path.parent
        if inside and os.path.isfile(root / META):  # noqa: PTH113
            return _one_of(root, path)
        file = f"{path.absolute().parent.name}/{path.name}" if inside else path.name
        if inside and is_overlay(str(root)):
            found = read_overlays(authored, store, (str(root),), named=False)
            found.problems = [problem for problem in found.problems if problem.file == file]
        else:
            found = read_files(authored, store, root, [file])
    said = f" and what is said of {len(found.said)} shipped" if found.said else ""
    where = f"in {len(found.new)} records of {folder or files[0]}{said}, checked among {before} shipped records"
    return Checked(found.problems, authored, where, root, {})


def _one_of(root: Path, path: Path) -> Checked:
    """A file of a whole data directory, checked among the records there."""
    from ketacli.build.read import read_directory
    from ketacli.build.rules import check

    authored = read_directory(root)
    file = path.absolute().relative_to(root).as_posix()
    problems = [problem for problem in authored.problems + check(authored) if problem.file == file]
    total = sum(len(records) for records in authored.records.values())
    return Checked(problems, authored, f"in {file}, checked among {total} records", root, {})


def _piped(chosen: Chosen, kind: str | None) -> Checked:
    """Records on standard input, checked among those that other commands read."""
    from ketacli.build.opening import opened
    from ketacli.build.overlays.read import held
    from ketacli.build.read import DATA as SHIPPED
    from ketacli.build.read import data_directory, read_directory
    from ketacli.build.rules import check, check_new

    text = piped("Pipe a record in, or name a directory.", "directory")
    named = values.one(kind, tuple(RECORDS), "--kind")
    root = None if chosen.base is None else data_directory(chosen.base)
    authored = held(opened(chosen.overlays)) if root is None else read_directory(root)
    known = {(held_kind, name) for held_kind, records in authored.records.items() for name in records}
    placed, wrong = put(authored, text, named)
    if root is None and not known & set(placed):
        problems = wrong + check_new(authored, placed)
    else:
        if root is None:
            # It takes the place of a record that others rest on: all of them are asked.
            authored = read_directory(SHIPPED)
            placed, wrong = put(authored, text, named)
        problems = authored.problems + wrong + check(authored)
    total = sum(len(records) for records in authored.records.values())
    shown = [printable(f"{held_kind}/{name}") for held_kind, name in placed]
    words = ", ".join(shown) if len(shown) < 4 else f"{len(shown)} records"
    where = f"in {words}, checked among {total} records"
    texts = {"stdin": text, **{authored.file(*pair): text for pair in placed}}
    return Checked(problems, authored, where, root, texts)


def put(authored: Authored, text: str, kind: str | None) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Set the records of a text into the data; their kinds and ids, and what is wrong with them."""
    from ketacli.build.piped import put as set_in

    return set_in(authored, text, kind)


def _how(problem: Problem) -> str:
    """The line below a problem: where it stands in its file, and what to do."""
    place = f"line {problem.line}: " if problem.line is not None else ""
    return f"    {place}{printable(problem.mend)}\n" if problem.mend else ""


def forms(session: Session, problems: list[Problem], envelope: Callable[[], None], fine: str) -> Forms:
    """The problems in every form; ``fine`` says that there is none."""

    def screen() -> Screen:
        from ketacli.screens.screen import Column, Prose, Row, Screen, Table

        columns = [Column("File"), Column("Line"), Column("Key"), Column("Problem"), Column("Mend")]
        table = Table(
            columns,
            [
                Row([printable(str(part or "")) for part in (each.file, each.line, each.key, each.reason, each.mend)])
                for each in problems
            ],
        )
        return Screen("keta check", blocks=[table if problems else Prose(f"{fine[:1].upper()}{fine[1:]}.")])

    def cells() -> tuple[list[Field], list[Problem]]:
        from ketacli.evidence.answers.answer import columns
        from ketacli.evidence.answers.check import BrokenRule
        from ketacli.records import fields

        known = fields.of_rows("problems", columns(BrokenRule))
        return [known.find(name) for name in known.columns()], problems

    return Forms(
        terminal=lambda: session.write("".join(f"{each}\n{_how(each)}" for each in problems) or f"{fine}\n"),
        envelope=envelope,
        screen=screen,
        cells=cells,
        lines=lambda: map(compact, as_plain(problems)),
        tables=lambda: {"problems": as_plain(problems)},
    )
