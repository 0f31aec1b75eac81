"""The owner of the restaurant in front of her browser."""

import pytest
from django.test import Client

from casework.demo.building import Cast
from portal.access.models import CapacityKind
from tests.hiring.acting import acting


@pytest.fixture
def colette(cast: Cast) -> Client:
    """Return the browser of the owner of the restaurant, acting for it."""
    return acting("colette@restaurant.example", CapacityKind.COMPANY)
