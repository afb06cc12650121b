"""Which folders a run reads: a data directory in the place of the shipped data, and overlays beside it.

Asked at every start, so it looks at few files and imports nothing heavy.
"""

from __future__ import annotations

import os
import sys

from ketacli.errors import UsageError

META = "meta.toml"
"""The file that only a whole data directory has."""


class Chosen:
    """The folders that a run reads; a plain class, for it is made at every start."""

    def __init__(self, base: str | None = None, overlays: tuple[str, ...] = ()) -> None:
        self.base = base
        """A whole data directory in the place of the shipped data."""
        self.overlays = overlays
        """Folders of records beside those of the base, in the order in which they are read."""


def chosen(asked: list[str], no_local: bool = False) -> Chosen:
    """What ``--data``, else ``KETA_DATA``, and the folder of the user ask for.

    ``no_local`` leaves every overlay out. Raises UsageError for two whole data directories.
    """
    base: str | None = None
    overlays: list[str] = []
    for folder in asked or from_environment():
        if is_overlay(folder):
            overlays.append(folder)
        elif base is not None and base != folder:
            raise UsageError(
                f'"{base}" and "{folder}" are both whole data directories',
                "Name one of them; folders without meta.toml may stand beside it.", field="data", value=folder,
            )  # fmt: skip
        else:
            base = folder
    if no_local:
        return Chosen(base)
    if base is None:
        own = user_folder()
        if os.path.isdir(own):  # noqa: PTH112
            overlays = [own, *overlays]
    return Chosen(base, tuple(dict.fromkeys(overlays)))


def from_environment() -> list[str]:
    """The folders of ``KETA_DATA``: one, or several as PATH has them."""
    text = os.environ.get("KETA_DATA") or ""
    if os.pathsep not in text or os.path.exists(text):  # noqa: PTH110
        return [text] if text else []
    return [part for part in text.split(os.pathsep) if part]


def is_overlay(folder: str) -> bool:
    """Whether a folder holds records and is no data directory by itself."""
    # The first page asks for folders too, and needs no kinds.
    from ketacli.records.kinds import RECORDS

    try:
        with os.scandir(folder) as entries:
            names = {entry.name for entry in entries}
    except (OSError, ValueError):
        # Whoever reads it says why it cannot be read.
        return False
    return META not in names and any(name in RECORDS or name.endswith(".toml") for name in names)


def user_folder() -> str:
    """The folder of a user's own records, where the platform keeps such files; it need not be there."""
    return os.path.join(_place("APPDATA", "Library/Application Support", "XDG_DATA_HOME", ".local/share"), "records")  # noqa: PTH118


def cache_folder() -> str:
    """Where compiled overlays are kept; it need not be there."""
    return os.path.join(_place("LOCALAPPDATA", "Library/Caches", "XDG_CACHE_HOME", ".cache"), "overlays")  # noqa: PTH118


def _place(windows: str, mac: str, variable: str, usual: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111
    if sys.platform == "win32":
        root = os.environ.get(windows) or home
    elif os.environ.get(variable):
        root = os.environ[variable]
    else:
        root = os.path.join(home, mac if sys.platform == "darwin" else usual)  # noqa: PTH118
    return os.path.join(root, "keta")  # noqa: PTH118
