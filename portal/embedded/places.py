"""Where a first run keeps what it needs, derived from `DATA_DIR` alone."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER, WEB = "solida", "solida_web"  # the roles of the database


@dataclass(frozen=True)
class Places:
    """Folders of one installation.

    `data` holds the database, the keys and the collected static files. `sockets` holds the unix
    sockets of the embedded servers: a short path outside `data`, because the system allows a
    socket's path about 100 bytes.
    """

    data: Path
    sockets: Path

    @classmethod
    def from_environment(cls, base: Path) -> "Places":
        """Return the places for `DATA_DIR`, or for `var/` under `base`."""
        return cls.of(Path(os.environ.get("DATA_DIR") or base / "var"))

    @classmethod
    def of(cls, data: Path) -> "Places":
        """Return the places for one data folder."""
        data = data.resolve()
        name = hashlib.sha256(str(data).encode()).hexdigest()[:10]
        return cls(data, Path(tempfile.gettempdir()) / f"solida-{os.getuid()}-{name}")

    @property
    def logs(self) -> Path:
        """Return the folder of what the processes of a first run have to say."""
        return self.data / "logs"

    @property
    def database_url(self) -> str:
        """Return the address of the embedded PostgreSQL, over its unix socket, for its owner."""
        return self._database_url(OWNER)

    @property
    def web_database_url(self) -> str:
        """Return the same for the web server, which owns nothing."""
        return self._database_url(WEB)

    @property
    def broker_url(self) -> str:
        """Return the address of the embedded Valkey, over its unix socket."""
        return f"redis+socket://{self.sockets}/valkey.sock"

    def _database_url(self, role: str) -> str:
        return f"postgresql://{role}@{quote(str(self.sockets), safe='')}/solida"
