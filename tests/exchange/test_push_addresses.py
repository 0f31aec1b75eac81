"""Which addresses are called: public ones, judged by numbers, at the moment of the call."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from casework.demo.building import Cast
from portal.exchange.push import calling
from portal.exchange.push.actions import NotForYouError
from portal.exchange.push.addresses import RefusedAddressError, check_url, is_public
from portal.exchange.push.calling import CallError, call
from tests.exchange.pushing import subscribe
from tests.exchange.receivers import Receiver, receiving

Stub = Callable[[str, list[list[str]]], list[str]]
PUBLIC = "93.184.215.14"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Give a name server of our own: each time a name is asked for it gives the next numbers."""
    real = socket.getaddrinfo
    known: dict[str, tuple[list[list[str]], list[str]]] = {}

    def asked(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if host not in known:
            return real(host, port, *args, **more)
        answers, log = known[host]
        log.append(host)
        numbers = answers.pop(0) if len(answers) > 1 else answers[0]
        return [entry for number in numbers for entry in real(number, port, *args, **more)]

    def name(host: str, answers: list[list[str]]) -> list[str]:
        log: list[str] = []
        known[host] = (answers, log)
        return log

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    return name


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "::127.0.0.1",
        "fe80::1%eth0", "not a number",
    ],
)  # fmt: skip
def test_a_number_that_is_not_of_the_open_internet_is_refused(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_number_of_the_open_internet_is_called(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/", "ftp://receiver.example/", "//receiver.example/", "receiver",
        "https:///path", "https://", "https://user@receiver.example/", "javascript:alert(1)",
        "https://receiver.example/#part", "https://receiver.example:99999/", "https://[::1/",
        "https://receiver.example\\@127.0.0.1/", "https://receiver.example/a b",
        "https://rec\u0435iver.example/", "https://receiver.example/\r\nX: y",
    ],
)  # fmt: skip
def test_an_address_of_another_shape_is_refused(url: str, names: Stub) -> None:
    names("receiver.example", [[PUBLIC]])
    with pytest.raises(RefusedAddressError):
        check_url(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "127.1",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0", "169.254.169.254", "3232235777",
    ],
)  # fmt: skip
def test_a_private_place_is_refused_however_it_is_written(host: str) -> None:
    for port in ("", ":443", ":8000"):
        with pytest.raises(RefusedAddressError):
            check_url(f"https://{host}{port}/")


def test_one_private_number_among_public_ones_is_enough(names: Stub) -> None:
    names("both.example", [[PUBLIC, "10.0.0.7"]])
    with pytest.raises(RefusedAddressError) as refusal:
        check_url("https://both.example/")
    assert refusal.value.code == "private"


@pytest.mark.django_db
def test_a_subscription_with_a_private_address_is_refused(cast: Cast, names: Stub) -> None:
    for url in ("https://127.0.0.1/", "http://receiver.example/", "https://nowhere.invalid/"):
        with pytest.raises(NotForYouError) as refusal:
            subscribe(url=url)
        assert refusal.value.field == "url"
    names("receiver.example", [[PUBLIC]])
    assert subscribe(url="https://receiver.example/changes").status == "asked"


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect to which numbers connections are made; none is."""
    made: list[Any] = []

    def connect(address: Any, *args: Any, **more: Any) -> Any:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return made


def test_a_name_that_leads_elsewhere_by_now_is_not_called(
    names: Stub, connections: list[Any]
) -> None:
    names("turns.example", [[PUBLIC], ["127.0.0.1"]])
    check_url("https://turns.example/")
    with pytest.raises(CallError, match="private"):
        call("https://turns.example/", {}, b"{}")
    assert connections == []


def test_the_connection_goes_to_the_number_that_was_judged(
    names: Stub, connections: list[Any]
) -> None:
    """The name is asked for once: what it would lead to next is never called."""
    log = names("turns.example", [[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(CallError):
        call("https://turns.example/", {}, b"{}")
    assert connections == [(PUBLIC, 443)]
    assert log == ["turns.example"]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as made:
        settings.PUSH_ALSO_TO = {made.place}
        yield made


def test_a_place_that_the_operator_names_is_called(receiver: Receiver) -> None:
    call(receiver.url, {}, b'{"data": {"n": 1}}')
    assert receiver.numbers == [1]
    other = receiver.url.replace("127.0.0.1", "localhost")
    with pytest.raises(CallError, match="refused"):
        call(other, {}, b"{}")


@pytest.mark.parametrize(
    ("status", "words", "reached"),
    [
        (0, "no answer", False),
        (1, "no answer", False),
        (2, "no answer", False),
        (3, "answer 302", True),
        (404, "answer 404", True),
        (500, "answer 500", True),
    ],
)
def test_what_is_not_a_good_answer_fails(
    receiver: Receiver, monkeypatch: Any, status: int, words: str, reached: bool
) -> None:
    """Cut, too much, too slow, leading elsewhere, or refused: never followed, never waited for."""
    monkeypatch.setattr(calling, "WHOLE", 1.0)
    asked: list[int] = []
    receiver.answer = lambda _call: asked.append(status) or status  # type: ignore[func-returns-value]
    begun = datetime.now(UTC)
    with pytest.raises(CallError, match=words) as failure:
        call(receiver.url, {}, b'{"data": {}}')
    assert failure.value.reached == reached
    assert len(asked) == 1
    assert datetime.now(UTC) - begun < timedelta(seconds=5)


def certificate(folder: Path, name: str, days: int = 1) -> ssl.SSLContext:
    """Return a server's context with a certificate for a name, which signs itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    names = [x509.IPAddress(ip_address(name))] if name[0].isdigit() else [x509.DNSName(name)]
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "own.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(
    ("name", "days", "trusted", "called"),
    [
        ("127.0.0.1", 1, True, True),
        ("127.0.0.1", 1, False, False),
        ("127.0.0.1", -1, True, False),
        ("other.example", 1, True, False),
    ],
)
def test_only_a_certificate_that_is_trusted_is_talked_to(
    tmp_path: Path, monkeypatch: Any, settings: Any,
    name: str, days: int, trusted: bool, called: bool,
) -> None:  # fmt: skip
    context = certificate(tmp_path, name, days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    with receiving(context) as receiver:
        settings.PUSH_ALSO_TO = {receiver.place}
        url = receiver.url.replace("http:", "https:")
        if called:
            call(url, {}, b'{"data": {"n": 1}}')
        else:
            with pytest.raises(CallError, match="certificate"):
                call(url, {}, b'{"data": {"n": 1}}')
    assert receiver.numbers == ([1] if called else [])
