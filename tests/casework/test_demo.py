"""The demo's queues: something of every source waits, of different ages, languages and offices."""

import pytest
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.takeup.models import Outreach, TakeUpFigure, Unclaimed
from casework.demo.building import Cast
from casework.demo.contacts import make_contacts
from casework.demo.finding import find_rights
from casework.demo.neighbours import NEIGHBOURS, make_neighbours
from casework.demo.support import support
from casework.demo.wages import declare_wages
from casework.queue.models import Waiting
from casework.queue.statuses import Kind

pytestmark = pytest.mark.django_db


def test_every_office_of_the_cast_has_something_to_do(cast: Cast) -> None:
    for _again in range(2):
        declare_wages(cast)
        make_contacts(cast)
        support(cast)
        make_neighbours(cast)
        find_rights(cast)
    waits = list(Waiting.objects.order_by("pk"))
    assert {Kind.CLAIM, Kind.OBJECTION, Kind.CONTACT, Kind.SUPPORT} <= {each.kind for each in waits}
    assert {each.sector for each in waits} >= {5, 7, 11, 16, 17, 18}
    assert {each.language for each in waits} == {"de", "en", "fr", "nl"}
    assert len({each.rank for each in waits}) > 1
    assert len({timezone.localdate(each.came_at) for each in waits}) > 5
    numbers = [each["inss"] for each in NEIGHBOURS["persons"].values()]
    theirs = Claim.objects.filter(person__numbers__number__in=numbers, submitted_at__isnull=False)
    assert theirs.count() == len(NEIGHBOURS["claims"])
    found = Unclaimed.objects.order_by("scheme").values_list("scheme", "person__first_name")
    assert list(found) == [
        ("child_benefit", "Nele"),
        ("increased_reimbursement_income", "Nele"),
    ]
    assert Outreach.objects.get().unclaimed.person.first_name == "Nele"
    funnel = TakeUpFigure.objects.order_by("scheme").values_list("found", "reached", "applied")
    assert list(funnel) == [(1, 0, 0), (1, 1, 0)]
