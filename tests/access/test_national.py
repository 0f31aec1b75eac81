"""Sign-in by the national identity provider: who is known comes in, and every failure is whole."""

import logging
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.demo.building import Cast
from casework.demo.national.faults import Fault
from portal.access.models import Capacity, CapacityKind, User
from portal.people.models import PersonNumber
from tests.access.test_sessions import COOKIE, EMMA, LUCAS, is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NEW_NUMBER = "90411728409"
NOT_TRUSTED = "We cannot trust this sign-in"
FAILURES = {
    Fault.CANCELLED: (200, "You stopped the sign-in"),
    Fault.UNKNOWN: (403, "We do not know you yet"),
    Fault.DOWN: (503, "The identity service does not answer"),
    Fault.SLOW: (503, "The identity service does not answer"),
    Fault.STATE: (400, "This sign-in has expired"),
    Fault.REPLAYED: (502, NOT_TRUSTED),
    Fault.NONCE: (502, NOT_TRUSTED),
    Fault.ISSUER: (502, NOT_TRUSTED),
    Fault.AUDIENCE: (502, NOT_TRUSTED),
    Fault.EXPIRED: (502, NOT_TRUSTED),
    Fault.UNSIGNED: (502, NOT_TRUSTED),
    Fault.FORGED: (502, NOT_TRUSTED),
}


def asked(browser: Client, **query: str) -> str:
    """Begin, and return where the provider asks."""
    answer = browser.get(reverse("national"), query)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def answered(browser: Client, question: str, person: str, fault: str = "") -> str:
    """Choose somebody at the provider, and return where it leads back to."""
    chosen = {"person": person, "fault": fault}
    return browser.post(question, chosen).headers["Location"]


def national(browser: Client, person: str, fault: str = "", **query: str) -> HttpResponse:
    """Sign in by the provider."""
    way_back = answered(browser, asked(browser, **query), person, fault)
    return browser.get(way_back)  # type: ignore[return-value]


def test_who_is_known_is_signed_in(provider: dict[str, Any]) -> None:
    browser = Client()
    answer = national(browser, "emma", next="/me/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert b"Emma" in browser.get("/me/").content
    assert UserSession.objects.get(session_key=browser.cookies[COOKIE].value).user.email == EMMA


def test_the_question_hides_what_proves_the_answer(provider: dict[str, Any]) -> None:
    browser = Client()
    first, second = (parse_qs(urlsplit(asked(browser)).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    for secret in ("state", "nonce", "code_challenge"):
        assert first[secret] != second[secret]
    kept = browser.session["national"]
    assert kept["verifier"] not in str(second)


@pytest.mark.parametrize("fault", FAILURES)
def test_a_failure_is_told_and_nobody_is_in(
    provider: dict[str, Any], fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client()
    sessions = UserSession.objects.count()
    with caplog.at_level(logging.WARNING, "portal.access.national"):
        answer = national(browser, "emma", fault)
    status, said = FAILURES[Fault(fault)]
    assert answer.status_code == status
    assert said in answer.content.decode()
    (line,) = [each for each in caplog.records if each.name == "portal.access.national"]
    assert "90011728436" not in line.getMessage()
    assert not is_in(browser)
    assert "national" not in browser.session
    assert UserSession.objects.count() == sessions


def test_every_fault_is_tried() -> None:
    confirming = {Fault.NONE, Fault.OLD}
    assert {*FAILURES, *confirming} == set(Fault)


def test_a_provider_that_is_not_there(provider: dict[str, Any], settings: Any) -> None:
    settings.NATIONAL_PROVIDER = provider | {"issuer": "http://127.0.0.1:9"}
    answer = Client().get(reverse("national"))
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


def test_an_answer_counts_once(provider: dict[str, Any]) -> None:
    browser = Client()
    way_back = answered(browser, asked(browser), "emma")
    assert browser.get(way_back).status_code == 302
    browser.post(reverse("account_logout"))
    assert browser.get(way_back).status_code == 400
    assert not is_in(browser)


def test_an_answer_to_somebody_else_is_refused(provider: dict[str, Any]) -> None:
    thief, victim = Client(), Client()
    way_back = answered(thief, asked(thief), "emma")
    asked(victim)
    assert victim.get(way_back).status_code == 400
    assert not is_in(victim)
    assert Client().get(way_back).status_code == 400


def test_a_code_without_its_verifier_is_refused(provider: dict[str, Any]) -> None:
    browser = Client()
    way_back = answered(browser, asked(browser), "emma")
    session = browser.session
    session["national"] |= {"verifier": "of-another-browser"}
    session.save()
    assert browser.get(way_back).status_code == 502
    assert not is_in(browser)


def test_a_replaced_number_leads_to_the_same_person(cast: Cast, provider: dict[str, Any]) -> None:
    emma = cast.persons["emma"]
    PersonNumber.objects.filter(person=emma).update(until=date(2026, 1, 31))
    PersonNumber.objects.create(person=emma, number=NEW_NUMBER, since=date(2026, 2, 1))
    browser = Client()
    assert national(browser, "emma").status_code == 302
    assert User.objects.get(pk=browser.session["_auth_user_id"]).person == emma


def test_who_has_no_account_gets_none(cast: Cast, provider: dict[str, Any]) -> None:
    emma = User.objects.get(email=EMMA)
    User.objects.filter(pk=emma.pk).update(person=None)
    users = User.objects.count()
    browser = Client()
    assert national(browser, "emma").status_code == 403
    assert User.objects.count() == users
    assert not is_in(browser)


def test_a_closed_account_stays_closed(provider: dict[str, Any]) -> None:
    User.objects.filter(email=EMMA).update(is_active=False)
    assert national(Client(), "emma").status_code == 403


def test_a_sign_in_takes_a_new_key(provider: dict[str, Any]) -> None:
    browser = Client()
    question = asked(browser)
    before = browser.cookies[COOKIE].value
    browser.get(answered(browser, question, "emma"))
    assert browser.cookies[COOKIE].value != before


def test_it_leads_to_our_own_pages_only(provider: dict[str, Any]) -> None:
    answer = national(Client(), "emma", next="https://elsewhere.example/")
    assert answer.headers["Location"] == reverse("start")


def test_somebody_else_does_not_take_a_session_over(provider: dict[str, Any]) -> None:
    browser = signed_in(LUCAS)
    answer = national(browser, "emma")
    assert answer.status_code == 409
    assert "That is somebody else" in answer.content.decode()
    assert User.objects.get(pk=browser.session["_auth_user_id"]).email == LUCAS


def test_each_person_has_own_capacities(provider: dict[str, Any]) -> None:
    browser = Client()
    national(browser, "piet")
    builder = Capacity.objects.get(user__email="piet@bouw.example", kind=CapacityKind.COMPANY)
    browser.post(reverse("choose_capacity"), {"capacity": builder.pk})
    assert browser.get(reverse("staff")).status_code == 200
    browser.post(reverse("account_logout"))
    national(browser, "colette")
    assert "capacity" not in browser.session
    assert browser.post(reverse("choose_capacity"), {"capacity": builder.pk}).status_code == 404


def test_without_an_issuer_there_is_no_such_door(cast: Cast, settings: Any) -> None:
    settings.NATIONAL_PROVIDER = settings.NATIONAL_PROVIDER | {"issuer": ""}
    assert Client().get(reverse("national")).status_code == 404
    assert "national identity" not in Client().get(reverse("account_login")).content.decode()
