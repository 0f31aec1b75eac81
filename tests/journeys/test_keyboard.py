"""A hiring with the keyboard alone: nothing is clicked, and what has the focus is always seen."""

import pytest
from playwright.sync_api import Page, expect

from casework.demo.building import CAST, Cast
from tests.hiring.declaring import today
from tests.journeys.looking import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]

STOPS = 60  # more stops than any page of the journey has
FOCUSED = """
    () => {
        const at = document.activeElement;
        const label = at.labels && at.labels.length ? at.labels[0].innerText : at.innerText;
        const box = at.getBoundingClientRect();
        return [label || at.value || "", box.width > 0 && box.height > 0];
    }
"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called so; each stop on the way can be seen."""
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        label, seen = page.evaluate(FOCUSED)
        assert seen, f"the focus is on something that cannot be seen: {label}"
        if words in label:
            return
    raise AssertionError(f"not reached by Tab: {words}")


def choose(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def test_a_hiring_by_keyboard(portal: Cast, page: Page) -> None:
    page.goto("/")
    choose(page, "Sign in")
    fill(page, "Email", "colette@restaurant.example")
    fill(page, "Password", CAST["password"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    choose(page, "Restaurant Chez Colette")
    choose(page, "Report a hiring")
    fill(page, "number", portal.persons["sofia"].inss)
    choose(page, "Continue")
    choose(page, "Continue")
    first = today()
    fill(page, "Day", str(first.day))
    fill(page, "Month", str(first.month))
    fill(page, "Year", str(first.year))
    choose(page, "Continue")
    choose(page, "Send the declaration")
    expect(page.get_by_role("main")).to_contain_text("We received your declaration")
    until(page, page.get_by_role("link", name="Open the file of this period"))
