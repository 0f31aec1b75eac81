"""Something is missing: the caseworker asks, the citizen answers in place, the case shows it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.cases.actions import take
from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from tests.benefits import documents as made
from tests.casework.conftest import caseworker, sent_by_emma
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_asked_answered_and_seen(sign_in: SignIn, portal: Cast, tmp_path: Path) -> None:
    take(sent_by_emma(), caseworker("Marie"))
    (tmp_path / "page.svg").write_text("<svg onload='alert(1)'/>")
    (tmp_path / "letter.pdf").write_bytes(made.pdf())

    desk = sign_in("marie@unemployment.example")
    desk.get_by_role("link", name="Emma Janssens").first.click()
    desk.get_by_role("link", name="Ask for a document or an answer").click()
    no_violations(desk)
    desk.get_by_role("button", name="Send the question").press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("Choose a document or an answer.")
    no_violations(desk)
    desk.get_by_label("A document", exact=True).check()
    desk.get_by_label("Your question").fill("Please send the letter of dismissal.")
    desk.get_by_role("button", name="Send the question").press("Enter")
    expect(desk.get_by_text("Emma Janssens is told that you ask something.")).to_be_visible()
    no_violations(desk)
    move_outbox()

    home = sign_in("emma@family.example")
    home.goto("/me/")
    no_violations(home)
    to_do = home.get_by_role("region", name="For you to do")
    to_do.locator("article", has_text="needs a document from you").get_by_role("link").press(
        "Enter"
    )
    expect(home.get_by_text("Please send the letter of dismissal.")).to_be_visible()
    no_violations(home)
    home.get_by_label("A document").set_input_files(tmp_path / "page.svg")
    home.get_by_label("Anything that you want to say about it").fill("It came by post.")
    home.get_by_role("button", name="Send your answer").press("Enter")
    expect(home.get_by_role("alert")).to_contain_text("This is not a PDF and not a photo")
    no_violations(home)
    expect(home.get_by_label("Anything that you want")).to_have_value("It came by post.")
    home.get_by_label("A document").set_input_files(tmp_path / "letter.pdf")
    home.get_by_role("button", name="Send your answer").press("Enter")
    expect(home.get_by_text("Your answer is sent.")).to_be_visible()
    no_violations(home)

    desk.reload()
    expect(desk.get_by_role("article").get_by_text("It came by post.")).to_be_visible()
    no_violations(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="letter.pdf").press("Enter")
    assert download.value.path().read_bytes() == (tmp_path / "letter.pdf").read_bytes()
