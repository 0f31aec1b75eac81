"""Tests of software makers: answered in full, and kept apart from everything that is real."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from casework.demo.building import Cast
from declarations.hiring.models import DailyRegistration, EmploymentPeriod
from portal.access.models import CapacityKind, Environment
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event
from tests.api.conftest import HIRING, Application
from tests.api.messages import RESTAURANT, SOFIA, hiring, in_days
from tests.hiring.acting import acting
from tests.house import project

# What a test does leave: the messages themselves, their answers, and the periods that are tests.
LEFT_BY_TESTS = {
    "portal.Message",
    "portal.Event",
    "portal.Delivery",
    "declarations.Declaration",
    "declarations.Verdict",
    "declarations.PeriodDeclaration",
    "declarations.RegistrationDeclaration",
}


@pytest.fixture
def tester(application: Callable[[str], Application]) -> Application:
    """Return the payroll software with its credentials for tests."""
    return application("payroll-software-test")


def facts() -> dict[str, list[Any]]:
    """Return every row of every table of ours that readers of facts see."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for app in ("portal", "declarations", "benefits", "casework")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label not in LEFT_BY_TESTS
    }


def send(application: Application, body: dict[str, Any]) -> dict[str, Any]:
    """Send a declaration and return its status when it is judged."""
    location = application.post(f"{HIRING}/declarations", body)["Location"]
    move_outbox()
    status: dict[str, Any] = json.loads(application.get(location).content)["declarationStatus"]
    return status


def leaving(period: str) -> dict[str, Any]:
    return {"worker": {"ssin": SOFIA}, "dimonaOut": {"periodId": period, "endDate": in_days(30)}}


def test_a_test_is_answered_in_full_and_changes_nothing_real(tester: Application) -> None:
    before, events = facts(), Event.objects.filter(topic__startswith="employment.").count()
    opened = send(tester, hiring())
    assert opened["result"] == "A"
    assert send(tester, hiring())["result"] == "A"  # the same message again: one declaration
    again = send(tester, {**hiring(), "declarantReference": "ANOTHER"})
    assert [anomaly["code"] for anomaly in again["anomalies"]] == ["90373-333"]
    ended = send(tester, leaving(opened["period"]["id"]))
    assert (ended["result"], ended["period"]) == ("A", opened["period"])
    assert facts() == before
    assert Event.objects.filter(topic__startswith="employment.").count() == events


def test_a_daily_registration_within_a_test_is_a_test(tester: Application) -> None:
    before = facts()
    period = send(tester, hiring(employer=RESTAURANT, startDate=in_days(-1)))["period"]["id"]
    hours = {"startDate": in_days(-1), "startHour": "0900", "endDate": in_days(-1)}
    registration = {"periodId": period, "status": "0", **hours, "endHour": "1700"}
    answer = send(tester, {"dailyRegistration": registration})
    assert (answer["result"], answer["anomalies"]) == ("A", [])
    assert DailyRegistration.every.get().period.environment == Environment.TEST
    assert facts() == before


def test_a_test_and_a_real_declaration_do_not_meet(
    tester: Application, payroll: Application
) -> None:
    tried = send(tester, hiring())["period"]["id"]
    real = send(payroll, hiring())
    assert real["result"] == "A"
    for sender, period in ((payroll, tried), (tester, real["period"]["id"])):
        refused = send(sender, leaving(period))
        assert [anomaly["code"] for anomaly in refused["anomalies"]] == ["00913-354"]
    assert [each.number for each in EmploymentPeriod.objects.filter(until=None)].count(tried) == 0
    assert EmploymentPeriod.every.get(number=tried).environment == Environment.TEST


def test_neither_reads_the_answers_of_the_other(tester: Application, payroll: Application) -> None:
    for sender, other in ((tester, payroll), (payroll, tester)):
        answer = sender.post(f"{HIRING}/declarations", hiring())
        move_outbox()
        ticket = json.loads(answer.content)["ticket"]
        for address in (answer["Location"], f"{HIRING}/messages/{ticket}"):
            assert sender.get(address).status_code == 200
            assert other.get(address).status_code == 404


def test_no_page_shows_a_test(cast: Cast, tester: Application) -> None:
    colette = acting("colette@restaurant.example", CapacityKind.COMPANY)
    nora = acting("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    sofia = acting("sofia@student.example", CapacityKind.CITIZEN)
    pages: list[tuple[Client, str]] = [
        (colette, "/company/"),
        (colette, "/company/declarations/"),
        (nora, "/office/"),
        (nora, "/office/declarations/"),
        (sofia, "/me/"),
    ]

    def shown() -> list[str]:
        pages_now = (client.get(address).content.decode() for client, address in pages)
        return [re.sub(r"<[^>]*>", "", page.partition("<main")[2]) for page in pages_now]

    before = shown()
    send(tester, hiring())
    assert shown() == before


def test_credentials_for_tests_open_nothing_else(
    cast: Cast, application: Callable[[str], Application]
) -> None:
    capacity = cast.applications["payroll-software-test"]
    browser = Client()
    browser.force_login(capacity.user)
    assert browser.get("/office/").status_code == 403
    capacity.environment = Environment.REAL
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        capacity.save()


def test_periods_overlap_within_an_environment_only(cast: Cast) -> None:
    period = EmploymentPeriod.objects.get(person=cast.persons["lucas"])
    copy = {"company": period.company, "person": period.person, "worker_type": "OTH"}
    for environment in (Environment.TEST, Environment.SIMULATION):
        EmploymentPeriod.every.create(
            number=f"{environment:0>12}", since=date(2024, 1, 1), environment=environment, **copy
        )
    with pytest.raises(IntegrityError, match="period_without_overlap"), transaction.atomic():
        EmploymentPeriod.every.create(number="1" * 12, since=date(2024, 1, 1), **copy)


def test_who_counts_periods_across_tables_says_which_environment() -> None:
    """A join passes the manager by: whoever makes one names the environment beside it."""
    joining = re.compile(r"\b(?:\w+__)?(?:periods|registrations)__(\w+)")
    for path in project.live_code():
        looked_up = set(joining.findall(path.read_text("utf-8")))
        assert not looked_up or "environment" in looked_up, path
