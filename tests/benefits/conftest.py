"""Somebody who opens pages: the cast's persons, signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from benefits.claims.models import Claim
from casework.demo.building import Cast

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(cast: Cast) -> SignedIn:
    """Return a function that signs a person of the cast in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.persons[name].account)
        return client

    return sign_in


@pytest.fixture
def claim(cast: Cast) -> Claim:
    """Return the application that Emma's leaving put on her page."""
    return Claim.objects.get(person=cast.persons["emma"])
