"""A receiver of calls that answers as a test wants, well or badly, on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Call"], int]


class Call:
    """A call as it came in."""

    def __init__(self, headers: dict[str, str], content: bytes) -> None:
        self.headers, self.content = headers, content
        self.body: dict[str, Any] = json.loads(content)

    @property
    def number(self) -> Any:
        """Return the number that the change of a test was given."""
        return self.body["data"].get("n")

    def is_signed_with(self, secret: str) -> bool:
        """Verify as the specification has it, by itself."""
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode()
        key = base64.b64decode(secret.removeprefix("whsec_"))
        wanted = hmac.new(key, signed + self.content, hashlib.sha256).digest()
        given = self.headers["webhook-signature"].split()
        return f"v1,{base64.b64encode(wanted).decode()}" in given


class Receiver:
    """What came in, and how it answers: with a status; 0 cuts, 1 floods, 2 drips, 3 leads on."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answer: Answer = lambda _call: 204
        self.place = ""

    @property
    def url(self) -> str:
        return f"http://{self.place}/changes"

    @property
    def numbers(self) -> list[Any]:
        """Return the numbers of the changes that were answered well."""
        return [call.number for call in self.calls if call.number is not None]


class _Handler(BaseHTTPRequestHandler):
    """Answer as the receiver of the server wants."""

    server: _Server

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        call = Call({k.lower(): v for k, v in self.headers.items()}, content)
        status = self.server.receiver.answer(call)
        if 200 <= status < 300:
            self.server.receiver.calls.append(call)
        self._reply(status)

    def _reply(self, status: int) -> None:
        if status == 0:
            self.wfile.write(b"HTTP/1.1 20")
        elif status == 2:
            self._drip()
        else:
            self.send_response({1: 200, 3: 302}.get(status, status))
            self.send_header("Location", f"http://{self.server.receiver.place}/elsewhere")
            self.end_headers()
            if status == 1:
                self.wfile.write(b"x" * 100_000)

    def _drip(self) -> None:
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" + b"x" * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """A server with its receiver; with `context` it speaks TLS."""

    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver


@contextmanager
def receiving(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver on a port of its own, with TLS if a context is given."""
    receiver = Receiver()
    server = _Server(receiver)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.place = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
