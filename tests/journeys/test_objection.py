"""Somebody objects in two presses; another caseworker decides again; both read what follows."""

import pytest
from playwright.sync_api import expect

from benefits.decisions.models import Decision, DecisionOutcome
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from tests.casework.conftest import caseworker, sent_by_emma
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = pytest.mark.browser


def test_an_objection_is_made_and_upheld(portal: Cast, sign_in: SignIn) -> None:
    case = take(sent_by_emma(), caseworker("Marie"))
    refused = decide_case(case, caseworker("Marie"), DecisionOutcome.REFUSED, "Not resident.")

    emma = sign_in("emma@family.example")
    emma.goto(f"/me/decisions/{refused.reference}/")
    no_violations(emma)
    emma.get_by_role("button", name="Object to this decision").click()
    no_violations(emma)
    emma.get_by_role("button", name="Send the objection").click()
    expect(emma.get_by_role("heading", level=1)).to_have_text("Your objection is sent")
    no_violations(emma)

    marie = sign_in("marie@unemployment.example")
    expect(marie.get_by_text("Nothing waits")).to_be_visible()
    tom = sign_in("tom@unemployment.example")
    expect(tom.get_by_text("1 thing waits")).to_be_visible()
    no_violations(tom)
    tom.get_by_role("button", name="Take (").click()
    no_violations(tom)
    tom.get_by_role("button", name="Answer").click()
    tom.get_by_label("The person is right: decide again").check()
    tom.get_by_label("Your reasons", exact=False).fill("You live in Namur since 2014.")
    no_violations(tom)
    tom.get_by_role("button", name="Continue").click()
    no_violations(tom)
    tom.get_by_role("button", name="Decide again and send the letter").click()
    expect(tom.get_by_role("main")).to_contain_text("decided again")
    no_violations(tom)

    emma.reload()
    expect(emma.get_by_role("main")).to_contain_text("You live in Namur since 2014.")
    no_violations(emma)
    emma.get_by_role("link", name="See the new decision").click()
    expect(emma.get_by_role("main")).to_contain_text("€75.00")
    assert Decision.objects.get(replaces=refused).version == 2
