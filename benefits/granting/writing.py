"""Decisions of many persons, written by COPY as `decisions.actions.decide` writes one.

The letter is frozen with the decision; its PDF is made when somebody first opens it, so that a
million decisions do not wait for a million PDFs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from json import dumps
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.db import connection

from benefits.decisions.actions import named
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.graph import covered_as
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.many import Columns
from benefits.schemes.outcome import Outcome
from benefits.schemes.written import GAP, accounts, filled, kept, texts_of
from portal.access.door import open_files
from portal.access.models import Purpose
from portal.copying import copy_rows, drawn
from portal.documents.actions import copy_letters
from portal.exchange.actions import ring_on_commit
from portal.exchange.models import Event
from portal.law.money import Ints
from portal.people.models import address_line, full_name

LETTER: Final = "decision"
NAMES: Final = """
    SELECT person.id, first_name, last_name, language, street, house_number, box, postal_code, city
    FROM portal_person person
    LEFT JOIN portal_householdmember member ON member.person_id = person.id
        AND withdrawn IS NULL AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    LEFT JOIN portal_household household ON household.id = member.household_id
    WHERE person.id = ANY(%(ids)s) ORDER BY person.id
"""
# Those who live with a person on a day; `covered_as` says whom it covers.
COVERED: Final = """
    SELECT own.person_id, own.role, other.person_id, other.role
    FROM portal_householdmember own JOIN portal_householdmember other USING (household_id)
    WHERE own.person_id = ANY(%(ids)s) AND other.person_id <> own.person_id
        AND own.withdrawn IS NULL AND own.since <= %(on)s
        AND (own.until IS NULL OR own.until >= %(on)s)
        AND other.withdrawn IS NULL AND other.since <= %(on)s
        AND (other.until IS NULL OR other.until >= %(on)s)
    ORDER BY own.person_id, other.person_id
"""


@dataclass(frozen=True)
class Grants:
    """Grants of one right on a day: the persons by id, in order, and their places in the outcome.

    `standing` has the decision that each replaces and its version, 0 where there is none.
    """

    scheme: str
    on: date
    ids: Ints
    places: Ints
    facts: Facts
    outcome: Outcome
    standing: Columns


def write(grants: Grants, event: int) -> None:
    """Write decisions caused by an event, with letters, whom they cover, and who is told.

    Raises IntegrityError where somebody else decided meanwhile.
    """
    if not len(grants.ids):
        return
    explained = accounts(grants.outcome, grants.places)
    ids = drawn(Decision, len(grants.ids))
    references = [str(uuid4()) for _ in grants.ids]
    names = _asked(NAMES, grants)
    letters = copy_letters(
        LETTER,
        SCHEMES[grants.scheme].title,
        [(row[0], row[3]) for row in names],
        _letters(grants, names, references, explained),
    )
    _copy_decisions(grants, event, ids, references, explained, letters)
    _copy_covered(grants, ids)
    made = zip(ids, grants.ids.tolist(), strict=True)
    copy_rows(Event, ("topic", "subject", "person_id"), (("decision.made", *row) for row in made))
    open_files(((person, None) for person in grants.ids.tolist()), Purpose.RIGHTS)
    ring_on_commit()


def _copy_decisions(
    grants: Grants,
    event: int,
    ids: Sequence[int],
    references: Sequence[str],
    explained: Sequence[str],
    letters: Sequence[int],
) -> None:
    outcome, places = grants.outcome, grants.places
    replaced = grants.standing["decision"].tolist()
    unit = outcome.amount_unit or ""
    columns = {
        "id": ids,
        "reference": references,
        "person_id": grants.ids.tolist(),
        "scheme": [grants.scheme] * len(ids),
        "version": (grants.standing["version"] + 1).tolist(),
        "replaces_id": [decision or None for decision in replaced],
        "outcome": [DecisionOutcome.GRANTED.value] * len(ids),
        "starts": outcome.starts[places].tolist(),
        "ends": outcome.ends[places].tolist(),
        "amount": outcome.amount[places].tolist() if unit else [None] * len(ids),
        "amount_unit": [unit] * len(ids),
        "legal_ground": _grounds(grants),
        "facts": kept(grants.facts, places, grants.on),
        "explanation": explained,
        "motivation": [""] * len(ids),
        "event_id": [event] * len(ids),
        "letter_id": letters,
    }
    copy_rows(Decision, list(columns), zip(*columns.values(), strict=True))


def _letters(
    grants: Grants, names: Sequence[Any], references: Sequence[str], explained: Sequence[str]
) -> list[str]:
    """Return what the letters say, as JSON; see `decisions.actions` for one of them."""
    outcome, places = grants.outcome, grants.places
    whole = {
        "name": GAP,
        "address": GAP,
        "scheme": SCHEMES[grants.scheme].title,
        "outcome": DecisionOutcome.GRANTED.value,
        "starts": GAP,
        "ends": GAP,
        "amount": GAP,
        "amount_unit": outcome.amount_unit or "",
        "legal_ground": GAP,
        "explanation": GAP,
        "motivation": "",
        "decided_on": grants.on.isoformat(),
        "decision": GAP,
        "cause": None,
        "replaces": GAP,
    }
    amounts = texts_of(outcome.amount[places]) if outcome.amount_unit else ["null"] * len(places)
    columns = [
        [dumps(full_name(*row[1:3])) for row in names],
        [dumps(address_line(*row[4:]) if row[4] is not None else "") for row in names],
        texts_of(outcome.starts[places]),
        texts_of(outcome.ends[places]),
        amounts,
        list(map(dumps, _grounds(grants))),
        explained,
        list(map(dumps, references)),
        _replaced(grants),
    ]
    return filled(whole, columns, len(places))


def _replaced(grants: Grants) -> list[str]:
    """Return by what each person knows the decision that is replaced, as JSON; null for none."""
    earlier = grants.standing["decision"].tolist()
    found = Decision.objects.filter(pk__in=set(earlier) - {0}).only("reference", "decided_at")
    told = {decision.pk: dumps(named(decision)) for decision in found}
    return [told.get(decision, "null") for decision in earlier]


def _grounds(grants: Grants) -> list[str]:
    """Return the law for each person."""
    texts = np.empty(len(grants.outcome.granted), dtype=object)
    for ground in reversed(grants.outcome.legal_grounds):
        texts[slice(None) if ground.applies is None else ground.applies] = ground.text
    return texts[grants.places].tolist()


def _copy_covered(grants: Grants, decisions: Sequence[int]) -> None:
    of = dict(zip(grants.ids.tolist(), decisions, strict=True))
    rows = [(decision, person, BeneficiaryRole.HOLDER.value) for person, decision in of.items()]
    for person, own, other, role in _asked(COVERED, grants):
        if covered := covered_as(grants.scheme, own, role):
            rows.append((of[person], other, covered.value))
    copy_rows(Beneficiary, ("decision_id", "person_id", "role"), rows)


def _asked(query: str, grants: Grants) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"ids": grants.ids.tolist(), "on": grants.on})
        return list(cursor.fetchall())
