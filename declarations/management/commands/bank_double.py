"""`manage.py bank_double --seed 7 > statement.xml`: the bank's double pays what is open."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations.wages.statements.bank import pay, statement
from declarations.wages.statements.queries import open_accounts


class Command(BaseCommand):
    """Write a statement on which every open account is paid, well or badly, as the seed says."""

    help = "Write a statement of the bank (camt.053) that pays the open accounts, for trying out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a seed, and the day of the statement."""
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--on", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, seed: int, on: date | None, **options: Any) -> None:
        """Write the statement to the output."""
        day = on or timezone.localdate()
        transfers = pay(open_accounts(), seed)
        self.stdout.write(statement(transfers, f"{day:%Y%m%d}-{seed}", day).decode())
