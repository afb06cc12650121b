"""BibTeX after its documentation ("BibTeXing", Patashnik 1988), UTF-8.

The title stands in double braces, so that no style lowers its capitals. An article number stands in ``pages``: classic
styles and pandoc pass over ``eid``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketacli.evidence.citations.parts import OTHERS, key, note, pages
from ketacli.records.person import person

if TYPE_CHECKING:
    from ketacli.records.source import Source

TYPES = {"article-journal": "article", "book": "book", "thesis": "phdthesis", "report": "techreport"}
PUBLISHED_IN = {"article": "journal", "techreport": "institution", "phdthesis": "school"}
SPECIAL = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(source: Source, checked: str) -> str:
    """One entry; ``checked`` is the date that its note carries."""
    kind = TYPES.get(source.type, "misc")
    first, last = pages(source)
    article = kind == "article"
    said = (
        f"registry number {source.registry}" if article and source.registry else None,
        f"online {source.online}" if source.online else None,
    )
    fields: dict[str, str | None] = {
        "title": f"{{{escaped(source.title)}}}",
        "author": " and ".join(authors(source)),
        "year": source.issued[:4] if source.issued else None,
        PUBLISHED_IN.get(kind, "howpublished"): escaped(source.container_title or source.publisher),
        "volume": escaped(source.volume),
        "number": escaped(source.issue if article else source.issue or source.registry or source.number),
        "pages": escaped(f"{first}--{last}" if last else first),
        "publisher": escaped(source.publisher) if kind == "book" else None,
        "version": escaped(source.version),
        "doi": verbatim(source.doi),
        "pmid": source.pmid,
        "pmcid": source.pmcid,
        "url": verbatim(source.url) if not source.doi else None,
        "note": escaped(note(source, checked, *said)),
    }
    lines = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key(source)},\n" + ",\n".join(lines) + "\n}\n"


def authors(source: Source) -> list[str]:
    """Persons as ``particle Family, Suffix, Given``, bodies in braces, and ``others`` after a cut list."""
    names = []
    for each in source.author:
        found = person(each)
        if found is None:
            names.append(f"{{{escaped(each)}}}")
            continue
        family = escaped(found.family)
        # A small word inside a family name would be taken for the end of a particle.
        if any(word[0].islower() for word in found.family.split()[1:]):
            family = f"{{{family}}}"
        surname = f"{found.particle} {family}".lstrip()
        names.append(", ".join(part for part in (surname, found.suffix, found.given) if part))
    return [*names, OTHERS] if source.et_al and names else names


def escaped(text: str | None) -> str:
    """Text with the characters escaped that have a meaning in TeX."""
    return re.sub(r"[&%$#_{}\\~^]", lambda found: SPECIAL[found[0]], " ".join((text or "").split()))


def verbatim(text: str | None) -> str | None:
    """An address as it is: engines read it without TeX. Braces alone would end the field."""
    return text.replace("{", "%7B").replace("}", "%7D") if text else None
