"""The wheel with the lowest and the newest of every dependency, and on each Python that is here: the same answers.

python scripts/bounds.py WHEEL

A Python is one on the path, or one that pyenv keeps; which of them are not here is said. Each pair of a Python and an
end of the ranges in ``pyproject.toml`` gets an environment of its own. What a set of commands prints there has to be
the same, byte for byte, in all of them. Exits with 1 where it is not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
COMMANDS = (
    ["--version"],
    ["compare", "esketamine", "racemic", "--color", "always", "--width", "100"],
    ["trials", "ptsd", "--json"],
    ["show", "transform-2"],
    ["dosing", "iv", "0.5mg/kg", "--weight", "82kg"],
    ["find", "how", "long", "does", "it", "last"],
    ["forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d", "--multiarm", "keep"],
    ["trials", "--indication", "nope"],
    ["trials", "--unknown-option"],
    ["check"],
)


def lowest() -> list[str]:
    """Every dependency at the lower end of its range."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.sub(r">=([\d.]+).*", r"==\1.*" if each.count(".") < 2 else r"==\1", each)
            for each in project["dependencies"]]  # fmt: skip


def found(name: str) -> str | None:
    """The Python of that name that starts and can make environments; None where there is none."""
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for python in (shutil.which(name), *map(str, sorted(kept.glob(f"*/bin/{name}"), reverse=True))):
        if (
            python
            and subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode
            == 0
        ):
            return python
    return None


def answers(python: str, wheel: str, pins: list[str], folder: Path) -> list[bytes]:
    """What the commands print in a fresh environment, with their exit codes."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", wheel, *pins], check=True)
    out = []
    for words in COMMANDS:
        ran = subprocess.run([str(folder / "bin" / "keta"), *words], capture_output=True, check=False)
        out.append(b"%d\n%b%b" % (ran.returncode, ran.stdout, ran.stderr))
    return out


def main() -> int:
    """Compare all environments with the first."""
    wheel = sys.argv[1]
    first: list[bytes] | None = None
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in PYTHONS:
            python = found(name)
            if python is None:
                print(f"{name}: not here, not tried")
                continue
            for end, pins in (("lowest", lowest()), ("newest", [])):
                given = answers(python, wheel, pins, Path(folder) / f"{name}-{end}")
                first = first or given
                unlike = [" ".join(words) for words, a, b in zip(COMMANDS, first, given, strict=True) if a != b]
                wrong += len(unlike)
                print(f"{name}, {end}: " + (f"other answers to {', '.join(unlike)}" if unlike else "the same answers"))
    return 1 if wrong or first is None else 0


if __name__ == "__main__":
    sys.exit(main())
