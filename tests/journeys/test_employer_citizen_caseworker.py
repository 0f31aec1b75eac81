"""The first journey: a hiring and a leaving, an application, a decision, a letter."""

from datetime import date, timedelta

import pytest
import redis
from playwright.sync_api import Browser, Page, expect

from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from tests.hiring.declaring import today
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations, press_shortcut, until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]


def fill_day(page: Page, legend: str, day: date) -> None:
    """Fill in a day in its three parts."""
    parts = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        parts.get_by_label(label, exact=True).fill(str(value))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def act_for_the_restaurant(page: Page) -> None:
    page.get_by_role("button", name="Restaurant Chez Colette").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register of staff")


def declare_hiring(page: Page, inss: str) -> None:
    """Report a hiring from tomorrow on; every page of it without accessibility violations."""
    page.get_by_role("button", name="Report a hiring").click()
    no_violations(page)
    page.get_by_label("number").fill(inss)
    press(page, "Continue")
    no_violations(page)
    press(page, "Continue")
    no_violations(page)
    fill_day(page, "First day", today() + timedelta(days=1))
    press(page, "Continue")
    no_violations(page)
    press(page, "Send the declaration")
    expect(page.get_by_role("main")).to_contain_text("We received your declaration")
    no_violations(page)


def test_a_hiring_reaches_the_register_and_the_citizens_page(portal: Cast, sign_in: SignIn) -> None:
    colette = sign_in("colette@restaurant.example")
    act_for_the_restaurant(colette)
    declare_hiring(colette, portal.persons["sofia"].inss)
    until(colette, colette.get_by_role("link", name="Open the file of this period"))
    no_violations(colette)
    colette.get_by_role("link", name="Staff", exact=True).click()
    expect(colette.get_by_role("main")).to_contain_text("Sofia Lambert")
    no_violations(colette)

    sofia = sign_in("sofia@student.example")
    expect(sofia.get_by_role("main")).to_contain_text("Restaurant Chez Colette")
    no_violations(sofia)


def test_a_leaving_becomes_an_application_a_decision_and_a_letter(
    portal: Cast, sign_in: SignIn, broker: redis.Redis
) -> None:
    colette = sign_in("colette@restaurant.example")
    act_for_the_restaurant(colette)
    colette.get_by_role("link", name="Lucas Dubois").click()
    no_violations(colette)
    press(colette, "Report the leaving")
    fill_day(colette, "Last day", today())
    no_violations(colette)
    press(colette, "Send the declaration")
    broker.flushall()  # every bell is lost; the rows are not

    lucas = sign_in("lucas@family.example")
    until(lucas, lucas.get_by_role("link", name="Unemployment benefit"))
    no_violations(lucas)
    complete_application(lucas)
    broker.flushall()

    marie = sign_in("marie@unemployment.example")
    no_violations(marie)
    press_shortcut(marie, "n")  # the next case is one key
    expect(marie.get_by_role("heading", level=1)).to_have_text("Lucas Dubois")
    main = marie.get_by_role("main")
    expect(main).to_contain_text("Gross pay of")
    expect(main).to_contain_text("Not confirmed")  # provisional figures are marked to staff
    no_violations(marie)
    press(marie, "Decide")
    no_violations(marie)
    marie.get_by_label("Grant", exact=False).first.check()
    press(marie, "Continue")
    no_violations(marie)
    press(marie, "Grant and send the letter")
    expect(marie.get_by_role("heading", level=1)).to_contain_text("Lucas Dubois")
    no_violations(marie)

    read_decision(lucas)


def complete_application(page: Page) -> None:
    """Answer the four questions, the first one wrongly at first, and send."""
    page.get_by_role("link", name="Unemployment benefit").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("From: National Register")
    expect(main).to_contain_text("Restaurant Chez Colette")
    no_violations(page)
    main.get_by_role("button").first.click()
    press(page, "Continue")
    expect(main).to_contain_text("There is a problem")
    no_violations(page)
    page.get_by_label("My employer", exact=True).check()
    press(page, "Continue")
    page.get_by_label("last gross pay").fill("2 450,50")
    press(page, "Continue")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    page.get_by_label("account number").fill("BE68 5390 0754 7034")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send")
    no_violations(page)
    page.get_by_role("checkbox").check()
    press(page, "Send the application")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your application is sent")
    no_violations(page)


def read_decision(page: Page) -> None:
    """Find the decision on the personal page, with its amount, its ground and its letter."""
    page.goto("/me/")
    page.get_by_role("link", name="Unemployment benefit", exact=True).first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("€61.26")  # 65 % of 2 450.50 ÷ 26
    expect(main).to_contain_text("Royal Decree of 25 November 1991")
    no_violations(page)
    letter = page.request.get(
        main.get_by_role("link", name="PDF").first.get_attribute("href") or ""
    )
    assert letter.headers["content-type"] == "application/pdf"
    page.goto("/me/looked/")
    expect(page.get_by_role("main")).to_contain_text("Unemployment office")
    no_violations(page)


def test_a_hiring_needs_no_script_and_no_wide_screen(
    portal: Cast, browser: Browser, browser_context_args: dict[str, object]
) -> None:
    context = browser.new_context(
        **browser_context_args,  # type: ignore[arg-type]
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "piet@bouw.example")
    page.fill("input[name=password]", "tell-us-once")
    press(page, "Sign in")
    page.get_by_role("button", name="Bouwens Bouw").click()
    page.get_by_role("main").get_by_role("button", name="Report a hiring").click()
    page.fill("input[name=inss]", portal.persons["georges"].inss)
    press(page, "Continue")
    press(page, "Continue")
    fill_day(page, "First day", today() + timedelta(days=1))
    press(page, "Continue")
    press(page, "Send the declaration")
    until(page, page.get_by_role("link", name="Open the file of this period"))
    assert EmploymentPeriod.objects.filter(person=portal.persons["georges"]).count() == 1
    width = page.locator("html").bounding_box()
    assert width is not None
    assert width["width"] <= 320
    context.close()
