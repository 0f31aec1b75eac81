"""The embedded PostgreSQL: one folder of data, one unix socket, no network."""

import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from portal.embedded.account import server_account
from portal.embedded.child import Child
from portal.embedded.errors import CannotStart
from portal.embedded.folders import own_folder
from portal.embedded.places import OWNER, WEB, Places
from portal.embedded.programs import postgres_bin

# Values of people do not belong in a log: no statements, no details of a failed row.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "shared_buffers": "256MB",
    "jit": "off",
}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# The owner of the data, and who serves requests; row security binds both, being no superusers.
_ROLES = {OWNER: "LOGIN CREATEDB", WEB: "LOGIN"}
_START_LIMIT = 30.0  # seconds; recovery after a power cut is the slow case
_STOP_LIMIT = 15.0  # with a checkpoint


class Database(Child):
    """A PostgreSQL server under `places`; `durable=False` for one that is thrown away."""

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        self.places = places
        self.durable = durable
        self.data = places.data / "postgres"
        settings = _SETTINGS | ({} if durable else _THROWAWAY)
        options = [f"--{name}={value}" for name, value in settings.items()]
        where = ["-D", str(self.data), "-k", str(places.sockets)]
        super().__init__(
            name="database",
            command=[postgres_bin() / "postgres", *where, *options],
            log=places.logs / "database.log",
            account=server_account(),
            end=signal.SIGINT,  # connections are cut, committed work is on disk
            patience=_STOP_LIMIT,
        )

    def start(self) -> None:
        """Make the data on the first call, start the server and wait until it answers.

        Raises `CannotStart` with the place of the log when it does not.
        """
        own_folder(self.places.sockets, server_account())
        if not self.data.exists():
            self._initialise()
        self._await_previous()
        super().start()
        self._await_answer()
        self._make_roles_and_database()

    def _initialise(self) -> None:
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        own_folder(unfinished, server_account())
        # The wheel has no ICU; the builtin locale sorts alike on every machine.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = ["--username=postgres", "--auth=trust"]
        sync = [] if self.durable else ["--no-sync"]
        kind = ["-D", str(unfinished), "--encoding=UTF8"]
        made = Child(
            name="initdb",
            command=[postgres_bin() / "initdb", *kind, *locale, *access, *sync],
            log=self.log,
            account=self.account,
        )
        made.start()
        if made.wait() != 0:
            raise CannotStart(
                f"PostgreSQL cannot make its folder {self.data}: see {self.log}.", self.log
            )
        unfinished.rename(self.data)

    def _await_previous(self) -> None:
        """Wait for the servers of a launcher that was killed; then forget what they left behind.

        PostgreSQL itself takes any living process with the noted number for its predecessor, which
        after a restart of a container can be anybody.
        """
        deadline = time.monotonic() + _STOP_LIMIT
        while pids := _servers_in(self.data):
            if time.monotonic() > deadline:
                raise CannotStart(f"Another PostgreSQL (process {pids[0]}) uses {self.data}.")
            time.sleep(0.05)
        if Path("/proc/self/cwd").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for socket in self.places.sockets.glob(".s.PGSQL.*"):
                socket.unlink()

    def _await_answer(self) -> None:
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline and not self.exited:
            with suppress(psycopg.OperationalError):
                self._connect().close()
                return
            time.sleep(0.02)
        self.stop()
        raise CannotStart(f"PostgreSQL does not start: see {self.log}.", self.log)

    def _make_roles_and_database(self) -> None:
        """The portal's role owns its database; that of the web is one that it can become."""
        with self._connect() as connection:
            for role, rights in _ROLES.items():
                if not _exists(connection, f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):  # noqa: S608
                    connection.execute(f"CREATE ROLE {role} {rights}")
            connection.execute(f"GRANT {WEB} TO {OWNER}")
            connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = 'solida'"):
                connection.execute("CREATE DATABASE solida OWNER solida")

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.places.sockets), user="postgres", dbname="postgres", autocommit=True
        )


def _exists(connection: psycopg.Connection, query: str) -> bool:
    return connection.execute(query).fetchone() is not None


def _servers_in(data: Path) -> list[int]:
    """Return the PostgreSQL processes that work in `data`: each of them has it as its folder."""
    pids = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "comm").read_text() == "postgres\n" and (
                (process / "cwd").readlink() == data
            ):
                pids.append(int(process.name))
    return pids
