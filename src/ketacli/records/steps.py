"""How far long work is, for whoever listens: a bar on a terminal, or nobody."""

from __future__ import annotations

from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    Item = TypeVar("Item")
    Listener = Callable[[str, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listen(listener: Listener | None) -> Listener | None:
    """Tell ``listener`` from now on what is done, how many of it and of how many; gives back who listened before."""
    before = _listener.get()
    _listener.set(listener)
    return before


def counted(items: Iterable[Item], what: str, total: int) -> Iterator[Item]:
    """The items in turn; who listens is told before each, and at the end. ``what`` they are: files read."""
    listener = _listener.get()
    if listener is None:
        yield from items
        return
    for at, item in enumerate(items):
        listener(what, at, total)
        yield item
    listener(what, total, total)
