"""Throwaway PostgreSQL and Valkey for a test run, started before Django's settings are read.

A plug-in named in `addopts`, since a `conftest.py` comes too late. With `DATABASE_URL` and
`REDIS_URL` set nothing is started.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.embedded.throwaway import throwaway_servers


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the servers; being a wrapper, this runs before pytest-django's own hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits its controller's servers
        servers = ExitStack()
        early_config.add_cleanup(servers.close)
        servers.enter_context(throwaway_servers(durable=False))
        os.environ["DEMO"] = "1"
        os.environ["DEBUG"] = "1"  # static files are found where they are, not collected
        Path(os.environ["DATA_DIR"], "static").mkdir()
    return (yield)
