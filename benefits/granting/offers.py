"""Rights that wait for the word of whoever wants to be asked first."""

from typing import Final

from django.db import connection

from benefits.granting.models import FindingKind, GrantRun
from portal.exchange.actions import Happening, publish_all
from portal.law.money import Ints

OFFER: Final = """
    INSERT INTO benefits_finding (run_id, person_id, scheme, kind, decision_id, reasons)
    SELECT %(run)s, person, %(scheme)s, %(kind)s, nullif(decision, 0), '[]'
    FROM unnest(%(persons)s::bigint[], %(decisions)s::bigint[]) AS each (person, decision)
    CROSS JOIN LATERAL (
        SELECT ask_first FROM benefits_wish
        WHERE person_id = person AND scheme IN (%(scheme)s, '') ORDER BY id DESC LIMIT 1
    ) AS last_word
    WHERE ask_first
    ON CONFLICT DO NOTHING RETURNING id, person_id
"""


def offer(scheme: str, persons: Ints, decisions: Ints, run: GrantRun | None = None) -> None:
    """Offer a right that the rule gives to those of these persons who want to be asked first.

    `decisions` are those that stand, 0 where there is none. Each is offered once for each of them.
    """
    if not len(persons):
        return
    values = {
        "run": run and run.pk, "scheme": scheme, "kind": FindingKind.OFFERED.value,
        "persons": persons.tolist(), "decisions": decisions.tolist(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OFFER, values)
        fresh = cursor.fetchall()
    publish_all(Happening("right.offered", pk, person) for pk, person in fresh)
