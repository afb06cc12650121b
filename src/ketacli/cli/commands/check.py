"""``keta check [DIR]``: the rules of truth over a data directory."""

from __future__ import annotations

from typing import Any

from ketacli.cli.session import Session
from ketacli.errors import DATA, OK, DataError


def run(*, directory: str | None, **settings: Any) -> int:
    """Report every problem at once; exit code 5 when there is any."""
    from ketacli.authoring.compiler import DATA as SHIPPED
    from ketacli.authoring.preview import data_directory
    from ketacli.authoring.read import read_directory
    from ketacli.check import check

    session = Session(**settings)
    root = data_directory(directory) if directory is not None else SHIPPED
    if not (root / "meta.toml").is_file():
        raise DataError(
            f'"{root}" holds no meta.toml: it is no data directory',
            "Name the directory with meta.toml in it.",
            value=str(root),
        )
    authored = read_directory(root)
    problems = authored.problems + check(authored)
    total = sum(len(records) for records in authored.records.values())
    if session.format == "json":
        from ketacli.render.document import dumps

        document = {
            "schema": "keta.check/1",
            "query": {"directory": directory},
            "data": [problem._asdict() for problem in problems],
            "total": len(problems),
            "records": total,
        }
        session.write(dumps(document, indented=session.terminal))
    elif problems:
        for problem in problems:
            session.write(f"{problem}\n")
        session.note(f"keta: {len(problems)} problems in {total} records")
    else:
        counts = ", ".join(f"{len(records)} {kind}" for kind, records in authored.records.items())
        session.write(f"no problems in {total} records: {counts}\n")
    return DATA if problems else OK
