"""A network of treatments as a block of a screen, neutral of how it is drawn."""

from __future__ import annotations

from ketacli.screens.piece import Piece


class Vertex(Piece):
    """One treatment."""

    label: str
    count: str
    """Its trials and people in words."""
    people: float


class Link(Piece):
    """Two treatments that trials compared directly, by their place among the vertices."""

    first: int
    second: int
    trials: int
    count: str
    """Its trials and people in words."""


class Graph(Piece):
    """The treatments, the reference first, and what joins them, the strongest first."""

    vertices: list[Vertex]
    links: list[Link]
    spoken: list[str]
    """The same as sentences."""

    def tree(self) -> list[tuple[int, Link | None, tuple[bool, ...]]]:
        """Every vertex once, from the first on along the strongest links.

        Each with the link by which it was reached (None for the start of a part) and whether it, and each vertex that
        it hangs from, is the last of its siblings.
        """
        reached: set[int] = set()
        children: dict[int, list[tuple[int, Link]]] = {}
        starts = []
        for start in range(len(self.vertices)):
            if start in reached:
                continue
            starts.append(start)
            reached.add(start)
            while True:
                ahead = [
                    (link, link.first if link.second in reached else link.second)
                    for link in self.links
                    if (link.first in reached) != (link.second in reached)
                ]
                if not ahead:
                    break
                link, at = ahead[0]
                reached.add(at)
                children.setdefault(link.first if at == link.second else link.second, []).append((at, link))
        out: list[tuple[int, Link | None, tuple[bool, ...]]] = []

        def walk(at: int, link: Link | None, last: tuple[bool, ...]) -> None:
            out.append((at, link, last))
            below = children.get(at, [])
            for place, (child, by) in enumerate(below):
                walk(child, by, (*last, place == len(below) - 1))

        for start in starts:
            walk(start, None, ())
        return out

    def loops(self) -> list[Link]:
        """The links that are not in the tree."""
        held = [link for _, link, _ in self.tree()]
        return [link for link in self.links if link not in held]
