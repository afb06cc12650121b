"""``keta check [DIR]`` and ``keta check -``: the rules of truth over a data directory, or with records set into it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ketacli.cli.session import Session
from ketacli.errors import DATA, OK, DataError, UsageError
from ketacli.kinds import RECORDS
from ketacli.query import one_of

if TYPE_CHECKING:
    from ketacli.authoring.problems import Problem
    from ketacli.authoring.read import Authored


def run(*, directory: str | None, kind: str | None, **settings: Any) -> int:
    """Report every problem at once; exit code 5 when there is any."""
    from ketacli.authoring.compiler import DATA as SHIPPED
    from ketacli.authoring.preview import data_directory
    from ketacli.authoring.read import read_directory
    from ketacli.check import check

    session = Session(**settings)
    piped = directory == "-"
    if kind is not None and not piped:
        raise UsageError("--kind goes with keta check -", "It says what the record on standard input is.", field="kind")
    # Without a directory of its own, what is checked is what every other command reads.
    named = session.data if piped or directory is None else directory
    root = data_directory(named) if named is not None else SHIPPED
    if not (root / "meta.toml").is_file():
        raise DataError(
            f'"{root}" holds no meta.toml: it is no data directory',
            "Name the directory with meta.toml in it.",
            value=str(root),
        )
    authored = read_directory(root)
    words = ""
    wrong: list[Problem] = []
    if piped:
        words, wrong = set_in(authored, kind)
    problems = authored.problems + wrong + check(authored)
    total = sum(len(records) for records in authored.records.values())
    counts = ", ".join(f"{len(records)} {name}" for name, records in authored.records.items())
    where = f"in {words}, checked among {total} records" if piped else f"in {total} records: {counts}"
    if directory is None and named is not None:
        where += f" (KETA_DATA: {root})"
    query = {"directory": directory, "kind": kind}
    rows = [problem._asdict() for problem in problems]
    if session.format == "json":
        from ketacli.render.document import dumps

        document = {"schema": "keta.check/1", "query": query, "data": rows, "total": len(problems), "records": total}
        session.write(dumps(document, indented=session.terminal))
    elif session.format == "table":
        session.write("".join(f"{problem}\n" for problem in problems) or f"no problems {where}\n")
    else:
        session.write(in_format(session, rows, f"No problems {where}."))
    if problems and session.format != "json":
        session.note(f"keta: {len(problems)} problem{'s' if len(problems) > 1 else ''} in {total} records")
    return DATA if problems else OK


def set_in(authored: Authored, kind: str | None) -> tuple[str, list[Problem]]:
    """Put the records on standard input in the place of those of the data; their names, and what is wrong with them."""
    from ketacli.authoring.piped import put

    named = next(iter(one_of([kind], tuple(RECORDS), "--kind")), None) if kind is not None else None
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"standard input is not UTF-8: {error.reason} at byte {error.start}", "Save it as UTF-8, then try again."
        ) from None
    placed, problems = put(authored, text, named)
    shown = [f"{held}/{name}" for held, name in placed]
    return ", ".join(shown) if len(shown) < 4 else f"{len(shown)} records", problems


def in_format(session: Session, rows: list[dict[str, Any]], fine: str) -> str:
    """The problems as rows."""
    from ketacli import fields
    from ketacli.cli import emit

    if session.format == "jsonl":
        return "".join(emit.compact(row) + "\n" for row in rows)
    if session.format == "toml":
        from ketacli.render import toml

        return toml.document({"problems": rows})
    if session.format == "markdown":
        from ketacli.render import markdown
        from ketacli.screen import Column, Prose, Row, Screen, Table

        columns = [Column("File"), Column("Key"), Column("Problem")]
        table = Table(columns, [Row(list(row.values())) for row in rows])
        return markdown.text(Screen("keta check", blocks=[table if rows else Prose(fine)]))
    known = fields.of_rows("problems", dict.fromkeys(("file", "key", "reason"), fields.TEXT))
    return emit.as_cells(session, [known.find(name) for name in known.columns()], rows)
