"""All versions that filings hold of some people, as plain rows, for many people at once.

Nothing is joined by the database: it looks up lists of keys, which takes as long as there are rows
whatever it knows about its tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from django.db import connection

NUMBERS: Final = """
    SELECT own.number::bigint, twin.number::bigint
    FROM portal_personnumber own JOIN portal_personnumber twin USING (person_id)
    WHERE own.number = ANY(%s)
"""
HELD: Final = """
    SELECT id, declaration_id, filing_id, inss, coalesce(person_id, 0), employer_class, worker_code,
        deleted, coalesce(replaces, 0)
    FROM declarations_workerrecord
    WHERE quarter = ANY(%s) AND filing_id = ANY(%s) AND inss = ANY(%s)
    ORDER BY id
"""


class Held(NamedTuple):
    """A version of a worker record; 0 is a person who is unknown, and a version that is the first.

    `id` is the version number.
    """

    id: int
    declaration: int
    filing: int
    inss: int
    person: int
    employer_class: int
    worker_code: int
    deleted: bool
    replaces: int

    @property
    def who(self) -> int:
        """The key of the person, or the number below zero of somebody unknown."""
        return self.person or -self.inss


def numbers_of(asked: Iterable[int]) -> dict[int, set[int]]:
    """Return, for each national number, all that the same person had, itself among them."""
    numbers = {number: {number} for number in asked}
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [[f"{number:011}" for number in numbers]])
        for own, twin in cursor.fetchall():
            numbers[own].add(twin)
    return numbers


def versions_held(
    filings: Collection[int], quarters: Collection[int], numbers: Collection[int]
) -> list[Held]:
    """Return all versions of those with these numbers in filings of these quarters, by id."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [list(quarters), list(filings), list(numbers)])
        return [Held(*row) for row in cursor.fetchall()]


def standing_among(versions: Iterable[Held]) -> set[int]:
    """Return which of all versions of some people no other replaces, and are no deletion."""
    held = list(versions)
    replaced = {version.replaces for version in held}
    return {each.id for each in held if not each.deleted and each.id not in replaced}
