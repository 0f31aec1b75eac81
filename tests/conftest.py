"""The cast, and a real browser for the tests that are marked `browser`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection
from django.dispatch import receiver
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from casework.demo.building import Cast
from portal.embedded.machine import find_browser
from portal.embedded.places import WEB
from portal.exchange.subscribers import enter_subscriptions
from portal.people.models import Person
from tests.migrated import migrated

# A password's hash is slow on purpose; ten accounts in each test need not be.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Playwright's loop runs in this thread, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

_QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@receiver(request_started)
def _serve_as_the_web_does(**_: Any) -> None:
    """Let each request of a client or a browser meet row security, as the web server's do."""
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {WEB}")


@receiver(request_finished)
def _test_as_the_owner(**_: Any) -> None:
    if connection.connection is not None:
        connection.connection.execute("RESET ROLE")


@contextmanager
def as_the_web() -> Iterator[None]:
    """Meet row security without a request of Django's."""
    _serve_as_the_web_does()
    try:
        yield
    finally:
        _test_as_the_owner()


@contextmanager
def served_by_the_owner() -> Iterator[None]:
    """Let requests pass by row security: what is then kept apart, the application keeps apart."""
    request_started.disconnect(_serve_as_the_web_does)
    try:
        yield
    finally:
        request_started.connect(_serve_as_the_web_does)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium, which as root has no sandbox."""
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium, which CI installs")
        pytest.skip("no chromium: install it or set CHROMIUM")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": path, "args": [*_QUIET, *root]}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: LiveServer
) -> dict[str, Any]:
    """Let `page.goto("/")` open the portal, in English."""
    return browser_context_args | {"base_url": live_server.url, "locale": "en-GB"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let test databases be copies of one in which all migrations were run."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Put the demo's cast into the database once; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:  # what a database is told of itself is not copied
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
        Cast().build()


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast; made again where a test that commits has swept it away."""
    cast = Cast()
    if not Person.objects.exists():
        enter_subscriptions()
        cast.build()
    return cast
