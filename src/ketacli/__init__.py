"""Ketamine and its enantiomers: published evidence, with a source behind every number."""

# Not imported from typing, which would be most of the time that ``keta --version`` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ketacli.build.opening import load
    from ketacli.errors import KetaError
    from ketacli.evidence.calculate import effects, pool
    from ketacli.evidence.calculate_network import network
    from ketacli.records.collection import Records
    from ketacli.records.dataset import Collection, Dataset
    from ketacli.stats.estimate import Refusal

__version__ = "0.1.0"
__all__ = [
    "Collection",
    "Dataset",
    "KetaError",
    "Records",
    "Refusal",
    "__version__",
    "effects",
    "load",
    "network",
    "pool",
]

HOMES = {
    "Collection": "records.dataset",
    "Dataset": "records.dataset",
    "KetaError": "errors",
    "Records": "records.collection",
    "Refusal": "stats.estimate",
    "effects": "evidence.calculate",
    "load": "build.opening",
    "network": "evidence.calculate_network",
    "pool": "evidence.calculate",
}
"""Where each public name lives: imported when it is first asked for."""


def __getattr__(name: str) -> object:
    if name in HOMES:
        from importlib import import_module

        return getattr(import_module(f"ketacli.{HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
