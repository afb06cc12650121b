"""The evidence that a run asks for: from which directory, and not older than allowed."""

from __future__ import annotations

from ketacli.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.build.overlays.folders import Chosen
    from ketacli.records.dataset import Dataset


def load(where: Chosen, oldest: int | None) -> Dataset:
    """The data; DataError for damaged or invalid data, or for data last checked more than ``oldest`` days ago."""
    from ketacli.build.opening import load as opened

    dataset = opened(where.base, where.overlays)
    if oldest is not None:
        refuse_old(dataset.meta["checked_through"], oldest)
    return dataset


def refuse_old(checked_through: str, days: int) -> None:
    """Raise DataError when the data was last checked more than ``days`` ago."""
    from datetime import date

    past = (date.today() - date.fromisoformat(checked_through)).days
    if past > days:
        ago, limit = (f"{number} day{'' if number == 1 else 's'}" for number in (past, days))
        raise DataError(
            f"the data was last checked {ago} ago, on {checked_through}: older than {limit}",
            "Install a newer version, or allow a greater --max-age.",
        )
