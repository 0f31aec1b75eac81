"""Who a customer is: by national number, or by name and address as the register of persons has it.

What does not lead to exactly one person leads to nobody, and is answered as whom nobody knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db import connection

from benefits.customers.reading import Customer
from portal.directory.proof import Proof
from portal.people.models import Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_inss

# Who lives at addresses on a day. Streets are compared by their letters, without marks.
AT_ADDRESSES: Final = """
    SELECT asked.place, member.person_id
    FROM unnest(%(places)s::int[], %(streets)s::text[], %(houses)s::text[], %(codes)s::text[])
        AS asked (place, street, house, code)
    JOIN portal_household AS home
        ON home.postal_code = asked.code AND home.house_number = asked.house
        AND regexp_replace(lower(normalize(home.street, NFKD)), '[^[:alpha:]]', '', 'g')
            = regexp_replace(lower(normalize(asked.street, NFKD)), '[^[:alpha:]]', '', 'g')
    JOIN portal_householdmember AS member ON member.household_id = home.id
    WHERE member.withdrawn IS NULL AND member.since <= %(on)s
        AND (member.until IS NULL OR member.until >= %(on)s)
    ORDER BY asked.place, member.person_id
"""
Persons = Mapping[int, tuple[Person, str]]  # by place: who it is, and by which number


def by_number(asked: Mapping[int, Customer]) -> Persons:
    """Return who the customers are who are named by number, where name and birth date fit."""
    cleaned = {place: _clean(each.ssin) for place, each in asked.items()}
    rows = PersonNumber.objects.filter(number__in=set(cleaned.values())).select_related("person")
    known = {row.number: row.person for row in rows}
    return {
        place: (known[number], number)
        for place, number in cleaned.items()
        if number in known and _proof(asked[place]).fits(known[number])
    }


def by_address(asked: Mapping[int, Customer], on: date) -> Persons:
    """Return who the customers are of whom one person of the name lives at the address."""
    values: dict[str, Any] = {
        "places": list(asked),
        "streets": [each.street for each in asked.values()],
        "houses": [each.house_number for each in asked.values()],
        "codes": [each.postal_code for each in asked.values()],
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(AT_ADDRESSES, values)
        there: Sequence[tuple[int, int]] = cursor.fetchall()
    persons = Person.objects.in_bulk({person for _place, person in there})
    found: dict[int, list[Person]] = {}
    for place, key in there:
        if _fits(asked[place], persons[key], on):
            found.setdefault(place, []).append(persons[key])
    certain = {place: some[0] for place, some in found.items() if len(some) == 1}
    numbers = dict(
        PersonNumber.objects.filter(person__in=certain.values(), until__isnull=True).values_list(
            "person", "number"
        )
    )
    return {place: (each, numbers[each.pk]) for place, each in certain.items()}


def _fits(asked: Customer, person: Person, on: date) -> bool:
    if person.died_on and person.died_on <= on:
        return False
    proof = _proof(asked)
    return (proof if asked.birth_date else replace(proof, birth_date=person.birth_date)).fits(
        person
    ) and bool(person.last_name)


def _proof(asked: Customer) -> Proof:
    return Proof("", asked.last_name, asked.first_name, asked.birth_date)


def _clean(number: str) -> str:
    try:
        return clean_inss(number)
    except InvalidNumber:
        return ""
