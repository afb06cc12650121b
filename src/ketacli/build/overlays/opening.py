"""The shipped data with overlays beside it: from the cache, or compiled now."""

from __future__ import annotations

import os

from ketacli import __version__
from ketacli.build.overlays.cache import keep, kept, known, remember
from ketacli.build.overlays.files import digest, stamped
from ketacli.records.store import SHIPPED, Store

FORM = "2"
"""Of what is kept: another one is not read."""


def overlaid(shipped: Store, overlays: tuple[str, ...]) -> Store:
    """A store of everything; DataError with every problem where a record of an overlay breaks a rule."""
    beside = (FORM, __version__, _stamp())
    stamp, settled = stamped(overlays, *beside)
    key = known(stamp)
    if key is None:
        key = digest(overlays, *beside)
        if settled:
            remember(stamp, key)
    found = kept(key)
    if found is None:
        from ketacli.build.overlays.compile import compiled

        found = compiled(shipped, overlays)
        keep(key, found.write)
    return found


def _stamp() -> str:
    """What the shipped data says of itself, the hash of its file among it."""
    with open(os.path.join(SHIPPED, "meta.json"), encoding="utf-8", errors="replace") as file:  # noqa: PTH118, PTH123
        return file.read()
