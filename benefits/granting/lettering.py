"""What the letters of many decisions say, as JSON; `decisions.actions` writes one of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from json import dumps
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection

from benefits.decisions.actions import named
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.written import GAP, filled, texts_of
from portal.copying import array_of
from portal.law.money import Ints
from portal.people.models import address_line, full_name

if TYPE_CHECKING:
    from benefits.granting.writing import Grants

ADDRESSEES: Final = """
    SELECT person.id, language, first_name, last_name, street, house_number, box, postal_code, city
    FROM portal_person person
    LEFT JOIN portal_householdmember member ON member.person_id = person.id
        AND member.person_id = ANY(%(ids)s::bigint[])
        AND withdrawn IS NULL AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    LEFT JOIN portal_household household ON household.id = member.household_id
    WHERE person.id = ANY(%(ids)s::bigint[])
"""


class Addressee(NamedTuple):
    """To whom a letter goes: name and address as JSON."""

    language: str
    name: str
    address: str


def addressees(persons: Ints, on: date) -> dict[int, Addressee]:
    """Return by id who each of these persons is, and where they live on a day."""
    with connection.cursor() as cursor:
        cursor.execute(ADDRESSEES, {"ids": array_of(persons.tolist()), "on": on})
        return {
            person: Addressee(
                language,
                quoted(full_name(first, last)),
                quoted(address_line(*home) if home[0] is not None else ""),
            )
            for person, language, first, last, *home in cursor.fetchall()
        }


def letters_of(
    grants: "Grants", whom: Sequence[Addressee], references: Sequence[str]
) -> Iterator[str]:
    """Give what the letter says of each decision, known by its reference, to its addressee."""
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
        [each.name for each in whom],
        [each.address for each in whom],
        texts_of(outcome.starts[places]),
        texts_of(outcome.ends[places]),
        amounts,
        list(map(quoted, grants.grounds)),
        grants.explained,
        list(map(quoted, references)),
        _replaced(grants),
    ]
    return filled(whole, columns, len(places))


def _replaced(grants: "Grants") -> list[str]:
    """Return by what each person knows the decision that is replaced, as JSON; null for none."""
    earlier = grants.standing["decision"].tolist()
    replaced = set(earlier) - {0}
    if not replaced:
        return ["null"] * len(earlier)
    found = Decision.objects.filter(pk__in=replaced).only("reference", "decided_at")
    told = {decision.pk: dumps(named(decision, decision.decided_at)) for decision in found}
    return [told.get(decision, "null") for decision in earlier]
