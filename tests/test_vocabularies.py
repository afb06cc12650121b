"""The words that options take are those that the record classes know: written twice for start-up time, never apart."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from ketacli import query, selections
from ketacli.models.conflict import Conflict
from ketacli.models.event import Event
from ketacli.models.regimen import Regimen, Standing
from ketacli.models.review import Review
from ketacli.models.safety import Safety
from ketacli.models.topic import Topic
from ketacli.models.trial import Design


def words(cls: type[Any], field: str) -> set[str]:
    """What a field of literals may hold."""
    hint = get_type_hints(cls)[field]
    inner = [part for part in get_args(hint) if get_args(part)]
    return set(get_args(inner[0] if inner else hint))


@pytest.mark.parametrize(
    ("offered", "cls", "field"),
    [
        (selections.REVIEW_KINDS, Review, "kind"),
        (selections.SAFETY_KINDS, Safety, "kind"),
        (selections.SYSTEMS, Safety, "system"),
        (selections.WHENS, Safety, "when"),
        (selections.EVENT_KINDS, Event, "kind"),
        (selections.TOPIC_KINDS, Topic, "kind"),
        (selections.BASES, Topic, "basis"),
        (selections.CONFLICT_KINDS, Conflict, "kind"),
        (query.COMPARATORS, Design, "comparator"),
        (query.MASKINGS, Design, "masking"),
        (query.STATUSES, Standing, "status"),
        (query.USES, Regimen, "use"),
        (query.EVIDENCE, Regimen, "evidence"),
    ],
)
def test_an_option_offers_what_the_records_may_say(offered: tuple[str, ...], cls: type[Any], field: str) -> None:
    assert len(offered) == len(set(offered))
    assert set(offered) == words(cls, field)
