"""By which routes a dose is drawn up, diluted or run: a volume or a time by another is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketacli.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

INJECTED = ("intravenous", "intramuscular", "subcutaneous", "epidural", "intraperitoneal")
"""Routes by which a dose is drawn up and may be diluted."""
INFUSED = ("intravenous", "subcutaneous")
DRUNK = ("oral", "sublingual", "rectal")
"""Routes by which a solution may be measured, but nothing is diluted or runs."""


def refuse_senseless(routes: Collection[str], strength: object, volume: object, over: object) -> None:
    """Raise Refused for a quantity that means nothing by any of the routes, UsageError for a time without a volume."""
    if over is not None and volume is None:
        raise UsageError(
            "--over without --volume gives no rate", 'Add --volume, such as --volume "50 mL".', field="over"
        )
    for name, given, fitting, why in (
        ("volume", volume, INJECTED, "is not diluted"),
        ("over", over, INFUSED, "is not an infusion"),
        ("strength", strength, (*INJECTED, *DRUNK), "is not drawn up"),
    ):
        if given is not None and routes and not set(routes) & set(fitting):
            raise Refused(f"--{name} is refused: a dose by this route ({', '.join(routes)}) {why}",
                          f"Leave --{name} out.", field=name)  # fmt: skip
