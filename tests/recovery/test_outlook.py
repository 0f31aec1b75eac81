"""What is told of paying back is what the runs then do."""

import pytest
from django.test import Client
from django.urls import reverse

from benefits.payments.models import RepaymentPlan
from benefits.payments.queries import balance
from benefits.recovery.outlook import recovery_of, taken_of
from casework.demo.building import Cast
from portal.people.models import Person
from tests.recovery.conftest import AUGUST, RIGHT, SEPTEMBER, run


def agree(person: Person, cents: int) -> None:
    RepaymentPlan.objects.create(
        person=person, scheme=RIGHT, cents=cents, month=AUGUST, decided_by=person.account
    )


def test_by_law_a_share_of_each_payment_is_taken_until_nothing_is_left(indebted: Person) -> None:
    told = recovery_of(indebted, RIGHT, AUGUST)
    assert told.ahead[0].month == AUGUST
    assert told.ahead[-1].left == 0
    assert sum(each.taken for each in told.ahead) == told.debt == balance(indebted, RIGHT).debt
    run(AUGUST)
    after = recovery_of(indebted, RIGHT, SEPTEMBER)
    assert after.debt < told.debt
    assert after.recovered == told.debt - after.debt


@pytest.mark.parametrize("cents", [0, 2000, 1_000_000])
def test_what_a_plan_takes_is_what_the_run_takes(indebted: Person, cents: int) -> None:
    """The protected minimum is left, however much was agreed; 0 lets the debt rest."""
    agree(indebted, cents)
    before = balance(indebted, RIGHT)
    run(AUGUST)
    told = recovery_of(indebted, RIGHT, SEPTEMBER)
    assert told.plan
    assert told.recovered == min(before.debt, told.monthly)
    paid = balance(indebted, RIGHT).ordered - before.ordered
    assert told.recovered in (0, cents, before.debt) or paid == 110_000
    account = balance(indebted, RIGHT)
    assert account.due == account.withheld + account.ordered + account.owed - account.debt


def test_a_plan_leaves_the_protected_minimum(indebted: Person) -> None:
    agree(indebted, 1_000_000)
    plan = RepaymentPlan.objects.get(person=indebted)
    assert taken_of(120_000, plan, AUGUST) == 10_000
    assert taken_of(110_000, plan, AUGUST) == 0
    assert taken_of(50_000, plan, AUGUST) == 0
    assert taken_of(50_000, None, AUGUST) == 5_000


def test_the_person_sees_what_is_left_month_by_month(indebted: Person) -> None:
    client = Client()
    client.force_login(indebted.account)
    assert reverse("recovery", args=[RIGHT]) in client.get(reverse("payments")).content.decode()
    page = client.get(reverse("recovery", args=[RIGHT]))
    told = page.context["recovery"]
    assert len(page.context["rows"]) == len(told.ahead) > 0
    assert "What is left after each month" in page.content.decode()


def test_who_owes_nothing_reads_that(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.persons["sofia"].account)
    page = client.get(reverse("recovery", args=[RIGHT])).content.decode()
    assert "You have nothing to pay back" in page
    assert client.get(reverse("recovery", args=["nothing"])).status_code == 404
