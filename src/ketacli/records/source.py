"""Documents: papers, registry entries, labels, guidelines, pages. Field names follow CSL-JSON."""

from __future__ import annotations

from typing import Literal

from ketacli.records.base import STRICT, Record, frozen
from ketacli.records.local import marked
from ketacli.records.person import person
from ketacli.records.roles import (
    Address,
    AsPrinted,
    CheckDay,
    Day,
    Derived,
    Designation,
    Doi,
    Filed,
    OwnId,
    Pmcid,
    Pmid,
    RegistryNumber,
)

Tier = Filed[
    Literal[
        "registry",
        "primary",
        "label",
        "guideline",
        "systematic-review",
        "narrative-review",
        "editorial",
        "web",
    ]
]
SourceStatus = Filed[
    Literal["ok", "not-retracted", "corrected", "concern", "listed", "retracted", "untraceable", "not-checked"]
]


MARKS = {
    "corrected": "corrected since",
    "concern": "expression of concern",
    "listed": "listed by Retraction Watch",
    "retracted": "RETRACTED",
    "untraceable": "could not be traced",
}
"""Standing of a document to the words that mark it wherever it is cited."""
UNSOUND = ("retracted", "untraceable", "concern", "listed")
"""Standings with which a document is not to be relied on."""


@frozen
class Source(Record):
    """A document that values come from."""

    __pydantic_config__ = STRICT

    id: OwnId
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
    title: AsPrinted
    """Title. As printed; in square brackets where the document's own title was not seen."""
    author: tuple[AsPrinted, ...] = ()
    """Authors. Family name and initials; a body's name where no person is named."""
    et_al: bool = False
    """Et al. True when further authors are not listed here."""
    issued: Day | None = None
    """Issued. Year, year-month or date (ISO 8601); of an article in a volume, the volume's."""
    online: Day | None = None
    """Online. Date of first publication online, where it differs from issued (ISO 8601)."""
    container_title: AsPrinted | None = None
    """Published in. Journal, site or series."""
    volume: Designation | None = None
    """Volume. As printed."""
    issue: Designation | None = None
    """Issue. As printed."""
    page: AsPrinted | None = None
    """Pages. As printed, or the article number."""
    publisher: AsPrinted | None = None
    """Publisher. Body that issued it."""
    doi: Doi | None = None
    """DOI. Lower case, without address."""
    pmid: Pmid | None = None
    """PMID. PubMed identifier."""
    pmcid: Pmcid | None = None
    """PMCID. PubMed Central identifier."""
    registry: RegistryNumber | None = None
    """Registry number. NCT, ISRCTN, ACTRN, EudraCT and the like."""
    number: Designation | None = None
    """Number. The issuer's own, as printed: of a rule, a filing, a grant or an appraisal; of a label, the authorisation
    of its product, which all versions of the text share."""
    url: Address | None = None
    """Address. A publisher, registry, agency or PubMed page; none rather than a copy."""
    version: Designation | None = None
    """Version. Version or effective date of a label or page."""
    tier: Tier
    """Tier. Rank when sources differ: registry results, primary paper, label, guideline, reviews, editorial, web."""
    status: SourceStatus = "not-checked"
    """Status. Correction, concern or retraction, as far as looked for. Not retracted: its DOI is not in the database of
    Retraction Watch, which lists few corrections; listed: it is, and what for was not seen."""
    status_checked: Day | None = None
    """Status checked. Date on which corrections and retractions were looked for (ISO 8601)."""
    seen: str | None = None
    """Seen. What of the document was read: full text, abstract, table, record, summary by another."""
    checked: CheckDay
    """Checked. Date on which it was last looked at (ISO 8601)."""
    note: str | None = None
    """Note. What a reader must know about this document."""
    stands_first: str | None = None
    """Stands first. Why a key fact may rest on it first although it is a web page or has no date."""
    key_facts: Derived[int] = 0
    """Key facts. Approvals, licensed doses, contraindications, boxed warnings, kinetic values and guideline positions
    whose first source it is."""
    year: Derived[int | None] = None
    """Year. In which it was issued."""
    local: Derived[Filed[str] | None] = None
    """Local. File of the overlay that the record comes from; none for the records that keta ships."""


def address(source: Source) -> str:
    """Where a document is found: by its DOI, else its own page, PubMed or the registry; empty where none is known."""
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.url:
        return source.url
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    if source.registry and source.registry.startswith("NCT"):
        return f"https://clinicaltrials.gov/study/{source.registry}"
    return ""


def cite(source: Source) -> str:
    """One line: first author and year or the number, where it appeared, and a warning if it needs one."""
    year = (source.issued or "undated")[:4] if source.issued else "undated"
    if source.tier == "registry" and source.registry:
        text = f"{source.registry}, {source.container_title or 'registry'}"
    elif source.author:
        found = person(source.author[0])
        name = found.surname if found else source.author[0]
        where = f", {source.container_title}" if source.container_title else ""
        text = f"{name} {year}{where}"
    else:
        text = f"{source.container_title or source.publisher or source.title} {year}"
    if source.local:
        text = marked(text, source.local)
    return f"{text} ({MARKS[source.status]})" if source.status in MARKS else text


def warned(source: Source) -> str:
    """The same line, behind a "!" where the document is not to be relied on: for lines that have no note below them."""
    return f"! {cite(source)}" if source.status in UNSOUND else cite(source)


MOST_AUTHORS = 3
"""Authors that a reference names before "et al."."""


def reference(source: Source) -> str:
    """One entry of a list of references: authors, year, title, where it appeared, and a warning if it needs one."""
    names = list(source.author[:MOST_AUTHORS])
    if source.et_al or len(source.author) > MOST_AUTHORS:
        names += ["et al."] if names else []
    by = "; ".join(names) or source.registry or source.container_title or source.publisher or ""
    year = source.issued[:4] if source.issued else "undated"
    where = source.container_title if source.container_title and source.container_title != by else ""
    if where and source.volume:
        where += f" {source.volume}" + (f"({source.issue})" if source.issue else "")
    if where and source.page:
        where += f"{':' if source.volume else ', '}{source.page}"
    parts = [f"{by} ({year})", source.title, where] if by else [f"{source.title} ({year})", where]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    if source.local:
        text = marked(text, source.local)
    return f"{text} ({MARKS[source.status]})" if source.status in MARKS else text
