"""``keta schema [NAME]``: JSON Schemas of what commands write and of what authors write."""

from __future__ import annotations

from typing import Any

from ketacli.build.schema import lookup
from ketacli.cli.session import Session
from ketacli.cli.table import COMMANDS
from ketacli.errors import OK, UsageError


def run(*, name: str | None, record: bool, **settings: Any) -> int:
    """Print one schema, or list all."""
    session = Session(**settings)
    if session.format not in ("table", "json"):
        raise UsageError(
            "a schema is JSON", "Leave -o out, or say -o json.", field="output_format", value=session.format
        )
    describes = "record" if record else "output"
    schemas = in_order(session.dataset.schemas)
    if name is not None:
        session.write(session.dataset.schema(describes, lookup.resolve(schemas, describes, name)))
        return OK
    listed = [each for each in schemas if not record or each["describes"] == "record"]
    if session.format == "json":
        from ketacli.evidence.answers.schema import Listed
        from ketacli.render.document import dumps

        document = {"schema": "keta.schema/1", "query": {"record": True} if record else {}, "total": len(listed)}
        data = [Listed(**each).to_dict() for each in listed]
        session.write(dumps({**document, "data": data}, indented=session.output.terminal))
        return OK
    from ketacli.screens.schema import schemas_screen

    return session.screen(schemas_screen(session.dataset, listed))


def in_order(schemas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The schemas of outputs in the order of the commands, then all others."""
    places = {command.name: place for place, command in enumerate(COMMANDS)}
    first, last = ([each for each in schemas if (each["describes"] == kind)] for kind in ("output", "record"))
    return [*sorted(first, key=lambda each: places.get(each["name"], len(places))), *last]
