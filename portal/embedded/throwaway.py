"""Servers that are thrown away: for tests, and for a bench that must not touch anybody's data.

`python -m portal.embedded.throwaway COMMAND…` runs a command with such servers.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from portal.embedded.broker import Broker
from portal.embedded.database import Database
from portal.embedded.places import Places

_PREFIX = "solida-throwaway-"


@contextmanager
def throwaway_servers(*, durable: bool) -> Iterator[None]:
    """Start the servers that the environment does not name, and name them there meanwhile.

    Sets `DATA_DIR`, and `DATABASE_URL` and `REDIS_URL` where they are not set. `durable=False` is
    faster, for tests; with `durable=True` a commit costs what it costs in earnest.
    """
    _remove_leftovers()
    data = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    data.chmod(0o755)  # the account of the servers may be another
    places = Places.of(data)
    with ExitStack() as stack:
        stack.callback(_remove, data)
        os.environ["DATA_DIR"] = str(data)
        for variable, server, url in (
            ("DATABASE_URL", Database(places, durable=durable), places.database_url),
            ("REDIS_URL", Broker(places), places.broker_url),
        ):
            if not os.environ.get(variable):
                stack.callback(server.stop)
                server.start()
                os.environ[variable] = url
                stack.callback(os.environ.pop, variable)
        yield


def _remove_leftovers() -> None:
    """Remove the folders of runs that were killed; their servers died with them."""
    for data in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # another run may be at it too
            if data.stat().st_uid == os.getuid() and not _alive(data):
                _remove(data)


def _alive(data: Path) -> bool:
    process = int(data.name.removeprefix(_PREFIX).split("-")[0])
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _remove(data: Path) -> None:
    shutil.rmtree(Places.of(data).sockets, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    with throwaway_servers(durable=True):
        sys.exit(subprocess.run(sys.argv[1:]).returncode)  # noqa: S603 - the caller's own command
