"""Workers killed in the midst of a customer file leave no line out, and answer none twice."""

import random
import time
from io import BytesIO
from threading import Thread

import pytest

from benefits.customers import reading
from benefits.customers.actions import take
from casework.demo.building import Cast
from portal.access.models import AccessLine, Capacity, Purpose
from portal.directory.models import Registration
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Delivery, DeliveryStatus
from portal.exchange.network.models import Exchange
from tests.customers.conftest import GEORGES, answers, written
from tests.granting.test_together import KILLS, kill, worker

LINES = 60


@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_leave_no_line_out_and_answer_none_twice(
    cast: Cast, lumen: Capacity, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_outbox()
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    references = [f"G-{number}" for number in range(1, LINES + 1)]
    lines = [GEORGES.replace("G-1", reference, 1) for reference in references]
    file, _new = take(lumen, Channel.API, BytesIO(written(*lines)))
    workers = [Thread(target=worker) for _ in range(2)]
    for each in workers:
        each.start()
    draw, killed = random.Random(5), 0  # noqa: S311 - moments, no secrets
    while any(each.is_alive() for each in workers):
        time.sleep(draw.uniform(0.01, 0.1))
        if killed < KILLS:
            killed += kill(draw)
    assert killed > 1
    move_outbox()
    assert [line[1] for line in answers(file)] == references
    assert {line[2] for line in answers(file)} == {"DATA"}
    assert not file.pieces.filter(content__isnull=False).exists()
    logged = Exchange.objects.filter(legal_context="CUSTOMER-FILE", code="DATA")
    assert sorted(logged.values_list("case_reference", flat=True)) == sorted(references)
    georges = cast.persons["georges"]
    assert Registration.objects.filter(person=georges, quality="70/0").count() == 1
    read = AccessLine.objects.filter(person=georges, purpose=Purpose.CONSULTATION)
    assert read.count() == LINES
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()
