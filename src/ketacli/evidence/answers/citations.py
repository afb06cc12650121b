"""Documents as CSL-JSON."""

from __future__ import annotations

from dataclasses import field

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, WORDS, Output
from ketacli.records.base import frozen


@frozen
class CslName(Answer):
    """A person, or a body as a literal."""

    family: str | None = None
    """Family name. Of a person."""
    given: str | None = None
    """Given names. Initials with full stops."""
    non_dropping_particle: str | None = field(default=None, metadata={"key": "non-dropping-particle"})
    """Particle. Small words before the family name."""
    suffix: str | None = None
    """Suffix. Jr. and the like."""
    literal: str | None = None
    """Literal. A body's name; as the last, "others": the list is cut."""


@frozen
class CslDate(Answer):
    """A date of CSL-JSON."""

    date_parts: tuple[tuple[int, ...], ...] = field(metadata={"key": "date-parts"})
    """Date parts. Year, month and day, as far as known."""


@frozen
class CslItem(Answer):
    """A document as CSL-JSON (citationstyles.org, 1.0.2)."""

    id: str
    """Id. Of the document."""
    type: str
    """Type. CSL type."""
    title: str
    """Title. As printed."""
    author: tuple[CslName, ...] | None = None
    """Authors. Persons and bodies."""
    issued: CslDate | None = None
    """Issued. Date of publication."""
    available_date: CslDate | None = field(default=None, metadata={"key": "available-date"})
    """Available. Date of first publication online."""
    container_title: str | None = field(default=None, metadata={"key": "container-title"})
    """Published in. Journal, site or series."""
    volume: str | None = None
    """Volume. As printed."""
    issue: str | None = None
    """Issue. As printed."""
    page: str | None = None
    """Pages. As printed, or the article number."""
    publisher: str | None = None
    """Publisher. Body that issued it."""
    doi: str | None = field(default=None, metadata={"key": "DOI"})
    """DOI. Without address."""
    pmid: str | None = field(default=None, metadata={"key": "PMID"})
    """PMID. PubMed identifier."""
    pmcid: str | None = field(default=None, metadata={"key": "PMCID"})
    """PMCID. PubMed Central identifier."""
    number: str | None = None
    """Number. Of a registry entry; of an article, its note has it."""
    version: str | None = None
    """Version. Of a label, page or dataset."""
    url: str | None = field(default=None, metadata={"key": "URL"})
    """Address. Of the document."""
    note: str
    """Note. To when the data was checked, what is known of corrections, and what the item itself does not show."""


OUTPUTS = {
    "cite": Output("Documents as CSL-JSON", CslItem, {"names": WORDS, "self": FLAG, "all": FLAG}, many=True),
}
