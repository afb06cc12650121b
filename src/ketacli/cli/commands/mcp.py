"""``keta mcp``: serve answers to agents over the Model Context Protocol."""

from __future__ import annotations

import sys

from ketacli.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65_535


def run(*, http: int | None, **settings: Any) -> int:
    """Serve until the client leaves: over standard streams, or over HTTP on this machine alone."""
    if http is not None and not 0 < http <= HIGHEST_PORT:
        raise UsageError(
            f"--http takes a port of 1 to {HIGHEST_PORT}, not {http}", "For example: keta mcp --http 8765.",
            field="http", value=str(http),
        )  # fmt: skip
    try:
        from ketacli.cli.agents.server import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise UsageError(
            "keta mcp needs the extra mcp, which is not installed", "Install it: pip install 'keta-evidence[mcp]'."
        ) from error
    made = server(settings["data"], settings["no_local"])
    if http is not None:
        made.run("streamable-http", host=LOOPBACK, port=http)
        return 0
    if getattr(sys.stdin, "buffer", None) is None or sys.stdin.closed:
        raise UsageError(
            "the client cannot be read: standard input is closed",
            "A client starts keta mcp by itself; keta mcp --http 8765 serves without one.",
        )
    try:
        made.run("stdio")
    except ExceptionGroup as group:
        streams, others = group.split(OSError)
        if streams is None or others is not None:
            raise
        raise UsageError(
            "the client cannot be read, or not be answered, over standard streams",
            "A client starts keta mcp by itself, with a pipe each way; keta mcp --http 8765 serves without one.",
        ) from group
    return 0
