"""A payment run: one transaction that books what changed and orders what is owed.

Two runs of a month, at once or one after the other, pay once: each books the difference between
what is due and what was booked, holding the ledger; a run that is killed was never there.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection, transaction
from django.db.models import Max

from benefits.granting.findings import NO_AMOUNT, note_about
from benefits.granting.models import FindingKind
from benefits.payments.balances import Balances
from benefits.payments.dues import FIGURES, Due, Rights, due
from benefits.payments.journal import require_reconciled
from benefits.payments.ledger import hold_ledger, numbers, post
from benefits.payments.models import Payment, Posting, PostingKind, Run
from benefits.payments.reading import PIECE, booked_before, joined, read_months
from benefits.schemes.many import Columns
from portal.copying import array_of, copy_values, drawn_references, read_columns
from portal.law.days import Days
from portal.law.money import Ints

PIECES: Final = f"""
    SELECT scheme, id / {PIECE} FROM benefits_decision GROUP BY 1, 2
    UNION SELECT scheme, NULL FROM benefits_openbalance
    UNION SELECT scheme, NULL FROM benefits_posting WHERE id > %s
    ORDER BY 1, 2
"""  # noqa: S608 - a number of ours

# An account to which the bank could not pay waits for another.
ACCOUNTS: Final = """
    SELECT person_id, id FROM (
        SELECT DISTINCT ON (person_id) person_id, id FROM benefits_payaccount
        JOIN unnest(%(persons)s::bigint[]) AS person_id USING (person_id)
        ORDER BY person_id, id DESC
    ) AS account
    WHERE NOT EXISTS (
        SELECT FROM benefits_payment AS payment
        JOIN benefits_bankanswer AS answer ON answer.payment_id = payment.id
        WHERE payment.account_id = account.id AND answer.verdict = 'rejected')
    ORDER BY 1
"""


class Changes(NamedTuple):
    """What is due and withheld for months of decisions, less what was booked for them: cents."""

    decision: Ints
    person: Ints
    claim: Ints
    month: Days
    cents: Ints
    tax: Ints


@transaction.atomic
def pay(month: date, pay_on: date) -> Run:
    """Book what is due up to a month (its first day) and order what is owed, once.

    Rights of which the rule does not know the amount are noted (`payment.unclear`). Raises
    `NotReconciledError` after a restore, until the runs that were sent are known again.
    """
    hold_ledger()
    require_reconciled()
    before = Run.objects.aggregate(last=Max("last_posting"), month=Max("month"))
    since, lately = before["last"] or 0, before["month"] or month
    run = Run(pk=int(numbers(Run, 1)[0]), month=month, pay_on=pay_on)
    unclear: list[int] = []
    for scheme, pieces in _pieces(since).items():
        found = [_changes(scheme, piece, month, lately) for piece in pieces]
        changes = _together([each for each, _ in found])
        unclear += [decision for _, some in found for decision in some]
        balances = Balances.read(scheme, since, changes.person)
        _book(run, changes, balances)
        _recover(run, balances)
        _order(run, balances)
        balances.keep()
    run.last_posting = Posting.objects.aggregate(last=Max("pk"))["last"] or 0
    run.save(force_insert=True)
    note_about(FindingKind.PAYS, unclear, [NO_AMOUNT])
    return run


def _pieces(since: int) -> dict[str, list[int]]:
    """Return the rights of which something may be due or is open, with the pieces of decisions."""
    pieces: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(PIECES, [since])
        for scheme, piece in cursor:
            pieces[scheme] += [] if piece is None else [piece]
    return pieces


def _changes(scheme: str, piece: int, month: date, lately: date) -> tuple[Changes, list[int]]:
    """Return what changed for a piece of decisions, and those of which the amount is unclear."""
    rights = read_months(scheme, piece, month, lately)
    found, before = _dues(scheme, rights), booked_before(rights)
    cents, tax = found.cents - before.cents, found.tax - before.tax
    some = (cents != 0) | (tax != 0)
    decision, person, claim, months = (
        rights[name][some] for name in ("id", "person_id", "claim", "month")
    )
    changes = Changes(decision, person, claim, months, cents[some], tax[some])
    return changes, rights["id"][found.unclear].tolist()


def _together(found: Sequence[Changes]) -> Changes:
    """Return the changes of all pieces; none where there is no decision of the right."""
    if not found:
        none = np.zeros(0, np.int64)
        return Changes(none, none, none, none.astype("M8[D]"), none, none)
    return Changes(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _dues(scheme: str, rights: Columns) -> Due:
    """Return what is due: nothing for what is not granted in its month, so that it goes back.

    Raises KeyError where a fact was not kept that the rule wants today.
    """
    runs = rights["runs"]
    if (runs & rights["lacks_fact"]).any():
        raise KeyError(f"{scheme}: a decision lacks a fact")
    some = due(Rights.of(scheme, {name: values[runs] for name, values in rights.items()}))
    found = Due(
        np.zeros(len(runs), np.int64), np.zeros(len(runs), np.int64), np.zeros(len(runs), bool)
    )
    found.cents[runs], found.tax[runs], found.unclear[runs] = some.cents, some.tax, some.unclear
    return found


def _book(run: Run, changes: Changes, balances: Balances) -> None:
    """Book what is due and what is withheld, more or less than was booked."""
    cents, tax = changes.cents, changes.tax
    for kind, moved in (
        (PostingKind.DUE, cents),
        (PostingKind.REDUCED, -cents),
        (PostingKind.WITHHELD, tax),
        (PostingKind.UNTAXED, -tax),
    ):
        some = moved > 0
        persons, months = changes.person[some], changes.month[some]
        decisions = changes.decision[some]
        post(run.pk, balances.scheme, kind, persons, months, moved[some], decisions)
    more, less = _more(changes), _less(changes)
    balances.add(changes.person, more, less)
    persons, months, moved = _settled(changes, more, less)
    post(run.pk, balances.scheme, PostingKind.RECOVERED, persons, months, moved)
    balances.add(persons, -moved, -moved)


def _more(changes: Changes) -> Ints:
    """What is owed more to each person."""
    return np.maximum(changes.cents, 0) - np.maximum(changes.tax, 0)


def _less(changes: Changes) -> Ints:
    """What each person has to pay back."""
    return np.maximum(-changes.cents, 0) - np.maximum(-changes.tax, 0)


def _settled(changes: Changes, more: Ints, less: Ints) -> tuple[Ints, Days, Ints]:
    """Return persons, months and cents that are there already: less for one part of an application
    and more for another, of the same month, is one change, and only the difference is paid or owed.
    """
    months = joined(changes.person, changes.month)
    both = np.flatnonzero(np.isin(months, months[changes.cents < 0]) & (changes.claim > 0))
    keys = np.stack([months[both], changes.claim[both]])
    _, first, places = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    sums = np.zeros((2, len(first)), np.int64)
    np.add.at(sums[0], places, more[both])
    np.add.at(sums[1], places, less[both])
    moved = sums.min(axis=0)
    each = both[first[moved > 0]]
    return changes.person[each], changes.month[each], moved[moved > 0]


def _recover(run: Run, balances: Balances) -> None:
    """Take what a person owes for a right off what is owed to them: by plan, or a share of it."""
    share, waived, protected = (
        FIGURES.on(name, run.month).value
        for name in ("recovered_share", "waived_below", "protected_month")
    )
    small = np.flatnonzero((balances.debt > 0) & (balances.debt < waived))
    _take(run, balances, PostingKind.WAIVED, small, balances.debt[small])
    places = np.flatnonzero((balances.debt > 0) & (balances.owed > 0))
    if not len(places):
        return
    owed, plans = balances.owed[places], balances.plans(places, run.month)
    by_plan = np.minimum(plans.filled(0), np.maximum(owed - protected, 0))
    most = np.where(np.ma.getmaskarray(plans), owed * share // 100, by_plan)
    _take(run, balances, PostingKind.RECOVERED, places, np.minimum(most, balances.debt[places]))


def _take(run: Run, balances: Balances, kind: PostingKind, places: Ints, moved: Ints) -> None:
    places, moved = places[moved > 0], moved[moved > 0]
    persons = balances.persons[places]
    post(run.pk, balances.scheme, kind, persons, run.month, moved)
    balances.add(persons, -moved if kind == PostingKind.RECOVERED else 0 * moved, -moved)


def _order(run: Run, balances: Balances) -> None:
    """Order at the bank what is owed to whoever said into which account."""
    places = np.flatnonzero(balances.owed > 0)
    if not len(places):
        return
    values = {"persons": array_of(balances.persons[places].tolist())}
    accounts = read_columns(ACCOUNTS, values, {"person_id": "i8", "id": "i8"})
    persons = accounts["person_id"]
    if not len(persons):
        return
    cents = balances.owed[np.searchsorted(balances.persons, persons)]
    payments = numbers(Payment, len(persons))
    columns: dict[str, Any] = {
        "id": payments,
        "reference": drawn_references(len(persons)),
        "run_id": run.pk,
        "person_id": persons,
        "scheme": balances.scheme,
        "account_id": accounts["id"],
        "cents": cents,
    }
    copy_values(Payment, len(persons), columns)
    post(run.pk, balances.scheme, PostingKind.ORDERED, persons, run.month, cents, payments=payments)
    balances.add(persons, -cents, np.zeros(len(persons), np.int64))
