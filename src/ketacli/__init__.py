"""Ketamine and its enantiomers: published evidence, with a source behind every number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Dataset", "__version__", "load"]

if TYPE_CHECKING:
    from ketacli.dataset import Dataset, load


def __getattr__(name: str) -> Any:
    if name in ("Dataset", "load"):
        from ketacli import dataset

        return getattr(dataset, name)
    raise AttributeError(name)
