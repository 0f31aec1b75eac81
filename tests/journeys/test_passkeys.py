"""Passkeys in a real browser, with a device that the browser itself plays."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from casework.demo.building import CAST
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARIE = "marie@unemployment.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(made["authenticatorId"])


def button(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def make_passkey(page: Page, name: str) -> None:
    page.get_by_role("link", name="Your sign-in").click()
    no_violations(page)
    page.get_by_role("link", name="Set up (Passkeys)").click()
    heading(page, "Show that it is you")
    page.get_by_label("Password").fill(CAST["password"])
    button(page, "Continue")
    heading(page, "Make a passkey")
    page.get_by_label("Name of this passkey").fill(name)
    no_violations(page)
    button(page, "Make the passkey")
    heading(page, "Your recovery codes")
    no_violations(page)


def test_made_used_renamed_and_removed(sign_in: SignIn, portal: object) -> None:
    page = sign_in(MARIE)
    session, known = device(page)
    make_passkey(page, "my telephone")

    # Alone, in place of the password.
    button_out = page.get_by_role("button", name="Sign out")
    button_out.click()
    page.goto("/accounts/login/?next=/accounts/sessions/")
    no_violations(page)
    button(page, "Sign in with a passkey")
    heading(page, "Sign-in and sessions")
    expect(page.get_by_role("main")).to_contain_text("my telephone")

    # As the second step.
    button_out.click()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(MARIE)
    page.get_by_label("Password", exact=True).fill(CAST["password"])
    button(page, "Sign in")
    heading(page, "The second step")
    no_violations(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": known, "isUserVerified": True})
    button(page, "Use a passkey")
    expect(button_out).to_be_visible()

    # To show again who one is; then another name, and away with it.
    page.goto("/accounts/second-factor/webauthn/")
    no_violations(page)
    page.get_by_role("link", name="Rename (my telephone)").click()
    page.get_by_role("link", name="Use a passkey").click()
    button(page, "Use a passkey")
    page.get_by_label("Name of this passkey").fill("the old telephone")
    button(page, "Save")
    page.get_by_role("link", name="Remove (the old telephone)").click()
    heading(page, "Do you want to remove “the old telephone”?")
    button(page, "Remove it")
    expect(page.get_by_role("main")).to_contain_text("No passkeys yet")


def test_a_device_that_does_not_know_its_owner_lets_nobody_in(
    sign_in: SignIn, portal: object
) -> None:
    page = sign_in(MARIE)
    session, known = device(page)
    make_passkey(page, "found on the street")
    page.get_by_role("button", name="Sign out").click()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": known, "isUserVerified": False})
    page.goto("/accounts/login/")
    expect(page.get_by_text("The device gave no passkey")).to_be_hidden()
    button(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_have_text(
        "The device gave no passkey. Try again, or use another way."
    )
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_without_a_script_an_app_does(sign_in: SignIn, portal: object) -> None:
    page = sign_in(MARIE)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/accounts/second-factor/webauthn/add/")
    page.get_by_label("Password").fill(CAST["password"])
    button(page, "Continue")
    expect(page.get_by_role("main")).to_contain_text("An app for codes works without.")
    expect(page.get_by_role("button", name="Make the passkey")).to_have_count(0)
    page.get_by_role("link", name="Set up an app for codes").click()
    heading(page, "Set up an app for codes")
    no_violations(page)
