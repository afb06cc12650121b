"""What authorities caution of a form by a route, such as compounded ketamine taken at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketacli.records.dataset import Dataset
    from ketacli.records.regimen import Instruction


def of_routes(dataset: Dataset, listed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Instruction]]:
    """The cautions of authorities by form and route, of the pairs that are ``listed``.

    They stand in regimens of psychiatric use, and hold of the form by the route whichever regimen is given.
    """
    told: dict[tuple[str, str], list[Instruction]] = {}
    here = set(listed)
    for item in dataset.regimens.partly("form", "routes", "use", "evidence", "instructions"):
        if item.use != "psychiatric" or item.evidence == "label":
            continue
        for each in item.instructions:
            if each.kind == "caution" and each.jurisdiction:
                for route in item.routes:
                    if (item.form, route) in here:
                        told.setdefault((item.form, route), []).append(each)
    return told


def each_once(told: dict[tuple[str, str], list[Instruction]]) -> list[Instruction]:
    """The cautions of all forms and routes, each once."""
    return list({each.value: each for held in told.values() for each in held}.values())


def in_words(each: Instruction) -> str:
    """A caution with whose it is, as a sentence."""
    return f"{each.jurisdiction}: {each.value.rstrip('.')}."
