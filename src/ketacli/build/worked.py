"""Answers that rest on statistics and that screens only read: worked out once, when the data is compiled."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ketacli.evidence.network.indirect import indirect_evidence
from ketacli.evidence.network.offered import offered
from ketacli.evidence.stored import INDIRECT, NETWORKS
from ketacli.records.dataset import Dataset


def worked(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """The name and the JSON of each answer."""
    yield INDIRECT, json.dumps(indirect_evidence(dataset).to_dict(), separators=(",", ":"))
    yield NETWORKS, json.dumps(offered(dataset).to_dict(), separators=(",", ":"))
