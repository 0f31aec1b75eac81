"""Sample control: of the decisions by the rule alone, some are drawn for a caseworker to check."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone

from benefits.granting.findings import note_about
from benefits.granting.models import FindingKind
from benefits.schemes import SCHEMES
from portal.law.figures import Figures

FIGURES: Final = Figures.load(Path(__file__).with_name("sampling.yaml"))
DEFAULT: Final = "share"
# A decision is drawn by its reference and the seed alone: drawn again, the same come out.
DRAWN: Final = """
    SELECT id FROM benefits_decision
    WHERE scheme = %(scheme)s AND decided_by_id IS NULL
      AND decided_at >= %(since)s AND decided_at < %(before)s
      AND ('x' || left(md5(%(seed)s || reference::text), 8))::bit(32)::bigint %% 10000 < %(share)s
    ORDER BY id
"""


def draw(day: date) -> list[int]:
    """Put a share of the decisions of a day before caseworkers, each once; return their ids."""
    drawn = [found for scheme in SCHEMES for found in drawn_of(scheme, day)]
    note_about(FindingKind.SAMPLED, drawn, [])
    return drawn


def drawn_of(scheme: str, day: date) -> list[int]:
    """Return the decisions on a right, made on a day by the rule alone, that are drawn."""
    table = scheme if scheme in FIGURES.tables else DEFAULT
    since = timezone.make_aware(datetime.combine(day, time.min))
    values: dict[str, str | int | datetime] = {
        "scheme": scheme,
        "since": since,
        "before": timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)),
        "seed": str(FIGURES.on("seed", day).value),
        "share": FIGURES.on(table, day).value,
    }
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, values)
        return [row[0] for row in cursor.fetchall()]
