"""Both companies of a mandate are told when it is given and when it ends, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from casework.demo.building import Cast
from portal.access.mandates.actions import Scope, ask, lapse, move
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import Party
from portal.access.mandates.tasks import end_over
from portal.access.models import Capacity, Service, User
from portal.exchange.actions import move_outbox
from portal.exchange.push.actions import NotForYouError
from portal.exchange.push.models import PushSubscription
from portal.exchange.push.spreading import spread
from tests.exchange.pushing import all_of, subscribe

TOPICS = ("mandate.given", "mandate.ended")


def acting(kind: str, email: str) -> Capacity:
    return Capacity.objects.get(kind=kind, user__email=email)


@pytest.fixture
def colette(cast: Cast) -> Capacity:
    return acting("company", "colette@restaurant.example")


@pytest.fixture
def nora(cast: Cast) -> Capacity:
    return acting("payroll_office", "nora@payroll.example")


@pytest.fixture
def office(cast: Cast) -> PushSubscription:
    """What the payroll office's software asked to be told."""
    return subscribe("payroll-software", TOPICS, quality="")


def told(subscription: PushSubscription) -> list[dict[str, Any]]:
    move_outbox()
    while spread():
        pass
    return [each.body for each in all_of(subscription).told]


def wages_of(cast: Cast) -> Mandate:
    return Mandate.objects.get(
        giver_company=cast.companies["restaurant"], service="wages", status="confirmed"
    )


def test_the_holder_is_told_of_the_end(
    cast: Cast, office: PushSubscription, colette: Capacity
) -> None:
    mandate = wages_of(cast)
    assert told(office) == []
    move(mandate, "end", colette)
    (body,) = told(office)
    assert (body["topic"], body["enterpriseNumber"]) == ("mandate.ended", "0855512383")
    said = body["data"]["mandate"]
    assert (said["reference"], said["service"]) == (str(mandate.reference), "wages")
    assert (said["you"], said["other"]) == ("holder", "0461234505")


def test_what_is_asked_is_told_once_it_is_confirmed(
    cast: Cast, office: PushSubscription, colette: Capacity, nora: Capacity
) -> None:
    move(wages_of(cast), "end", colette)
    scope = Scope(Service.WAGES, timezone.localdate())
    asked = ask(colette, cast.companies["payroll"], Party.GIVER, scope)
    assert [each["topic"] for each in told(office)] == ["mandate.ended"]
    move(asked, "confirm", nora)
    assert [each["topic"] for each in told(office)] == ["mandate.ended", "mandate.given"]


def test_others_and_tests_are_told_nothing(cast: Cast, colette: Capacity) -> None:
    tests = subscribe("payroll-software-test", TOPICS, quality="")
    piet = acting("company", "piet@bouw.example")
    others = PushSubscription.objects.create(
        company=piet.company, capacity=piet, topics=list(TOPICS), whom="sent", way="pull"
    )
    PushSubscription.objects.filter(pk=others.pk).update(status="active")
    move(wages_of(cast), "end", colette)
    assert told(tests) == told(others) == []


def test_a_mandate_of_a_citizen_is_nobodys_event(cast: Cast, office: PushSubscription) -> None:
    help_ = Mandate.objects.get(giver_person=cast.persons["emma"], representation=None)
    move(help_, "end", Capacity.objects.get(user__person=cast.persons["emma"], mandate=None))
    assert told(office) == []


def test_it_is_told_of_what_is_done_on_a_page(cast: Cast, office: PushSubscription) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email="nora@payroll.example"))
    answer = browser.post(f"/mandates/{wages_of(cast).reference}/end/")
    assert answer.status_code == 302
    assert [each["topic"] for each in told(office)] == ["mandate.ended"]


def test_an_institution_does_not_ask_for_them(cast: Cast) -> None:
    with pytest.raises(NotForYouError):
        subscribe(topics=TOPICS)


def last_day_over(mandate: Mandate) -> None:
    """Let a mandate that stands have been given until yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(pk=mandate.pk).update(until=yesterday)


def test_both_are_told_once_that_the_last_day_is_over(
    cast: Cast, office: PushSubscription, colette: Capacity
) -> None:
    giver = PushSubscription.objects.create(
        company=colette.company, capacity=colette, topics=list(TOPICS), whom="sent", way="pull"
    )
    PushSubscription.objects.filter(pk=giver.pk).update(status="active")
    mandate = wages_of(cast)
    last_day_over(mandate)
    end_over()
    end_over()
    mandate.refresh_from_db()
    assert mandate.status == "ended"
    for subscription, party in ((office, "holder"), (giver, "giver")):
        (body,) = told(subscription)
        said = body["data"]["mandate"]
        assert (body["topic"], said["you"]) == ("mandate.ended", party)
        assert said["until"] == str(mandate.until)


def test_a_mandate_lasts_until_the_end_of_its_last_day(cast: Cast) -> None:
    Mandate.objects.filter(pk=wages_of(cast).pk).update(until=timezone.localdate())
    assert lapse() == 0
    assert wages_of(cast).status == "confirmed"


def test_whom_somebody_ends_meanwhile_the_clock_leaves(cast: Cast) -> None:
    mandate = wages_of(cast)
    last_day_over(mandate)

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        """End it when the clock is about to."""
        with connection.cursor() as cursor:
            if sql.startswith('UPDATE "portal_mandate"'):
                cursor.cursor.execute(
                    "UPDATE portal_mandate SET status = 'ended', ended_at = now() WHERE id = %s",
                    [mandate.pk],
                )
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        assert lapse() == 0
    assert not mandate.steps.filter(verb="end").exists()


def test_the_page_says_that_the_last_day_is_over(cast: Cast) -> None:
    mandate = wages_of(cast)
    last_day_over(mandate)
    lapse()
    browser = Client()
    browser.force_login(User.objects.get(email="nora@payroll.example"))
    page = browser.get(f"/mandates/{mandate.reference}/").content.decode()
    assert "Ended: its last day is over" in page


def test_a_mandate_of_persons_is_left_to_the_register(cast: Cast) -> None:
    help_ = Mandate.objects.filter(giver_person__isnull=False, status="confirmed").latest("pk")
    last_day_over(help_)
    assert lapse() == 0
