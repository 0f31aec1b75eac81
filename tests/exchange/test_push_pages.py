"""What staff see of subscriptions: those of their own organisation, which they may end."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.demo.building import Cast
from portal.access.models import User
from portal.exchange.push.actions import Wish, ask
from portal.exchange.push.models import PushSubscription, Webhook
from tests.exchange.pushing import application, subscribe

HERE = "/subscriptions/"


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    """Sign the staff of the welfare centre in."""
    client.force_login(User.objects.get(email="alice@welfare.example"))
    return client


def of_welfare(**more: str) -> PushSubscription:
    return subscribe("welfare-software", quality="17/2", **more)


def test_staff_see_their_own_and_end_them(alice: Client) -> None:
    own, others = of_welfare(), subscribe()
    page = alice.get(HERE).content.decode()
    assert str(own.reference) in page
    assert str(others.reference) not in page
    assert "welfare-software@applications.example" in page
    answer = alice.post(HERE, {"end": str(own.reference)}, follow=True)
    assert "Ended." in answer.content.decode()
    assert PushSubscription.objects.get(pk=own.pk).status == "ended"
    assert f'name="end" value="{own.reference}"' not in answer.content.decode()
    for strange in (str(others.reference), str(uuid4()), "x"):
        assert alice.post(HERE, {"end": strange}).status_code == 404
    assert alice.post(HERE, {}).status_code == 404
    assert PushSubscription.objects.get(pk=others.pk).status == "active"


def test_staff_see_that_a_receiver_fails_and_call_it_again(alice: Client, settings: object) -> None:
    settings.PUSH_ALSO_TO = {"127.0.0.1:9"}  # type: ignore[attr-defined]
    own = of_welfare(url="http://127.0.0.1:9/changes")
    PushSubscription.objects.update(status="paused")
    Webhook.objects.update(error="answer 500")
    page = alice.get(HERE).content.decode()
    assert "Last failure: answer 500" in page
    assert "http://127.0.0.1:9/changes" in page
    alice.post(HERE, {"resume": str(own.reference)})
    assert PushSubscription.objects.get(pk=own.pk).status == "active"


def test_a_payroll_office_sees_its_own(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.get(email="nora@payroll.example"))
    assert "No subscriptions yet" in client.get(HERE).content.decode()
    ask(application("payroll-software"), Wish(["wages.judged"]))
    ask(application("payroll-software-test"), Wish(["declarations.judged"]))
    page = client.get(HERE).content.decode()
    assert "verdicts on wages" in page
    assert "verdicts on hirings" not in page


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_takes_as_many_queries_however_long(
    alice: Client, settings: object, count: int
) -> None:
    settings.PUSH_ALSO_TO = {"127.0.0.1:9"}  # type: ignore[attr-defined]
    for _ in range(count):
        of_welfare(url="http://127.0.0.1:9/changes")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        alice.get(HERE)
    assert len(queries) <= 9
