"""Every invariant holds of what the cast did, and each is broken by what breaks it."""

from __future__ import annotations

import pytest

from casework.demo.building import Cast
from portal.rooms import import_from_rooms
from portal.verification import INVARIANTS, ask

import_from_rooms("invariants")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(INVARIANTS))
def test_it_holds_of_the_cast(cast: Cast, name: str) -> None:
    outcome = ask(INVARIANTS[name])
    assert (outcome.wrong, outcome.first) == (0, "")
