"""The embedded PostgreSQL starts, stops, comes back with its data, and survives kills."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.embedded.account import server_account
from portal.embedded.database import Database
from portal.embedded.errors import CannotStart
from portal.embedded.places import Places

BASE = Path(__file__).resolve().parents[2]

# A launcher in small, to be killed: starts the database of a data folder and waits.
START_AND_WAIT = """
import sys, time
from pathlib import Path
from portal.embedded.database import Database
from portal.embedded.places import Places
Database(Places.of(Path(sys.argv[1]))).start()
print("started", flush=True)
time.sleep(60)
"""


@contextmanager
def running(places: Places) -> Iterator[psycopg.Connection]:
    database = Database(places)
    database.start()
    try:
        with psycopg.connect(places.database_url, autocommit=True) as connection:
            yield connection
    finally:
        database.stop()


def launcher_of(places: Places) -> subprocess.Popen[bytes]:
    launcher = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(places.data)], cwd=BASE, stdout=subprocess.PIPE
    )
    assert launcher.stdout
    assert launcher.stdout.readline() == b"started\n"
    return launcher


def write_note(places: Places) -> None:
    with psycopg.connect(places.database_url) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS text")


def note(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT text FROM note").fetchone()
    assert row
    return str(row[0])


def test_it_is_reached_by_its_socket_alone_and_the_portal_is_no_superuser(places: Places) -> None:
    with running(places) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert places.sockets.stat().st_mode & 0o777 == 0o700
        role = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(role).fetchone() == ("solida", False, False)
        for extension in ("btree_gist", "citext", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")


def test_a_restart_keeps_what_was_written(places: Places) -> None:
    with running(places):
        write_note(places)
    with running(places) as connection:
        assert note(connection) == "kept"


def test_when_the_launcher_is_killed_the_next_one_starts_at_once_with_the_data(
    places: Places,
) -> None:
    launcher = launcher_of(places)
    write_note(places)
    launcher.kill()
    with running(places) as connection:
        assert note(connection) == "kept"
    launcher.wait()


def test_when_the_server_is_killed_what_it_left_behind_is_no_obstacle(places: Places) -> None:
    launcher = launcher_of(places)
    write_note(places)
    postmaster = int((places.data / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    launcher.kill()
    launcher.wait()
    with running(places) as connection:
        assert note(connection) == "kept"


def test_a_number_that_now_belongs_to_another_process_is_no_obstacle(places: Places) -> None:
    with running(places):
        write_note(places)
    (places.data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with running(places) as connection:
        assert note(connection) == "kept"


def test_a_folder_of_somebody_else_in_the_place_of_the_sockets_is_refused(
    places: Places, tmp_path: Path
) -> None:
    places.sockets.symlink_to(tmp_path)
    with pytest.raises(CannotStart, match="somebody else"):
        Database(places).start()
    places.sockets.unlink()


def _start_as_ordinary_user(places: Places) -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    server_account.cache_clear()
    with running(places):
        write_note(places)
    with running(places) as connection:
        assert note(connection) == "kept"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_can_run_it(places: Places) -> None:
    os.chown(places.data, 65534, 65534)
    child = os.fork()  # a fork has all its modules, also where root's Python is closed to others
    if child == 0:
        try:
            _start_as_ordinary_user(places)
            os._exit(0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to leave root behind")
def test_root_without_user_namespaces_lends_the_servers_an_unprivileged_account(
    places: Places, tmp_path: Path
) -> None:
    # The system refuses user namespaces to a process whose root folder was changed.
    script = f'mount --rbind / {tmp_path} && exec chroot {tmp_path} "$@"'
    python = [sys.executable, "-c", START_AND_WAIT, str(places.data)]
    inside = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", script, "sh", *python],  # noqa: S607
        env=os.environ | {"PYTHONPATH": str(BASE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert inside.stdout
    if inside.stdout.readline() != b"started\n":
        _, errors = inside.communicate()
        if b"unshare" in errors or b"mount:" in errors:
            pytest.skip("this machine allows no mounts")
        pytest.fail(errors.decode())
    assert (places.data / "postgres").stat().st_uid != 0
    with psycopg.connect(places.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    inside.send_signal(signal.SIGKILL)
    inside.communicate()
    _await_end(places)


def _await_end(places: Places) -> None:
    deadline = time.monotonic() + 60
    while (places.data / "postgres" / "postmaster.pid").exists():
        assert time.monotonic() < deadline, "the server outlived its launcher"
        time.sleep(0.05)
