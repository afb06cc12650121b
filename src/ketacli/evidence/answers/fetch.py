"""What came from a registry or a library, and what Crossref knows of documents on record."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, WORDS, Output
from ketacli.records.base import frozen

Told = Literal["notice", "none", "is-notice", "not-there", "no-doi", "not-asked"]


@frozen
class Fetched(Answer):
    """A record that was asked for."""

    asked: str
    """Asked. The number, as its service writes it."""
    service: str
    """Service. ClinicalTrials.gov, Crossref or PubMed."""
    address: str
    """Address. That was asked."""
    raw: str | None
    """Raw. File with the answer as it came; null where none came."""
    draft: str | None
    """Draft. File with the records made of it; null where there is none."""
    judge: tuple[str, ...] = ()
    """Judge. What a person has to judge before the draft is a record."""
    unmapped: tuple[str, ...] = ()
    """Unmapped. What the answer has and the draft has not."""
    problem: str | None = None
    """Problem. Why nothing was written."""


@frozen
class Notice(Answer):
    """A correction, a retraction or the like."""

    kind: str
    """Kind. As Crossref calls it, such as correction, retraction or expression_of_concern."""
    doi: str | None
    """DOI. Of the notice; of the document that it is about where the document asked for is the notice."""
    date: str | None
    """Date. As far as it is given (ISO 8601)."""
    told_by: tuple[str, ...]
    """Told by. The publisher, Retraction Watch or both."""


@frozen
class Noticed(Answer):
    """What Crossref knows of a document on record."""

    id: str
    """Id. Of the document."""
    doi: str | None
    """DOI. That Crossref was asked for."""
    told: Told
    """Told. Notice: at least one is about it; none: Crossref has it and no notice; is-notice: it is one itself;
    not-there: Crossref does not have it; no-doi: it cannot be asked for; not-asked: no answer came."""
    on_record: str
    """On record. Its status here."""
    new: bool
    """New. Whether the record does not say yet what the notices do."""
    notices: tuple[Notice, ...] = ()
    """Notices. About it."""
    about: tuple[Notice, ...] = ()
    """About. What it is a notice of."""
    problem: str | None = None
    """Problem. Why no answer came."""


@frozen
class Beside(Answer):
    """What is said beside the rows."""

    failed: int
    """Failed. Of how many no answer came that can be used."""


OUTPUTS = {
    "fetch": Output("Records that were asked for, or with --status what Crossref knows of documents on record",
                    (Fetched, Noticed), {"names": WORDS, "status": FLAG}, many=True, beside=Beside),
}  # fmt: skip
