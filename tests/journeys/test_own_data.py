"""A person reads their own data, says how to be reached, and takes a copy, by the keyboard."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from portal.exchange.actions import move_outbox
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_read_corrected_and_taken(sign_in: SignIn, portal: object) -> None:
    page = sign_in("emma@family.example")
    page.get_by_role("link", name="Your data", exact=True).click()
    no_violations(page)
    home = page.get_by_role("region", name="Where you live")
    home.locator("summary").press("Enter")
    expect(home.get_by_text("civil affairs office")).to_be_visible()

    page.get_by_role("link", name="Change how we reach you").click()
    no_violations(page)
    page.get_by_label("Telephone").fill("0470")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("8 to 15 digits")
    no_violations(page)
    page.get_by_label("Telephone").fill("+32 470 12 34 56")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("+32470123456")

    page.get_by_role("link", name="Download everything about me").click()
    no_violations(page)
    page.get_by_role("button", name="Make a copy of everything").press("Enter")
    expect(page.get_by_text("being made")).to_be_visible()
    no_violations(page)
    move_outbox()
    ready = page.get_by_role("link", name="Download the copy of")
    until(page, ready)
    no_violations(page)
    with page.expect_download() as download:
        ready.press("Enter")
    with ZipFile(download.value.path()) as archive:
        assert "Emma Janssens" in archive.read("index.html").decode()
