"""Whoever holds a receipt sees that its message is sealed, and takes the proof away."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from declarations.channels.actions import Draft, submit
from declarations.channels.proof import check_address
from portal.access.models import Capacity, CapacityKind
from portal.exchange.models import Channel, Message
from portal.exchange.trail.checkpoints import verifier
from portal.exchange.trail.proofs import check
from portal.exchange.trail.sealing import seal_all
from tests.hiring.test_proof import TICKET

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: object, notes: Path) -> Message:
    """Return a message that came a moment ago."""
    office = Capacity.objects.get(kind=CapacityKind.PAYROLL_OFFICE, user__person__isnull=False)
    drafts = [Draft("DimonaIn", {})]
    message, _new = submit(office, Channel.API, f"secret {uuid4()}", b"what was sent", drafts)
    return message


def page(client: Client, address: str) -> str:
    """Return what a page says."""
    return client.get(address).content.decode()


def test_before_the_sealing_the_page_says_when(client: Client, sent: Message) -> None:
    assert "It will be sealed within a minute." in page(client, check_address(sent))
    assert client.get(check_address(sent, "check_proof")).status_code == 404


def test_after_it_the_proof_can_be_taken_away(client: Client, sent: Message) -> None:
    seal_all()
    shown = page(client, check_address(sent))
    assert ", in block " in shown
    assert check_address(sent, "check_proof").replace("&", "&amp;") in shown
    assert str(verifier()) in shown
    answer = client.get(check_address(sent, "check_proof"))
    assert f'filename="proof-{sent.ticket}.json"' in answer["Content-Disposition"]
    proven = check(json.loads(answer.content), verifier())
    assert proven.row["ticket"] == str(sent.ticket)
    assert proven.row["sha256"] == sent.sha256
    assert sent.key not in answer.content.decode()


@pytest.mark.parametrize(
    "marks",
    ["", f"?ticket={TICKET}&fingerprint=00000000", "?ticket=x&fingerprint=y", "?fingerprint=00"],
)
def test_there_is_no_proof_without_a_receipt(client: Client, sent: Message, marks: str) -> None:
    seal_all()
    assert client.get(f"/check/proof.json{marks}").status_code == 404


def test_the_page_says_that_a_message_was_changed(client: Client, sent: Message) -> None:
    seal_all()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_message DISABLE TRIGGER append_only")
        cursor.execute("UPDATE portal_message SET body = 'other' WHERE id = %s", [sent.pk])
    shown = page(client, check_address(sent))
    assert "This message is not what was sealed" in shown
    assert "This receipt is ours" not in shown
    assert client.get(check_address(sent, "check_proof")).status_code == 404
