"""The embedded Valkey: a doorbell on a unix socket. It keeps nothing; the work is in PostgreSQL."""

import time

import redis

from portal.embedded.account import server_account
from portal.embedded.child import Child
from portal.embedded.errors import CannotStart
from portal.embedded.folders import own_folder
from portal.embedded.places import Places
from portal.embedded.programs import valkey_server

_START_LIMIT = 10.0  # seconds


class Broker(Child):
    """A Valkey server under `places`."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.socket = places.sockets / "valkey.sock"
        reach = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(places.sockets)]
        super().__init__(
            name="broker",
            command=[valkey_server(), *reach, *keep_nothing],
            log=places.logs / "broker.log",
            account=server_account(),
        )

    def start(self) -> None:
        """Start the server and wait until it answers; raises `CannotStart` when it does not."""
        own_folder(self.places.sockets, server_account())
        super().start()
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline and not self.exited:
            if self._answers():
                return
            time.sleep(0.02)
        self.stop()
        raise CannotStart(f"Valkey does not start: see {self.log}.", self.log)

    def _answers(self) -> bool:
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False
