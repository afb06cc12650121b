"""The schemas that there are."""

from __future__ import annotations

from typing import Literal

from ketacli.evidence.answers.answer import Answer
from ketacli.evidence.answers.output import FLAG, Output
from ketacli.records.base import frozen


@frozen
class Listed(Answer):
    """One schema."""

    name: str
    """Name. What keta schema takes."""
    describes: Literal["output", "record"]
    """Describes. The JSON of a command, or a TOML file of the data (with --record)."""
    title: str
    """Title. What it describes, in words."""
    version: int
    """Version. Major version; within one, members are only added."""
    id: str
    """Id. The $id of the schema."""


OUTPUTS = {
    "schema": Output("The schemas there are", Listed, {"record": FLAG}, many=True, enveloped=False),
}
