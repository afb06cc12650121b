"""Make the manual page from the command table and the help topics.

python scripts/manual.py            writes docs/man/keta.1
python scripts/manual.py --check    exits with 1 when the page is stale
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from ketacli.cli.commands.help import text_of
from ketacli.cli.manual import manual
from ketacli.cli.table import TOPICS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "man" / "keta.1"


def page() -> str:
    """The page as it should be now."""
    meta = tomllib.loads((ROOT / "src" / "ketacli" / "data" / "meta.toml").read_text(encoding="utf-8"))
    return manual(meta["released"], {name: text_of(name) for name in TOPICS})


def main() -> int:
    """Write or compare the page."""
    text = page()
    if "--check" not in sys.argv:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="ascii")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="ascii") == text:
        return 0
    print("docs/man/keta.1 is stale: run python scripts/manual.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
