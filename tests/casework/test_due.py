"""What of support towards work wants its counsellor again stands among the own cases."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.demo.support import ANSWERS
from casework.plans import actions as plans
from casework.plans.agreement.actions import offer, sign
from casework.plans.agreement.statuses import PointKind
from casework.plans.agreement.text import Line, fingerprint
from casework.plans.models import SupportFile
from casework.plans.profiling.actions import assess, choose
from casework.plans.statuses import Ending, Segment
from casework.referrals import actions
from casework.referrals.models import Offer, Referral
from casework.staff.actions import enter_absence
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from tests.casework.test_agreements import some_days_later
from tests.casework.test_referrals import TODAY, alice, course, file, referral, someone

__all__ = ["alice", "course", "file", "referral"]
pytestmark = pytest.mark.django_db


def mine(browser: Client, part: str = "mine") -> list[tuple[str, date]]:
    rows = browser.get(reverse("queue")).context[part]
    return [(str(row["tags"][0]), row["until"]) for row in rows]


def test_a_referral_waits_for_its_partner_then_for_what_else(
    referral: Referral, alice: Capacity, marie: Capacity, at_desk: Client, course: Offer
) -> None:
    in_two_weeks, in_a_week = TODAY + timedelta(days=14), TODAY + timedelta(days=7)
    assert mine(at_desk) == [("the partner has not answered yet", in_two_weeks)]
    actions.decline(referral, alice, "Our teacher is ill.")
    assert mine(at_desk) == [("the partner cannot help: find something else", in_a_week)]
    again = actions.refer(referral.file, marie, course, "Perhaps now?")
    assert mine(at_desk) == [("the partner has not answered yet", in_two_weeks)]
    actions.accept(again, alice)
    assert mine(at_desk) == []
    yesterday = TODAY - timedelta(days=1)
    Offer.objects.update(since=yesterday, until=yesterday)
    assert mine(at_desk) == [("it is over: what came of it?", yesterday)]
    plans.end(referral.file, marie, Ending.OTHER, "")
    assert mine(at_desk) == []


def test_it_is_the_counsellors_and_of_who_acts_for_them(
    referral: Referral, marie: Capacity, tom: Capacity, at_desk: Client, beside: Client
) -> None:
    address = reverse("support_file", args=[referral.file.reference])
    assert mine(beside) == mine(beside, "away") == []
    assert "act in their place" not in beside.get(address).content.decode()
    supervisor = Capacity.objects.get(kind=CapacityKind.SUPERVISOR)
    enter_absence(supervisor, marie, tom, TODAY, TODAY)
    assert len(mine(beside, "away")) == 1
    seen = AccessLine.objects.filter(capacity=tom, opened=False, person=referral.person)
    assert seen.get().purpose == Purpose.SUPPORT
    page = beside.get(address).content.decode()
    assert "You act in their place." in page
    assert "for Marie" in beside.get(reverse("support")).content.decode()
    actions.withdraw(referral, tom)
    assert referral.moves.latest("pk").user == tom.user


def test_who_acts_for_a_counsellor_chooses_and_the_file_stays_where_it_is(
    file: SupportFile, marie: Capacity, tom: Capacity
) -> None:
    supervisor = Capacity.objects.get(kind=CapacityKind.SUPERVISOR)
    enter_absence(supervisor, marie, tom, TODAY, TODAY)
    found = assess(file, tom, ANSWERS, Segment.INTENSIVE, "We talked again.")
    choose(found, tom, Segment.INTENSIVE, "It is harder than we thought.")
    file.refresh_from_db()
    assert (file.counsellor, file.seat) == (marie.user, 1)


def test_a_day_on_which_no_report_came(
    cast: Cast, marie: Capacity, at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = plans.open_file_of(cast.persons["emma"], marie)
    assess(file, marie, ANSWERS, Segment.HELP, "We talked.")
    lines = [
        Line(PointKind.GOAL, "Work with wood"),
        Line(PointKind.REPORT, "", timezone.localdate() + timedelta(days=5)),
    ]
    sign(offer(file, marie, lines), file.person.account, fingerprint(lines))
    with some_days_later(monkeypatch, 8):
        assert mine(at_desk) == []
    with some_days_later(monkeypatch, 9):
        assert mine(at_desk) == [("no report came", TODAY + timedelta(days=5))]


def test_many_cost_as_many_queries(
    marie: Capacity,
    course: Offer,
    at_desk: Client,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    Offer.objects.update(places=9)
    course.refresh_from_db()
    for number in range(9):
        actions.refer(someone(number, marie), marie, course, "Please.")
    with django_assert_max_num_queries(18):
        assert len(mine(at_desk)) == 9
