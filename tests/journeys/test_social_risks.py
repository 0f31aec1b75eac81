"""A social risk lived through in a browser, by employer and worker, up to the payment."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benefits.claims.models import Claim
from benefits.payments.running import pay
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations
from tests.social_risk.declaring import content, declare, employer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"


def form_of(portal: Cast, flow: str, kind: str) -> str:
    hired = EmploymentPeriod.objects.get(person=portal.persons["lucas"])
    return f"/company/risks/new/{hired.reference}/{flow}/{kind}/"


def as_restaurant(page: Page) -> None:
    """Act for the restaurant."""
    page.goto("/company/risks/")
    button = page.get_by_role("button", name="Restaurant Chez Colette")
    if button.count():
        button.first.click()


def apply(page: Page, claim: Claim, answers: dict[str, str]) -> None:
    """Answer what is left of an application, and send it."""
    page.goto(f"/me/claims/{claim.reference}/")
    no_violations(page)
    page.goto(f"/me/claims/{claim.reference}/check/")
    for label in answers.values():
        page.get_by_label(label).check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your account number").fill("BE68 5390 0754 7034")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What I filled in is true and complete.").check()
    page.get_by_role("button", name="Send the application").click()
    move_outbox()


def test_a_month_of_economic_unemployment(sign_in: SignIn, portal: Cast) -> None:
    """The employer fills in five days; the worker an account; the rule grants 412.50."""
    declare_wages(portal)
    declare(employer(portal), "wech002", content(portal, "wech002"))
    boss = sign_in("colette@restaurant.example")
    as_restaurant(boss)
    boss.goto(form_of(portal, "wech005", "001") + "?month=2026-10")
    no_violations(boss)
    for day in range(5, 10):
        boss.locator(f"[name='day_2026-10-0{day}']").fill("7.6")
    boss.locator("[name$='_OccupationInterruption']").first.check()
    boss.locator("[name$='_WorkScheduleCode']").select_option(index=1)
    boss.get_by_role("main").get_by_role("button").last.click()
    boss.wait_for_url("**/declarations/**")
    move_outbox()
    worker = sign_in("lucas@family.example")
    apply(worker, Claim.objects.get(scheme="temporary_unemployment"), {})
    pay(date(2026, 10, 1), date(2026, 11, 5))
    worker.goto("/me/rights/")
    no_violations(worker)
    expect(worker.get_by_role("main")).to_contain_text("€412.50")
    worker.goto("/me/payments/")
    expect(worker.get_by_role("main")).to_contain_text("Temporary unemployment")
