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

INTERNAL, INTERRUPTED = 1, 130

FORMAT_FLAGS = ("-o", "--output-format")
JSON_FORMATS = ("json", "jsonl")
"""Formats in which an error is an object on standard output too."""

LONGEST_ECHO = 200
"""Characters of a value that a message repeats."""
LONGEST_CRASH = 300


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
        return unreachable(error, words)
    except SystemExit as ended:
        # Rich and Typer leave by themselves when the reader of a pipe has gone.
        if isinstance(ended.__context__, OSError):
            silence()
            return 0
        return ended.code if isinstance(ended.code, int) else INTERNAL
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return crash(error, words)
    return code


def silence() -> None:
    """Keep the interpreter from flushing into a stream that takes nothing more."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        # Standard output is no file of the system: there is nothing to flush.
        return


def dispatch(words: list[str]) -> int:
    """Find the command and run it."""
    if words == ["--version"]:
        return run("version", {}, words)
    if "KETA_COMPLETE" in os.environ:
        from ketacli.cli.complete import complete

        return complete(words)
    if not words:
        return run("start", {}, words)
    if words in (["--help"], ["-h"]):
        return run("usage", {"command": None}, words)
    from ketacli.cli import fast

    found = fast.read(words)
    if found is not None:
        return run(*found, words)
    if "--accessible" in words and ("--help" in words or "-h" in words) and "--" not in words:
        name = None if words[0].startswith("-") else words[0]
        if name is None or fast.known(name):
            return run("usage", {"command": name, "accessible": True}, words)
    if not words[0].startswith("-") and not fast.known(words[0]):
        from ketacli.cli.mistakes import no_command

        return fail(no_command(words[0]), words)
    return with_typer(words)


def run(name: str, values: dict[str, Any], words: list[str]) -> int:
    """Run one command; every error that a user can cause ends in one message and its exit code."""
    if name == "version":
        return version()
    from importlib import import_module

    from ketacli.cli import fast
    from ketacli.errors import KetaError

    try:
        blank = fast.empty(name, values)
        if blank is not None:
            from ketacli.cli.mistakes import empty

            raise empty(blank)
        fast.typed[:] = words
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
        return crash(error, words)


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
    """Let Typer read the line: unusual spellings and everything that is wrong."""
    from ketacli.cli.app import build
    from ketacli.cli.mistakes import told

    app = build(lambda name, values: run(name, values, words))
    try:
        code = app(args=words, prog_name="keta", standalone_mode=False)
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        if type(error).__name__ == "Abort":
            return INTERRUPTED
        mistake = told(error, words)
        return crash(error, words) if mistake is None else fail(mistake, words)
    return int(code or 0)


def fail(error: KetaError, words: list[str]) -> int:
    """Say what is wrong and what to do, on standard error; in JSON mode also as an object on standard output."""
    if wants_json(words):
        import json

        from ketacli.cli.session import error_document

        # Escaped throughout: an error has to reach a program whatever the stream can carry.
        indent = 2 if sys.stdout.isatty() else None
        sys.stdout.write(json.dumps(error_document(error), indent=indent) + "\n")
    message, hint = error.message, error.hint or "keta --help lists the commands."
    if error.value and len(error.value) > LONGEST_ECHO:
        short = error.value[:LONGEST_ECHO] + "..."
        message, hint = message.replace(error.value, short), hint.replace(error.value, short)
    from ketacli.printable import printable

    tell(f"keta: {printable(message)}", *map(printable, error.details), *hint_lines(hint, error.value))
    return error.exit_code


def hint_lines(hint: str, value: str | None) -> list[str]:
    """A hint as the lines that it has; line breaks of the value that it repeats are none."""
    from ketacli.printable import printable

    if value:
        hint = hint.replace(value, printable(value))
    # A hint of several lines indents those after the first by itself, as all are printed.
    return [printable(line if at == 0 else line.removeprefix("  ")) for at, line in enumerate(hint.split("\n"))]


def wants_json(words: list[str]) -> bool:
    """Whether a command line asked for JSON, also where it is wrong otherwise."""
    if "--" in words:
        words = words[: words.index("--")]
    if "--json" in words:
        return True
    last = ""
    for at, word in enumerate(words):
        if word in FORMAT_FLAGS:
            last = "".join(words[at + 1 : at + 2])
        elif word.startswith(("-o", "--output-format=")):
            last = word.partition("=")[2] if word.startswith("--") else word[2:]
    return last in JSON_FORMATS


def crash(error: BaseException, words: list[str]) -> int:
    """One line for an internal error and how to report it; the trace only on request."""
    from ketacli.errors import KetaError

    if os.environ.get("KETA_DEBUG"):
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip())
    # Nothing of the message goes missing in a report: it stands in the trace.
    said = str(error)
    said = said if len(said) <= LONGEST_CRASH else said[:LONGEST_CRASH] + "..."
    told = KetaError(
        f"internal error: {type(error).__name__}: {said}",
        "Please report this line with the command line and keta --version; KETA_DEBUG=1 shows the trace.",
    )
    return fail(told, words)


def unreachable(error: OSError, words: list[str]) -> int:
    """A file that cannot be opened, or a stream that cannot be written: one line of each."""
    reason = error.strerror or str(error)
    if error.filename is None:
        silence()
        tell(f"keta: cannot write: {reason}", "Check where standard output leads, and that there is space.")
        return INTERNAL
    from ketacli.errors import KetaError

    name = str(error.filename)
    if getattr(error, "writing", False):
        hint = "Check where it leads, and that there is space."
        return fail(KetaError(f"cannot write {name}: {reason}", hint, value=name), words)
    told = KetaError(f"cannot open {name}: {reason}", "Check the path and its permissions.", value=name)
    return fail(told, words)


def tell(first: str, *more: str) -> None:
    """Lines on standard error, those after the first indented; what it cannot take is lost, never an error."""
    text = "\n  ".join([first, *more]) + "\n"
    encoding = sys.stderr.encoding or "ascii"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
