"""One question to a service over HTTP: bounded in time, tries and size, and never led astray."""

from __future__ import annotations

import email.utils
import os
import random
import re
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from threading import Timer
from types import TracebackType
from typing import Any

import httpx

from ketacli import __version__
from ketacli.cli.online import services
from ketacli.cli.online.services import LOOPBACK, Service, loopback
from ketacli.errors import DataError, UsageError

LARGEST = 20_000_000
"""Bytes of an answer."""
LONGEST_WAIT = 30.0
"""Seconds that a service can ask to be left alone for; more, and it is asked no more."""
REDIRECTS = 5
AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which another try makes sense."""
NONE_THERE = (400, 404, 410)
MAILTO = "KETA_MAILTO"


class Missing(Exception):
    """The service has no such record."""


class Unasked(DataError):
    """The service gave no answer that can be used."""


class Client:
    """A connection to the services, to be used in a ``with`` block; UsageError for a mail address that is none."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        mailto = os.environ.get(MAILTO, "").strip()
        if mailto and not re.fullmatch(r"[!-~]+@[!-~]+", mailto):
            raise UsageError(f"{MAILTO} is no mail address", "Set it to one, or to nothing.", value=mailto)
        agent = f"keta/{__version__} (keta-evidence" + (f"; mailto:{mailto})" if mailto else ")")
        self.http = httpx.Client(
            headers={"User-Agent": agent, "Accept": "application/json, text/plain"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            # What stands on this machine is reached without a proxy.
            mounts={f"all://{'[::1]' if host == '::1' else host}": None for host in LOOPBACK},
        )
        self.last: dict[str, float] = {}
        self.connections: list[Any] = []
        self.late = False

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def get(self, service: Service, address: str) -> bytes:
        """What the service answers; Missing where it has no such record, Unasked where it gives none."""
        reason = ""
        for attempt in range(services.TRIES):
            self._keep_pace(service, address)
            wait = services.BACKOFF * 2**attempt * random.uniform(0.8, 1.2)
            try:
                status, after, body = self._in_time(address)
            except httpx.RequestError as error:
                late = self.late or isinstance(error, httpx.TimeoutException)
                reason = (
                    f"did not answer within {self.timeout:g} s" if late else f"could not be reached ({_words(error)})"
                )
            else:
                if status == 200:
                    return body
                if status in NONE_THERE:
                    raise Missing
                reason = f"answered with {status}"
                if status not in AGAIN:
                    break
                if after is not None and after > LONGEST_WAIT:
                    reason += f" and wants to be left alone for {after:.0f} s"
                    break
                wait = max(wait, after or 0.0)
            if attempt < services.TRIES - 1:
                time.sleep(wait)
        raise Unasked(f"{service.title} {reason}", "Check the connection and try again; --base names a mirror.")

    def _keep_pace(self, service: Service, address: str) -> None:
        due = self.last.get(service.name, 0.0) + (0.0 if loopback(address) else service.pause)
        time.sleep(max(0.0, due - time.monotonic()))
        self.last[service.name] = time.monotonic()

    def _in_time(self, address: str) -> tuple[int, float | None, bytes]:
        """The same as ``_once``, cut off when the time is over: the library's own limit is for each piece alone."""
        self.late = False
        watch = Timer(self.timeout, self._hang_up)
        watch.daemon = True
        watch.start()
        try:
            found = self._once(address)
        finally:
            watch.cancel()
        if self.late:
            # An answer without a length ends where the connection does: this one was cut.
            raise httpx.ReadTimeout("the whole took too long")
        return found

    def _hang_up(self) -> None:
        self.late = True
        for each in self.connections:
            with suppress(OSError):
                each.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _connected(self, event: str, told: dict[str, Any]) -> None:
        """Keep what can be hung up; the library tells of it as it goes."""
        if event == "connection.connect_tcp.complete":
            self.connections = [*self.connections[-1:], told["return_value"]]

    def _once(self, address: str) -> tuple[int, float | None, bytes]:
        """Status, seconds to wait and body of an answer, after redirects."""
        request = self.http.build_request("GET", address, extensions={"trace": self._connected})
        for _ in range(REDIRECTS + 1):
            response = self.http.send(request, stream=True)
            try:
                if response.next_request is None:
                    body = self._body(response) if response.status_code == 200 else b""
                    return response.status_code, _after(response), body
            finally:
                response.close()
            here, there = str(request.url), str(response.next_request.url)
            if not (here.startswith("https://") and there.startswith("https://")) and not (
                loopback(here) and loopback(there)
            ):
                raise Unasked(
                    f"{response.request.url.host} sends on to {response.next_request.url.host}, which is not followed",
                    "Only addresses with https are, or those of this machine among themselves.",
                )
            request = response.next_request
        raise Unasked(f"{request.url.host} sends on and on", "Try again later; --base names a mirror.")

    def _body(self, response: httpx.Response) -> bytes:
        found = bytearray()
        for piece in response.iter_bytes():
            found += piece
            if len(found) > LARGEST:
                raise Unasked(
                    f"{response.request.url.host} sends more than {LARGEST // 1_000_000} MB", "That is no record."
                )
        return bytes(found)


def _after(response: httpx.Response) -> float | None:
    """Seconds that Retry-After asks for, as a number or a date; None where it says nothing."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _words(error: Exception) -> str:
    """What a library says of a failure, in one short line."""
    return " ".join(str(error).split())[:120] or type(error).__name__
