"""A father who earns little, alone with two children, who does not know what he may ask for."""

from datetime import timedelta

import pytest

from benefits.granting.models import Aim, GrantRun
from benefits.granting.working import begin, work
from benefits.takeup.models import Unclaimed
from casework.demo.building import Cast
from casework.demo.wages import WAGES, declare_quarter
from portal.exchange.actions import move_outbox
from portal.people.models import HouseholdMember
from tests.granting.test_everyone import young
from tests.hiring.declaring import today

INCOME, CHILDREN = "increased_reimbursement_income", "child_benefit"


def search(size: int = 7) -> GrantRun:
    """Search everybody, in pieces so small that a household is in several."""
    run = begin(today(), dry=True, size=size, aim=Aim.TAKE_UP)
    work(run)
    return run


def found() -> list[tuple[str, str]]:
    rows = Unclaimed.objects.order_by("person", "scheme")
    return list(rows.values_list("person__first_name", "scheme"))


def declare(cast: Cast, company: str) -> None:
    """Let one employer declare its five quarters."""
    for place, quarter in enumerate(WAGES["quarters"]):
        declare_quarter(cast, company, quarter, place)
    move_outbox()


@pytest.fixture
def alone(cast: Cast) -> Cast:
    """Let Emma move out: Lucas stays with the children, and with what his employer declared."""
    declare(cast, "restaurant")
    young(cast)
    yesterday = today() - timedelta(days=1)
    HouseholdMember.objects.filter(person=cast.persons["emma"]).update(until=yesterday)
    return cast
