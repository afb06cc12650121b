"""An invented overlay: a clinic's own protocol, and what it says of a shipped trial. Nothing in it is evidence."""

from __future__ import annotations

from pathlib import Path

SOURCE = """
type = "report"
title = "Infusion protocol of an invented clinic"
publisher = "Invented Clinic"
issued = "2026-11"
tier = "web"
seen = "full text"
checked = "2026-11-30"
"""

REGIMEN = """
name = "Clinic infusion 0.5 mg/kg over 60 min"
form = "racemic"
routes = ["intravenous"]
use = "psychiatric"
indications = ["trd"]
evidence = "consensus"
source = "clinic-protocol"
at = "section 2"
check = "primary"
checked = "2026-11-30"
standing = [{ jurisdiction = "DE", status = "off-label", as_of = "2026-11" }]
instructions = [{ kind = "during", value = "Blood pressure before, and at 20, 40 and 60 min" }]

[[phases]]
name = "single infusion"
doses = [{ low = 0.5, unit = "mg/kg" }]
given_over = { value = 60, unit = "min" }
schedule = { sessions = 1 }
"""

OTHERWISE = """
source = "clinic-protocol"
at = "section 5"
check = "secondary"
checked = "2026-11-30"

[[outcomes]]
id = "remission-week-8"
results = [{ arm = "esketamine", events = 101, percent = 30.1 }]
"""

NOTED = """
source = "clinic-protocol"
check = "secondary"
checked = "2026-11-30"

[design]
note = "Read twice in the clinic"
"""


def clinic(to: Path, **more: str) -> Path:
    """A folder with the protocol and its source; ``more``: further texts by path, two underscores for a slash."""
    root = to / "clinic"
    for file, text in {"sources__clinic_protocol": SOURCE, "regimens__clinic_iv": REGIMEN, **more}.items():
        path = root / (file.replace("__", "/").replace("_", "-") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return root
