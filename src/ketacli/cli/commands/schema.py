"""``keta schema [NAME]``: JSON Schemas of what commands write and of what authors write."""

from __future__ import annotations

from typing import Any

from ketacli import schemas
from ketacli.cli.session import Session
from ketacli.errors import OK, UsageError


def run(*, name: str | None, record: bool, **settings: Any) -> int:
    """Print one schema, or list all."""
    session = Session(**settings)
    if session.format not in ("table", "json"):
        raise UsageError(
            "a schema is JSON", "Leave -o out, or say -o json.", field="output_format", value=session.format
        )
    describes = "record" if record else "output"
    if name is not None:
        session.write(session.dataset.schema(describes, schemas.resolve(session.dataset, describes, name)))
        return OK
    listed = [each for each in session.dataset.schemas if not record or each["describes"] == "record"]
    if session.format == "json":
        from ketacli.render.document import dumps

        document = {"schema": "keta.schema/1", "query": {"record": True} if record else {}, "total": len(listed)}
        session.write(dumps({**document, "data": listed}, indented=session.terminal))
        return OK
    from ketacli.views.schema import schemas_screen

    return session.screen(schemas_screen(session.dataset, listed))
