"""A second factor beside the password: set up, asked for, spent once, and wanted by capacity."""

import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from casework.demo.building import CAST, Cast
from portal.access.models import CapacityKind, User
from portal.access.second_factor.policy import SINCE, since
from portal.access.second_factor.queries import factors_of
from portal.exchange.actions import move_outbox
from tests.access.test_confirming import COLETTE, age, filled, leaving, sent_by_hand
from tests.access.test_national import answered, asked
from tests.access.test_sessions import EMMA, is_in, sign_in, signed_in
from tests.hiring.acting import acting

MARIE = "marie@unemployment.example"
DAY = date(2026, 1, 1)


def code(secret: str, steps: int = 0) -> str:
    """Return the code that an app shows, some half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(browser: Client) -> str:
    """Set the app up as a person does; return its key. The code of this half minute is spent."""
    browser.post(reverse("account_reauthenticate"), {"password": CAST["password"]})
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    shown = re.search(r"<kbd[^>]*>(.*?)</kbd>", page)
    assert shown
    secret = re.sub(r"<[^>]+>|\s", "", shown[1])
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def second_step(browser: Client, given: str) -> HttpResponse:
    return browser.post(reverse("mfa_authenticate"), {"code": given})  # type: ignore[return-value]


def recovery_codes(browser: Client) -> list[str]:
    text = browser.get(reverse("mfa_download_recovery_codes")).content.decode()
    return text.split()


@pytest.fixture
def emma(cast: Cast) -> Client:
    return signed_in(EMMA)


def test_the_password_alone_is_not_enough_any_more(emma: Client) -> None:
    secret = set_up_app(emma)
    browser = Client()
    assert sign_in(browser, EMMA).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(browser)
    assert second_step(browser, "000000").status_code == 200
    assert not is_in(browser)
    assert second_step(browser, code(secret, 1)).status_code == 302
    assert is_in(browser)


def test_a_code_counts_once(emma: Client) -> None:
    """Neither the one that switched the app on, nor one of another browser, lets in again."""
    secret = set_up_app(emma)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, EMMA)
    assert b"used this code already" in second_step(first, code(secret)).content
    assert second_step(first, code(secret, 1)).status_code == 302
    spaced = f"{code(secret, 1)[:3]} {code(secret, 1)[3:]}"
    assert b"used this code already" in second_step(second, spaced).content
    assert not is_in(second)


def test_codes_are_guessed_a_few_times_only(emma: Client) -> None:
    secret = set_up_app(emma)
    for guess in range(5):
        browser = Client()
        sign_in(browser, EMMA)
        assert b"Incorrect code" in second_step(browser, f"{guess:06}").content
    refused = second_step(browser, code(secret, 1))
    assert b"Too many failed login attempts" in refused.content
    assert not is_in(browser)


def test_a_recovery_code_lets_in_once(emma: Client) -> None:
    set_up_app(emma)
    codes = recovery_codes(emma)
    assert len(set(codes)) == 10
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, EMMA)
    assert second_step(first, codes[3]).status_code == 302
    assert second_step(second, codes[3]).status_code == 200
    assert not is_in(second)
    assert set(recovery_codes(emma)) == set(codes) - {codes[3]}


def test_new_recovery_codes_end_the_old(emma: Client) -> None:
    set_up_app(emma)
    old = recovery_codes(emma)
    emma.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(emma))


def test_nothing_secret_is_stored_as_it_is(emma: Client, settings: Any) -> None:
    """Seed and recovery codes are shut, and another installation's key does not open them."""
    secret = set_up_app(emma)
    codes = recovery_codes(emma)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not [each for each in (secret, *codes) if each in kept]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of fifty letters, as new as it is long"
    assert factors_of(User.objects.get(email=EMMA)).codes_left == 10  # opened by the key before
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        factors_of(User.objects.get(email=EMMA))


@pytest.mark.django_db(transaction=True)
def test_each_change_is_told_by_mail(emma: Client) -> None:
    move_outbox()
    mail.outbox.clear()  # what the cast is told anyway
    set_up_app(emma)
    assert reverse("mfa_deactivate_totp") in emma.get(reverse("sessions")).content.decode()
    emma.post(reverse("mfa_deactivate_totp"))
    assert not factors_of(User.objects.get(email=EMMA))
    assert [each.to for each in mail.outbox] == [[EMMA], [EMMA]]


def test_a_mail_server_that_is_away_hinders_nothing(emma: Client, settings: Any) -> None:
    set_up_app(emma)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert emma.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not factors_of(User.objects.get(email=EMMA))


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_setting_up_asks_again_who_it_is(emma: Client, name: str) -> None:
    answer = emma.get(reverse(name))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_new_password_by_mail_does_not_go_around(emma: Client) -> None:
    set_up_app(emma)
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": EMMA})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    page = browser.get(link[1], follow=True)
    new = {"password1": "another-long-one", "password2": "another-long-one"}
    browser.post(page.request["PATH_INFO"], new)
    assert not is_in(browser)
    assert not is_in(emma)
    assert sign_in(browser, EMMA, "another-long-one").headers["Location"] == reverse(
        "mfa_authenticate"
    )


def test_a_closed_account_gets_no_further(emma: Client) -> None:
    secret = set_up_app(emma)
    browser = Client()
    sign_in(browser, EMMA)
    User.objects.filter(email=EMMA).update(is_active=False)
    second_step(browser, code(secret, 1))
    assert not is_in(browser)


def test_a_code_confirms_a_binding_act(cast: Cast) -> None:
    secret = set_up_app(signed_in(COLETTE))
    colette = age(acting(COLETTE, CapacityKind.COMPANY))
    colette.post(leaving(), filled())
    way = {"code": code(secret, 1), "next": reverse("go_on")}
    assert colette.post(reverse("mfa_reauthenticate"), way).headers["Location"] == reverse("go_on")
    assert sent_by_hand(colette).status_code == 302


class TestPolicy:
    """Which capacities want it, and since when."""

    @pytest.fixture(autouse=True)
    def policy(self, cast: Cast, settings: Any) -> None:
        settings.SECOND_FACTOR_SINCE = DAY

    @pytest.mark.django_db(transaction=True)
    def test_who_works_for_many_shows_a_second_proof(self) -> None:
        marie = signed_in(MARIE)
        answer = marie.get(reverse("queue"))
        assert answer.headers["Location"].startswith(reverse("second_factor_wanted"))
        page = marie.get(answer.headers["Location"]).content.decode()
        assert reverse("mfa_activate_totp") in page
        set_up_app(marie)
        assert marie.get(reverse("queue")).status_code == 200

    def test_it_is_asked_for_in_each_session(self) -> None:
        secret = set_up_app(signed_in(MARIE))
        browser = Client()
        sign_in(browser, MARIE)
        second_step(browser, code(secret, 1))
        assert browser.get(reverse("queue")).status_code == 200

    def test_a_session_from_before_gives_it_now(self) -> None:
        before = signed_in(MARIE)
        secret = set_up_app(signed_in(MARIE))
        way = before.get(reverse("queue")).headers["Location"]
        assert reverse("mfa_reauthenticate") in before.get(way).content.decode()
        given = {"code": code(secret, 1), "next": reverse("queue")}
        answer = before.post(reverse("mfa_reauthenticate"), given)
        assert answer.headers["Location"] == reverse("queue")
        assert before.get(reverse("queue")).status_code == 200

    def test_a_citizen_is_not_made_to(self) -> None:
        assert signed_in(EMMA).get(reverse("me")).status_code == 200

    def test_it_begins_on_its_day(self, settings: Any) -> None:
        settings.SECOND_FACTOR_SINCE = localdate() + timedelta(days=1)
        assert signed_in(MARIE).get(reverse("queue")).status_code == 200
        settings.SECOND_FACTOR_SINCE = localdate()
        assert signed_in(MARIE).get(reverse("queue")).status_code == 302

    def test_the_days_stand_in_the_policy(self, settings: Any) -> None:
        settings.SECOND_FACTOR_SINCE = None
        many = {CapacityKind.CASEWORKER, CapacityKind.INSTITUTION, CapacityKind.PAYROLL_OFFICE}
        assert many <= SINCE.keys()
        assert {since(kind) for kind in many} == {SINCE[kind] for kind in many}
        assert since(CapacityKind.CITIZEN) is None

    @pytest.mark.django_db(transaction=True)
    def test_a_national_identity_is_enough(self, provider: dict[str, Any]) -> None:
        marie = signed_in(MARIE)
        way = marie.get(reverse("queue")).headers["Location"]
        assert reverse("national") in marie.get(way).content.decode()
        question = asked(marie, next=reverse("queue"))
        assert marie.get(answered(marie, question, "marie")).headers["Location"] == reverse("queue")
        assert marie.get(reverse("queue")).status_code == 200
