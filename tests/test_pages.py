"""Pages of ``-o html`` in a real browser: an accessibility checker finds nothing, and nothing is wider than the window.

Skipped where Chromium or the checker is missing; ``KETA_AXE`` names the script of axe-core (npm pack axe-core).
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(os.environ.get("KETA_AXE", "no-such-file"))
SWITCHES = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=30000", "--dump-dom",
)  # fmt: skip
PAGES = {
    "forest": ("forest", "--form", "esketamine", "--outcome", "response", "--timepoint", "28d", "--multiarm", "keep"),
    "compare": ("compare", "esketamine", "racemic"),
    "trials": ("trials", "ptsd"),
    "report": ("report", "esketamine-trd"),
}
CHECK = """
axe.run(document).then(found => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const violations = found.violations.map(each => [each.id, each.nodes[0].html]);
  const told = {wide, passes: found.passes.length, violations};
  document.documentElement.innerHTML = '<pre id="told">' + JSON.stringify(told).replace(/[<&]/g, '?') + '</pre>';
});
"""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or not AXE.is_file(), reason="Chromium is not installed, or KETA_AXE names no axe.min.js"
)


def checked(folder: Path, page: str, *, dark: bool, width: int) -> dict[str, Any]:
    """What the checker says of a page in a window of that width."""
    assert CHROMIUM is not None
    # The page's own policy forbids scripts; the checker is one.
    page, found = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert found == 1
    scripts = "".join(f"<script>{each.replace('</script', '<x/script')}</script>" for each in (AXE.read_text(), CHECK))
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    words = [CHROMIUM, *SWITCHES, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900",
             f"--blink-settings=preferredColorScheme={0 if dark else 1}"]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--no-sandbox")
    ran = subprocess.run([*words, file.as_uri()], capture_output=True, text=True, check=False, timeout=120)
    told = re.search(r'<pre id="told">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert told is not None, ran.stderr
    return dict(json.loads(html.unescape(told.group(1))))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_checker_finds_nothing(keta: Run, tmp_path: Path, name: str, dark: bool) -> None:
    """In light and in dark, wide and as narrow as a browser without a window goes."""
    told = checked(tmp_path, keta(*PAGES[name], "-o", "html").out, dark=dark, width=500 if dark else 1200)
    assert told["violations"] == []
    assert told["passes"] > 20
    assert told["wide"] <= 0
