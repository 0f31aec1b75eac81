"""Hold a payment run by hand: what the schedule does each night."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benefits.payments import bank, journal
from benefits.payments.answers import AnswerError
from benefits.payments.journal import NotReconciledError
from benefits.payments.reconciling import TamperedError, reconcile
from benefits.payments.tasks import hold, last_month
from benefits.recovery.booking import receive, take_answers
from declarations.wages.statements.camt import StatementError


class Command(BaseCommand):
    """Pay what is owed up to a month, send the order, and take in what the bank answers."""

    help = "Pay what is owed up to a month: YYYY-MM, the last one when none is named."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the month, and what else there is to do."""
        parser.add_argument("month", nargs="?", metavar="YYYY-MM")
        parser.add_argument("--reconcile", action="store_true", help="after a restore, first")
        parser.add_argument("--answers", nargs="+", metavar="FILE", help="take in answers only")
        parser.add_argument("--received", nargs="+", metavar="FILE", help="take in repayments only")
        parser.add_argument(
            "--double", type=int, metavar="SEED", help="let the bank's double answer"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and say what came of it."""
        try:
            self._work(options)
        except (AnswerError, NotReconciledError, StatementError, TamperedError) as error:
            raise CommandError(str(error)) from error

    def _work(self, options: dict[str, Any]) -> None:
        if options["answers"] or options["received"]:
            for name in options["answers"] or ():
                self._take(Path(name).read_bytes())
            for name in options["received"] or ():
                self._receive(Path(name).read_bytes())
            return
        if options["reconcile"]:
            for run in reconcile():
                self.stdout.write(f"{run.reference}: known again")
        sent = hold(_month(options["month"]))
        if sent is None:
            self.stdout.write("Nothing is owed.")
            return
        self.stdout.write(f"{sent.run.reference}: {sent.payments} payments, {sent.cents} cents")
        if options["double"] is not None:
            for message in bank.answers(journal.order_path(sent.run.reference), options["double"]):
                self._take(message)

    def _take(self, message: bytes) -> None:
        taken = take_answers(message)
        new, known, strange = taken.new, taken.known, len(taken.strange)
        self.stdout.write(f"answers: {new} new, {known} known, {strange} strange")

    def _receive(self, message: bytes) -> None:
        got = receive(message)
        self.stdout.write(f"received: {got.new} new, {got.known} known, {got.matched} matched")


def _month(text: str | None) -> date:
    if text is None:
        return last_month()
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise CommandError(f"{text} is no month: write YYYY-MM.") from error
