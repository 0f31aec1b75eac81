"""Many declarations in one call: a list of what is sent alone otherwise."""

import json
from typing import Any

import pytest

from declarations.channels.actions import FEW
from declarations.channels.models import Declaration
from portal.exchange.actions import move_outbox
from portal.exchange.json_body import MAX_MANY
from tests.api.conftest import HIRING, Application
from tests.api.messages import COLETTE, NOBODY, hiring

SEND = f"{HIRING}/declarations"


def test_each_of_many_has_its_own_verdict(payroll: Application) -> None:
    answer = payroll.post(SEND, [hiring(), hiring(NOBODY), hiring(COLETTE)])
    assert answer.status_code == 201
    receipt = answer.json()
    assert [entry["position"] for entry in receipt["declarations"]] == [1, 2, 3]
    assert answer["Location"] == f"{HIRING}/messages/{receipt['ticket']}"
    move_outbox()
    entries = payroll.get(answer["Location"]).json()["declarations"]
    assert [entry["id"] for entry in entries] == [e["id"] for e in receipt["declarations"]]
    assert [entry["declarationStatus"]["result"] for entry in entries] == ["A", "B", "A"]


def test_many_sent_again_are_the_same_message(payroll: Application) -> None:
    first, again = (payroll.post(SEND, [hiring(), hiring(COLETTE)]) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_long_list_is_read_after_its_receipt(payroll: Application) -> None:
    sent = [hiring(NOBODY)] * FEW + [hiring(COLETTE)]
    first, again = (payroll.post(SEND, sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["declarations"] == []
    move_outbox()
    entries = payroll.get(first["Location"]).json()["declarations"]
    assert [entry["position"] for entry in entries] == [*range(1, FEW + 2)]
    results = [entry["declarationStatus"]["result"] for entry in entries]
    assert results == ["B"] * FEW + ["A"]


def test_a_list_is_taken_whole_or_not_at_all(payroll: Application) -> None:
    before = Declaration.objects.count()
    answer = payroll.post(SEND, [hiring(), hiring(startdate="2026-12-01"), 3])
    assert answer.status_code == 422
    paths = [error["path"] for error in answer.json()["errors"]]
    assert paths[:2] == ["[1].dimonaIn.startdate", "[2]"]
    assert Declaration.objects.count() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 422),
        ([[]], 422),
        ([None], 422),
        ([{}] * (MAX_MANY + 1), 413),
    ],
)
def test_what_is_no_list_of_declarations_is_refused(
    payroll: Application, body: Any, status: int
) -> None:
    assert payroll.post(SEND, json.dumps(body).encode()).status_code == status
