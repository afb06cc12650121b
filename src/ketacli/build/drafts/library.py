"""Drafts of documents from what libraries and databases write: RIS, BibTeX, CSL-JSON, Crossref's JSON and nbib."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from ketacli.build.drafts.draft import Draft, one_line, parts, slug
from ketacli.errors import DataError

TYPES = {
    "JOUR": "article-journal", "JFULL": "article-journal", "MGZN": "article-journal", "RPRT": "report", "BOOK": "book",
    "CHAP": "book", "THES": "thesis", "NEWS": "article-newspaper", "ELEC": "webpage", "DATA": "dataset",
    "STAT": "legislation",
    "article": "article-journal", "techreport": "report", "report": "report", "book": "book", "incollection": "book",
    "inbook": "book", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "online": "webpage",
    "article-journal": "article-journal", "chapter": "book", "article-newspaper": "article-newspaper",
    "webpage": "webpage", "post-weblog": "webpage", "dataset": "dataset", "legislation": "legislation",
    "speech": "speech",
    "journal-article": "article-journal", "book-chapter": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "dissertation": "thesis", "proceedings-article": "article-journal",
    "posted-content": "article-journal",
}  # fmt: skip
MONTHS = {name: f"{at:02d}" for at, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
OTHERS = ("others", "et al", "et al.")
"""What stands for further authors."""
FORMATS = "RIS, BibTeX, CSL-JSON, Crossref's JSON or PubMed's nbib"
Fields = dict[str, list[str]]


def source_drafts(text: str, known: set[str], known_dois: dict[str, str], name: str | None = None) -> Draft:
    """The draft of each document; ``known`` are ids that are taken, ``known_dois`` DOIs to the ids that have them.

    DataError for what is none of the formats.
    """
    entries = [each for each in _entries(text) if each.get("title")]
    if not entries:
        raise DataError("the file has no document with a title in it", f"It is read as {FORMATS}.")
    draft = Draft({"sources": []})
    taken = set(known)
    dois = dict(known_dois)
    for entry in entries:
        made = _source(entry)
        author = str((made.get("author") or ["unnamed"])[0]).rpartition(" ")[0] or str(
            (made.get("author") or ["unnamed"])[0]
        )
        chosen = name if name is not None and len(entries) == 1 else None
        made["id"] = chosen or slug(f"{author} {str(made.get('issued') or 'undated')[:4]}", taken)
        doi = made.get("doi") or made["id"]
        if doi in dois:
            draft.judge.append(f"{made['id']}: there is a document of its DOI already, {dois[doi]}")
        dois.setdefault(doi, made["id"])
        draft.records["sources"].append({"id": made.pop("id"), **{key: item for key, item in made.items() if item}})
        for key in sorted(entry.get("left", ())):
            draft.unmapped.append(f"{draft.records['sources'][-1]['id']}: {key}")
    draft.judge.append("tier, seen, checked: the rank of each document, what of it was read, and when")
    return draft


def _entries(text: str) -> list[dict[str, Any]]:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        try:
            held = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"the file is no JSON: {error}", f"It is read as {FORMATS}.") from None
        if isinstance(held, dict) and isinstance(held.get("message"), dict):
            return [_crossref(held["message"])]
        return [_csl(item) for item in (held if isinstance(held, list) else [held]) if isinstance(item, dict)]
    if re.search(r"^TY  ?- ", text, re.MULTILINE):
        return [_ris(fields) for fields in _tagged(text, r"([A-Z][A-Z0-9])  ?- ?(.*)", "TY")]
    if re.search(r"^PMID- ", text, re.MULTILINE):
        return [_nbib(fields) for fields in _tagged(text, r"([A-Z]{2,4}) *- (.*)", "PMID")]
    if start == "@" or re.search(r"^\s*@\w+\s*\{", text, re.MULTILINE):
        return [_bibtex(kind, fields) for kind, fields in _braced(text)]
    raise DataError("the file is none of the formats that are read", f"Save it as {FORMATS}.")


def _tagged(text: str, pattern: str, first: str) -> list[Fields]:
    """Records of lines with a tag each; an indented line goes on with the one above."""
    found: list[Fields] = []
    last: list[str] | None = None
    for line in text.splitlines():
        tagged = re.fullmatch(pattern, line)
        if tagged is None:
            if last and line.startswith("      "):
                last[-1] += f" {line.strip()}"
            continue
        if tagged[1] == first:
            found.append({})
        if found:
            last = found[-1].setdefault(tagged[1], [])
            last.append(tagged[2].strip())
    return found


def _source(entry: dict[str, Any]) -> dict[str, Any]:
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", one_line(entry.get("doi")).lower())
    pmid, pmcid = one_line(entry.get("pmid")), one_line(entry.get("pmcid")).upper()
    authors = [each for each in map(person, entry.get("author") or []) if each]
    return {
        "type": TYPES.get(str(entry.get("type")), "article-journal"),
        "title": one_line(entry["title"], 500).rstrip("."),
        "author": [each for each in authors if each not in OTHERS],
        "et_al": any(each in OTHERS for each in authors) or bool(entry.get("cut")), "issued": entry.get("issued"),
        "container_title": one_line(entry.get("container")), "volume": one_line(entry.get("volume"), 40),
        "issue": one_line(entry.get("issue"), 40), "page": one_line(entry.get("page"), 40).replace("--", "-"),
        "publisher": one_line(entry.get("publisher")), "doi": doi if re.fullmatch(r"10\.\d{4,9}/\S+", doi) else None,
        "pmid": pmid if pmid.isdigit() else None, "pmcid": pmcid if re.fullmatch(r"PMC\d+", pmcid) else None,
        "url": one_line(entry.get("url")) if str(entry.get("url") or "").startswith("https://") else None,
    }  # fmt: skip


def person(name: Any) -> str:
    """A name as sources have it: the family name, then initials; a body's name as it is."""
    if isinstance(name, dict):
        family = " ".join(one_line(name[key]) for key in ("non-dropping-particle", "family") if name.get(key))
        if not family:
            return one_line(name.get("literal"))
        name = f"{family}, {name.get('given') or ''}"
    family, comma, given = one_line(name).partition(",")
    given = given.strip()
    if not comma:
        return family.strip()
    letters = given if given.isupper() and given.isalpha() and len(given) < 4 else "".join(
        word[0] for word in re.split(r"[\s.\-]+", given) if word[:1].isalpha()
    )  # fmt: skip
    return f"{family.strip()} {letters.upper()}".strip()


def date(text: Any) -> str | None:
    """A year, a month or a day of ISO 8601 from what formats write; None for anything else."""
    words = re.findall(r"[A-Za-z]+|\d+", str(text or ""))
    if not words or not re.fullmatch(r"\d{4}", words[0]):
        return None
    out: str = words[0]
    for word in words[1:3]:
        number = MONTHS.get(word[:3].lower()) if word.isalpha() else f"{int(word):02d}" if len(word) < 3 else None
        if number is None or number == "00":
            break
        out += f"-{number}"
    return out


def _first(fields: Fields, *tags: str) -> str:
    return next((fields[tag][0] for tag in tags if fields.get(tag)), "")


RIS_READ = {
    "TY", "ER", "TI", "T1", "AU", "A1", "PY", "Y1", "DA", "JO", "JF", "T2", "VL", "IS", "SP", "EP", "PB", "DO", "UR",
    "AN", "C2", "JA", "ID", "N1",
}  # fmt: skip


def _ris(fields: Fields) -> dict[str, Any]:
    start, end = _first(fields, "SP"), _first(fields, "EP")
    return {
        "type": _first(fields, "TY"), "title": _first(fields, "TI", "T1"),
        "author": [*fields.get("AU", ()), *fields.get("A1", ())],
        "issued": date(_first(fields, "DA")) or date(_first(fields, "PY", "Y1")),
        "container": _first(fields, "T2", "JO", "JF", "JA"), "volume": _first(fields, "VL"),
        "issue": _first(fields, "IS"),
        "page": f"{start}-{end}" if start and end and start != end else start, "publisher": _first(fields, "PB"),
        "doi": _first(fields, "DO"), "url": _first(fields, "UR"), "pmcid": _first(fields, "C2"),
        "left": fields.keys() - RIS_READ,
    }  # fmt: skip


def _nbib(fields: Fields) -> dict[str, Any]:
    ids = [*fields.get("LID", ()), *fields.get("AID", ())]
    doi = next((each.removesuffix(" [doi]") for each in ids if each.endswith(" [doi]")), "")
    names = fields.get("FAU") or fields.get("AU") or fields.get("CN") or []
    return {
        "type": "article-journal", "title": " ".join(fields.get("TI", ())), "author": names,
        "issued": date(_first(fields, "DP")), "container": _first(fields, "JT", "TA"), "volume": _first(fields, "VI"),
        "issue": _first(fields, "IP"), "page": _first(fields, "PG"), "doi": doi, "pmid": _first(fields, "PMID"),
        "pmcid": _first(fields, "PMC"),
        "left": {f"{tag} {text}" for tag in ("RIN", "EIN", "CIN", "ROF", "RIO") for text in fields.get(tag, ())},
    }  # fmt: skip


def _csl(item: dict[str, Any]) -> dict[str, Any]:
    held = item.get("issued")
    parts = held.get("date-parts") if isinstance(held, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    authors = item.get("author")
    return {
        "type": item.get("type"), "title": _text(item.get("title")),
        "author": [each for each in authors if isinstance(each, dict)] if isinstance(authors, list) else [],
        "issued": date(" ".join(str(each) for each in first)), "container": _text(item.get("container-title")),
        **{key: item.get(key) for key in ("volume", "issue", "page", "publisher")},
        "doi": item.get("DOI"), "pmid": item.get("PMID"), "pmcid": item.get("PMCID"), "url": item.get("URL"),
    }  # fmt: skip


def _crossref(work: dict[str, Any]) -> dict[str, Any]:
    """A work as Crossref's API gives it: CSL-JSON but for titles with markup, bodies as authors, and notices."""
    people = work.get("author")
    authors = [{**each, "literal": each.get("name")} for each in people if isinstance(each, dict)] if isinstance(
        people, list) else []  # fmt: skip
    left = {f"{key} {each.get('type')} {each.get('DOI')}" for key in ("updated-by", "update-to")
            for each in parts(work, key)}  # fmt: skip
    left |= {f"subtitle {each}" for each in work.get("subtitle") or [] if isinstance(each, str)}
    made = _csl({**work, "author": authors, "URL": None})
    title = " ".join(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", made["title"])).split())
    return {**made, "title": title, "left": {one_line(each) for each in left}}


def _text(value: Any) -> str:
    return (
        str(value[0])
        if isinstance(value, list) and value
        else ""
        if isinstance(value, list | dict)
        else str(value or "")
    )


def _braced(text: str) -> list[tuple[str, Fields]]:
    """The entries of BibTeX: their type and fields; braces may stand in one another."""
    found = []
    for entry in re.finditer(r"@(\w+)\s*\{\s*[^,\s{}]*\s*,", text):
        if entry[1].lower() in ("comment", "string", "preamble"):
            continue
        fields: Fields = {}
        at = entry.end()
        while True:
            named = re.compile(r"[\s,]*([\w-]+)\s*=\s*").match(text, at)
            if named is None:
                break
            value, at = _value(text, named.end())
            fields.setdefault(named[1].lower(), []).append(value)
        found.append((entry[1].lower(), fields))
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] not in ('"', "{"):
        plain = re.compile(r"[^,}\n]*").match(text, at)
        return (plain.group().strip(), plain.end()) if plain else ("", at)
    depth, start, quoted = 0, at + 1, text[at] == '"'
    for place in range(start, len(text)):
        letter = text[place]
        if letter == "\\":
            continue
        if letter == "{":
            depth += 1
        elif (letter == '"' and quoted and depth == 0) or (letter == "}" and not quoted and depth == 0):
            return re.sub(r"[{}]|\\(?=[&%$#_])", "", text[start:place]), place + 1
        elif letter == "}":
            depth -= 1
    return text[start:], len(text)


def _bibtex(kind: str, fields: Fields) -> dict[str, Any]:
    month = _first(fields, "month")
    return {
        "type": kind, "title": _first(fields, "title"),
        "author": [each for each in re.split(r"\s+and\s+", _first(fields, "author")) if each],
        "issued": date(_first(fields, "date")) or date(f"{_first(fields, 'year')} {month}"),
        "container": _first(fields, "journal", "journaltitle", "booktitle"), "volume": _first(fields, "volume"),
        "issue": _first(fields, "number", "issue"), "page": _first(fields, "pages"),
        "publisher": _first(fields, "publisher", "institution"), "doi": _first(fields, "doi"),
        "pmid": _first(fields, "pmid"), "pmcid": _first(fields, "pmcid"), "url": _first(fields, "url"),
    }  # fmt: skip
