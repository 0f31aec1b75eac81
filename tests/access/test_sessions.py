"""Sessions: listed and ended by their user, new at sign-in, gone at sign-out."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.demo.building import CAST, Cast
from portal.access.models import User
from portal.access.session_views import browser_of

EMMA = "emma@family.example"
LUCAS = "lucas@family.example"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
COOKIE = settings.SESSION_COOKIE_NAME


def sign_in(browser: Client, email: str, password: str = CAST["password"]) -> HttpResponse:
    """Send the sign-in form."""
    fields = {"login": email, "password": password}
    return browser.post(reverse("account_login"), fields)  # type: ignore[return-value]


def signed_in(email: str) -> Client:
    """Return a browser in which somebody signed in by the form."""
    browser = Client(headers={"user-agent": FIREFOX})
    assert sign_in(browser, email).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    """Whether pages open for the browser."""
    return browser.get(reverse("sessions")).status_code == 200


def replay(key: str) -> Client:
    """Return a browser that shows a session's key which it got from elsewhere."""
    browser = Client()
    browser.cookies[COOKIE] = key
    return browser


def test_where_one_is_signed_in(cast: Cast) -> None:
    browser = signed_in(EMMA)
    signed_in(EMMA)
    page = browser.get(reverse("sessions")).content.decode()
    assert page.count("Firefox, Windows") == 3  # two rows, and whose button it is
    assert page.count("This browser") == 1
    assert "127.0.0.1" in page


def test_another_session_ends_at_its_next_request(cast: Cast) -> None:
    here, there, elsewhere = signed_in(EMMA), signed_in(EMMA), signed_in(EMMA)
    session = UserSession.objects.get(session_key=there.cookies[COOKIE].value)
    here.post(reverse("sessions"), {"end": session.pk})
    assert [is_in(browser) for browser in (here, there, elsewhere)] == [True, False, True]
    here.post(reverse("sessions"), {"end": "others"})
    assert [is_in(browser) for browser in (here, elsewhere)] == [True, False]


@pytest.mark.parametrize("end", ["others", "own", "x", ""])
def test_nobody_ends_the_sessions_of_somebody_else(cast: Cast, end: str) -> None:
    emma, lucas = signed_in(EMMA), signed_in(LUCAS)
    own = UserSession.objects.get(session_key=emma.cookies[COOKIE].value).pk
    assert lucas.post(reverse("sessions"), {"end": own if end == "own" else end}).status_code == 302
    assert is_in(emma)
    assert is_in(lucas)


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = signed_in(EMMA), signed_in(EMMA)
    new = "another-long-one"
    fields = {"oldpassword": CAST["password"], "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), fields).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(Client(), EMMA).status_code == 200  # the old one is refused
    assert sign_in(Client(), EMMA, new).status_code == 302


def test_a_sign_in_takes_a_new_key(cast: Cast) -> None:
    browser = signed_in(LUCAS)
    planted = browser.cookies[COOKIE].value
    browser.post(reverse("account_logout"))
    victim = replay(planted)
    assert sign_in(victim, EMMA).status_code == 302
    assert victim.cookies[COOKIE].value != planted
    assert not is_in(replay(planted))


def test_a_key_is_worth_nothing_after_sign_out(cast: Cast) -> None:
    browser = signed_in(EMMA)
    key = browser.cookies[COOKIE].value
    assert is_in(replay(key))
    browser.post(reverse("account_logout"))
    assert not is_in(replay(key))


def test_a_closed_account_is_out_at_its_next_request(cast: Cast) -> None:
    browser = signed_in(EMMA)
    User.objects.filter(email=EMMA).update(is_active=False)
    assert not is_in(browser)


def test_passwords_are_guessed_a_few_times_only(cast: Cast) -> None:
    for _ in range(5):
        assert b"Too many" not in sign_in(Client(), EMMA, "guess").content
    refused = sign_in(Client(), EMMA)
    assert refused.status_code == 200
    assert b"Too many failed login attempts" in refused.content
    assert sign_in(Client(), LUCAS).status_code == 302


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/125.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/125.0 Safari/537.36 Edg/125", "Edge, Windows"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_in_short(agent: str, said: str) -> None:
    assert browser_of(agent) == said
