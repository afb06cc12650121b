"""The registry, Crossref and PubMed: what each is asked by, where, and whether an answer is the record asked for."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from ketacli.build.drafts.draft import part
from ketacli.errors import DataError, UsageError
from ketacli.tuples import NamedTuple

BASE = "KETA_FETCH_BASE"
"""The variable with addresses of mirrors, as --base takes them, joined by commas."""
TRIES = 4
BACKOFF = 0.5
"""Seconds before the second try; twice as many before each further one."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Service:
    """One service and what keta knows of it."""

    name: str
    """How --base calls it."""
    title: str
    base: str
    """Its own address."""
    pause: float
    """Seconds between two requests: less than what it allows."""
    ending: str
    """Of the file that its answer is kept in."""
    kind: str
    """The kind of record that a draft of its answer is."""
    elsewhere: str
    """What else can be tried where it does not know a number."""


# https://clinicaltrials.gov/data-api/api; https://www.crossref.org/documentation/retrieve-metadata/rest-api/;
# https://www.ncbi.nlm.nih.gov/books/NBK25499/
REGISTRY = Service("registry", "ClinicalTrials.gov", "https://clinicaltrials.gov/api/v2", 1.2, "json", "trials",
                   "Check the number; other registries are not asked.")  # fmt: skip
CROSSREF = Service("crossref", "Crossref", "https://api.crossref.org/v1", 0.25, "json", "sources",
                   "DOIs of other agencies are not there: the PMID of a paper may do.")  # fmt: skip
PUBMED = Service("pubmed", "PubMed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 0.4, "nbib", "sources",
                 "Check the number.")  # fmt: skip
SERVICES = {each.name: each for each in (REGISTRY, CROSSREF, PUBMED)}

NUMBERS = (
    (REGISTRY, re.compile(r"(?:https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study)/)?(NCT\d{8})/?", re.I | re.A)),
    (CROSSREF, re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I | re.A)),
    (PUBMED, re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?([1-9]\d{0,8})/?", re.I | re.A)),
)


class Asked(NamedTuple):
    """A number that one of the services is asked for."""

    service: Service
    number: str
    """As the service writes it: a DOI in lower case, NCT in capitals."""

    @property
    def path(self) -> str:
        """What follows the address of the service."""
        if self.service is REGISTRY:
            return f"/studies/{self.number}"
        if self.service is CROSSREF:
            return f"/works/{quote(self.number, safe='')}"
        return f"/efetch.fcgi?db=pubmed&id={self.number}&rettype=medline&retmode=text&tool=keta"

    @property
    def stem(self) -> str:
        """What its files are called."""
        if self.service is PUBMED:
            return f"pmid-{self.number}"
        return re.sub(r"[^A-Za-z0-9.]+", "-", self.number).strip("-.")[:100]

    @property
    def said(self) -> str:
        """The number as people write it."""
        return f"PMID {self.number}" if self.service is PUBMED else self.number


def asked(text: str) -> Asked:
    """The service and the number that a word means; UsageError for one that is none."""
    for service, pattern in NUMBERS:
        found = pattern.fullmatch(text.strip())
        if found:
            number = found[1].lower() if service is CROSSREF else found[1].upper()
            if number.isprintable() and len(number) <= 300:
                return Asked(service, number)
    raise UsageError(
        f'"{text}" is no number that can be asked for',
        "For example: NCT02210780, 10.1056/nejmoa2304145, or 37792613 as a PMID.", field="names", value=text,
    )  # fmt: skip


def bases(given: list[str]) -> dict[str, str]:
    """The address of each service by name: those given, those of the environment, its own."""
    found = {name: service.base for name, service in SERVICES.items()}
    for each in given or [word for word in os.environ.get(BASE, "").split(",") if word.strip()]:
        name, sign, address = each.strip().partition("=")
        if not sign:
            name, address = "", each.strip()
        elif name not in SERVICES:
            raise wrong_base(each, f"names none of {', '.join(SERVICES)}")
        reason = unfit(address)
        if reason:
            raise wrong_base(each, reason)
        found |= {known: address.rstrip("/") for known in ([name] if name else SERVICES)}
    return found


def wrong_base(text: str, reason: str) -> UsageError:
    """The error for an address that is not asked."""
    return UsageError(
        f'the address "{text}" {reason}',
        "For example: --base https://mirror.example/api, or --base crossref=https://mirror.example/v1.",
        field="base", value=text,
    )  # fmt: skip


def unfit(address: str) -> str:
    """Why an address is not asked; empty where it is."""
    try:
        found = urlsplit(address)
        port = found.port
    except ValueError:
        return "is no address"
    if not found.hostname or not address.isascii() or not address.isprintable() or " " in address or port == 0:
        return "is no address"
    if found.username is not None or found.query or found.fragment:
        return "holds a name, a query or a part, and may hold none"
    if found.scheme != "https" and not loopback(address):
        return "is not https"
    return ""


def loopback(address: str) -> bool:
    """Whether an address is this machine's, asked without encryption."""
    found = urlsplit(address)
    return found.scheme == "http" and found.hostname in LOOPBACK


def record(wanted: Asked, body: bytes) -> str:
    """The text of an answer; DataError where it is not the record that was asked for, LookupError where there is none.

    A study that was registered twice, and a document with two DOIs, come under either number.
    """
    title = wanted.service.title
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{title} answered with no UTF-8", "Try again; --base may name what is no mirror.") from None
    if wanted.service is PUBMED:
        numbers = re.findall(r"^PMID- *(\d+)", text, re.MULTILINE)
        if not numbers and ("not available" in text or not text.strip()):
            raise LookupError
    else:
        try:
            held = json.loads(text)
        except (ValueError, RecursionError):
            raise DataError(f"{title} answered with no JSON", "Try again; --base may name what is no mirror.") from None
        numbers = named(wanted.service, held)
    if wanted.number not in numbers:
        came = f"the record of {numbers[0]}" if numbers else "no record of its own"
        raise DataError(f"{title} was asked for {wanted.said} and sent {came}", "Nothing was written. Try again.")
    return text


def named(service: Service, held: Any) -> list[str]:
    """The numbers that a record goes by, its own first."""
    if service is REGISTRY:
        own = part(held, "protocolSection", "identificationModule")
        found, others = part(own, "nctId"), part(own, "nctIdAliases")
    else:
        found, others = part(held, "message", "DOI"), part(held, "message", "aliases")
    numbers = [found, *(others if isinstance(others, list) else [])]
    return [each.lower() if service is CROSSREF else each for each in numbers if isinstance(each, str)]
