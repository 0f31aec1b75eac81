"""Large files with the same employers, taken in at the same time in any order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from declarations.wages import intake
from declarations.wages.bench_files import nsso_of
from declarations.wages.bench_registers import SENDER, fill
from declarations.wages.models import Filing, Form
from portal.access.models import Capacity, Environment
from portal.exchange.models import Channel
from tests.wages.judging_samples import CLERK, declaration, document, person

EMPLOYERS = 12
WORKERS_OF_ONE = 18
PIECE = 3_000  # bytes: a form or two
ROUNDS = 3


def _file(quarter: str, order: list[int]) -> bytes:
    return document(
        *(
            declaration(person(CLERK), Quarter=quarter, NOSSRegistrationNbr=str(nsso_of(each)))
            for each in order
        )
    )


def _take(capacity: Capacity, start: Barrier, data: bytes) -> int:
    """Take a file in, on a connection of its own; return its message."""
    try:
        start.wait(timeout=30)
        return intake.take(capacity, Channel.FILE, uuid4().hex, BytesIO(data))[0].pk
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_neither_holds_the_other_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "SIZE", PIECE)
    fill(EMPLOYERS * WORKERS_OF_ONE)
    office = Capacity.objects.get(user__email=SENDER, environment=Environment.REAL)
    there, back = list(range(EMPLOYERS)), list(reversed(range(EMPLOYERS)))
    for quarter in ("20251", "20252", "20253")[:ROUNDS]:
        files = [_file(quarter, order) for order in (there, back)]
        with ThreadPoolExecutor(2) as pool:
            messages = list(pool.map(partial(_take, office, Barrier(2)), files))
        forms = Form.objects.filter(load__message__in=messages)
        assert forms.count() == 2 * EMPLOYERS
        assert not forms.filter(filing=None).exists()
        assert Filing.objects.filter(quarter=int(quarter)).count() == EMPLOYERS
