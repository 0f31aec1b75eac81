"""The official publications, where they stand beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"


def official(name: str) -> Path:
    """The path of a publication; skips the test where the publications are not at hand."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the official publication {name} is not beside the project")
    return path
