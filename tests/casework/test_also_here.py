"""Who is in a case at this moment is shown to who opens it too, and to nobody of another office."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case
from casework.cases.queries import also_here
from portal.access.models import AccessLine, Capacity, Purpose

WORDS = "opened this case within the last ten minutes"


def test_two_in_one_case_see_each_other(
    at_desk: Client, beside: Client, case: Case, marie: Capacity, tom: Capacity
) -> None:
    way = reverse("case", args=[case.reference])
    assert WORDS not in at_desk.get(way).content.decode()
    seen = beside.get(way).content.decode()
    assert f"{marie.user} {WORDS}" in seen
    assert f"{tom.user} {WORDS}" in at_desk.get(way).content.decode()


def test_who_was_here_long_ago_is_gone(case: Case, marie: Capacity, tom: Capacity) -> None:
    AccessLine.objects.create(
        person=case.person,
        capacity=tom,
        purpose=Purpose.CASE,
        case=case.reference,
        at=timezone.now() - timedelta(minutes=11),
    )
    assert not also_here(case, marie).exists()
