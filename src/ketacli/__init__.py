"""Ketamine and its enantiomers: published evidence, with a source behind every number."""

from __future__ import annotations

# Not imported from typing, which would be most of the time that ``keta --version`` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.dataset import Collection, Dataset, load
    from ketacli.errors import KetaError
    from ketacli.records import Records

__version__ = "0.1.0"
__all__ = ["Collection", "Dataset", "KetaError", "Records", "__version__", "load"]

HOMES = {"Collection": "dataset", "Dataset": "dataset", "load": "dataset", "KetaError": "errors", "Records": "records"}
"""Where each public name lives: imported when it is first asked for."""


def __getattr__(name: str) -> object:
    if name in HOMES:
        from importlib import import_module

        return getattr(import_module(f"ketacli.{HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
