"""A caseworker practises: an exercise is done wrong, then right, in a browser, wide and narrow."""

import pytest
from playwright.sync_api import expect

from casework.demo.building import Cast
from casework.training.models import PracticeResult
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_exercise_is_practised_until_it_is_right(sign_in: SignIn, portal: Cast) -> None:
    desk = sign_in("marie@unemployment.example")
    desk.goto("/casework/training/")
    no_violations(desk)
    exercise = desk.get_by_role("listitem").filter(has_text="Ask for a document that is missing")
    exercise.get_by_role("button").press("Enter")
    expect(desk.get_by_text("Training: nothing that you do here leaves")).to_be_visible()
    no_violations(desk)
    desk.set_viewport_size({"width": 320, "height": 640})
    no_violations(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320

    desk.get_by_role("button", name="Check what I did").press("Enter")
    expect(desk.get_by_role("heading", name="Not everything is right yet")).to_be_visible()
    no_violations(desk)
    desk.get_by_role("button", name="Go on").press("Enter")
    desk.get_by_role("link", name="Ask for a document or an answer").press("Enter")
    no_violations(desk)
    desk.get_by_label("A document", exact=True).check()
    desk.get_by_label("Your question").fill("Please show the pay slip of last month.")
    desk.get_by_role("button", name="Send the question").press("Enter")
    expect(desk.get_by_text("Please show the pay slip of last month.")).to_be_visible()
    desk.get_by_role("button", name="Check what I did").press("Enter")
    expect(desk.get_by_role("heading", name="You passed this exercise")).to_be_visible()
    no_violations(desk)
    desk.get_by_role("button", name="Next exercise").press("Enter")
    expect(desk.get_by_text("passed on")).to_be_visible()
    assert PracticeResult.objects.filter(passed=True).count() == 1
