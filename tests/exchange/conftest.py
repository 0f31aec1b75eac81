"""A folder of its own for the checkpoints of a test, whose blocks are rolled back."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def notes(settings: Any, tmp_path: Path) -> Path:
    """Return the folder of checkpoints."""
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"
