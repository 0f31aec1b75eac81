"""People of the cast in front of their browsers."""

import pytest
from django.test import Client

from casework.demo.building import Cast
from portal.access.models import CapacityKind
from tests.hiring.acting import acting


@pytest.fixture
def colette(cast: Cast) -> Client:
    """Return the browser of the owner of the restaurant, acting for it."""
    return acting("colette@restaurant.example", CapacityKind.COMPANY)


@pytest.fixture
def piet(cast: Cast) -> Client:
    """Return the browser of the builder, acting for his company."""
    return acting("piet@bouw.example", CapacityKind.COMPANY)


@pytest.fixture
def nora(cast: Cast) -> Client:
    """Return the browser of somebody at the payroll office."""
    return acting("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)


@pytest.fixture
def lucas(cast: Cast) -> Client:
    """Return the browser of a citizen."""
    return acting("lucas@family.example", CapacityKind.CITIZEN)
