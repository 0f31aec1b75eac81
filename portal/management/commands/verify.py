"""Verify what is stored: the sealed trail, and all that must hold of rows at any moment."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.models import QuerySet

from portal.exchange.models import Delivery, DeliveryStatus
from portal.exchange.trail import checkpoints
from portal.exchange.trail.notes import NoteError, Verifier
from portal.exchange.trail.proofs import ProofError, check
from portal.exchange.trail.verifying import Trail, verify
from portal.rooms import import_from_rooms
from portal.verification import INVARIANTS, Outcome, ask

TRAIL = "trail"
SENTENCE = "Sealed rows, their blocks and the signed checkpoints agree."
NEWS = 5.0  # seconds between two lines on how far a long check is
SHOWN = 20  # faults of the trail that are named, beside their number


class Command(BaseCommand):
    """A line for each check; ends with 1 when one fails. It reads one snapshot and writes nothing.

    With `--proof` it asks no database: the file, the public key and the note in the file are all.
    """

    help = "Verify the sealed trail and every invariant, or a proof, or list what is parked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take names of checks, or what else is to be done."""
        parser.add_argument("names", nargs="*", metavar="NAME", help="a check; without names all")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--proof", type=Path, metavar="FILE", help="check a downloaded proof")
        parser.add_argument("--key", metavar="KEY", help="the log's public key; else our own")
        parser.add_argument("--parked", action="store_true", help="list deliveries that are parked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked."""
        self.as_json = options["json"]
        if options["proof"]:
            self._prove(options["proof"], options["key"])
        elif options["parked"]:
            for delivery in _parked():
                self._say(delivery, "{delivery} {topic} {subscriber} {since}: {error}")
        else:
            self._verify(options["names"])

    def _verify(self, names: list[str]) -> None:
        import_from_rooms("invariants")
        if unknown := set(names) - {TRAIL, *INVARIANTS}:
            raise CommandError(
                f"No check {unknown.pop()}; there are {TRAIL}, {', '.join(INVARIANTS)}."
            )
        wrong = 0
        for outcome in self._outcomes(names or [TRAIL, *sorted(INVARIANTS)]):
            wrong += bool(outcome.wrong)
            mark = "WRONG" if outcome.wrong else "ok"
            told = f"{mark:5} {{name:14}} {{looked_at:>10}}  {{sentence}}"
            if outcome.wrong:
                told += "\n      {wrong} wrong; the first: {first}"
            self._say(vars(outcome), told)
        if wrong:
            sys.exit(1)

    def _outcomes(self, names: list[str]) -> Iterator[Outcome]:
        signed = [(str(file), note) for file, note in checkpoints.every()]  # before the snapshot
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for name in names:
                yield self._trail(signed) if name == TRAIL else ask(INVARIANTS[name])

    def _trail(self, signed: list[tuple[str, str]]) -> Outcome:
        trail, wrong, first = Trail(), 0, ""
        for fault in verify(signed, checkpoints.verifier(), trail, self._progress()):
            wrong += 1
            first = first or str(fault)
            if wrong <= SHOWN:
                self.stderr.write(str(fault))
        extent = f"{trail.blocks} blocks, {trail.checkpoints} checkpoints"
        return Outcome(TRAIL, f"{SENTENCE} {extent}.", trail.rows, wrong, first)

    def _progress(self) -> Any:
        last = time.monotonic()

        def tell(rows: int) -> None:
            nonlocal last
            if time.monotonic() - last > NEWS:
                last = time.monotonic()
                self.stderr.write(f"{rows} rows of the trail so far")

        return tell

    def _prove(self, file: Path, key: str | None) -> None:
        try:
            verifier = Verifier.parse(key) if key else checkpoints.verifier()
            proven = check(json.loads(file.read_text()), verifier)
        except (ProofError, NoteError, ValueError, OSError) as error:
            raise CommandError(f"{file} proves nothing: {error}") from error
        told = {
            "proven": True,
            "table": proven.table,
            **proven.row,
            "block": proven.block,
            "sealed_at": proven.sealed_at,
            "log": proven.checkpoint.origin,
            "size": proven.checkpoint.size,
        }
        self._say(told, "\n".join(f"{name:20} {value}" for name, value in told.items()))

    def _say(self, found: dict[str, Any], words: str) -> None:
        line = json.dumps(found, default=str) if self.as_json else words.format(**found)
        self.stdout.write(line)
        self.stdout.flush()


def _parked() -> Iterator[dict[str, Any]]:
    """Deliveries that need a person, the oldest first."""
    parked: QuerySet[Delivery] = Delivery.objects.filter(status=DeliveryStatus.PARKED)
    for delivery in parked.select_related("event", "subscription").order_by("pk").iterator():
        yield {
            "delivery": delivery.pk,
            "topic": delivery.event.topic,
            "subscriber": delivery.subscription.subscriber,
            "since": delivery.event.happened_at,
            "attempts": delivery.attempts,
            "error": delivery.error,
        }
