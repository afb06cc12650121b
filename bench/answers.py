"""How many lines the answers take: the height of every default screen at five widths, on a terminal.

    python bench/answers.py [--before PYTHON] [--line 'compare esketamine racemic']...

Each command runs in a terminal of its own, without pager. ``--before`` names the Python of another installation, such
as the last release's: its heights stand in brackets. A screen that is higher than its limit is marked with ``*``:
36 lines at 100 columns and 48 at 80 for a subject or a comparison; lists have no limit but that of their records.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

WIDTHS = (60, 80, 100, 140, 200)
LIMITS = {80: 48, 100: 36}
SUBJECTS = (
    "",
    "esketamine",
    "racemic",
    "arketamine",
    "ptsd",
    "trd",
    "iv",
    "canmat",
    "transform-2",
    "compare esketamine racemic",
    "compare esketamine racemic arketamine",
    "compare transform-1 transform-2 transform-3",
    "compare canmat nice",
    "show transform-2",
    "show spravato-us-trd",
    "show bahji-2021",
    "dosing iv",
    "dosing intranasal",
    "dosing iv 0.5mg/kg --weight 82kg --strength 50mg/mL --volume 50mL",
    "safety esketamine",
    "safety racemic",
    "guidelines trd",
    "reviews ptsd",
    "trials ptsd",
    "topics",
    "conflicts transform-2",
    "status",
    "find how long does it last",
    "is ketamine approved for depression",
)
LISTS = ("trials", "reviews", "guidelines", "timeline", "topics mechanism", "conflicts", "sources")


def height(python: str, words: list[str], width: int) -> int:
    """The lines that a command prints on a terminal of that width."""
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {**os.environ, "KETA_PAGER": "", "TERM": "xterm-256color"}
    environment.pop("COLUMNS", None)
    with subprocess.Popen([python, "-m", "ketacli", *words], stdin=other, stdout=other, stderr=subprocess.DEVNULL,
                          env=environment) as process:  # fmt: skip
        os.close(other)
        pieces = []
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                # Linux ends a terminal whose other side is closed with an error.
                break
            if not piece:
                break
            pieces.append(piece)
        process.wait()
    os.close(main)
    return b"".join(pieces).count(b"\n")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", help="the Python of another installation")
    parser.add_argument("--line", action="append", help="a command line; may be repeated")
    asked = parser.parse_args()
    lines = asked.line or [*SUBJECTS, *LISTS]
    print(f"{'lines at columns':58}" + "".join(f"{width:>14}" for width in WIDTHS))
    for line in lines:
        cells = []
        for width in WIDTHS:
            now = height(sys.executable, line.split(), width)
            over = "*" if line not in LISTS and now > LIMITS.get(width, now) else ""
            before = f" ({height(asked.before, line.split(), width)})" if asked.before else ""
            cells.append(f"{now}{over}{before}")
        print(f"{'keta ' + line:58}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
