"""A provider whose description is wrong, too long, slow or no description at all."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from portal.access.national import LARGEST, Attempt, NationalSignInError, Provider, Reason

Says = Callable[[Callable[[str], bytes], float], None]


@pytest.fixture
def says(settings: Any) -> Iterator[Says]:
    """Return a function: serve an answer made from the issuer's address, each byte after a time."""
    servers = []

    def serve(answer: Callable[[str], bytes], pause: float = 0) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = answer(issuer)
                self.send_response(200 if body else 302)
                self.send_header("Location", f"{issuer}/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                pieces = [body] if not pause else [body[i : i + 1] for i in range(len(body))]
                try:
                    for piece in pieces:
                        self.wfile.write(piece)
                        time.sleep(pause)
                except OSError:
                    return  # the other side would not wait

            def log_message(self, *_: Any) -> None:
                return

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        issuer = f"http://127.0.0.1:{server.server_port}"
        own = settings.NATIONAL_PROVIDER
        settings.NATIONAL_PROVIDER = own | {"issuer": issuer, "seconds": 0.5}
        threading.Thread(target=server.serve_forever, daemon=True).start()

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def described(**changed: str) -> Callable[[str], bytes]:
    def answer(issuer: str) -> bytes:
        whole = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"}
        return json.dumps(whole | changed).encode()

    return answer


def question() -> str:
    return Provider().question(Attempt.start("/", confirms=False), "http://localhost/back")


def test_a_right_description(says: Says) -> None:
    says(described(), 0)
    assert "code_challenge_method=S256" in question()


@pytest.mark.parametrize(
    ("answer", "pause", "reason"),
    [
        (described(issuer="https://issuer.example"), 0, Reason.NOT_TRUSTED),
        (described(authorization_endpoint="javascript:alert(1)"), 0, Reason.NOT_TRUSTED),
        (described(authorization_endpoint=""), 0, Reason.NOT_TRUSTED),
        (described(more="x" * LARGEST), 0, Reason.UNAVAILABLE),
        (described(), 0.1, Reason.UNAVAILABLE),  # a byte now and then
        (lambda _issuer: b"<html>", 0, Reason.UNAVAILABLE),
        (lambda _issuer: b"[]", 0, Reason.UNAVAILABLE),
        (lambda _issuer: b"", 0, Reason.UNAVAILABLE),  # sends us elsewhere
    ],
)
def test_a_crooked_description(
    says: Says, answer: Callable[[str], bytes], pause: float, reason: Reason
) -> None:
    says(answer, pause)
    with pytest.raises(NationalSignInError) as refusal:
        question()
    assert refusal.value.reason == reason
