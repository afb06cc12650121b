"""What every style says of a document in the same way: its key, the end of a cut list of authors, its note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.records.source import MARKS

if TYPE_CHECKING:
    from ketacli.records.source import Source

OTHERS = "others"
"""The last author of a cut list in BibTeX, whose own word it is; other formats would take it for a person."""

RANGE = re.compile(r"([^-\u2013]{1,40})[-\u2013]([^-\u2013]{1,40})")


def key(source: Source) -> str:
    """A citation key that stays the same: the id without hyphens."""
    return source.id.replace("-", "")


def pages(source: Source) -> tuple[str, str]:
    """First and last page; the last is empty for a single page and for an article number, hyphens and all."""
    found = RANGE.fullmatch(source.page or "")
    ranged = found is not None and found[1][-1:].isdigit() and found[2][-1:].isdigit()
    return (found[1], found[2]) if found is not None and ranged else (source.page or "", "")


def note(source: Source, checked: str, *more: str | None) -> str:
    """Version of the data, what is known of corrections and retractions, and what the entry itself does not show."""
    unmarked = {
        "not-checked": "corrections not looked for",
        "not-retracted": f"not retracted by {source.status_checked}, corrections not looked for",
    }
    status = MARKS.get(source.status) or unmarked.get(source.status, source.status)
    said = [f"keta data, checked to {checked}", f"status: {status}"]
    if source.local:
        said.append(f"a local record, of the file {source.local}")
    if source.title.startswith("[") and source.title.endswith("]"):
        said.append("the title in square brackets is descriptive, the document's own was not seen")
    if source.et_al and source.author:
        said.append("further authors are not listed")
    return "; ".join([*said, *(each for each in more if each)])
