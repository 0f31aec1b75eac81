"""Places of their own for the servers under test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded.places import Places


@pytest.fixture
def places() -> Iterator[Places]:
    """Return places that another account can reach, unlike pytest's own folders."""
    data = Path(tempfile.mkdtemp(prefix="solida-embedded-"))
    data.chmod(0o755)
    found = Places.of(data)
    yield found
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(found.sockets, ignore_errors=True)
