"""What a search reads of many households: who heads them, what employers paid, who is left out."""

from datetime import date
from typing import Final

import numpy as np

from benefits.customers.access import SUPPLIERS
from benefits.customers.models import CUSTOMER
from benefits.schemes.many import Columns
from declarations.wages.quarters import moved, quarter_of
from portal.copying import read_columns
from portal.law.money import Ints
from portal.law.steps import Flags

QUARTERS: Final = 4  # of pay
DECLARED_AFTER: Final = 1  # quarter: the last one may still be declared

HEADS: Final = """
    SELECT household_id AS home, min(person_id) AS head FROM portal_householdmember member
    JOIN portal_person person ON person.id = member.person_id
    WHERE household_id = ANY(%(homes)s) AND role = 'reference' AND withdrawn IS NULL
        AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
        AND (died_on IS NULL OR died_on > %(on)s)
        AND birth_date <= %(on)s::date - interval '18 years'
    GROUP BY household_id ORDER BY household_id
"""
# What stands of the quarters, of everybody who lives there; in how many of them something does.
PAY: Final = """
    WITH record AS (
        SELECT DISTINCT member.household_id, record.id, record.quarter
        FROM portal_householdmember member
        JOIN declarations_workerrecord record ON record.person_id = member.person_id
        JOIN declarations_filing filing ON filing.id = record.filing_id
        WHERE household_id = ANY(%(homes)s) AND member.withdrawn IS NULL
            AND member.since <= %(on)s AND (member.until IS NULL OR member.until >= %(on)s)
            AND record.quarter = ANY(%(quarters)s) AND NOT record.deleted
            AND filing.environment = 'R' AND NOT EXISTS (
                SELECT FROM declarations_workerrecord later
                WHERE later.quarter = record.quarter AND later.replaces = record.id
            )
    )
    SELECT household_id AS home, sum(paid.cents) AS cents FROM record
    JOIN declarations_remuneration paid
        ON paid.quarter = record.quarter AND paid.record_id = record.id
    WHERE paid.quarter = ANY(%(quarters)s)
    GROUP BY household_id ORDER BY household_id
"""
# At an address of which somebody has a file as the customer of an energy supplier.
SUPPLIED: Final = f"""
    SELECT DISTINCT household_id AS home FROM portal_householdmember member
    JOIN portal_registration file ON file.person_id = member.person_id
    JOIN portal_institution supplier ON supplier.id = file.institution_id
    WHERE household_id = ANY(%(homes)s) AND member.withdrawn IS NULL
        AND member.since <= %(on)s AND (member.until IS NULL OR member.until >= %(on)s)
        AND supplier.sector = {SUPPLIERS} AND file.quality = '{CUSTOMER}'
        AND file.ended_at IS NULL
        AND file.since <= %(on)s AND (file.until IS NULL OR file.until >= %(on)s)
    ORDER BY household_id
"""  # noqa: S608 - codes of ours
# Who has the right, or is covered by one of these; who asked for it, of late or in a form that is
# open; who does not want it looked at; and who was found this year.
LEFT_OUT: Final = """
    SELECT who AS id FROM unnest(%(ids)s::bigint[]) AS who WHERE EXISTS (
        SELECT FROM benefits_beneficiary covered
        JOIN benefits_decision decision ON decision.id = covered.decision_id
        WHERE covered.person_id = who AND decision.scheme = ANY(%(held)s)
            AND decision.outcome = 'granted' AND (decision.ends IS NULL OR decision.ends >= %(on)s)
            AND NOT EXISTS (
                SELECT FROM benefits_decision newer WHERE newer.replaces_id = decision.id)
    ) OR EXISTS (
        SELECT FROM benefits_claim claim
        WHERE claim.person_id = who AND claim.scheme = %(scheme)s AND (
            claim.status = 'draft' OR claim.submitted_at > %(on)s::date - interval '1 year')
    ) OR EXISTS (
        SELECT FROM benefits_unclaimed found
        WHERE found.person_id = who AND found.scheme = %(scheme)s AND found.year = %(year)s
    ) OR NOT coalesce((
        SELECT wanted FROM benefits_wish wish
        WHERE wish.person_id = who AND wish.scheme IN (%(scheme)s, '')
        ORDER BY wish.id DESC LIMIT 1
    ), true)
"""


def last_quarters(on: date) -> list[int]:
    """Return the last four quarters of which the pay is declared on a day."""
    last = moved(quarter_of(on), -1 - (on.month % 3 == 1) * DECLARED_AFTER)
    return [moved(last, -back) for back in range(QUARTERS)]


def heads(homes: Ints, on: date) -> Columns:
    """Return the adult reference person of each household: home, head; by household."""
    values = {"homes": homes.tolist(), "on": on}
    return read_columns(HEADS, values, {"home": "i8", "head": "i8"})


def pay(homes: Ints, on: date) -> Columns:
    """Return what employers declared for those at home in four quarters: home, cents."""
    values = {"homes": homes.tolist(), "on": on, "quarters": last_quarters(on)}
    return read_columns(PAY, values, {"home": "i8", "cents": "i8"})


def supplied(homes: Ints, on: date) -> Ints:
    """Return the households of which an energy supplier has a customer."""
    return read_columns(SUPPLIED, {"homes": homes.tolist(), "on": on}, {"home": "i8"})["home"]


def left_out(scheme: str, held: tuple[str, ...], ids: Ints, on: date) -> Flags:
    """Say of whom a right is not searched for; `held` are rights that make it needless."""
    values = {
        "ids": ids.tolist(), "scheme": scheme, "held": list(held), "on": on, "year": on.year,
    }  # fmt: skip
    return np.isin(ids, read_columns(LEFT_OUT, values, {"id": "i8"})["id"])
