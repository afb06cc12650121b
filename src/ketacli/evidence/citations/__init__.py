"""Documents as BibTeX, RIS and CSL-JSON, and which documents a record or a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.source import Source

STYLES = ("bibtex", "ris", "csl-json")


def write(sources: Iterable[Source], style: str, checked: str) -> str:
    """The documents in one of STYLES; ``checked`` is the date that the note of each carries."""
    if style == "bibtex":
        from ketacli.evidence.citations.bibtex import bibtex

        return "\n".join(bibtex(source, checked) for source in sources)
    if style == "ris":
        from ketacli.evidence.citations.ris import ris

        return "".join(ris(source, checked) for source in sources)
    import json

    from ketacli.evidence.citations.csl import csl

    return json.dumps([csl(source, checked).to_dict() for source in sources], ensure_ascii=False, indent=2) + "\n"
