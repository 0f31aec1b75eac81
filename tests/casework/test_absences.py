"""A caseworker is away: a colleague acts, and it says for whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.appointments.models import Appointment, Opening
from casework.cases.access import may_handle_case
from casework.cases.actions import CaseMoveRefusedError, hand_over, take
from casework.cases.models import Case, CaseMove
from casework.staff.actions import OverlapError, StaffRefusedError, end_absence, enter_absence
from casework.staff.models import Absence
from portal.access.models import Capacity, CapacityKind
from tests.casework.conftest import SignIn, sent_by_another

TODAY = timezone.localdate


@pytest.fixture
def hugo(case: Case) -> Capacity:
    """Hugo, who leads the office; Marie holds a case."""
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def away(hugo: Capacity, marie: Capacity, tom: Capacity) -> Absence:
    """Marie is away for a week, and Tom acts for her."""
    return enter_absence(hugo, marie, tom, TODAY(), TODAY() + timedelta(days=6))


def test_a_colleague_acts_and_the_step_says_for_whom(
    away: Absence, case: Case, tom: Capacity, marie: Capacity, beside: Client
) -> None:
    page = beside.get(reverse("queue"))
    assert [row["case"] for row in page.context["away"]] == [case]
    assert b"for Marie" in page.content
    assert may_handle_case(tom, case)
    assert beside.get(reverse("case_decide", args=[case.reference])).status_code == 200
    answer = beside.post(reverse("case_hand_over", args=[case.reference]), {"colleague": tom.pk})
    assert answer.status_code == 302
    step = CaseMove.objects.filter(case=case).latest("pk")
    assert (step.user, step.acts_for, step.to) == (tom.user, marie.user, tom.user)


def test_afterwards_the_cases_are_as_before(
    away: Absence, hugo: Capacity, case: Case, tom: Capacity, marie: Capacity
) -> None:
    assert case.official == marie.user
    end_absence(hugo, away)
    assert not may_handle_case(tom, case)
    with pytest.raises(CaseMoveRefusedError):
        hand_over(case, tom, tom)
    assert may_handle_case(marie, case)


def test_an_absence_to_come_or_past_lets_nobody_act(
    hugo: Capacity, marie: Capacity, tom: Capacity, case: Case
) -> None:
    first = TODAY() + timedelta(days=1)
    made = enter_absence(hugo, marie, tom, first, first)
    assert not may_handle_case(tom, case)
    Absence.objects.filter(pk=made.pk).update(
        since=TODAY() - timedelta(days=3), until=TODAY() - timedelta(days=1)
    )
    assert not may_handle_case(tom, case)


def test_nobody_acts_at_another_office_or_twice(
    away: Absence, hugo: Capacity, marie: Capacity, tom: Capacity, hilde: Capacity
) -> None:
    for by, of, substitute in ((marie, tom, marie), (hugo, marie, hilde), (hugo, marie, marie)):
        with pytest.raises(StaffRefusedError):
            enter_absence(by, of, substitute, TODAY(), TODAY())
    with pytest.raises(OverlapError):
        enter_absence(hugo, marie, tom, TODAY(), TODAY())


def test_their_appointments_stand_with_their_cases(
    away: Absence, case: Case, tom: Capacity, beside: Client
) -> None:
    soon = timezone.now() + timedelta(days=1)
    opening = Opening.objects.create(
        office=case.office,
        weekday=soon.isoweekday(),
        at=soon.time(),
        minutes=30,
        places=2,
        ways=["visit"],
        since=TODAY(),
    )
    for days, person in ((0, case.person), (20, case.person), (0, sent_by_another(1, 1).person)):
        Appointment.objects.create(
            person=person,
            office=case.office,
            opening=opening,
            starts=soon + timedelta(days=days),
            place=1 if person == case.person else 2,
            way="visit",
            topic="x",
            booked_by=tom,
        )
    visits = beside.get(reverse("queue")).context["visits"]
    assert [each["visit"].starts for each in visits] == [soon]
    assert [each["person"] for each in visits] == [case.person]


def test_the_supervisor_enters_and_ends_it_on_a_page(
    sign_in: SignIn, hugo: Capacity, marie: Capacity, tom: Capacity
) -> None:
    above = sign_in("hugo@unemployment.example")
    url = reverse("office_staff_absence", args=[marie.pk])
    given = {"since": TODAY(), "until": TODAY() - timedelta(days=1), "substitute": tom.pk}
    assert b"Enter a day after the first one" in above.post(url, given).content
    given["until"] = TODAY() + timedelta(days=3)
    assert above.post(url, given)["Location"] == url
    assert b"away already" in above.post(url, given).content
    assert b"away until" in above.get(reverse("office_staff")).content
    assert b"Tom" in above.get(url).content
    above.post(reverse("office_staff_back", args=[marie.pk]))
    assert not Absence.objects.today().exists()


def test_the_queue_asks_no_more_for_more_cases_of_a_colleague(
    away: Absence,
    marie: Capacity,
    beside: Client,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(9):
        take(sent_by_another(number, number), marie)
    with django_assert_max_num_queries(22):
        page = beside.get(reverse("queue"))
    assert len(page.context["away"]) == 10
