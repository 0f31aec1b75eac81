"""`manage.py check_declaration FILE…`: check files without sending them, without a database."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.files.checking import check


class Command(BaseCommand):
    """Print one JSON object a line: file, flow, accepted, passes that ran, anomalies."""

    help = "Check files of declarations, and print one JSON object a line. Stores nothing."
    requires_system_checks = []  # a file can be checked on a machine without servers

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files, and the day of reception."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            help="the day of reception, as 2026-03-27; without it, the day a file was made",
        )

    def handle(self, *args: Any, files: list[Path], on: date | None, **options: Any) -> None:
        """Check each file; the exit code is 1 if one is refused, 2 if one cannot be opened."""
        refused, unopened = 0, []
        for path in files:
            try:
                with path.open("rb") as file:
                    found = check(file, on=on)
            except OSError as error:
                unopened.append(f"{path}: {error.strerror}")
                continue
            refused += not found.accepted
            line = json.dumps({"file": str(path), **found.as_json()}, ensure_ascii=False)
            self.stdout.write(line)
        if unopened:
            raise CommandError("\n".join(unopened), returncode=2)
        if refused:
            raise SystemExit(1)
