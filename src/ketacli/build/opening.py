"""Open the data: the shipped one, a checkout's, compiled again after an edit, or a directory of TOML files."""

from __future__ import annotations

import os

from ketacli.records.store import PACKAGE, SHIPPED, Store, shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketacli.evidence.library import Library

MAKERS = ("data", "records", "build", "evidence", "stats")
"""Folders of the package that decide what the compiled data holds."""


def load(directory: str | None = None, overlays: Sequence[str] = ()) -> Library:
    """The shipped data, or that of a directory of TOML files; ``overlays`` are folders of records beside it.

    Raises DataError, with every problem in it, when a directory's data, or that of an overlay, breaks a rule.
    """
    from ketacli.evidence.library import Library

    if directory is not None:
        from ketacli.build.preview import read_preview

        return Library(read_preview(directory, tuple(overlays)))
    return Library(opened(tuple(overlays)))


def opened(overlays: tuple[str, ...] = ()) -> Store:
    """The shipped data, with overlays beside it; that of a checkout is compiled again when its files changed.

    Raises DataError.
    """
    store = _shipped()
    if not overlays:
        return store
    from ketacli.build.overlays.opening import overlaid

    return overlaid(store, overlays)


def _shipped() -> Store:
    store = shipped()
    if store.meta().get("editable"):
        from ketacli.build.freshness import stale

        if stale(SHIPPED, *(os.path.join(PACKAGE, name) for name in MAKERS)):  # noqa: PTH118
            from ketacli.build.preview import refresh

            refresh()
            store = shipped()
    return store
