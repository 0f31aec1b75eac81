"""A portal whose national identity provider is the demo's, at the address of a real server."""

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from casework.demo.building import Cast


@pytest.fixture
def provider(live_server: LiveServer, cast: Cast, settings: Any) -> dict[str, Any]:
    """Return the provider's settings; both sides read them."""
    own = settings.NATIONAL_PROVIDER
    settings.NATIONAL_PROVIDER = own | {"issuer": f"{live_server.url}/demo/national", "seconds": 1}
    known: dict[str, Any] = settings.NATIONAL_PROVIDER
    return known
