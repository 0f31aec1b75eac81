"""`manage.py import_payments FILE…`: take over statements of the bank (camt.053)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.wages.statements.actions import import_payments
from declarations.wages.statements.camt import StatementError


class Command(BaseCommand):
    """Enter what was paid into the accounts; a file that was taken over before changes nothing."""

    help = "Take over statements of the bank (camt.053): payments go to the accounts they name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Take each file over, and say what it brought; stop at one that cannot be."""
        for path in files:
            try:
                done = import_payments(path.read_bytes())
            except (OSError, StatementError) as error:
                raise CommandError(f"{path}: {error}") from None
            self.stdout.write(
                f"{path}: {done.statements} statements, {done.known} known before;"
                f" {done.payments} payments, {done.matched} matched,"
                f" {done.repeated} told before"
            )
