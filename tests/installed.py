"""Copies of the package for processes of their own, made once in a test run, whoever of its workers comes first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from compileall import compile_dir
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path

import pytest

import ketacli
from ketacli.build.compile import compile_directory

from .kept import read_directory
from .support import MINI

CLEARED = (
    *("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "LESS", "ACCESSIBLE"),
    *("KETA_DATA", "KETA_COMPLETE", "KETA_DEBUG", "KETA_PAGER"),
)


BUILD = """
import sys
from pathlib import Path
from ketacli.build.compile import compile_directory
from ketacli.build.read import DATA
from ketacli.build.read import read_directory
compile_directory(read_directory(DATA), Path(sys.argv[1]))
"""


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this test run share; where files cannot be locked, each has its own."""
    base = factory.getbasetemp()
    try:
        import fcntl  # noqa: F401
    except ImportError:
        return base
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Alone among the workers, where there can be others."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder under a name: made by who asks first, whole before another sees it."""
    target = shared(factory) / name
    with locked(target.with_suffix(".lock")):
        if not target.exists():
            part = target.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(target)
    return target


def install(factory: pytest.TempPathFactory) -> Path:
    """A copy of the package as a wheel installs it, its data compiled now; the folder to put on the path."""
    return made_once(factory, "installed", _install)


def _install(target: Path) -> None:
    _copy_code(target)
    # In a process of its own, as a wheel is built: of two equal annotations typing keeps the first.
    subprocess.run([sys.executable, "-c", BUILD, str(target / "ketacli" / "_compiled")], check=True)


def check_out(target: Path) -> None:
    """A copy of the package as it is in a checkout, with the invented data in the place of the shipped."""
    _copy_code(target)
    data = Path(shutil.copytree(MINI, target / "ketacli" / "data", dirs_exist_ok=True))
    compile_directory(read_directory(data), target / "ketacli" / "_compiled", editable=True)


def _copy_code(target: Path) -> None:
    leave = shutil.ignore_patterns("_compiled", "*.toml")
    package = Path(ketacli.__file__).parent
    shutil.copytree(package, target / "ketacli", ignore=leave)
    shutil.copy(package / "data" / "synonyms.toml", target / "ketacli" / "data")
    # Hundreds of processes import it, also where the environment says that none of them keeps its bytecode. That of
    # the package is as good: copies are as old.
    for source in package.rglob("*.py"):
        held = Path(cache_from_source(str(source)))
        if held.exists():
            own = Path(cache_from_source(str(target / "ketacli" / source.relative_to(package))))
            own.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(held, own)
    compile_dir(target, quiet=2)


def environment(target: Path, **more: str) -> dict[str, str]:
    """A clean environment in which the copy is the package that is imported."""
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
    return {**kept, "PYTHONPATH": str(target), "PYTHONIOENCODING": "utf-8", **more}
