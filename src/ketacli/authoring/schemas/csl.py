"""What ``keta cite`` writes as JSON: documents as CSL-JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ketacli.authoring.schemas import OPEN


@dataclass(frozen=True, kw_only=True)
class CslName:
    """A person, or a body as a literal."""

    __pydantic_config__ = OPEN

    family: str | None = None
    """Family name. Of a person."""
    given: str | None = None
    """Given names. Initials as printed."""
    literal: str | None = None
    """Literal. A body's name, or "et al."."""


@dataclass(frozen=True, kw_only=True)
class CslDate:
    """A date of CSL-JSON."""

    __pydantic_config__ = OPEN

    date_parts: Annotated[tuple[tuple[int, ...], ...], Field(alias="date-parts")]
    """Date parts. Year, month and day, as far as known."""


@dataclass(frozen=True, kw_only=True)
class CslItem:
    """A document as CSL-JSON (citationstyles.org, 1.0.2)."""

    __pydantic_config__ = OPEN

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
    container_title: Annotated[str | None, Field(alias="container-title")] = None
    """Published in. Journal, site or series."""
    volume: str | None = None
    """Volume. As printed."""
    issue: str | None = None
    """Issue. As printed."""
    page: str | None = None
    """Pages. As printed, or the article number."""
    publisher: str | None = None
    """Publisher. Body that issued it."""
    doi: Annotated[str | None, Field(alias="DOI")] = None
    """DOI. Without address."""
    pmid: Annotated[str | None, Field(alias="PMID")] = None
    """PMID. PubMed identifier."""
    pmcid: Annotated[str | None, Field(alias="PMCID")] = None
    """PMCID. PubMed Central identifier."""
    number: str | None = None
    """Number. Of a registry entry."""
    version: str | None = None
    """Version. Of a label, page or dataset."""
    url: Annotated[str | None, Field(alias="URL")] = None
    """Address. Of the document."""
    note: str
    """Note. To when the data was checked, and what is known of corrections and retractions."""
