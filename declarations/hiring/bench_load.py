"""Declarations for the bench of hiring, and a client that sends them as fast as they are taken."""

import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from allauth.idp.oidc.models import Client, Token
from django.utils import timezone
from lxml import etree

from portal.access.models import Capacity, CapacityKind, Service, User
from portal.people.models import Company, Person, PersonNumber

BORN = date(1980, 1, 1)
CLIENT = "bench"
ENTERPRISE, NSSO = "0403170701", "165432141"  # of nobody in the cast
CHUNK = 65_536


@dataclass(frozen=True)
class Sender:
    """An employer's software with its token, and the numbers of the workers it declares."""

    capacity: Capacity
    token: str
    workers: Iterator[str]

    @classmethod
    def make(cls, workers: int) -> "Sender":
        """Make the employer, its software and that many persons."""
        company = Company.objects.create(
            name="Bench", enterprise_number=ENTERPRISE, nsso_number=NSSO, since=BORN
        )
        user = User.objects.create_user("bench@applications.example")
        capacity = Capacity.objects.create(
            user=user, kind=CapacityKind.COMPANY, company=company, since=BORN
        )
        return cls(capacity, _token(user), iter(_persons(workers)))

    def hiring(self) -> dict[str, object]:
        """Return a hiring of a worker who was not declared before, as JSON holds it."""
        return {
            "employer": {"enterpriseNumber": ENTERPRISE},
            "worker": {"ssin": next(self.workers)},
            "dimonaIn": {
                "startDate": (timezone.localdate() + timedelta(days=1)).isoformat(),
                "features": {"jointCommissionNumber": "XXX", "workerType": "OTH"},
            },
        }

    def call(self, count: int = 0) -> bytes:
        """Return the body of a call: one declaration, or a list of `count`."""
        said = [self.hiring() for _ in range(count)] if count else self.hiring()
        return json.dumps(said).encode()

    def request(self, path: str, body: bytes, media_type: str = "application/json") -> bytes:
        """Return the bytes of a POST."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def file(self, count: int) -> bytes:
        """Return a file of that many hirings."""
        root = etree.Element("Dimona")
        for _ in range(count):
            _write_form(root, next(self.workers))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _token(user: User) -> str:
    value = str(uuid4())
    scopes = Service.HIRING.value
    client = Client.objects.create(id=CLIENT, name=CLIENT, owner=user, scopes=scopes)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        client=client,
        scopes=scopes,
        expires_at=timezone.now() + timedelta(hours=1),
    )
    token.set_value(value)
    token.save()
    return value


def _persons(count: int) -> list[str]:
    numbers = []
    for each in range(count):
        born = BORN + timedelta(days=each // 900)
        base = f"{born:%y%m%d}{each % 900 + 1:03}"
        numbers.append(f"{base}{97 - int(base) % 97:02}")
    persons = Person.objects.bulk_create(
        Person(first_name="Bench", last_name=str(each)) for each in range(count)
    )
    PersonNumber.objects.bulk_create(
        PersonNumber(person=person, number=number, since=BORN)
        for person, number in zip(persons, numbers, strict=True)
    )
    return numbers


def _write_form(root: etree._Element, worker: str) -> None:
    today = timezone.localdate()
    form = etree.SubElement(root, "Form")
    header = {
        "Identification": "DIMONA",
        "FormCreationDate": today.isoformat(),
        "FormCreationHour": "10:00:00.000",
        "AttestationStatus": "0",
        "TypeForm": "SU",
    }
    for name, text in header.items():
        etree.SubElement(form, name).text = text
    hiring = etree.SubElement(form, "DimonaIn")
    etree.SubElement(hiring, "StartingDate").text = (today + timedelta(days=1)).isoformat()
    for block, zones in (
        ("EmployerId", {"CompanyID": ENTERPRISE}),
        ("NaturalPerson", {"INSS": worker}),
        ("DimonaFeatures", {"JointCommissionNbr": "XXX", "WorkerType": "OTH"}),
    ):
        element = etree.SubElement(hiring, block)
        for zone, text in zones.items():
            etree.SubElement(element, zone).text = text


def rate(port: int, requests: Sequence[bytes], connections: int) -> float:
    """Send all requests over that many kept connections; return how many a second were answered.

    Raises `RuntimeError` when one is not answered 201.
    """
    failures: list[bytes] = []
    shares = [requests[start::connections] for start in range(connections)]
    threads = [threading.Thread(target=_send, args=(port, s, failures)) for s in shares]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    if failures:
        raise RuntimeError(f"not taken: {failures[0][:400]!r}")
    return len(requests) / spent


def _send(port: int, requests: Sequence[bytes], failures: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for each in requests:
            connection.sendall(each)
            answer = _answer(connection)
            if not answer.startswith(b"HTTP/1.1 201"):
                failures.append(answer)
                return


def _answer(connection: socket.socket) -> bytes:
    """Read one answer, whose length stands in its head."""
    found = b""
    while b"\r\n\r\n" not in found:
        more = connection.recv(CHUNK)
        if not more:
            return found
        found += more
    head, _end, body = found.partition(b"\r\n\r\n")
    _before, _name, after = head.lower().partition(b"content-length:")
    missing = int(after.split(b"\r\n")[0]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(CHUNK))
    return found
