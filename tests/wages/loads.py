"""Files of wages on their way in, for the tests of that way."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.db.models import Model

from declarations.channels.models import Verdict
from declarations.wages import intake
from declarations.wages.bench_files import WageFile
from declarations.wages.bench_registers import SENDER, fill
from declarations.wages.models import (
    Contribution,
    Deduction,
    Load,
    Occupation,
    Remuneration,
    Service,
    WorkerRecord,
)
from portal.access.models import Capacity, Environment
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Delivery, DeliveryStatus

QUARTER = 20253
WORKERS = 60  # of four employers
FACTS: tuple[type[Model], ...] = (
    *(WorkerRecord, Occupation, Service, Remuneration, Contribution, Deduction),
)
SMALL = 25_000  # bytes of a piece: some eight workers


def office(environment: Environment = Environment.REAL) -> Capacity:
    """Return the payroll office that may declare for the employers of `wage_file`."""
    fill(WORKERS)
    real = Capacity.objects.get(user__email=SENDER, environment=Environment.REAL)
    found, _made = Capacity.objects.get_or_create(
        user=real.user, kind=real.kind, company=real.company, environment=environment,
        defaults={"since": real.since},
    )  # fmt: skip
    return found


def wage_file(folder: Path, quarter: int = QUARTER) -> bytes:
    """Return a file in which everything is right."""
    path = folder / "wages.xml"
    WageFile(quarter, WORKERS).write(path)
    return path.read_bytes()


def loaded(capacity: Capacity, data: bytes, key: str = "key") -> Load:
    """Take a file in and work all that is due."""
    message, _new = intake.take(capacity, Channel.FILE, key, BytesIO(data))
    move_outbox()
    undone = Delivery.objects.exclude(status=DeliveryStatus.DONE)
    assert [delivery.error for delivery in undone] == []
    return Load.objects.get(message=message)


def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files cut into pieces of a few workers."""
    monkeypatch.setattr(intake, "SIZE", SMALL)


def results() -> set[str]:
    """Return the answers to all forms of wages."""
    verdicts = Verdict.objects.filter(declaration__flow__startswith="dmfa")
    return set(verdicts.values_list("result", flat=True))


def facts() -> dict[str, set[tuple[object, ...]]]:
    """Return all facts without their keys, by kind."""
    found: dict[str, set[tuple[object, ...]]] = {}
    keys = ("id", "shelf", "record_id", "version", "declaration_id", "piece_id", "offset", "length")
    for model in FACTS:
        columns = [f.attname for f in model._meta.concrete_fields if f.attname not in keys]
        if model is not WorkerRecord:
            columns = ["record__inss", *(c for c in columns if c != "pk")]
        rows = model._default_manager.values_list(*columns)
        found[model.__name__] = set(rows)
        assert len(found[model.__name__]) == len(rows)
    return found
