"""Put a synthetic Belgium into the portal."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.demo.population import PIECE, PIECES
from casework.demo.population.building import Piece, quarters_before
from casework.demo.population.registers import OtherPopulationError

TWICE: Final = (
    "A population stands here already, of another seed, day or size. Give the same again with"
    " --seed, --as-of and the number of persons, or begin with an empty database."
)


class Command(BaseCommand):
    """Idempotent: what stands of a piece is left as it is, and what is missing is added.

    There is one population in a database: another is refused before anything is written of it.
    """

    help = "Make a synthetic Belgium of so many people, and let it be declared."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add how many, from which seed, as of which day."""
        parser.add_argument("persons", type=int, help=f"at most {PIECE * PIECES:,}")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--as-of", type=date.fromisoformat, default=timezone.localdate())
        parser.add_argument("--registers-only", action="store_true", help="without declarations")
        parser.add_argument("--work", action="store_true", help="do what workers would, here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build piece by piece, saying how far it is."""
        persons, on = options["persons"], options["as_of"]
        if not 0 < persons <= PIECE * PIECES:
            raise CommandError(f"between 1 and {PIECE * PIECES} persons")
        begun = time.monotonic()
        for number in range(-(-persons // PIECE)):
            piece = Piece(options["seed"], number, min(PIECE, persons - number * PIECE), on)
            declared = not options["registers_only"]
            done = f"{min((number + 1) * PIECE, persons):,} of {persons:,}"
            steps = piece.build(quarters_before(on), declared=declared, work=options["work"])
            try:
                for step in steps:
                    self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {done} persons: {step}")
            except OtherPopulationError as other:
                raise CommandError(TWICE) from other
