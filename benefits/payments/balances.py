"""What stands open for persons, right by right: what is owed to them, and what they owe."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
from django.db import connection

from benefits.payments.models import OpenBalance
from portal.copying import array_of, copy_values, read_columns
from portal.law.money import Ints

OPEN: Final = """
    SELECT person_id, owed, debt, owed AS left_owed, debt AS left_debt FROM benefits_openbalance
    WHERE scheme = %(scheme)s AND person_id BETWEEN %(first)s AND %(last)s ORDER BY 1
"""
COLUMNS: Final = dict.fromkeys(("person_id", "owed", "debt", "left_owed", "left_debt"), "i8")

PLANS: Final = """
    SELECT person_id, cents FROM unnest(%(persons)s::bigint[]) AS person_id
    CROSS JOIN LATERAL (
        SELECT cents FROM benefits_repaymentplan AS plan
        WHERE (plan.person_id, plan.scheme) = (person_id, %(scheme)s) AND month <= %(month)s
        ORDER BY id DESC LIMIT 1
    ) AS plan ORDER BY 1
"""


@dataclass(frozen=True)
class Balances:
    """Cents owed to persons and by them for one right, in the order of the persons; and what of
    both was open before."""

    scheme: str
    persons: Ints
    owed: Ints
    debt: Ints
    left_owed: Ints
    left_debt: Ints

    @classmethod
    def read(cls, scheme: str, first: int, last: int, others: Ints) -> Self:
        """Return those that are open from one person to another, and of others among them."""
        found = read_columns(OPEN, {"scheme": scheme, "first": first, "last": last}, COLUMNS)
        persons = np.unique(np.concatenate([found["person_id"], others]))
        places = np.searchsorted(persons, found["person_id"])
        columns = {name: np.zeros(len(persons), np.int64) for name in list(COLUMNS)[1:]}
        for name, values in columns.items():
            values[places] = found[name]
        return cls(scheme, persons, **columns)

    def add(self, persons: Ints, owed: Ints, debt: Ints) -> None:
        """Add to what is owed to persons, and by them."""
        places = np.searchsorted(self.persons, persons)
        np.add.at(self.owed, places, owed)
        np.add.at(self.debt, places, debt)

    def plans(self, places: Ints, month: date) -> np.ma.MaskedArray[tuple[int], np.dtype[np.int64]]:
        """Return what these persons pay back a month by plan; no value where there is none."""
        persons = self.persons[places]
        values = {"persons": array_of(persons.tolist()), "scheme": self.scheme, "month": month}
        found = read_columns(PLANS, values, {"person_id": "i8", "cents": "i8"})
        plans = np.ma.masked_all(len(places), np.int64)
        plans[np.searchsorted(persons, found["person_id"])] = found["cents"]
        return plans

    def keep(self) -> None:
        """Keep what is open now."""
        changed = (self.owed != self.left_owed) | (self.debt != self.left_debt)
        kept = changed & ((self.left_owed != 0) | (self.left_debt != 0))
        if kept.any():
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM benefits_openbalance WHERE scheme = %s AND person_id = ANY(%s)",
                    [self.scheme, self.persons[kept].tolist()],
                )
        left = changed & ((self.owed != 0) | (self.debt != 0))
        if left.any():
            columns = {
                "person_id": self.persons[left],
                "scheme": self.scheme,
                "owed": self.owed[left],
                "debt": self.debt[left],
            }
            copy_values(OpenBalance, len(columns["person_id"]), columns)
