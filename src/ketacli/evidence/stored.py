"""Answers that the build worked out, read back: no statistics are loaded for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ketacli.evidence.answers.indirect import IndirectComparison, IndirectEvidence, PublishedIndirect
from ketacli.evidence.answers.networks import NetworkOffered, NetworksOffered

if TYPE_CHECKING:
    from ketacli.records.store import Store

INDIRECT, NETWORKS = "indirect", "networks"
"""The names under which they are stored."""
SPRAY_AND_INFUSION = {"esketamine", "racemic"}
"""The forms that the stored comparison is of."""


def indirect(store: Store) -> IndirectEvidence | None:
    """Esketamine spray against infused racemic ketamine by way of placebo; None in data compiled without it."""
    text = store.worked(INDIRECT)
    if text is None:
        return None
    held = json.loads(text)
    return IndirectEvidence(
        comparisons=tuple(
            IndirectComparison(**{**each, "first_trials": tuple(each["first_trials"]),
                                  "second_trials": tuple(each["second_trials"])})
            for each in held["comparisons"]
        ),
        published=tuple(PublishedIndirect(**each) for each in held["published"]),
    )  # fmt: skip


def networks(store: Store) -> NetworksOffered:
    """Which networks the trials on record make; none in data compiled without them."""
    text = store.worked(NETWORKS)
    held = json.loads(text)["networks"] if text is not None else []
    return NetworksOffered(
        networks=tuple(
            NetworkOffered(**{**each, "trials": tuple(each["trials"]), "treatments": tuple(each["treatments"])})
            for each in held
        )
    )
