"""Each sector's story lived through in browsers: employer, worker, caseworker, payment."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benefits.claims.models import Claim
from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations
from tests.social_risk.stories import (
    STORIES,
    Applies,
    Leaves,
    Recognises,
    Story,
    Tells,
    check_end,
)
from tests.social_risk.telling import live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOSSES = {
    "restaurant": ("colette@restaurant.example", "Restaurant Chez Colette"),
    "builder": ("piet@bouw.example", "Bouwens Bouw"),
}


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def fill_day(page: Page, name: str, day: date) -> None:
    """Fill in a day in its three parts."""
    for place, value in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name='{name}_{place}']").fill(str(value))


def fill_in(page: Page, name: str, value: str) -> None:
    """Answer one field of a form, whatever it looks like."""
    field = page.locator(f"[name='{name}']")
    kind = field.first.get_attribute("type")
    if kind == "radio":
        page.locator(f"[name='{name}'][value='{value}']").check()
    elif field.first.evaluate("each => each.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


class ByPage:
    """Everybody in a browser of their own."""

    def __init__(self, cast: Cast, sign_in: SignIn) -> None:
        self.cast, self.sign_in = cast, sign_in
        self.bosses: dict[str, Page] = {}

    def boss(self, story: Story) -> Page:
        """The employer, acting for the company."""
        if story.company not in self.bosses:
            email, name = BOSSES[story.company]
            page = self.bosses[story.company] = self.sign_in(email)
            page.get_by_role("button", name=name).first.click()
        return self.bosses[story.company]

    def hired(self, story: Story) -> EmploymentPeriod:
        """The work that a story is about."""
        return EmploymentPeriod.objects.get(person=self.cast.persons[story.who])

    def leave(self, story: Story, told: Leaves) -> None:
        """Report the leaving from the file of the period."""
        page = self.boss(story)
        page.goto(f"/company/staff/{self.hired(story).reference}/")
        press(page, "Report the leaving")
        fill_day(page, "last_day", told.last_day)
        press(page, "Send the declaration")
        expect(page.get_by_role("main")).to_contain_text("We received your declaration")

    def tell(self, story: Story, told: Tells) -> None:
        """Fill in what the form asks, or what is otherwise than it says, and send it."""
        page = self.boss(story)
        form = f"/company/risks/new/{self.hired(story).reference}/{told.flow}/{told.kind or '000'}/"
        month = f"?month={told.month:%Y-%m}" if told.month else "?"
        page.goto(form + month)
        no_violations(page)
        if any(self._named(page, label) is None for label in told.values):
            page.goto(f"{form}{month}&all=1")
            no_violations(page)
        for label, value in told.values.items():
            name = self._named(page, label)
            if name is None:
                continue  # the page knows it, and does not let it be changed
            if name.endswith("_0"):
                fill_day(page, name[:-2], date.fromisoformat(value))
            else:
                fill_in(page, name, value)
        for day, (code, hours) in (told.days or {}).items():
            assert told.month
            name = f"day_{told.month.replace(day=day)}"
            page.locator(f"[name='{name}']").fill(f"{hours / 100:g}")
            page.locator(f"[name='{name}_code']").select_option(code)
        press(page, "Send the declaration")
        expect(page.get_by_role("main")).to_contain_text("We received your declaration")

    def _named(self, page: Page, label: str) -> str | None:
        """The name of the field for a heading, of a day that of its first part."""
        found = page.locator(f"[name$='_{label}'], [name$='_{label}_0']")
        return found.first.get_attribute("name") if found.count() else None

    def apply(self, story: Story, answers: Applies) -> None:
        """Follow the application on the personal page, answer what is left, and send it."""
        person = self.cast.persons[story.who]
        page = self.sign_in(f"{story.who}@family.example")
        claim = Claim.objects.get(person=person, scheme=story.scheme)
        page.goto("/me/")
        assert page.locator(f"a[href*='{claim.reference}']").count()
        page.goto(f"/me/claims/{claim.reference}/")
        no_violations(page)
        page.goto(f"/me/claims/{claim.reference}/check/")
        for given in answers.answers.values():
            for name, value in given.items():
                fill_in(page, name, str(value))
            no_violations(page)
            press(page, "Continue")
        page.get_by_label("What I filled in is true and complete.").check()
        press(page, "Send the application")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your application is sent")
        move_outbox()

    def recognise(self, story: Story, found: Recognises) -> None:
        """Take the next case, find what is to be found, and grant."""
        page = self.sign_in(found.email)
        press(page, "Next case")
        name = self.cast.persons[story.who].full_name
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        press(page, "Decide")
        page.get_by_label("Grant the benefit").check()
        page.get_by_label("Your reasons").fill("Seen.")
        details = page.locator("details:not([open]) summary")
        for name, value in found.found.items():
            if details.count():
                details.first.click()
            fill_in(page, name, f"{value / 100:.2f}" if type(value) is int else str(value))
        no_violations(page)
        press(page, "Continue")
        press(page, "Grant and send the letter")
        expect(page.get_by_role("main")).to_contain_text("Letter")
        no_violations(page)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_by_page(portal: Cast, sign_in: SignIn, name: str) -> None:
    story = STORIES[name]
    channel = ByPage(portal, sign_in)
    live(portal, story, channel)
    check_end(portal, story)
    worker = sign_in(f"{story.who}@family.example")
    worker.goto("/me/rights/")
    no_violations(worker)
    for _first, _last, cents in story.ends:
        expect(worker.get_by_role("main")).to_contain_text(f"€{cents / 100:,.2f}")
    worker.goto("/me/payments/")
    no_violations(worker)
    worker.goto("/me/career/")
    expect(worker.get_by_role("main")).to_contain_text("decided")
    no_violations(worker)
    boss = channel.boss(story)
    boss.goto("/company/risks/")
    no_violations(boss)
