"""``keta fetch`` against a server on this machine, with real records and every fault that a network has."""

from __future__ import annotations

import gzip
import json
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from ketacli import __version__, load
from ketacli.cli.online import ask, services, standing
from ketacli.cli.online.files import keep
from ketacli.cli.online.notices import meant, notices, on_record
from ketacli.errors import DataError, UsageError
from ketacli.evidence.answers.fetch import Notice

from .conftest import Ran, Run
from .schemas import errors, validator

HERE = Path(__file__).parent
NCT = "NCT02210780"
DOI = "10.1056/nejmoa2304145"
PMID = "37792613"
STUDY = (HERE / "registry" / f"{NCT}.json").read_bytes()
WORK = (HERE / "online" / "reif-2023.json").read_bytes()
NBIB = (HERE / "online" / "reif-2023.nbib").read_bytes()


class Answer(NamedTuple):
    """What the server sends once."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    """Said, where it is not that of the body; below 0, none is."""
    delay: float = 0
    drip: float = 0
    """Seconds between single bytes of the body."""
    slow: float = 0
    """Seconds between single bytes of the head."""


class Service:
    """A server that sends what is put in, the last answer of a path again and again, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                own.asked.append(self.path)
                own.headers.append(dict(self.headers))
                self.answer(own.next(unquote(self.path.partition("?")[0])))

            def answer(self, given: Answer) -> None:
                time.sleep(given.delay)
                for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Much: more\r\n" * 1000 if given.slow else b"":
                    try:
                        self.wfile.write(bytes([letter]))
                    except OSError:
                        self.close_connection = True
                        return
                    time.sleep(given.slow)
                self.send_response(given.status)
                for name, value in given.headers:
                    self.send_header(name, value)
                if given.length is None or given.length >= 0:
                    length = len(given.body) if given.length is None else given.length
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                try:
                    for at in range(len(given.body)) if given.drip else ():
                        self.wfile.write(given.body[at : at + 1])
                        time.sleep(given.drip)
                    if not given.drip:
                        self.wfile.write(given.body)
                except OSError:
                    self.close_connection = True
                if given.length is not None:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def put(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def next(self, path: str) -> Answer:
        held = self.answers.get(path)
        if not held:
            return Answer(404, b"nothing here")
        return held.pop(0) if len(held) > 1 else held[0]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """A server, its address in the environment, no waiting between tries, and an empty folder to write in."""
    found = Service()
    found.put(f"/studies/{NCT}", Answer(body=STUDY))
    found.put(f"/works/{DOI}", Answer(body=WORK))
    found.put("/efetch.fcgi", Answer(body=NBIB))
    monkeypatch.setenv(services.BASE, found.base)
    monkeypatch.delenv(ask.MAILTO, raising=False)
    monkeypatch.setattr(services, "BACKOFF", 0.0)
    monkeypatch.chdir(tmp_path)
    yield found
    found.close()


def files() -> list[str]:
    return sorted(each.name for each in Path().iterdir())


def message(**more: Any) -> bytes:
    """The answer about the document, with notices."""
    work = json.loads(WORK)
    work["message"].update(more)
    return json.dumps(work).encode()


NO_HEADERS: tuple[tuple[str, str], ...] = ()
NOTICE = {"DOI": "10.1234/notice", "type": "retraction", "label": "Retraction", "source": "retraction-watch",
          "updated": {"date-parts": [[2025, 2, 6]], "date-time": "2025-02-06T00:00:00Z"}}  # fmt: skip


class TestRecords:
    """The record as it came, and its draft."""

    def test_a_study(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", NCT)
        assert ran.code == 0, ran.err
        assert files() == [f"{NCT}.json", f"{NCT}.toml"]
        assert Path(f"{NCT}.json").read_bytes() == STUDY, "byte for byte"
        draft = Path(f"{NCT}.toml").read_text(encoding="utf-8")
        assert draft == keta("new", "trial", "--from", f"{NCT}.json").out
        assert "keta: a person must judge" in ran.err
        assert service.asked == [f"/studies/{NCT}"]
        assert service.headers[0]["User-Agent"] == f"keta/{__version__} (keta-evidence)"

    def test_a_document_of_crossref(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", f"https://doi.org/{DOI.upper()}")
        assert ran.code == 0, ran.err
        (made,) = tomllib.loads(Path("10.1056-nejmoa2304145.toml").read_text(encoding="utf-8"))["sources"]
        known = load().sources["reif-2023"]
        assert made["title"] == known.title, "without markup"
        assert (made["type"], made["issued"], made["volume"], made["page"], made["doi"]) == (
            known.type, known.issued, known.volume, known.page, known.doi,
        )  # fmt: skip
        assert made["author"] == ["Reif A", "Bitter I", "An invented study group"]
        assert "there is a document of its DOI already, reif-2023" in ran.err
        assert service.asked == ["/works/10.1056%2Fnejmoa2304145"]

    def test_a_document_of_pubmed(self, keta: Run, service: Service) -> None:
        assert keta("fetch", f"pmid:{PMID}").code == 0
        assert files() == [f"pmid-{PMID}.nbib", f"pmid-{PMID}.toml"]
        (made,) = tomllib.loads(Path(f"pmid-{PMID}.toml").read_text(encoding="utf-8"))["sources"]
        assert (made["pmid"], made["doi"], made["author"]) == (PMID, DOI, ["Reif A", "Bitter I"])
        assert service.asked == [f"/efetch.fcgi?db=pubmed&id={PMID}&rettype=medline&retmode=text&tool=keta"]

    def test_a_notice_is_told_beside_the_draft(self, keta: Run, service: Service) -> None:
        service.put(f"/works/{DOI}", Answer(body=message(**{"updated-by": [NOTICE]})))
        assert "updated-by retraction 10.1234/notice" in keta("fetch", DOI).err

    def test_several_each_once_and_one_that_fails_stops_none(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", NCT, "NCT00000001", DOI, NCT.lower(), "--into", ".")
        assert ran.code == 3
        assert "Fetched: 2 of 3 records" in ran.out
        assert "ClinicalTrials.gov has no NCT00000001" in ran.out
        assert files() == ["10.1056-nejmoa2304145.json", "10.1056-nejmoa2304145.toml", f"{NCT}.json", f"{NCT}.toml"]
        assert len(service.asked) == 3

    def test_as_json(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", NCT, "NCT00000001", "--json")
        assert errors(validator("fetch"), ran.document) == []
        assert ran.err.splitlines()[0] == "keta: ClinicalTrials.gov has no NCT00000001"
        good, bad = ran.document["data"]
        assert good["raw"] == f"{NCT}.json"
        assert good["address"] == f"{service.base}/studies/{NCT}"
        assert "indications: Atopic Dermatitis" in good["unmapped"]
        assert (bad["raw"], bad["draft"], bad["problem"]) == (None, None, "ClinicalTrials.gov has no NCT00000001")
        assert ran.document["failed"] == 1

    def test_a_study_that_was_registered_twice(self, keta: Run, service: Service) -> None:
        record = json.loads(STUDY)
        record["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT00000002"]
        service.put("/studies/NCT00000002", Answer(301, headers=(("Location", f"/studies/{NCT}"),)))
        service.put(f"/studies/{NCT}", Answer(body=json.dumps(record).encode()))
        assert keta("fetch", "NCT00000002").code == 0

    def test_the_draft_of_today_is_not_doubted_for_its_date(self, keta: Run, service: Service) -> None:
        assert service.base
        keta("fetch", NCT)
        found = keta("check", f"{NCT}.toml")
        assert found.code == 5, "what a person must settle is left"
        assert "checked-in-time" not in found.out


class TestFiles:
    """Nothing is written over, and nothing is written in part."""

    @pytest.mark.parametrize("there", [f"{NCT}.json", f"{NCT}.toml"])
    def test_what_is_there_stays(self, keta: Run, service: Service, there: str) -> None:
        Path(there).write_text("mine", encoding="utf-8")
        ran = keta("fetch", NCT)
        assert ran.code == 2
        assert f"{there} is there already" in ran.err
        assert files() == [there]
        assert Path(there).read_text(encoding="utf-8") == "mine"
        assert service.asked == [], "nobody was asked for nothing"
        assert keta("fetch", NCT, "--force").code == 0
        assert Path(there).read_text(encoding="utf-8") != "mine"

    def test_a_link_that_leads_nowhere_is_there(self, keta: Run, service: Service) -> None:
        Path(f"{NCT}.toml").symlink_to("elsewhere")
        assert keta("fetch", NCT).code == 2
        assert service.asked == []

    def test_both_or_none(self, tmp_path: Path) -> None:
        first, second = tmp_path / "first", tmp_path / "second"
        second.write_text("came between", encoding="utf-8")
        with pytest.raises(UsageError, match="is there already"):
            keep({first: b"1", second: b"2"}, force=False)
        assert [each.name for each in tmp_path.iterdir()] == ["second"]
        assert second.read_text(encoding="utf-8") == "came between"
        keep({first: b"1", second: b"2"}, force=True)
        assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")

    @pytest.mark.parametrize("place", ["time.sleep", "os.fsync", "os.link"])
    def test_an_interrupt_leaves_nothing(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        def interrupt(*_: Any) -> None:
            raise KeyboardInterrupt

        service.put(f"/studies/{NCT}", Answer(503 if place == "time.sleep" else 200, STUDY))
        monkeypatch.setattr(place, interrupt)
        assert keta("fetch", NCT).code == 130
        assert files() == []

    def test_a_file_system_without_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr("os.link", refuse)
        keep({tmp_path / "first": b"1"}, force=False)
        with pytest.raises(UsageError):
            keep({tmp_path / "first": b"2"}, force=False)
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"1"]

    def test_a_disk_that_takes_nothing(self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        assert service.base
        monkeypatch.setattr("os.fsync", full)
        ran = keta("fetch", NCT)
        assert ran.code == 1
        assert "cannot write" in ran.err
        assert files() == []

    @pytest.mark.parametrize("name", ["nowhere", "a\x00b", "file"])
    def test_no_folder(self, keta: Run, service: Service, name: str) -> None:
        Path("file").touch()
        assert keta("fetch", NCT, "--into", name).code == 2
        assert service.asked == []


class TestFaults:
    """What a network does; nothing is left behind in any case."""

    def failed(self, keta: Run, code: int, said: str, *more: str) -> Ran:
        ran = keta("fetch", NCT, *more)
        assert ran.code == code, ran.err
        assert said in ran.err
        assert "\n  " in ran.err, "and what to do"
        assert files() == []
        return ran

    @pytest.mark.parametrize("status", [404, 400, 410])
    def test_nothing_of_that_number(self, keta: Run, service: Service, status: int) -> None:
        service.put(f"/studies/{NCT}", Answer(status, b"NCT number not found"))
        self.failed(keta, 3, f"ClinicalTrials.gov has no {NCT}")
        assert len(service.asked) == 1

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_fault_that_passes(self, keta: Run, service: Service, status: int) -> None:
        service.put(f"/studies/{NCT}", Answer(status), Answer(status), Answer(body=STUDY))
        assert keta("fetch", NCT).code == 0
        assert len(service.asked) == 3

    def test_a_fault_that_stays(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(503))
        self.failed(keta, 5, "ClinicalTrials.gov answered with 503")
        assert len(service.asked) == services.TRIES

    @pytest.mark.parametrize("status", [204, 401, 403, 451, 304])
    def test_an_answer_that_no_second_try_mends(self, keta: Run, service: Service, status: int) -> None:
        service.put(f"/studies/{NCT}", Answer(status))
        self.failed(keta, 5, f"answered with {status}")
        assert len(service.asked) == 1

    @pytest.mark.parametrize("form", [str, lambda seconds: formatdate(time.time() + seconds, usegmt=True)])
    def test_a_wish_to_be_left_alone_is_kept(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch, form: Callable[[int], str]
    ) -> None:
        waited: list[float] = []
        monkeypatch.setattr(time, "sleep", waited.append)
        service.put(f"/studies/{NCT}", Answer(429, headers=(("Retry-After", form(7)),)), Answer(body=STUDY))
        assert keta("fetch", NCT).code == 0
        assert 5 <= max(waited) <= 7

    def test_up_to_a_bound(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(429, headers=(("Retry-After", "86400"),)))
        self.failed(keta, 5, "answered with 429 and wants to be left alone for 86400 s")
        assert len(service.asked) == 1

    @pytest.mark.parametrize("wish", ["soon", "-5", "", "\u0663", "9" * 400])
    def test_a_wish_that_nobody_understands(self, keta: Run, service: Service, wish: str) -> None:
        head = (("Retry-After", wish.encode().decode("latin-1")),)
        service.put(f"/studies/{NCT}", Answer(503, headers=head), Answer(body=STUDY))
        assert keta("fetch", NCT).code in (0, 5)

    def test_no_answer_in_time(self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "TRIES", 2)
        service.put(f"/studies/{NCT}", Answer(body=STUDY, delay=1.5))
        start = time.monotonic()
        self.failed(keta, 5, "did not answer within 1 s", "--timeout", "1")
        assert time.monotonic() - start < 10

    def test_an_answer_that_comes_byte_by_byte(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "TRIES", 1)
        service.put(f"/studies/{NCT}", Answer(body=STUDY, drip=0.05))
        start = time.monotonic()
        self.failed(keta, 5, "did not answer within 1 s", "--timeout", "1")
        assert time.monotonic() - start < 10

    def test_a_head_that_comes_byte_by_byte(self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "TRIES", 2)
        service.put(f"/studies/{NCT}", Answer(slow=0.05))
        start = time.monotonic()
        self.failed(keta, 5, "did not answer within 1 s", "--timeout", "1")
        assert time.monotonic() - start < 10
        assert len(service.asked) == 2

    def test_what_is_cut_off_is_never_taken_for_the_whole(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without a length an answer ends where the connection does, and half of this one reads like a whole one."""
        monkeypatch.setattr(services, "TRIES", 1)
        service.put("/efetch.fcgi", Answer(body=NBIB, length=-1, drip=0.01))
        ran = keta("fetch", PMID, "--timeout", "1")
        assert ran.code == 5
        assert "did not answer within 1 s" in ran.err
        assert files() == []
        service.put("/efetch.fcgi", Answer(body=NBIB, length=-1))
        assert keta("fetch", PMID).code == 0

    def test_a_service_that_is_late_once(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(slow=0.05), Answer(body=STUDY))
        assert keta("fetch", NCT, "--timeout", "1").code == 0

    def test_a_body_that_is_cut_is_asked_for_again(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(body=STUDY[:5000], length=len(STUDY)), Answer(body=STUDY))
        assert keta("fetch", NCT).code == 0
        assert Path(f"{NCT}.json").read_bytes() == STUDY

    def test_a_body_that_is_always_cut(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(body=STUDY[:5000], length=len(STUDY)))
        self.failed(keta, 5, "could not be reached")

    @pytest.mark.parametrize(
        ("body", "said"),
        [(STUDY[:5000], "no JSON"), (b"<html>Sign in to the network</html>", "no JSON"), (b"", "no JSON"),
         (b"\xff\xfe", "no UTF-8"), (b"[" * 100_000, "no JSON"), (b"{}", "no record of its own"),
         (b'{"protocolSection": {"identificationModule": {"nctId": "NCT00000003"}}}', "the record of NCT00000003"),
         (b'{"protocolSection": {"identificationModule": {"nctId": 3, "nctIdAliases": 4}}}', "no record of its own")],
    )  # fmt: skip
    def test_what_is_not_the_record(self, keta: Run, service: Service, body: bytes, said: str) -> None:
        service.put(f"/studies/{NCT}", Answer(body=body))
        self.failed(keta, 5, said)

    @pytest.mark.parametrize("packed", [False, True])
    def test_more_than_a_record_can_be(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch, packed: bool
    ) -> None:
        monkeypatch.setattr(ask, "LARGEST", 2_000_000)
        body, head = b" " * 3_000_000, NO_HEADERS
        if packed:
            body, head = gzip.compress(body), (("Content-Encoding", "gzip"),)
        service.put(f"/studies/{NCT}", Answer(body=body, headers=head))
        self.failed(keta, 5, "sends more than 2 MB")
        assert len(service.asked) == 1

    def test_what_cannot_be_unpacked(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(body=b"no gzip", headers=(("Content-Encoding", "gzip"),)))
        self.failed(keta, 5, "could not be reached")

    @pytest.mark.parametrize(
        "there", ["http://example.org/x", "https://example.org/x", "ftp://example.org/x", "file:///etc/passwd",
                  "//example.org/x", "http://127.0.0.1.example.org/", "http://[::"],
    )  # fmt: skip
    def test_a_redirect_elsewhere_is_not_followed(self, keta: Run, service: Service, there: str) -> None:
        service.put(f"/studies/{NCT}", Answer(302, headers=(("Location", there),)))
        self.failed(keta, 5, "" if there == "http://[::" else "which is not followed")

    def test_a_redirect_on_this_machine_is(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(307, headers=(("Location", "/moved"),)))
        service.put("/moved", Answer(body=STUDY))
        assert keta("fetch", NCT).code == 0

    def test_a_redirect_in_a_circle(self, keta: Run, service: Service) -> None:
        service.put(f"/studies/{NCT}", Answer(302, headers=(("Location", f"/studies/{NCT}"),)))
        self.failed(keta, 5, "sends on and on")

    def test_nobody_there(self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        assert service.base
        monkeypatch.setenv(services.BASE, "http://127.0.0.1:9")
        self.failed(keta, 5, "ClinicalTrials.gov could not be reached")

    @pytest.mark.parametrize(
        "body", [b"\nid: 1 Error occurred: The following PMID is not available: 37792613\n", b"", b"\n"]
    )
    def test_pubmed_says_so_in_its_own_way(self, keta: Run, service: Service, body: bytes) -> None:
        service.put("/efetch.fcgi", Answer(body=body))
        ran = keta("fetch", PMID)
        assert ran.code == 3
        assert f"PubMed has no PMID {PMID}" in ran.err

    def test_another_document_of_pubmed(self, keta: Run, service: Service) -> None:
        service.put("/efetch.fcgi", Answer(body=NBIB.replace(b"37792613", b"1")))
        assert "was asked for PMID 37792613 and sent the record of 1" in keta("fetch", PMID).err

    def test_what_a_server_says_commands_no_terminal(self, keta: Run, service: Service) -> None:
        record = json.loads(STUDY)
        record["protocolSection"]["identificationModule"]["nctId"] = "\x1b]0;x\x07\u202e"
        service.put(f"/studies/{NCT}", Answer(body=json.dumps(record).encode()))
        ran = self.failed(keta, 5, "sent the record of")
        assert not {"\x1b", "\u202e", "\x07"} & {*ran.out, *ran.err}


class TestStatus:
    """What Crossref knows of documents."""

    def test_a_notice_that_is_not_on_record(self, keta: Run, service: Service) -> None:
        twice = [NOTICE, {**NOTICE, "source": "publisher"}]
        service.put(f"/works/{DOI}", Answer(body=message(**{"updated-by": twice})))
        ran = keta("fetch", "--status", "reif-2023")
        assert ran.code == 0
        assert "NOT ON RECORD YET" in ran.out
        text = " ".join(ran.out.split())
        assert "retraction, 2025-02-06, by Retraction Watch and publisher, 10.1234/notice" in text
        assert files() == [], "a report writes no record"

    def test_documents_by_id_or_doi_and_what_cannot_be_asked(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", "--status", DOI, "nct02417064", "--json")
        assert ran.code == 0
        assert errors(validator("fetch"), ran.document) == []
        assert [(each["id"], each["told"], each["new"]) for each in ran.document["data"]] == [
            ("reif-2023", "none", False), ("nct02417064", "no-doi", False),
        ]  # fmt: skip
        assert ran.document["query"] == {"names": ["reif-2023", "nct02417064"], "status": True}
        assert len(service.asked) == 1

    def test_a_document_that_is_itself_a_notice(self, keta: Run, service: Service) -> None:
        service.put(f"/works/{DOI}", Answer(body=message(**{"update-to": [{**NOTICE, "type": "erratum"}]})))
        (row,) = keta("fetch", "--status", "reif-2023", "--json").document["data"]
        assert (row["told"], row["about"][0]["kind"], row["notices"]) == ("is-notice", "erratum", [])

    def test_one_that_crossref_does_not_have(self, keta: Run, service: Service) -> None:
        service.put(f"/works/{DOI}", Answer(404))
        ran = keta("fetch", "--status", "reif-2023")
        assert ran.code == 0
        assert "1 not with Crossref." in ran.out

    @pytest.mark.parametrize(
        "body", [b"{", b"{}", message(DOI="10.1/other"), message(**{"updated-by": "yes"}),
                 message(**{"updated-by": [1]}), message(**{"updated-by": {"type": "retraction"}})],
    )  # fmt: skip
    def test_what_cannot_be_read_is_never_no_notice(self, keta: Run, service: Service, body: bytes) -> None:
        service.put(f"/works/{DOI}", Answer(body=body))
        ran = keta("fetch", "--status", "reif-2023", "--json")
        assert ran.code == 5
        (row,) = ran.document["data"]
        assert row["told"] == "not-asked"
        assert row["problem"]
        assert ran.document["failed"] == 1

    def test_all_of_them_and_nobody_there(self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        """A report is written all the same, and soon: after some failures the rest is not tried."""
        monkeypatch.setattr(services, "TRIES", 2)
        service.answers = {}
        service.put("/works/x", Answer(503))
        monkeypatch.setattr(service, "next", lambda _: Answer(503))
        ran = keta("fetch", "--status", "--output", "report.csv")
        assert ran.code == 5
        assert len(service.asked) == 2 * standing.GIVEN_UP
        lines = Path("report.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1 + len(load().sources.ids())
        assert lines[0].startswith("id,doi,told,")

    def test_every_document_once(self, keta: Run, service: Service) -> None:
        ran = keta("fetch", "--status")
        assert ran.code == 0
        known = [each for each in load().sources if each.doi]
        assert len(service.asked) == len(known)
        assert f"{len(known) - 1} not with Crossref" in " ".join(ran.out.split())

    def test_a_name_that_nobody_knows(self, keta: Run, service: Service) -> None:
        assert keta("fetch", "--status", "nobody-1900").code == 3
        assert service.asked == []

    @pytest.mark.parametrize(
        ("kinds", "standing"),
        [([], None), (["new_version"], None), (["Correction"], "corrected"), (["Partial Retraction"], "retracted"),
         (["erratum", "expression-of-concern"], "concern"), (["withdrawal", "corrigendum"], "retracted")],
    )  # fmt: skip
    def test_the_gravest_counts(self, kinds: list[str], standing: str | None) -> None:
        about, of = notices({"updated-by": [{"type": kind} for kind in kinds]})
        assert meant(about) == standing
        assert of == []

    def test_what_a_record_says_already(self) -> None:
        assert on_record(None, "ok")
        assert on_record("corrected", "corrected")
        assert not on_record("corrected", "not-retracted")
        assert on_record("concern", "retracted")
        assert not on_record("retracted", "listed")

    def test_dates(self) -> None:
        held = [{"date-parts": [[2025]]}, {"date-parts": [[2025, 3]]}, {"date-parts": [["x"]]}, {"date-parts": []},
                {"date-time": "2020-01-02T00:00:00Z"}, {"date-time": "soon"}, None]  # fmt: skip
        found = [notices({"updated-by": [{"type": "erratum", "updated": each}]})[0][0].date for each in held]
        assert found == ["2025", "2025-03", None, None, "2020-01-02", None, None]
        with pytest.raises(DataError):
            notices({"update-to": "x"})
        assert notices({"updated-by": [{"type": None}]})[0] == [
            Notice(kind="update", doi=None, date=None, told_by=())
        ]  # fmt: skip


class TestAsked:
    """What is asked for, of whom, and how."""

    @pytest.mark.parametrize(
        ("text", "service", "number", "stem"),
        [("nct02210780", "registry", NCT, NCT), (f"https://clinicaltrials.gov/study/{NCT}/", "registry", NCT, NCT),
         (f"doi:{DOI}", "crossref", DOI, "10.1056-nejmoa2304145"), (PMID, "pubmed", PMID, f"pmid-{PMID}"),
         (f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/", "pubmed", PMID, f"pmid-{PMID}"),
         ("10.1016/S0140-6736(97)../../x", "crossref", "10.1016/s0140-6736(97)../../x",
          "10.1016-s0140-6736-97-..-..-x")],
    )  # fmt: skip
    def test_numbers(self, text: str, service: str, number: str, stem: str) -> None:
        found = services.asked(text)
        assert (found.service.name, found.number, found.stem) == (service, number, stem)
        assert "/" not in found.stem

    @pytest.mark.parametrize(
        "text",
        ["", "transform-2", "NCT1", "NCT" + "\u0660" * 8, "10.1/x", "0123", "ISRCTN12345678", "10.1234/\u202e", "-x",
         "1" * 12],
    )  # fmt: skip
    def test_what_is_no_number(self, text: str) -> None:
        with pytest.raises(UsageError):
            services.asked(text)

    def test_a_doi_cannot_leave_its_place(self) -> None:
        assert services.asked("10.1234/../../a?b=c#d%2e").path == "/works/10.1234%2F..%2F..%2Fa%3Fb%3Dc%23d%252e"

    def test_mirrors(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(services.BASE, raising=False)
        assert services.bases([])["registry"] == "https://clinicaltrials.gov/api/v2"
        one = services.bases(["crossref=https://mirror.example/v1/"])
        assert (one["crossref"], one["pubmed"]) == ("https://mirror.example/v1", services.PUBMED.base)
        monkeypatch.setenv(services.BASE, "http://[::1]:8080, pubmed=http://localhost:1/x")
        assert services.bases([]) == {"registry": "http://[::1]:8080", "crossref": "http://[::1]:8080",
                                      "pubmed": "http://localhost:1/x"}  # fmt: skip
        assert services.bases(["https://a.example"])["pubmed"] == "https://a.example", "what is given goes first"

    @pytest.mark.parametrize(
        "base", ["http://mirror.example", "mirror.example", "nobody=https://a.example", "https://", "https://u:p@a.example",
                 "https://a.example/?q", "https://a.example#x", "ftp://a.example", "http://localhost.example", "http://[::",
                 "https://a.example:99999", "https://a\u0430.example", "https://a b.example", "crossref=", "="],
    )  # fmt: skip
    def test_addresses_that_are_not_asked(self, keta: Run, service: Service, base: str) -> None:
        ran = keta("fetch", NCT, "--base", base)
        assert ran.code == 2
        assert "For example: --base https://" in ran.err
        assert service.asked == []

    def test_the_option_goes_before_the_environment(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(services.BASE, "http://127.0.0.1:9")
        assert keta("fetch", NCT, "--base", f"registry={service.base}").code == 0

    def test_a_proxy_is_not_asked_for_this_machine(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert service.base
        assert keta("fetch", NCT).code == 0

    def test_an_address_for_mail_is_told_where_it_is_set(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(ask.MAILTO, "clinic@example.org")
        assert keta("fetch", DOI).code == 0
        assert service.headers[0]["User-Agent"].endswith("mailto:clinic@example.org)")
        monkeypatch.setenv(ask.MAILTO, "a@b\r\nX: y")
        assert keta("fetch", NCT).code == 2

    def test_a_service_is_asked_no_faster_than_it_allows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waited: list[float] = []
        monkeypatch.setattr(time, "sleep", waited.append)
        with ask.Client(1) as client:
            monkeypatch.setattr(client, "_once", lambda _: (200, None, b""))
            for _ in range(2):
                client.get(services.PUBMED, services.PUBMED.base)
        assert waited[0] == 0
        assert 0.3 < waited[1] <= services.PUBMED.pause

    @pytest.mark.parametrize(
        "line", ["", "nonsense", f"{NCT} --timeout 0", f"{NCT} --timeout 601", "--status --force",
                 "--status --into ."],
    )  # fmt: skip
    def test_wrong_lines(self, keta: Run, service: Service, line: str) -> None:
        assert keta("fetch", *line.split()).code == 2
        assert service.asked == []

    def test_without_the_extra_it_says_what_to_install(
        self, keta: Run, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert service.base
        monkeypatch.setitem(sys.modules, "httpx", None)
        monkeypatch.delitem(sys.modules, "ketacli.cli.online.ask")
        for line in ((NCT,), ("--status",)):
            ran = keta("fetch", *line)
            assert ran.code == 2
            assert "keta-evidence[online]" in ran.err
