"""The ``keta`` program: answers quickly what it can, and never shows a traceback."""

import _thread
import atexit
import gc
import os
import sys

from ketacli import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from ketacli.errors import KetaError


def quiet(kind: "type[BaseException]", error: BaseException, trace: "TracebackType | None") -> None:
    """End an interrupted start with 130 and no traceback; show anything else as usual."""
    if issubclass(kind, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    sys.__excepthook__(kind, error, trace)


INTERNAL, INTERRUPTED = 1, 130

# First of all: an interrupt may come before ``main`` is called.
sys.excepthook = quiet


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    try:
        if argv is not None:
            return settled(argv)
        # A run of the program is over before the collector would pay off; the records hold no cycles.
        gc.disable()
        code = settled(sys.argv[1:])
        leave(code)
        return code
    except KeyboardInterrupt:
        return INTERRUPTED


def leave(code: int) -> None:
    """End the process at once: taking every module and record apart is a tenth of a run and changes nothing.

    Returns where the usual end has something to do: threads to wait for, a profile or a trace to write, a stream that
    does not take what is left.
    """
    if _thread._count() or sys.getprofile() or sys.gettrace() or monitored():
        return
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
    except Exception:
        return
    try:
        sys.stderr.flush()
    finally:
        # Where that fails there is nobody left to tell, and Python 3.14 would end with a code of its own.
        os._exit(code)


def monitored() -> bool:
    """Whether a profiler or a measure of coverage works by ``sys.monitoring``, which Python has from 3.12 on."""
    tools = getattr(sys, "monitoring", None)
    return tools is not None and any(tools.get_tool(number) for number in range(6))


def settled(words: list[str]) -> int:
    """Run one command line; whatever can go wrong ends in an exit code."""
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
        from ketacli.cli.failure import unreachable

        if error.filename is None:
            silence()
        return unreachable(error, words)
    except SystemExit as ended:
        # Rich and Typer leave by themselves when the reader of a pipe has gone.
        if isinstance(ended.__context__, OSError):
            silence()
            return 0
        return ended.code if isinstance(ended.code, int) else INTERNAL
    except Exception as error:
        from ketacli.cli.failure import crash

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
        return version()
    if "KETA_COMPLETE" in os.environ:
        from ketacli.cli.completion import complete

        return complete(words)
    if not words:
        return run("start", {}, words)
    if words in (["--help"], ["-h"]):
        return run("usage", {"command": None}, words)
    from ketacli.cli import reader

    found = reader.read(words)
    if found is not None:
        return run(*found, words)
    if "--accessible" in words and ("--help" in words or "-h" in words) and "--" not in words:
        name = None if words[0].startswith("-") else words[0]
        if name is None or reader.known(name):
            return run("usage", {"command": name, "accessible": True}, words)
    if not words[0].startswith("-") and not reader.known(words[0]):
        from ketacli.cli.naming import meant

        return meant(words, dispatch)
    return with_typer(words)


def run(name: str, values: "dict[str, Any]", words: list[str]) -> int:
    """Run one command; every error that a user can cause ends in one message and its exit code."""
    from ketacli.cli.invocation import Invocation
    from ketacli.errors import KetaError

    invocation = Invocation(words)
    try:
        refuse_unusable(name, values)
        # What importlib.import_module does, without the import of importlib.
        command = __import__(f"ketacli.cli.commands.{name}", fromlist=["run"])
        code = int(command.run(**values, invocation=invocation))
        if invocation.file is not None:
            invocation.file.save()
        return code
    except KetaError as error:
        return answered(error, words)
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        from ketacli.cli.failure import crash

        return crash(error, words)


def answered(error: "KetaError", words: list[str]) -> int:
    """Search for a sentence that began with the name of a command; tell any other mistake."""
    from ketacli.cli.failure import fail
    from ketacli.cli.mistakes import search_for

    search = search_for(error, words)
    return fail(error, words) if search is None else dispatch(search)


def refuse_unusable(name: str, values: "dict[str, Any]") -> None:
    """Raise UsageError for a value that can mean nothing."""
    if not values:
        return
    from ketacli.cli import reader

    wrong = reader.unusable(name, values)
    if wrong is not None:
        from ketacli.cli.mistakes import unusable

        raise unusable(*wrong)


def version() -> int:
    """``keta 0.1.0, data 2026.11``; the exit code says whether there is data."""
    from ketacli.cli import stamp

    described = stamp.text()
    held = None if described is None else stamp.value(described, "version")
    if not (held or "").isprintable():
        held = ""
    data = "missing" if held is None else held or "damaged"
    sys.stdout.write(f"keta {__version__}, data {data}\n")
    if held:
        return 0
    from ketacli.cli.failure import tell
    from ketacli.errors import DATA

    tell(f"keta: the compiled data is {data}", "Install the package again.")
    return DATA


def with_typer(words: list[str]) -> int:
    """Let Typer read the line: unusual spellings and everything that is wrong."""
    from ketacli.cli.failure import crash
    from ketacli.cli.mistakes import told
    from ketacli.cli.typer_app import build

    app = build(lambda name, values: version() if name == "version" else run(name, values, words), words)
    try:
        code = app(args=words, prog_name="keta", standalone_mode=False)
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        if type(error).__name__ == "Abort":
            return INTERRUPTED
        mistake = told(error, words)
        return crash(error, words) if mistake is None else answered(mistake, words)
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
