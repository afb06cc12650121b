"""Run every command in the documents, and fill in what the program prints.

python scripts/examples.py                    writes the output into the pages
python scripts/examples.py --check            exits with 1 when a command fails or a block is stale
python scripts/examples.py --check README.md  only this page

In a fenced block of the language ``console`` a line after ``$`` is a command, and runs with exit code 0. A comment
above the fence says what else is wanted:

    <!-- example -->                        the rest of the block is what the command prints
    <!-- example: from="RESULT" lines=6 --> six lines of it, from the one that begins so
    <!-- example: fails=6 -->               the command ends with this code, messages shown too
    <!-- not run: REASON -->                the block is not run, because
    <!-- file: NAME -->                     the block is a file of this name for the commands below it

Each page has a directory of its own to write in. A command that needs a program that is not here is left as it is.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ketacli.__main__ import main as keta

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 88
MADE_ELSEWHERE = ("api.md", "cli.md", "data.md", "safe-words.md")
"""Made by scripts/reference.py and held by tests of their own."""

DATA = "src/ketacli/data"
"""A page whose commands or files name it gets a copy of it."""

BLOCK = re.compile(
    r"^(?:<!-- (?P<kind>example|not run|file)(?:: (?P<text>.*?))? -->\n)?"
    r"^```(?P<language>[a-z]+)\n(?P<body>.*?)^```$",
    re.M | re.S,
)
ELISION = "..."
CLEARED = ("NO_COLOR", "FORCE_COLOR", "KETA_DATA", "KETA_COMPLETE", "KETA_DEBUG", "KETA_PAGER", "ACCESSIBLE")


class Ended(NamedTuple):
    """How a command line ended."""

    code: int
    out: str
    err: str


def pages() -> list[Path]:
    """Every document with commands."""
    docs = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in MADE_ELSEWHERE)
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *docs]


def commands(body: str) -> list[str]:
    """The command lines of a block, continuation lines with them."""
    found: list[str] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += "\n" + line[2:]
    return found


def absent(command: str) -> str:
    """The first program of a command line that is not here, or nothing."""
    for part in re.split(r"\s\|\s", command):
        words = part.split()
        program = words[0] if words else ""
        if program in {"jq", "column"} and not shutil.which(program):
            return program
        if program == "Rscript" and not has_metafor():
            return "R with metafor"
    return ""


@cache
def has_metafor() -> bool:
    """Whether R is here with the packages that the code in the documents uses."""
    asked = 'quit(status = !all(sapply(c("metafor", "jsonlite"), requireNamespace, quietly = TRUE)))'
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", asked], check=False).returncode == 0


def run(command: str, folder: Path) -> Ended:
    """Run one command line: plain ones of ours in this process, also one into the other, all others in a shell."""
    parts = re.split(r" \| (?=keta )", command)
    plain = not any(re.search(r"[|<>;&$\n]", re.sub(r"'[^']*'", "", part)) for part in parts)
    lines = [shlex.split(part, comments=True) for part in parts] if plain else []
    if lines and all(line[:1] == ["keta"] for line in lines):
        ended = inside(lines[0][1:], folder)
        for line in lines[1:]:
            before, ended = ended, inside(line[1:], folder, ended.out)
            ended = Ended(ended.code or before.code, ended.out, before.err + ended.err)
        return ended
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def inside(words: list[str], folder: Path, given: str | None = None) -> Ended:
    """Run the program in this process, in a directory, with what it is given on standard input."""
    if given is not None:
        ours, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given.encode("utf-8")), encoding="utf-8")
        try:
            return inside(words, folder)
        finally:
            sys.stdin = ours
    out, err = io.BytesIO(), io.BytesIO()
    with (
        io.TextIOWrapper(out, encoding="utf-8") as to_out,
        io.TextIOWrapper(err, encoding="utf-8") as to_err,
        redirect_stdout(to_out),
        redirect_stderr(to_err),
        chdir(folder),
    ):
        code = keta(words)
        to_out.flush()
        to_err.flush()
        return Ended(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))


def excerpt(text: str, wanted: dict[str, str]) -> list[str]:
    """The lines that a block shows, with a mark where lines are left out."""
    lines = text.rstrip("\n").split("\n")
    start = 0
    if "from" in wanted:
        starts = [index for index, line in enumerate(lines) if line.startswith(wanted["from"])]
        if not starts:
            raise ValueError(f"no line begins with {wanted['from']!r}")
        start = starts[0]
    end = min(start + int(wanted["lines"]), len(lines)) if "lines" in wanted else len(lines)
    if "fails" not in wanted and end < len(lines) and lines[end].startswith(" ") and lines[end - 1].strip():
        raise ValueError(f"the part ends inside an entry, before {lines[end].strip()!r}")
    shown = [line.rstrip() for line in lines[start:end]]
    return [*([ELISION] if start else []), *shown, *([ELISION] if end < len(lines) else [])]


def settings(text: str | None) -> dict[str, str]:
    """The words of a comment: name=value, quoted where there are spaces."""
    return dict(word.split("=", 1) for word in shlex.split(text or ""))


class Page:
    """One document: its text anew, and what went wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.skipped: list[str] = []
        self.ran = 0

    def filled(self) -> str:
        """The text with every example as the program prints it now."""
        with tempfile.TemporaryDirectory() as folder:
            self.folder = Path(folder)
            text = self.path.read_text(encoding="utf-8")
            blocks = BLOCK.finditer(text)
            if any(DATA in f"{each['text']}{commands(each['body'])}" for each in blocks if each["kind"] != "not run"):
                shutil.copytree(ROOT / DATA, self.folder / DATA, copy_function=shutil.copyfile)
            return BLOCK.sub(self.block, text)

    def block(self, found: re.Match[str]) -> str:
        """One fenced block, as it is to be."""
        whole, kind, body = found[0], found["kind"], found["body"]
        if kind == "file":
            (self.folder / found["text"]).write_text(body, encoding="utf-8")
        if kind in {"file", "not run"} or found["language"] != "console":
            return whole
        wanted = settings(found["text"])
        for command in commands(body):
            if program := absent(command):
                self.skipped.append(f"{command}: {program} is not here")
                return whole
            ended = run(command, self.folder)
            self.ran += 1
            if ended.code != int(wanted.get("fails", 0)):
                self.problems.append(f"{command}\n  ended with {ended.code}: {ended.err.strip() or ended.out[-300:]}")
                return whole
        if kind != "example":
            return whole
        try:
            shown = excerpt(ended.out + (ended.err if "fails" in wanted else ""), wanted)
        except ValueError as error:
            self.problems.append(f"{command}\n  {error}")
            return whole
        typed = "\n".join(line for line in body.splitlines() if line.startswith(("$ ", "> ")))
        head = whole[: whole.index("```")]
        return f"{head}```console\n{typed}\n" + "\n".join(shown) + "\n```"


def main() -> int:
    """Write or compare the pages that are named, or all."""
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    wanted = [Path(name).resolve() for name in names] or pages()
    for name in CLEARED:
        os.environ.pop(name, None)
    os.environ["COLUMNS"] = str(WIDTH)
    wrong = 0
    for path in wanted:
        page, old = Page(path), path.read_text(encoding="utf-8")
        new = page.filled()
        for line in page.skipped:
            print(f"{path.name}: left as it is: {line}")
        for line in page.problems:
            print(f"{path.name}: {line}")
        if new != old and "--check" not in sys.argv:
            path.write_text(new, encoding="utf-8")
        elif new != old:
            print(f"{path.name}: examples are not what the program prints now: run python scripts/examples.py")
        wrong += bool(page.problems) or (new != old and "--check" in sys.argv)
        print(f"{path.name}: {page.ran} commands run")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
