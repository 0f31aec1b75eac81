"""Two thousand tampers with the trail, of every kind: each is found, and named where it is."""

from __future__ import annotations

from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction

from casework.demo.building import Cast
from portal.access.models import AccessLine, Capacity, Purpose, Service
from portal.exchange.actions import receive
from portal.exchange.models import Channel, Message
from portal.exchange.trail import checkpoints
from portal.exchange.trail.models import Block
from portal.exchange.trail.sealing import seal_all
from portal.exchange.trail.verifying import Fault, Trail, verify
from tests.exchange.tampering import LINES, MESSAGES, TAMPERS, Place, run

pytestmark = pytest.mark.django_db
TIMES = 200  # of each kind
ROUNDS = 4  # of sealing


@pytest.fixture
def place(cast: Cast, notes: Path) -> Place:
    """Return sealed and signed rows, whose triggers somebody has put out of action."""
    capacity = Capacity.objects.earliest("pk")
    for number in range(ROUNDS):
        AccessLine.objects.bulk_create(
            AccessLine(person=person, capacity=capacity, purpose=Purpose.OWN)
            for person in cast.persons.values()
        )
        for _ in range(8):
            receive(capacity, Service.HIRING, Channel.API, str(uuid4()), b"body %d" % number)
        run("SELECT nextval('portal_accessline_id_seq') FROM generate_series(1, 3)")
        seal_all()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (LINES, MESSAGES, "portal_block"):
        run(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    run("SET CONSTRAINTS ALL DEFERRED")
    return Place(
        {
            LINES: list(AccessLine.objects.values_list("pk", flat=True)),
            MESSAGES: list(Message.objects.values_list("pk", flat=True)),
        },
        _gaps(),
        Block.objects.count(),
    )


def _gaps() -> list[int]:
    numbers = set(AccessLine.objects.values_list("pk", flat=True))
    return [number for number in range(min(numbers), max(numbers)) if number not in numbers]


def faults() -> list[Fault]:
    """Return what is wrong, as the command finds it."""
    signed = [(file.name, note) for file, note in checkpoints.every()]
    return list(verify(signed, checkpoints.verifier(), Trail()))


def test_two_thousand_tampers_are_found_and_named(place: Place) -> None:
    random = Random(57)  # noqa: S311 - chance, not secrecy
    assert faults() == []
    missed = []
    for number in range(TIMES * len(TAMPERS)):
        tamper = TAMPERS[number % len(TAMPERS)]
        with transaction.atomic():
            names_it = tamper(random, place)
            found = [str(fault) for fault in faults()]
            if not found or not names_it(found[0]):
                missed.append((tamper.__name__, found[:2]))
            transaction.set_rollback(True)
    assert missed == []
    assert faults() == []
