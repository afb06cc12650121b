"""The records of a git revision, written into a folder as they stood: the git program reads, nothing is checked out.

What a repository holds is bounded before it is read, and git is kept from asking anybody over a network for objects
that are not there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import NamedTuple

from ketacli.build.files import LARGEST, too_large
from ketacli.build.overlays.folders import META
from ketacli.build.read import MOST_FILES
from ketacli.errors import DataError, UnknownName
from ketacli.records.kinds import RECORDS

PATIENCE = 60
"""Seconds that git may take for one question."""
PAUSE = 0.1
MOST_LISTED = 64_000_000
"""Bytes of the list of a revision's files."""
MOST_BYTES = 200_000_000
"""Bytes of its records, all together."""
QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}
DAY = re.compile(r"(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}")
WAYS = "Name a folder of records, a file that keta export wrote, or a git revision: HEAD~1, a tag, or REVISION:FOLDER."


class Entry(NamedTuple):
    """A file of a revision."""

    path: str
    mode: str
    blob: str
    size: int


def write_revision(text: str, into: Path) -> str:
    """Write the records of ``REVISION`` or ``REVISION:FOLDER`` into a folder; the revision with its folder.

    Raises UnknownName where there is no git or no such revision, DataError where it holds no data that can be read.
    """
    revision, _, folder = text.partition(":")
    tree = _revision(revision, text)
    entries = _entries(tree, text)
    base = _base(entries, folder.strip("/") if folder else None, _prefix(), text)
    held = _wanted(entries, base, f"{revision}:{base}")
    for entry, content in zip(held, _contents(held, text), strict=True):
        path = into / entry.path.removeprefix(f"{base}/" if base else "")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return f"{revision}:{base}" if base else revision


def _revision(revision: str, text: str) -> str:
    """The object of a revision's files."""
    if DAY.fullmatch(text):
        lines = tuple(f"keta {command} --year {text[:4]}-" for command in ("timeline", "guidelines"))
        raise UnknownName(
            f'"{text}" is a date, and a date is no state of the data',
            f"{' and '.join(lines)} list what is of that year or later. {WAYS}",
            field="before", value=text, suggestions=lines,
        )  # fmt: skip
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise UnknownName(f'no folder, export or revision called "{text}"', WAYS, field="before", value=text)
    if _git("rev-parse", "--git-dir").code:
        raise UnknownName(
            f'no folder or file called "{text}", and this folder is in no git repository', WAYS, field="before",
            value=text,
        )  # fmt: skip
    found = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
    if found.code:
        raise UnknownName(f'no folder, export or revision called "{text}"', WAYS, field="before", value=text)
    return found.out.decode("ascii", "replace").strip()


def _prefix() -> str:
    """The folder of the repository that the run is in."""
    return os.fsdecode(_git("rev-parse", "--show-prefix").out).strip().strip("/")


def _entries(tree: str, text: str) -> list[Entry]:
    listed = _git("ls-tree", "-r", "-l", "-z", "--full-tree", tree)
    if listed.code:
        raise DataError(f'git cannot list the files of "{text}"', "See what git ls-tree says of it.", value=text)
    found = []
    for line in listed.out.split(b"\0"):
        head, tab, path = line.partition(b"\t")
        words = head.decode("ascii", "replace").split()
        if tab and len(words) == 4:
            found.append(Entry(os.fsdecode(path), words[0], words[2], int(words[3]) if words[3].isdigit() else 0))
    return found


def _base(entries: list[Entry], folder: str | None, prefix: str, text: str) -> str:
    """The folder with the records: the one that is named, the one that the run is in, or the largest."""
    files = {entry.path for entry in entries if entry.path.endswith(".toml")}
    loose: set[str] = set()
    counts: Counter[str] = Counter()
    for path in map(PurePosixPath, files):
        loose.add(_named(path.parent))
        if path.parent.name in RECORDS:
            counts[_named(path.parent.parent)] += 1
    whole = {name: count for name, count in counts.items() if f"{name}/{META}".lstrip("/") in files}
    if folder is not None:
        for name in (folder, f"{prefix}/{folder}".strip("/")):
            if name in counts or name in loose:
                return name
        raise DataError(f'"{text}" holds no records', "Name the folder with them: REVISION:FOLDER.", value=text)
    if prefix in counts:
        return prefix
    if not whole:
        raise DataError(
            f'no folder of "{text}" is a data directory', "Name the folder with the records: REVISION:FOLDER.",
            value=text,
        )  # fmt: skip
    return max(whole, key=lambda name: (whole[name], name))


def _named(folder: PurePosixPath) -> str:
    return "" if folder == PurePosixPath() else folder.as_posix()


def _wanted(entries: list[Entry], base: str, text: str) -> list[Entry]:
    """The TOML files of a folder and of the folders of kinds in it."""
    start = f"{base}/" if base else ""
    held = []
    for entry in entries:
        inside = entry.path.removeprefix(start)
        folder, _, name = inside.rpartition("/")
        if not entry.path.startswith(start) or not name.endswith(".toml") or (folder and folder not in RECORDS):
            continue
        if not entry.mode.startswith("100"):
            raise DataError(f'"{text}" cannot be read: {inside} is no regular file', "Name another folder.", value=text)
        if not inside.isprintable() or any(mark in inside for mark in '\\:*?"<>|'):
            raise DataError(f'"{text}" cannot be read: it has a file whose name is none of a record', "Rename it.")
        if entry.size > LARGEST:
            raise DataError(f'"{text}" cannot be read: {inside} is {too_large(LARGEST).strerror}', "Split it.")
        held.append(entry)
    if len(held) > MOST_FILES:
        raise DataError(f'"{text}" holds more than {MOST_FILES:,} files: no data directory does', "Name another one.")
    if sum(entry.size for entry in held) > MOST_BYTES:
        raise DataError(f'"{text}" is {too_large(MOST_BYTES).strerror}', "Name another folder.", value=text)
    return held


def _contents(entries: list[Entry], text: str) -> list[bytes]:
    asked = "".join(f"{entry.blob}\n" for entry in entries).encode("ascii")
    most = sum(entry.size + 200 for entry in entries)
    out = _git("cat-file", "--batch", given=asked, most=most).out
    found, at = [], 0
    for entry in entries:
        end = out.find(b"\n", at)
        words = out[at:end].split()
        if end < 0 or len(words) != 3 or words[2] != str(entry.size).encode():
            raise DataError(f'git cannot read {entry.path} of "{text}"', "See what git fsck says.", value=text)
        found.append(out[end + 1 : end + 1 + entry.size])
        at = end + 1 + entry.size + 1
    return found


class Answer(NamedTuple):
    """What git said."""

    code: int
    out: bytes


def _git(*words: str, given: bytes = b"", most: int | None = None) -> Answer:
    """Run git; DataError where it says more than is read. It waits for nobody and reaches out to nobody."""
    program = shutil.which("git")
    if program is None:
        raise UnknownName(
            "no folder or file is called so, and the git program, which would look for a revision, is not installed",
            WAYS, field="before",
        )  # fmt: skip
    most = MOST_LISTED if most is None else most
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout:
        stdin.write(given)
        stdin.seek(0)
        quietly = {**os.environ, **QUIET}
        with subprocess.Popen(
            [program, *words], stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, env=quietly
        ) as ran:
            until, code = monotonic() + PATIENCE, None
            while code is None:
                try:
                    code = ran.wait(PAUSE)
                except subprocess.TimeoutExpired:
                    if monotonic() > until or os.fstat(stdout.fileno()).st_size > most:
                        ran.kill()
        stdout.seek(0)
        out = stdout.read(most + 1)
    if len(out) > most:
        raise DataError("the repository holds more than is read of a revision", "Name another one.")
    return Answer(code, out)
