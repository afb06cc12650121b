"""Fixtures: the program run in this process, with a clean environment."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from ketacli.__main__ import main

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
