"""Look at the rights of everybody by hand: what the schedule does each night."""

from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from benefits.granting.comparing import VERDICTS
from benefits.granting.models import Aim, GrantPiece, GrantRun
from benefits.granting.tallies import Group, tally_of
from benefits.granting.working import PIECE, begin, work
from benefits.schemes import SCHEMES


class Command(BaseCommand):
    """Work until no piece is free: started twice, on any machine, both share the pieces."""

    help = "Grant, change and review the rights that follow from what is known."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whom it is about, the day, and whether it is only asked."""
        parser.add_argument("--all", action="store_true", required=True, help="everybody")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument(
            "--take-up", action="store_true", help="search for rights that nobody asks for instead"
        )
        parser.add_argument("--piece", type=int, default=PIECE, help="ids of persons in a piece")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up pieces, say how far it is, and what came of it."""
        if options["piece"] < 1:
            raise CommandError("A piece holds at least one person.")
        as_of = options["as_of"] or timezone.localdate()
        aim = Aim.TAKE_UP if options["take_up"] else Aim.RIGHTS
        dry = options["dry_run"] or options["take_up"]
        run = begin(as_of, dry=dry, size=options["piece"], aim=aim)
        self.stdout.write(f"{run.reference}: {aim.label} as on {run.as_of}")
        self.here: Counter[str] = Counter()
        work(run, self._say)
        self._sum_up(run)

    def _say(self, piece: GrantPiece) -> None:
        """Say how far the run is, and what this process did of it."""
        for group in piece.found["groups"]:
            self.here[group["verdict"]] += group["persons"]
        self.here.update(piece.found.get("unclaimed", {}))
        pieces = piece.run.pieces
        done = pieces.filter(done_at__isnull=False).count()
        said = ", ".join(f"{count} {what}" for what, count in self.here.items())
        self.stdout.write(f"{done} of {pieces.count()} pieces; here: {said or 'nothing'}")

    def _sum_up(self, run: GrantRun) -> None:
        tally = tally_of(run)
        for scheme in SCHEMES:
            rows = [group for group in tally.groups if group.scheme == scheme]
            if rows:
                self.stdout.write(f"{SCHEMES[scheme].title}: {_line(rows)}")
                for of, reason, persons in tally.reasons:
                    if of == scheme:
                        self.stdout.write(f"    {persons:>9} {reason}")


def _line(rows: list[Group]) -> str:
    counts = {verdict: sum(r.persons for r in rows if r.verdict == verdict) for verdict in VERDICTS}
    said = [f"{persons} {verdict}" for verdict, persons in counts.items() if persons]
    winners, losers = sum(r.winners for r in rows), sum(r.losers for r in rows)
    cents = sum(r.cents for r in rows)
    if winners or losers:
        said.append(f"{winners} get more and {losers} less, {cents} cents in all")
    return ", ".join(said)
