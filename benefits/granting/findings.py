"""What a run leaves to people: noted once, and told, so that somebody looks at it in time."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection
from django.utils.translation.trans_null import gettext_noop

from benefits.granting.comparing import Compared, Verdict
from benefits.granting.models import FindingKind, GrantRun
from benefits.schemes.many import Columns
from benefits.schemes.outcome import Outcome
from portal.exchange.actions import Happening, publish_all
from portal.law.money import Ints

GROUNDLESS: Final = gettext_noop("Nothing is known any more on which the right would rest.")
MOVED: Final = gettext_noop(
    "What counts for the amount is another than on the day decided on. Find out from which day."
)
NO_TABLE: Final = gettext_noop("The tables of the law do not reach the day that counts now.")
HOLDER_DIED: Final = gettext_noop(
    "The person died, and the right covers others. Find out what they keep, and until when."
)
NOT_ASKED: Final = gettext_noop("The right would now want an answer that nobody was asked for.")
BY_HAND: Final = gettext_noop("A caseworker decided this, and a source says otherwise now.")
OWES: Final = gettext_noop(
    "Money was paid for days after the death. Find out who settles the estate, and ask it back"
    " there."
)
OWED: Final = gettext_noop(
    "Money is owed to somebody who died, and is not paid into their account. Find out who is"
    " entitled to it."
)
NO_AMOUNT: Final = gettext_noop("The amount for this month stands in no table of the law.")
TOPICS: Final = {
    FindingKind.REVIEW: "right.doubtful",
    FindingKind.ASKS: "right.unclear",
    FindingKind.ENDING: "right.ending",
    FindingKind.CORRECTS: "correction.unclear",
    FindingKind.PAYS: "payment.unclear",
    FindingKind.SAMPLED: "decision.sampled",
    FindingKind.DECLARED: "declaration.doubtful",
    FindingKind.ESTATE: "estate.open",
}
NOTE: Final = """
    INSERT INTO benefits_finding (run_id, person_id, scheme, kind, decision_id, reasons)
    SELECT %(run)s, person, %(scheme)s, kind, decision, reasons::jsonb
    FROM unnest(%(persons)s::bigint[], %(kinds)s::text[], %(decisions)s::bigint[],
        %(reasons)s::text[]) AS each (person, kind, decision, reasons)
    ON CONFLICT DO NOTHING RETURNING id, person_id, kind
"""
ABOUT_DECISIONS: Final = """
    INSERT INTO benefits_finding (person_id, scheme, kind, decision_id, reasons)
    SELECT person_id, scheme, %(kind)s, id, %(reasons)s::jsonb FROM benefits_decision
    WHERE id = ANY(%(decisions)s) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING decision_id, person_id
"""
# What the dead hold and what runs beyond the month of the death, of persons from one id to another.
OF_THE_DEAD: Final = """
    INSERT INTO benefits_finding (run_id, person_id, scheme, kind, decision_id, reasons)
    SELECT %(run)s, person.id, decision.scheme, %(kind)s, decision.id, %(reasons)s::jsonb
    FROM portal_person person JOIN benefits_decision decision ON decision.person_id = person.id
    WHERE person.id BETWEEN %(first)s AND %(last)s AND died_on <= %(on)s
        AND outcome = 'granted'
        AND (ends IS NULL OR ends >= date_trunc('month', died_on::timestamp) + interval '1 month')
        AND NOT EXISTS (SELECT FROM benefits_decision AS n WHERE n.replaces_id = decision.id)
    ORDER BY decision.id
    ON CONFLICT DO NOTHING RETURNING id, person_id
"""
# What stands open for the dead, right by right, of persons from one id to another.
OF_ESTATES: Final = """
    INSERT INTO benefits_finding (person_id, scheme, kind, decision_id, reasons)
    SELECT person.id, open.scheme, %(kind)s,
        (SELECT max(id) FROM benefits_decision AS decision
            WHERE (decision.person_id, decision.scheme) = (person.id, open.scheme)),
        CASE WHEN debt > 0 THEN jsonb_build_array(%(owes)s::text) ELSE '[]' END
            || CASE WHEN owed > 0 THEN jsonb_build_array(%(owed)s::text) ELSE '[]' END
    FROM portal_person AS person JOIN benefits_openbalance AS open ON open.person_id = person.id
    WHERE person.id BETWEEN %(first)s AND %(last)s AND died_on IS NOT NULL
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING RETURNING id, person_id
"""
Row = tuple[int, str, int | None, str]


def note(
    run: GrantRun,
    scheme: str,
    ids: Ints,
    places: Ints,
    standing: Columns,
    outcome: Outcome,
    compared: Compared,
) -> None:
    """Note what is doubtful, unclear or ending of a right, and tell of what is new.

    `places` are those of the persons of whom the rule was told, among `ids` and `standing`.
    """
    rows = [
        *_of_rule(ids[places], _at(standing, places), outcome, compared),
        *_groundless(run, ids, places, standing),
    ]
    if not rows:
        return
    persons, kinds, decisions, reasons = map(list, zip(*rows, strict=True))
    values: dict[str, Any] = {
        "run": run.pk, "scheme": scheme, "persons": persons, "kinds": kinds,
        "decisions": decisions, "reasons": reasons,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        fresh = cursor.fetchall()
    publish_all(Happening(TOPICS[FindingKind(kind)], pk, person) for pk, person, kind in fresh)


def note_about(kind: FindingKind, decisions: Iterable[int], reasons: Iterable[str]) -> None:
    """Note why somebody has to look at decisions (their ids), and tell of what is new.

    The event is about the decision.
    """
    values: dict[str, Any] = {
        "kind": kind.value,
        "decisions": sorted(set(decisions)),
        "reasons": json.dumps(list(reasons)),
    }
    with connection.cursor() as cursor:
        cursor.execute(ABOUT_DECISIONS, values)
        fresh = cursor.fetchall()
    publish_all(Happening(TOPICS[kind], decision, person) for decision, person in fresh)


def note_dead(persons: range, on: date, run: GrantRun | None = None) -> None:
    """Note the rights of persons (ids) who died by a day that run on, and tell of what is new."""
    kind = FindingKind.REVIEW
    values: dict[str, Any] = {
        "run": run and run.pk, "kind": kind.value, "reasons": json.dumps([HOLDER_DIED]),
        "first": persons[0], "last": persons[-1], "on": on,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OF_THE_DEAD, values)
        fresh = cursor.fetchall()
    publish_all(Happening(TOPICS[kind], pk, person) for pk, person in fresh)


def note_estates(first: int, last: int) -> None:
    """Note what persons (ids) who died owe, or are owed, and tell of what is new: once for each
    decision that brought it about."""
    kind = FindingKind.ESTATE
    values: dict[str, Any] = {
        "kind": kind.value, "owes": OWES, "owed": OWED, "first": first, "last": last,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OF_ESTATES, values)
        fresh = cursor.fetchall()
    publish_all(Happening(TOPICS[kind], pk, person) for pk, person in fresh)


def _at(columns: Columns, places: Ints) -> dict[str, Any]:
    return {name: values[places] for name, values in columns.items()}


def _of_rule(ids: Ints, standing: Columns, outcome: Outcome, compared: Compared) -> Iterator[Row]:
    found = {
        FindingKind.REVIEW: compared.are(Verdict.REVIEW),
        FindingKind.ASKS: compared.are(Verdict.ASKS),
        FindingKind.ENDING: compared.ending,
    }
    for kind, here in found.items():
        for place in np.flatnonzero(here).tolist():
            reasons = [each.text for each in outcome.reasons if each.applies[place]]
            reasons += [MOVED] if compared.moved[place] else []
            decision = int(standing["decision"][place]) or None
            yield int(ids[place]), kind.value, decision, json.dumps(reasons)


def _groundless(run: GrantRun, ids: Ints, places: Ints, standing: Columns) -> Iterator[Row]:
    """Give the rights that run and of which the rule was told nothing."""
    runs = standing["granted"] & ~(standing["ends"] < np.datetime64(run.as_of))
    runs[places] = False
    for place in np.flatnonzero(runs & ~standing["by_person"]).tolist():
        decision = int(standing["decision"][place])
        yield int(ids[place]), FindingKind.REVIEW.value, decision, json.dumps([GROUNDLESS])
