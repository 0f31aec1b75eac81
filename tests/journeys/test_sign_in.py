"""By the national identity service, and once more before what binds: the form waits meanwhile."""

from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from portal.access.confirming import CONFIRMED
from tests.hiring.declaring import today
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def provider(live_server: LiveServer, settings: Any) -> None:
    """Let both sides know the demo's provider at the address of the test's server."""
    own = settings.NATIONAL_PROVIDER
    settings.NATIONAL_PROVIDER = own | {"issuer": f"{live_server.url}/demo/national"}


def be_at_the_provider(page: Page, name: str, does: str = "It works as it should") -> None:
    no_violations(page)
    page.get_by_label(name).check()
    page.get_by_label("What the identity service does").select_option(does)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def let_time_go_by() -> None:
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if CONFIRMED in session:
            session[CONFIRMED] -= 7200
            session.save()


def fill_in_the_last_day(page: Page, day: date) -> None:
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).fill(str(part))


def test_in_by_the_national_service_and_confirmed(portal: Cast, page: Page) -> None:
    page.goto("/accounts/login/")
    no_violations(page)
    page.get_by_role("link", name="Sign in with your national identity").click()
    be_at_the_provider(page, "Colette Maes", "It is away")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The identity service does not answer"
    )
    no_violations(page)

    page.get_by_role("link", name="Back to sign-in").click()
    page.get_by_role("link", name="Sign in with your national identity").click()
    be_at_the_provider(page, "Colette Maes")
    page.get_by_role("button", name="Restaurant Chez Colette").click()

    period = EmploymentPeriod.objects.get(person=portal.persons["lucas"])
    page.goto(f"/company/staff/{period.reference}/leaving/")
    fill_in_the_last_day(page, today())
    let_time_go_by()
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    no_violations(page)
    page.get_by_role("link", name="Use your national identity").click()
    be_at_the_provider(page, "Colette Maes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your form is as you left it")
    no_violations(page)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("main")).to_contain_text("We received your declaration")

    page.get_by_role("link", name="Your sign-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and sessions")
    no_violations(page)
