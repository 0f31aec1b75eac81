"""A child is born: its parent asks for child benefit with one answer, and has it at once."""

import pytest
from playwright.sync_api import expect

from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from portal.people.models import Household, HouseholdMember, Person
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_asked_with_one_answer_and_granted_at_once(sign_in: SignIn, portal: Cast) -> None:
    zoe = Person.objects.create(first_name="Zoé", last_name="Dubois", birth_date="2026-09-05")
    home = Household.objects.get(members__person=portal.persons["lucas"])
    HouseholdMember.objects.create(household=home, person=zoe, role="child", since="2026-09-05")
    page = sign_in("lucas@family.example")
    page.goto("/me/entitled/")
    no_violations(page)
    page.locator("a[href='/me/apply/child_benefit/']").click()
    no_violations(page)
    page.get_by_label("Zoé Dubois").check()
    page.get_by_role("button", name="Begin the application").click()
    no_violations(page)
    page.get_by_role("button", name="Continue").click()  # no income is told
    page.get_by_label("Your account number").fill("BE68 5390 0754 7034")
    page.get_by_role("button", name="Continue").click()
    no_violations(page)
    page.get_by_label("What I filled in is true and complete.").check()
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_role("main")).to_contain_text("the answer stands here in a moment")
    no_violations(page)
    move_outbox()
    page.goto("/me/rights/")
    no_violations(page)
    expect(page.get_by_role("main")).to_contain_text("€196.58 a month")
    page.goto("/me/career/")
    no_violations(page)
