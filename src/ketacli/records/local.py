"""How a record of an overlay is marked: beside its name stands the file that it comes from."""

from __future__ import annotations


def marked(name: str, file: str) -> str:
    """A name with the file of an overlay that it comes from."""
    return f"{name}{mark(file)}"


def unmarked(name: str, file: str) -> str:
    """The name as the file has it."""
    return name.removesuffix(mark(file))


def mark(file: str) -> str:
    """What stands after the name; of a path its last part, which says enough beside the name."""
    return f" (local, {file.replace(chr(92), '/').rpartition('/')[2]})"


def ids_in(text: str) -> set[str]:
    """Every word of a text that can be an id."""
    import re

    return set(re.findall("[a-z0-9]+(?:-[a-z0-9]+)*", text))


MOST_LISTED = 5


def listed(found: dict[str, str]) -> str:
    """Records of overlays with their files, for a person; of many the first ones."""
    words = [f"{path.partition('/')[2]} ({file})" for path, file in found.items()]
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more
