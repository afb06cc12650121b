"""The facts of a dated event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketacli.build.facts.fact import Fact, Names, capital, fact, joined, value

if TYPE_CHECKING:
    from ketacli.records.event import Event

ALSO = {
    "approval": "approved licensed authorised", "refusal": "refused rejected not approved",
    "label-change": "label changed", "scheduling": "controlled substance schedule law",
    "reimbursement": "cost price paid covered", "warning": "safety alert", "guidance": "guideline",
}  # fmt: skip


def facts(_: Names, event: Event) -> Iterator[Fact]:
    """What happened, when and where."""
    label = f"{event.date}, {event.jurisdiction}, {event.kind.replace('-', ' ')}"
    announced = f"announced {event.date_announced}" if event.date_announced else ""
    also = joined("when date", ALSO.get(event.kind), event.body, event.product, announced)
    text = capital(value(event.statement))
    yield fact("statement", "event", label, text, event.statement, also)
