"""The ``keta`` program: answers quickly what it can, and never shows a traceback."""

from __future__ import annotations

import gc
import os
import sys

from ketacli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ketacli.errors import KetaError

INTERNAL, USAGE, INTERRUPTED = 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    if argv is None:
        # A run of the program is over before the collector would pay off; the records hold no cycles.
        gc.disable()
    words = sys.argv[1:] if argv is None else argv
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Started with a stream closed: what is written there is lost, as its owner wanted.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    try:
        code = dispatch(words)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
        return 0
    except OSError as error:
        silence()
        sys.stderr.write(_safe(f"keta: cannot write: {error.strerror or error}\n"))
        return INTERNAL
    except SystemExit as ended:
        # Rich and Typer leave by themselves when the reader of a pipe has gone.
        if isinstance(ended.__context__, OSError):
            silence()
            return 0
        return ended.code if isinstance(ended.code, int) else INTERNAL
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def silence() -> None:
    """Keep the interpreter from flushing into a stream that takes nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def dispatch(words: list[str]) -> int:
    """Find the command and run it."""
    if words == ["--version"]:
        return run("version", {}, words)
    if "KETA_COMPLETE" in os.environ:
        from ketacli.cli.complete import complete

        return complete(words)
    if not words:
        return run("start", {}, words)
    from ketacli.cli import fast

    found = fast.read(words)
    if found is not None:
        return run(*found, words)
    return with_typer(words)


def run(name: str, values: dict[str, Any], words: list[str]) -> int:
    """Run one command; every error that a user can cause ends in one message and its exit code."""
    if name == "version":
        return version()
    from importlib import import_module

    from ketacli.errors import KetaError

    try:
        module = import_module(f"ketacli.cli.commands.{name}")
        code = int(module.run(**values))
        finish(values, keep=True)
        return code
    except KetaError as error:
        finish(values, keep=False)
        return fail(error, words)
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        return crash(error)


def finish(values: dict[str, Any], keep: bool) -> None:
    """Write the file of ``--output``, if one was asked for, or forget it after an error."""
    if values.get("output") is not None:
        from ketacli.cli import session

        session.finish(keep)


def version() -> int:
    """``keta 0.1.0, data 2026.11``."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_compiled", "meta.json")  # noqa: PTH100, PTH118, PTH120
    data = "missing"
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            text = file.read()
        data = text.partition('"version":"')[2].partition('"')[0] or "damaged"
    except OSError:
        pass
    sys.stdout.write(f"keta {__version__}, data {data}\n")
    return 0


def with_typer(words: list[str]) -> int:
    """Let Typer read the line: help, unusual spellings and everything that is wrong."""
    from ketacli.cli.app import build
    from ketacli.errors import UsageError

    app = build(lambda name, values: run(name, values, words))
    try:
        code = app(args=words, prog_name="keta", standalone_mode=False)
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        # Typer carries its own Click from 0.26 on, so its usage errors are known by their shape only.
        if not hasattr(error, "format_message"):
            if type(error).__name__ == "Abort":
                return INTERRUPTED
            if isinstance(error, ValueError) and "digits" in str(error):
                return fail(UsageError("a number is too long", "Write a plain whole number."), words)
            return crash(error)
        command = next((word for word in words if not word.startswith("-")), "")
        return fail(UsageError(lower(error.format_message()), help_hint(command)), words)
    return int(code or 0)


def lower(message: str) -> str:
    """The first letter small and no full stop, as all our messages are."""
    text = message.strip().rstrip(".")
    return text[:1].lower() + text[1:]


def help_hint(command: str) -> str:
    """Where the usage of a command is explained."""
    from ketacli.cli.spec import BY_NAME

    return f"keta {command} --help shows its options." if command in BY_NAME else "keta --help lists the commands."


def fail(error: KetaError, words: list[str]) -> int:
    """Say what is wrong and what to do, on standard error; in JSON mode also as an object on standard output."""
    if wants_json(words):
        import json

        from ketacli.cli.session import error_document

        # Escaped throughout: an error has to reach a program whatever the stream can carry.
        indent = 2 if sys.stdout.isatty() else None
        sys.stdout.write(json.dumps(error_document(error), indent=indent) + "\n")
    sys.stderr.write(_safe(f"keta: {error.message}\n"))
    if error.hint:
        sys.stderr.write(_safe(f"  {error.hint}\n"))
    return error.exit_code


def wants_json(words: list[str]) -> bool:
    """Whether a command line asked for JSON, also where it is wrong otherwise."""
    pairs = zip(words, [*words[1:], ""], strict=True)
    return "--json" in words or any(
        (word in ("-o", "--output-format") and value == "json") or word in ("-ojson", "--output-format=json")
        for word, value in pairs
    )


def crash(error: BaseException) -> int:
    """One line for an internal error; the trace only on request."""
    if os.environ.get("KETA_DEBUG"):
        import traceback

        traceback.print_exception(error)
    sys.stderr.write(_safe(f"keta: internal error: {type(error).__name__}: {error}\n"))
    sys.stderr.write("  Please report this with the command line; KETA_DEBUG=1 shows the trace.\n")
    return INTERNAL


def _safe(text: str) -> str:
    encoding = sys.stderr.encoding or "ascii"
    return text.encode(encoding, "backslashreplace").decode(encoding)


if __name__ == "__main__":
    sys.exit(main())
