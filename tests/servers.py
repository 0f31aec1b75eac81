"""Throwaway PostgreSQL and Valkey for a test run, started before Django's settings are read.

A plug-in named in `addopts`, since a `conftest.py` comes too late. With `DATABASE_URL` and
`REDIS_URL` set nothing is started; that is also how the processes of pytest-xdist share them.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from portal.embedded.broker import Broker
from portal.embedded.database import Database
from portal.embedded.places import Places

_PREFIX = "solida-tests-"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start what the environment does not name; a wrapper runs before pytest-django's own hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits its controller's servers
        early_config.add_cleanup(_throwaway_data())
        places = Places.of(Path(os.environ["DATA_DIR"]))
        for variable, server, url in (
            ("DATABASE_URL", Database(places, durable=False), places.database_url),
            ("REDIS_URL", Broker(places), places.broker_url),
        ):
            if variable not in os.environ:
                early_config.add_cleanup(server.stop)
                server.start()
                os.environ[variable] = url
    return (yield)


def _throwaway_data() -> Callable[[], None]:
    """Point `DATA_DIR` to a new folder; return what removes it."""
    _remove_leftovers()
    data = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    os.environ["DATA_DIR"] = str(data)
    os.environ["DEBUG"] = "1"  # static files are found where they are, not collected
    (data / "static").mkdir()
    return lambda: _remove(data)


def _remove_leftovers() -> None:
    """Remove the folders of runs that were killed; their servers died with them."""
    for data in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if data.stat().st_uid == os.getuid() and not _alive(data.name):
            _remove(data)


def _alive(name: str) -> bool:
    return Path("/proc", name.removeprefix(_PREFIX).split("-")[0]).exists()


def _remove(data: Path) -> None:
    shutil.rmtree(Places.of(data).sockets, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)
