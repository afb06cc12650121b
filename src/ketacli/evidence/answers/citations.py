"""Documents as CSL-JSON."""

from __future__ import annotations

from types import MappingProxyType

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, WORDS, Output
from ketacli.records.base import frozen


@frozen
class CslName(Answer):
    """A person, or a body as a literal."""

    KEYS = MappingProxyType({"non_dropping_particle": "non-dropping-particle"})

    family: str | None = None
    """Family name. Of a person."""
    given: str | None = None
    """Given names. Initials with full stops."""
    non_dropping_particle: str | None = None
    """Particle. Small words before the family name."""
    suffix: str | None = None
    """Suffix. Jr. and the like."""
    literal: str | None = None
    """Literal. A body's name; as the last, "others": the list is cut."""


@frozen
class CslDate(Answer):
    """A date of CSL-JSON."""

    KEYS = MappingProxyType({"date_parts": "date-parts"})

    date_parts: tuple[tuple[int, ...], ...]
    """Date parts. Year, month and day, as far as known."""


@frozen
class CslItem(Answer):
    """A document as CSL-JSON (citationstyles.org, 1.0.2)."""

    KEYS = MappingProxyType(
        {
            "available_date": "available-date",
            "container_title": "container-title",
            "doi": "DOI",
            "pmid": "PMID",
            "pmcid": "PMCID",
            "url": "URL",
        }
    )

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
    available_date: CslDate | None = None
    """Available. Date of first publication online."""
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
    """DOI. Without address."""
    pmid: str | None = None
    """PMID. PubMed identifier."""
    pmcid: str | None = None
    """PMCID. PubMed Central identifier."""
    number: str | None = None
    """Number. Of a registry entry; of an article, its note has it."""
    version: str | None = None
    """Version. Of a label, page or dataset."""
    url: str | None = None
    """Address. Of the document."""
    note: str
    """Note. To when the data was checked, what is known of corrections, and what the item itself does not show."""


OUTPUTS = {
    "cite": Output("Documents as CSL-JSON", CslItem, {"names": WORDS, "self": FLAG, "all": FLAG}, many=True),
}
