"""Ketamine and its enantiomers: published evidence, with a source behind every number."""

from __future__ import annotations

# Not imported from typing, which would be most of the time that ``keta --version`` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.dataset import Dataset, load

__version__ = "0.1.0"
__all__ = ["Dataset", "__version__", "load"]


def __getattr__(name: str) -> object:
    if name in ("Dataset", "load"):
        from ketacli import dataset

        return getattr(dataset, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
