"""Documents: papers, registry entries, labels, guidelines, pages. Field names follow CSL-JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketacli.models.base import STRICT, Record

Tier = Literal[
    "registry",
    "primary",
    "label",
    "guideline",
    "systematic-review",
    "narrative-review",
    "editorial",
    "web",
]
SourceStatus = Literal["ok", "corrected", "concern", "retracted", "untraceable", "not-checked"]


@dataclass(frozen=True, init=False, eq=False, repr=False, kw_only=True)
class Source(Record):
    """A document that values come from."""

    __pydantic_config__ = STRICT

    id: str
    """Id. Stable name, the file's name."""
    type: Literal[
        "article-journal",
        "report",
        "webpage",
        "dataset",
        "legislation",
        "thesis",
        "article-newspaper",
        "speech",
        "book",
    ]
    """Type. CSL type of the document."""
    title: str
    """Title. As printed."""
    author: tuple[str, ...] = ()
    """Authors. Family name and initials; a body's name where no person is named."""
    et_al: bool = False
    """Et al. True when further authors are not listed here."""
    issued: str | None = None
    """Issued. Year, year-month or date (ISO 8601)."""
    container_title: str | None = None
    """Published in. Journal, site or series."""
    volume: str | None = None
    """Volume. As printed."""
    issue: str | None = None
    """Issue. As printed."""
    page: str | None = None
    """Pages. As printed, or the article number."""
    publisher: str | None = None
    """Publisher. Body that issued it."""
    doi: str | None = None
    """DOI. Lower case, without address."""
    pmid: str | None = None
    """PMID. PubMed identifier."""
    pmcid: str | None = None
    """PMCID. PubMed Central identifier."""
    registry: str | None = None
    """Registry number. NCT, ISRCTN, ACTRN, EudraCT and the like."""
    url: str | None = None
    """Address. A publisher, registry, agency or PubMed page; none rather than a copy."""
    version: str | None = None
    """Version. Version or effective date of a label or page."""
    tier: Tier
    """Tier. Rank when sources differ: registry results, primary paper, label, guideline, reviews, editorial, web."""
    status: SourceStatus = "not-checked"
    """Status. Correction, concern or retraction, as far as looked for."""
    seen: str | None = None
    """Seen. What of the document was read: full text, abstract, table, record, summary by another."""
    checked: str
    """Checked. Date on which it was last looked at (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know about this document."""
