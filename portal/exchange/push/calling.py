"""One call of a receiver: to the address that was judged, within a few seconds, nowhere else.

The name is looked up once, all to which it leads is judged, and the connection goes to that very
number: a name that leads elsewhere a moment later is not asked again. What is answered is thrown
away but for its status.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult

from portal.exchange.push.addresses import RefusedAddressError, resolve, split

CONNECT: Final = 3.0  # seconds
WHOLE: Final = 8.0  # seconds for everything, however slowly it drips
LARGEST: Final = 16 * 1024  # bytes of an answer


class CallError(Exception):
    """A call that did not succeed.

    `reached` says whether the receiver answered at all; `gone`, that it wants no more calls. The
    words hold nothing of the answer.
    """

    def __init__(self, words: str, *, reached: bool = False, gone: bool = False) -> None:
        super().__init__(words)
        self.reached, self.gone = reached, gone


def call(url: str, headers: Mapping[str, str], body: bytes) -> None:
    """Post a body to a receiver; raise `CallError` unless it answers with a status of success."""
    try:
        status = _post(split(url), headers, body)
    except RefusedAddressError as error:
        raise CallError(f"address refused: {error.code}") from error
    except ssl.SSLError as error:
        raise CallError("the certificate is not trusted") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CallError(f"no answer: {type(error).__name__}") from error
    if not HTTPStatus(200) <= status < HTTPStatus(300):
        raise CallError(f"answer {status}", reached=True, gone=status == HTTPStatus.GONE)


def _post(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> int:
    with _connection(parts) as connection:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {"Connection": "close", **headers})
        response = connection.getresponse()
        if len(response.read(LARGEST + 1)) > LARGEST:
            raise ValueError("too much")
        return response.status


@contextmanager
def _connection(parts: SplitResult) -> Iterator[http.client.HTTPConnection]:
    """Give a connection to the number that was judged; cut it when its time is over."""
    number = resolve(parts)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(parts.hostname or "", port)
    wire = socket.create_connection((number, port), timeout=CONNECT)
    end = threading.Timer(WHOLE, _cut, [wire])
    end.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            wire = context.wrap_socket(wire, server_hostname=parts.hostname)
        wire.settimeout(WHOLE)
        connection.sock = wire
        yield connection
    finally:
        end.cancel()
        connection.close()
        wire.close()


def _cut(wire: socket.socket) -> None:
    """End a connection at which somebody waits."""
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        wire.close()
