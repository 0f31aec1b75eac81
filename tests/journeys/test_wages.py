"""A company declares a quarter from its draft, corrects a worker, and sees what it owes."""

import pytest
from playwright.sync_api import Page, expect

from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.exchange.actions import move_outbox
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter_as_company(sign_in: SignIn) -> Page:
    """Sign Colette in, acting for her restaurant, on its first page."""
    page = sign_in("colette@restaurant.example")
    page.get_by_role("button", name="Restaurant Chez Colette").click()
    return page


def give_terms(page: Page) -> None:
    """Answer what the contract says, with the keyboard alone after the first choice."""
    page.get_by_label("Manual worker").check()
    page.get_by_label("Full time", exact=True).check()
    page.get_by_label("Days a week").focus()
    for answer in ("5", "38", "38", "2000000141"):
        page.keyboard.type(answer)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_quarter_from_its_draft_to_the_statement(portal: Cast, sign_in: SignIn) -> None:
    page = enter_as_company(sign_in)
    expect(page.get_by_text("Quarter 3 of 2026 is to be declared until")).to_be_visible()
    no_violations(page)
    page.get_by_role("link", name="Open the draft").click()
    expect(page.get_by_text("Missing: Terms of the contract")).to_be_visible()
    no_violations(page)

    page.get_by_role("link", name="Lucas Dubois").click()
    give_terms(page)
    expect(page.get_by_label("Days: Paid work")).to_have_value("66")
    no_violations(page)
    page.get_by_label("Gross pay in euros").fill("a lot")
    page.keyboard.press("Enter")
    expect(page.get_by_text("(00070-002)").first).to_be_visible()
    no_violations(page)
    page.get_by_label("Gross pay in euros").fill("9600")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_role("cell", name="€4,524.60").first).to_be_visible()
    page.get_by_text("How the contributions of Lucas Dubois are computed").click()
    no_violations(page)
    page.get_by_role("button", name="Send the declaration").click()
    expect(page.get_by_text("Being checked: 0 of 1 workers.")).to_be_visible()
    no_violations(page)
    move_outbox()
    expect(page.get_by_text("accepted", exact=True)).to_be_visible()  # without a click
    no_violations(page)

    correct(page)
    statement(page)


def correct(page: Page) -> None:
    """Correct the pay of the worker, and see both versions."""
    page.get_by_role("link", name="To the quarters").click()
    page.get_by_role("link", name="Quarter 3 of 2026").click()
    expect(page.get_by_text("€9,600.00").first).to_be_visible()
    no_violations(page)
    page.get_by_role("link", name="Lucas Dubois").click()
    no_violations(page)
    page.get_by_role("button", name="Correct", exact=True).click()
    page.get_by_label("Gross pay in euros").fill("9700")
    no_violations(page)
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_text("Being checked: 0 of 1 workers.")).to_be_visible()
    move_outbox()
    expect(page.locator("#progress").get_by_text("accepted").first).to_be_visible()
    page.get_by_role("link", name="To the quarters").click()
    page.get_by_role("link", name="Quarter 3 of 2026").click()
    page.get_by_role("link", name="Lucas Dubois").click()
    expect(page.get_by_text("€9,700.00").first).to_be_visible()
    page.get_by_role("link", name="Replaced").click()
    expect(page.get_by_text("€9,600.00").first).to_be_visible()
    no_violations(page)


def statement(page: Page) -> None:
    """See what is owed of the quarter, and the picture of it."""
    page.goto("/company/wages/20263/")
    page.get_by_role("button", name="Statement").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    no_violations(page)
    page.goto("/company/wages/figures/")
    expect(page.get_by_role("cell", name="€9,700.00").first).to_be_visible()
    no_violations(page)


def test_the_worker_reads_the_wages_and_who_looked(portal: Cast, sign_in: SignIn) -> None:
    declare_wages(portal)
    page = enter_as_company(sign_in)
    page.goto("/company/wages/20263/")
    page.get_by_role("link", name="Lucas Dubois").click()
    worker = sign_in("lucas@family.example")
    expect(worker.get_by_role("heading", name="Your wages")).to_be_visible()
    expect(worker.get_by_text("€9,420.00")).to_be_visible()
    expect(worker.get_by_text("opened your file").first).to_be_visible()
    no_violations(worker)
