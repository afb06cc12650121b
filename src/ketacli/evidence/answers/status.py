"""How current and how well checked the data is."""

from __future__ import annotations

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import Output
from ketacli.records.base import frozen
from ketacli.records.roles import Day


@frozen
class Oldest(Answer):
    """What was checked, or written, longest ago."""

    date: Day
    """Date. ISO 8601; empty when there is none."""
    record: str
    """Record. Kind and id of a record that holds it."""


@frozen
class ConflictCounts(Answer):
    """How many conflicts between sources there are."""

    changing_a_conclusion: int
    """Changing a conclusion. Those where a reader who takes the other side would conclude otherwise."""
    by_standing: dict[str, int]
    """By standing. Verified, partly verified, suspected."""


@frozen
class KeyFactCounts(Answer):
    """How the facts that decide most were checked, and what they rest on first."""

    total: int
    """Key facts. Approvals, licensed doses, contraindications, boxed warnings, kinetic values, guideline positions."""
    by_sort: dict[str, int]
    """By sort. Number of each."""
    by_tier: dict[str, int]
    """By rank. Of the first source."""
    by_check: dict[str, int]
    """By check level. What was seen."""
    undated: int
    """Undated. Whose first source has no date."""


@frozen
class CorrectionsLooked(Answer):
    """For how many documents corrections and retractions were looked for, with a date."""

    sources: int
    """Sources. All documents."""
    looked: int
    """Looked for. Of all documents: corrections and retractions."""
    retractions: int
    """Retractions. Of all documents: those for which at least retractions were looked for."""
    articles: int
    """Articles. Primary papers and reviews that carry an effect, a pooled estimate or a dose."""
    articles_looked: int
    """Articles looked for. Of those, corrections and retractions."""
    articles_retractions: int
    """Articles, retractions. Of those, at least retractions."""
    identified: int
    """Identified. Documents with a DOI, a PubMed or registry number, a set id or an address."""
    numbered: int
    """Numbered. Of the others: documents with their issuer's own number, which may be that of a product."""


@frozen
class Status(Answer):
    """How current and how well checked the data is."""

    version: str
    """Version. Of the data."""
    released: Day
    """Released. Date (ISO 8601)."""
    checked_through: Day
    """Checked to. Date to which the data was compared with its sources (ISO 8601)."""
    licence: str
    """Licence. Of the data."""
    records: dict[str, int]
    """Records. Number by kind."""
    values: int
    """Values. Number of claims, each with a source."""
    values_by_check: dict[str, int]
    """Values by check level. Number of claims."""
    values_absent: int
    """Values absent. Looked for and not reported or not found."""
    oldest_check: Oldest
    """Oldest check. Which value was checked longest ago."""
    sources_by_status: dict[str, int]
    """Sources by status. Number of documents."""
    conflicts: ConflictCounts
    """Conflicts. Between sources."""
    trials_by_species: dict[str, int]
    """Trials by species. Number of studies."""
    trials_by_kind: dict[str, dict[str, int]]
    """Trials by kind. Number of studies of each status: randomised trials, other trials, observational and animal
    studies."""
    key_facts: KeyFactCounts
    """Key facts. How they were checked."""
    corrections: CorrectionsLooked
    """Corrections. For how many documents they were looked for."""
    oldest_label: Oldest
    """Oldest label. That a key fact rests on first, by the date of its text."""


OUTPUTS = {
    "status": Output("How current and how well checked the data is", Status, {}),
}
