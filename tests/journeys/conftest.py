"""What a journey needs: the cast, a real worker with its scheduler, and people who sign in."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from casework.demo.building import CAST, Cast
from portal.directory.models import Subscription
from portal.exchange.subscribers import enter_subscriptions

expect.set_options(timeout=30_000)  # a machine may be busy: an act of the browser waits as long

SignIn = Callable[[str], Page]


@pytest.fixture
def portal(transactional_db: None) -> Cast:
    """Put the cast into a database that other processes see."""
    if not Subscription.objects.exists():
        enter_subscriptions()
    cast = Cast()
    cast.build()
    return cast


@pytest.fixture
def worker(portal: Cast, tmp_path: Path) -> Iterator[None]:
    """Run a Celery worker with its scheduler beside the test, as `make run` does."""
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    log = (tmp_path / "worker.log").open("wb")
    command = ["celery", "-A", "portal.celery", "worker", "-B", "-c", "1", "-l", "WARNING"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "-s", str(tmp_path / "beat")],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    yield
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def broker() -> redis.Redis:
    """Connect to the broker, to empty it."""
    socket = settings.CELERY_BROKER_URL.removeprefix("redis+socket://")
    if socket == settings.CELERY_BROKER_URL:
        return redis.Redis.from_url(socket)
    return redis.Redis(unix_socket_path=socket)


@pytest.fixture
def sign_in(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[SignIn]:
    """Return a function that signs somebody of the cast in, each in a browser of their own."""
    contexts = []

    def enter(email: str) -> Page:
        context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password", exact=True).fill(CAST["password"])
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        return page

    yield enter
    for context in contexts:
        context.close()
