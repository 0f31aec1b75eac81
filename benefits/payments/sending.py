"""Sending a run: its order is written once, noted outside the database, then told to it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import translation
from django.utils.translation import gettext

from benefits.payments import journal, order
from benefits.payments.models import Run, Sent
from benefits.schemes import SCHEMES

PIECE: Final = 2_000  # payments read at a time
COLUMNS: Final = (
    "reference",
    "person__reference",
    "person__first_name",
    "person__last_name",
    "person__language",
    "scheme",
    "account__iban",
    "cents",
)


@transaction.atomic
def send(run: Run) -> Sent | None:
    """Write the order of a run for the bank, once, and return what was sent; again, what stands.

    None where nothing is to be paid, or somebody still works a piece of it. The journal knows of it
    before the database does: where the database was lost in between, `reconcile` finds the run
    there.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.pieces.filter(done_at=None).exists():
        return None
    run.pieces.all().delete()
    if standing := Sent.objects.filter(run=run).first():
        return standing
    totals = run.payments.aggregate(payments=Count("pk"), cents=Sum("cents"))
    payments, cents = totals["payments"], totals["cents"]
    if not payments:
        return None
    path = journal.order_path(run.reference)
    whole = order.Order(run.reference, run.made_at, run.pay_on, payments, cents)
    with (
        whole_or_not(path) as file,
        whole_or_not(journal.particulars_path(run.reference)) as particulars,
    ):
        order.write(file, order.Payer(**settings.PAYER), whole, _transfers(run, particulars))
    month, pay_on, sha256 = run.month.isoformat(), run.pay_on.isoformat(), journal.hash_of(path)
    journal.write(journal.Line(run.reference, month, pay_on, sha256, payments, cents))
    return Sent.objects.create(run=run, sha256=sha256, payments=payments, cents=cents)


def _transfers(run: Run, particulars: IO[bytes]) -> Iterator[order.Transfer]:
    """Return the transfers of a run; whom each of them is for is written down as it is read."""
    notes = cache(partial(_note, run))
    rows = run.payments.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=PIECE)
    for reference, person, first_name, last_name, language, scheme, iban, cents in rows:
        kept = {
            "reference": str(reference),
            "person": str(person),
            "scheme": scheme,
            "iban": iban,
            "cents": cents,
        }
        particulars.write(json.dumps(kept).encode() + b"\n")
        name = f"{first_name} {last_name}".strip()
        yield order.Transfer(reference, name, iban, cents, notes(scheme, language))


def _note(run: Run, scheme: str, language: str) -> str:
    with translation.override(language):
        return f"{gettext(SCHEMES[scheme].title)} {run.month:%m/%Y}"


@contextmanager
def whole_or_not(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that gets its name when it is whole and on the disk."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
