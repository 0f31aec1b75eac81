"""Two amendments of the same record at the same time: one wins, the other is told so."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from casework.demo.building import Cast
from declarations.channels.models import Declaration, Result
from declarations.wages.intake import take
from declarations.wages.models import Filing
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from tests.wages.filing import change, codes, current, hire, paid, send
from tests.wages.judging_samples import CLERK, INSS, declaration, document, person

ROUNDS = 4


def _race(capacity: Capacity, start: Barrier, data: bytes) -> int:
    """Send an amendment and work what is due, on a connection of its own; return its message."""
    try:
        message, _new = take(capacity, Channel.API, uuid4().hex, BytesIO(data))
        start.wait(timeout=30)
        move_outbox()
        return message.pk
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_wins(cast: Cast) -> None:
    """Whoever is later does not overwrite what the other said, and each round has one winner."""
    office = cast.applications["payroll-software"]
    hire(cast.companies["restaurant"], INSS)
    (form,) = send(office, document(declaration(person(CLERK))))
    filing = Filing.objects.get(forms__declaration=form)
    for pay in range(1, ROUNDS + 1):
        (standing,) = current(filing)
        rivals = [change(filing, standing, paid(90 + 2 * pay + side)) for side in (0, 1)]
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            sent = list(pool.map(partial(_race, office, start), rivals))
        move_outbox()
        declared = Declaration.objects.filter(message__in=sent).select_related("verdict")
        results = Counter(each.verdict.result == Result.REFUSED for each in declared)
        assert results == {True: 1, False: 1}
        (loser,) = (each for each in declared if each.verdict.result == Result.REFUSED)
        assert "00610-180" in codes(loser)
        (now,) = current(filing)
        assert now.replaces == standing.pk
