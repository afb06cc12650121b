"""Fixtures: the program run in this process, with a clean environment."""

from __future__ import annotations

import gc
import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ketacli.__main__ import main
from ketacli.build.read import Authored
from ketacli.records.dataset import Dataset
from ketacli.records.store import Store

from . import kept

kept.keep()

gc.set_threshold(50_000, 20, 50)
"""What ten thousand tests hold on to is looked through less often: it was a fifth of their time."""


def pytest_collection_finish() -> None:
    """Leave modules and tests, which stay to the end, out of every later look for garbage."""
    gc.collect()
    gc.freeze()


BYTECODE = str(Path(__file__).parent.parent / ".pytest_cache" / "bytecode") if sys.dont_write_bytecode else None
"""Where the bytecode of tests and of what they start is kept from run to run, if it is not to stand beside the code."""

if BYTECODE is not None:
    sys.pycache_prefix, sys.dont_write_bytecode = BYTECODE, False

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job that a shell put in the background ignores interrupts, and hands that on to what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

CLEARED = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "KETA_DATA", "KETA_COMPLETE", "KETA_DEBUG", "KETA_PAGER", "ACCESSIBLE")


class Ran(NamedTuple):
    """What one command line gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output as a JSON object."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    """The shipped data."""
    # After what is kept stands in its place.
    from ketacli import load

    return load()


@pytest.fixture(scope="module")
def store(shipped: Dataset) -> Store:
    """The store of the shipped data."""
    return shipped.store


INVENTED = {
    "test_forest",
    "test_multiverse",
    "test_network",
    "test_plots",
    "test_recompute",
    "test_results",
    "test_rules",
}
"""Modules whose invented trials are as unlikely as their questions need them to be."""


@pytest.fixture(scope="module", autouse=True)
def _unlikely_is_no_mistake(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave out the rules of what is likely, which test_likely.py tests, where data is invented."""
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.rpartition(".")[2] in INVENTED:
            # What is shipped is compiled with them, if its files have changed.
            kept.kept_store()
            patch.setattr(Authored, "doubted", lambda *_: False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_records_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's own records and caches out, of runs in other processes too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        if BYTECODE is not None:
            # Hundreds of processes would each compile the package.
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", BYTECODE)
        yield
        if BYTECODE is not None:
            from .installed import shared

            # That of copies is of no use to the next run.
            shutil.rmtree(Path(BYTECODE, *shared(tmp_path_factory).parts[1:]), ignore_errors=True)


@pytest.fixture
def keta(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``keta`` with the words given."""
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)

    def run(*words: str) -> Ran:
        capsys.readouterr()
        code = main(list(words))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
