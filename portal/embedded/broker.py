"""The embedded Valkey: a doorbell on a unix socket. It keeps nothing; the work is in PostgreSQL."""

import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import redis

from portal.embedded import child
from portal.embedded.account import Account, server_account
from portal.embedded.errors import CannotStart
from portal.embedded.folders import own_folder
from portal.embedded.places import Places
from portal.embedded.programs import valkey_server

_START_LIMIT = 10.0  # seconds
_STOP_LIMIT = 5.0


@dataclass
class Broker:
    """A Valkey server under `places`."""

    places: Places
    account: Account = field(default_factory=server_account)
    _server: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Return the unix socket, the only way in."""
        return self.places.sockets / "valkey.sock"

    def start(self) -> None:
        """Start the server and wait until it answers; raises `CannotStart` when it does not."""
        own_folder(self.places.sockets, self.account)
        reach = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", self.places.sockets]
        self._server = child.start(
            [valkey_server(), *reach, *keep_nothing], self._log, account=self.account
        )
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline and not self.exited:
            with (
                suppress(redis.ConnectionError),
                redis.Redis(unix_socket_path=str(self.socket)) as client,
            ):
                client.ping()
                return
            time.sleep(0.02)
        self.stop()
        raise CannotStart(f"Valkey does not start: see {self._log}.")

    def stop(self) -> None:
        """Stop the server; what it held can be told again from the database."""
        if self._server:
            child.stop(self._server, signal.SIGTERM, _STOP_LIMIT)

    @property
    def exited(self) -> bool:
        """Tell whether the server has ended by itself."""
        return self._server is not None and self._server.poll() is not None

    @property
    def _log(self) -> Path:
        return self.places.logs / "broker.log"
