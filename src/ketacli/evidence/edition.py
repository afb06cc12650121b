"""What is said beside a fact whose first source stands there by exception: it is no dated text of the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.records.names import label
from ketacli.records.source import cite

if TYPE_CHECKING:
    from ketacli.records.dataset import Dataset
    from ketacli.records.safety import Safety


def edition(dataset: Dataset, source: str) -> str:
    """``copy of undated edition``, or for a dated document ``account by others``; empty for any other source."""
    held = dataset.sources.get(source)
    if held is None or not held.stands_first:
        return ""
    return "account by others" if held.issued else "copy of undated edition"


def worded(dataset: Dataset, jurisdiction: str | None, source: str) -> str:
    """``EU``, or ``EU wording, copy of undated edition``; empty without either."""
    found = edition(dataset, source)
    place = f"{jurisdiction} wording" if jurisdiction and found else jurisdiction or ""
    return ", ".join(part for part in (place, found) if part)


def whose(dataset: Dataset, item: Safety) -> str:
    """``by Cohen 2018, ..., pain: `` before a rule of care that is no label's; empty for a label's."""
    source = dataset.sources.get(item.source)
    if source is None or source.tier == "label":
        return ""
    uses = [label(dataset, "indications", name, short=True) for name in item.indications]
    return f"by {', '.join([cite(source), *uses])}: "


def beside(dataset: Dataset, source: str) -> str:
    """``(copy of undated edition) ``, to stand before a text; empty for a source that is no exception."""
    found = edition(dataset, source)
    return f"({found}) " if found else ""
