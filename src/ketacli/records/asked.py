"""How each kind of record is asked for: short names of fields, how they are compared, and the first columns of CSV."""

from __future__ import annotations

from ketacli.tuples import NamedTuple

SHORT = {
    "trials": {
        "comparator": "design.comparator", "masking": "design.masking", "form": "forms", "route": "routes",
        "indication": "indications", "bias": "risk_of_bias.worst",
        "set": "outcomes.analysis_set",
    },
    "regimens": {"route": "routes", "indication": "indications", "status": "standing.status",
                 "jurisdiction": "standing.jurisdiction"},
    "guidelines": {"form": "recommendations.forms", "route": "recommendations.routes",
                   "indication": "recommendations.indications", "position": "recommendations.position",
                   "level": "recommendations.level", "strength": "recommendations.strength"},
    "reviews": {"n": "n_participants", "studies": "n_studies", "form": "forms", "route": "routes",
                "indication": "indications"},
    "safety": {"form": "forms", "route": "routes", "indication": "indications"},
    "events": {"form": "forms", "indication": "indications"},
    "topics": {"topic": "topics", "form": "forms", "route": "routes", "indication": "indications"},
    "questions": {"form": "forms", "route": "routes", "indication": "indications"},
    "conflicts": {"form": "forms", "indication": "indications"},
}  # fmt: skip
"""Short names, as the options have them, and the fields that they stand for."""


class Manner(NamedTuple):
    """How a field is compared, where that is not as its type says."""

    empty_is_any: bool = False
    """Whether a record, or a part of one, that names nothing there holds for all of them."""
    also: tuple[str, ...] = ()
    """Fields in which the same value counts too."""
    words: tuple[str, ...] = ()
    """Words beyond those of the field itself, which stand in the fields of ``also``."""
    every: bool = False
    """Whether several words of an option must all hold, not any of them."""
    bodies: bool = False
    """Whether it is asked for by short name, full name or beginning of a body."""


AS_TYPED = Manner()

MANNERS: dict[str, dict[str, Manner]] = {
    "trials": {
        "design": Manner(also=("kind",), words=("observational",), every=True),
        "registry": Manner(also=("registries",)),
        "design.comparator": Manner(also=("comparators",)),
    },
    "guidelines": {"recommendations.routes": Manner(empty_is_any=True), "body": Manner(bodies=True)},
    "reviews": {"routes": Manner(empty_is_any=True)},
    "safety": {"routes": Manner(empty_is_any=True), "system": Manner(also=("concerns",), words=("nervous-system",))},
    "topics": {"topics": Manner(also=("kind",))},
    "conflicts": {"source": Manner(also=("sides.source",))},
}
"""By kind and field. A statement on an open question belongs to the topic of that name, whatever else it is about."""

LEAD = {
    "trials": ("id", "name", "year", "n", "result.direction", "design.comparator", "design.masking", "forms", "routes",
               "indications", "phase", "registry", "source_status"),
    "regimens": ("id", "name", "form", "routes", "use", "dose", "standing.status", "standing.jurisdiction",
                 "indications"),
    "guidelines": ("id", "body", "year", "country", "kind", "recommendations.position", "recommendations.forms"),
    "reviews": ("id", "name", "year", "kind", "n_studies.value", "n_participants.value", "source_status"),
    "safety": ("id", "name", "kind", "system", "forms", "routes", "statement.value"),
    "events": ("id", "date", "jurisdiction", "kind", "body", "name"),
    "topics": ("id", "name", "topics", "kind", "basis", "statement.value"),
    "questions": ("id", "name", "forms", "routes", "indications", "comparators", "trials"),
    "conflicts": ("id", "name", "kind", "standing", "changes_conclusion", "about"),
    "sources": ("id", "title", "author", "year", "container_title", "doi", "pmid", "tier", "status"),
}  # fmt: skip
"""The first columns of CSV."""
