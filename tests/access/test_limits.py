"""Nobody may guess secrets or numbers for long: tries are counted for all processes together."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from casework.demo.building import Cast
from portal.access.limits import LOOK_UP, TOKEN, Limit
from portal.access.models import CapacityKind, Tally
from tests.api.conftest import token_of
from tests.hiring.acting import acting
from tests.hiring.test_hire_pages import TOM, text

THREE = Limit("test", 3, 60)


def later(seconds: int) -> None:
    """Let time go by, for what was counted."""
    for tally in Tally.objects.all():
        Tally.objects.filter(pk=tally.pk).update(since=tally.since - timedelta(seconds=seconds))


def test_the_fourth_try_of_three_is_too_much_and_each_has_three(db: None) -> None:
    assert [THREE.exceeded("a") for _ in range(5)] == [False] * 3 + [True] * 2
    assert not THREE.exceeded("b")
    assert not Limit("other", 3, 60).exceeded("a")


def test_after_the_time_one_may_try_again(db: None) -> None:
    assert [THREE.exceeded("a") for _ in range(4)][-1]
    later(59)
    assert THREE.exceeded("a")
    later(2)
    assert not THREE.exceeded("a")


def test_what_is_old_is_forgotten(db: None) -> None:
    THREE.exceeded("a")
    later(3_601)
    THREE.exceeded("b")
    assert Tally.objects.count() == 1
    assert Tally.objects.get().since > timezone.now() - timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted() -> None:
    def run() -> None:
        try:
            THREE.exceeded("a")
        finally:
            connection.close()

    racers = [threading.Thread(target=run) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert Tally.objects.get().count == 8


def test_a_secret_is_guessed_a_few_times_only(cast: Cast) -> None:
    for _ in range(TOKEN.most):
        assert token_of("payroll-software", "guess").status_code == 401
    answer = token_of("payroll-software", "payroll-demo-secret")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert token_of("welfare-software", "welfare-demo-secret").status_code == 200
    later(TOKEN.seconds + 1)
    assert token_of("payroll-software", "payroll-demo-secret").status_code == 200


def test_numbers_are_looked_up_a_few_times_only(cast: Cast) -> None:
    colette = acting("colette@restaurant.example", CapacityKind.COMPANY)
    Tally.objects.all().delete()
    for _ in range(LOOK_UP.most):
        assert colette.post("/company/hire/", {"inss": "85073003328"}).status_code == 200
    page = colette.post("/company/hire/", {"inss": TOM})
    assert page.status_code == 200
    assert "looked up many numbers" in text(page)
    later(LOOK_UP.seconds + 1)
    assert colette.post("/company/hire/", {"inss": TOM}).status_code == 302
