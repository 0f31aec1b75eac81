"""A payment run: in pieces, each one transaction that books what changed and orders what is owed.

Two runs of a month, at once or one after the other, pay once: each books the difference between
what is due and what was booked, holding the ledger of the persons of the piece. A piece that is
killed was never there, and whoever goes on with the run takes it up.
"""

from datetime import date
from math import inf
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection, transaction
from django.db.models import Max, Min
from django.db.models.functions import Now

from benefits.granting.findings import NO_AMOUNT, note_about, note_estates
from benefits.granting.models import FindingKind
from benefits.payments.balances import Balances
from benefits.payments.dues import FIGURES, Due, Rights, due
from benefits.payments.journal import require_reconciled
from benefits.payments.ledger import PIECE, hold_ledger, hold_piece, post, share_ledger
from benefits.payments.models import Payment, PostingKind, Run, RunPiece
from benefits.payments.reading import booked_before, joined, read_months
from benefits.schemes.many import Columns
from portal.copying import copy_values, drawn, drawn_references, read_columns
from portal.garbage import uncollected
from portal.law.days import Days
from portal.law.money import Ints
from portal.people.models import Person

MOMENT: Final = 0.05  # seconds until it is asked again whether others did their pieces

SCHEMES: Final = """
    SELECT scheme FROM benefits_decision WHERE person_id BETWEEN %(first)s AND %(last)s
    UNION SELECT scheme FROM benefits_openbalance WHERE person_id BETWEEN %(first)s AND %(last)s
    ORDER BY 1
"""

# Where persons want to be paid, and to which accounts the bank could not pay. Nothing goes into the
# account of who died: it belongs to an estate, and a caseworker finds out who is entitled.
ACCOUNTS: Final = """
    SELECT DISTINCT ON (person_id) person_id, id FROM benefits_payaccount
    WHERE person_id BETWEEN %(first)s AND %(last)s AND person_id NOT IN
        (SELECT id FROM portal_person WHERE id BETWEEN %(first)s AND %(last)s
            AND died_on IS NOT NULL)
    ORDER BY person_id, id DESC
"""
REFUSED: Final = """
    SELECT account_id AS id FROM benefits_posting AS back
    JOIN benefits_payment AS payment ON payment.id = back.payment_id
    WHERE back.kind = 'rejected' AND back.person_id BETWEEN %(first)s AND %(last)s
"""


class Changes(NamedTuple):
    """What is due and withheld for months of decisions, less what was booked for them: cents."""

    decision: Ints
    person: Ints
    claim: Ints
    month: Days
    cents: Ints
    tax: Ints


def pay(month: date, pay_on: date) -> Run:
    """Book what is due up to a month (its first day) and order what is owed, once.

    Returns when nothing of the run is left to do, here or by others. Rights of which the rule does
    not know the amount are noted (`payment.unclear`), and so is what is left open for who died
    (`estate.open`). Raises `NotReconciledError` after a restore,
    until the runs that were sent are known again.
    """
    run = begin(month, pay_on)
    while run.pieces.filter(done_at=None).exists():
        if not work(run):
            sleep(MOMENT)
    return run


@transaction.atomic
def begin(month: date, pay_on: date) -> Run:
    """Begin a run for everybody, by the piece; or return the one of the month that is not done.

    Raises `NotReconciledError` as `pay` does.
    """
    hold_ledger()
    require_reconciled()
    undone = RunPiece.objects.filter(done_at=None).values("run")
    if begun := Run.objects.filter(month=month, pk__in=undone).order_by("pk").first():
        return begun
    run = Run.objects.create(month=month, pay_on=pay_on)
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        numbers = range(ends["first"] // PIECE, ends["last"] // PIECE + 1)
        RunPiece.objects.bulk_create(
            RunPiece(run=run, first=number * PIECE, last=(number + 1) * PIECE - 1)
            for number in numbers
        )
    return run


def work(run: Run, seconds: float = inf) -> int:
    """Work pieces of a run until none is free, or for so many seconds; return how many."""
    done, until = 0, monotonic() + seconds
    while monotonic() < until and _one(run):
        done += 1
    return done


def _one(run: Run) -> bool:
    """Work a piece that nobody holds; say whether there was one.

    Its commit goes on while it is written to the disk: a server that falls meanwhile loses the
    piece as a whole, with the row that says that it is done. Who sends the run waits for all.
    """
    with uncollected(), transaction.atomic():
        share_ledger()
        require_reconciled()
        free = run.pieces.select_for_update(skip_locked=True).filter(done_at=None)
        piece = free.order_by("pk").first()
        if piece is None:
            return False
        hold_piece(piece.first // PIECE)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        _book_piece(run, piece)
        piece.done_at = Now()
        piece.save(update_fields=["done_at"])
    return True


def _book_piece(run: Run, piece: RunPiece) -> None:
    """Book and order all that is due to the persons of a piece."""
    others = Run.objects.exclude(pk=run.pk).aggregate(month=Max("month"))
    ends = {"first": piece.first, "last": piece.last}
    with connection.cursor() as cursor:
        cursor.execute(SCHEMES, ends)
        schemes = [scheme for (scheme,) in cursor]
    accounts = _accounts(ends)
    unclear: list[int] = []
    for scheme in schemes:
        rights = read_months(
            scheme, (piece.first, piece.last), run.month, others["month"] or run.month
        )
        changes, some = _changes(scheme, rights)
        unclear += some
        balances = Balances.read(scheme, **ends, others=changes.person)
        _book(run, changes, balances)
        _recover(run, balances)
        _order(run, balances, accounts)
        balances.keep()
    if unclear:
        note_about(FindingKind.PAYS, unclear, [NO_AMOUNT])
    note_estates(**ends)


def _accounts(ends: dict[str, int]) -> Columns:
    """Return who wants to be paid into which account; one that was refused waits for another."""
    accounts = read_columns(ACCOUNTS, ends, {"person_id": "i8", "id": "i8"})
    refused = read_columns(REFUSED, ends, {"id": "i8"})
    some = ~np.isin(accounts["id"], refused["id"])
    return {name: values[some] for name, values in accounts.items()}


def _changes(scheme: str, rights: Columns) -> tuple[Changes, list[int]]:
    """Return what changed for months of rights, and the decisions whose amount is unclear."""
    found, before = _dues(scheme, rights), booked_before(rights)
    cents, tax = found.cents - before.cents, found.tax - before.tax
    some = (cents != 0) | (tax != 0)
    decision, person, claim, months = (
        rights[name][some] for name in ("id", "person_id", "claim", "month")
    )
    changes = Changes(decision, person, claim, months, cents[some], tax[some])
    return changes, rights["id"][found.unclear].tolist()


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


def _order(run: Run, balances: Balances, accounts: Columns) -> None:
    """Order at the bank what is owed to whoever said into which account."""
    owed = np.flatnonzero(balances.owed > 0)
    persons, of, into = np.intersect1d(
        balances.persons[owed], accounts["person_id"], assume_unique=True, return_indices=True
    )
    if not len(persons):
        return
    cents = balances.owed[owed[of]]
    payments = drawn(Payment, len(persons))
    columns: dict[str, Any] = {
        "id": payments,
        "reference": drawn_references(len(persons)),
        "run_id": run.pk,
        "person_id": persons,
        "scheme": balances.scheme,
        "account_id": accounts["id"][into],
        "cents": cents,
    }
    copy_values(Payment, len(persons), columns)
    post(run.pk, balances.scheme, PostingKind.ORDERED, persons, run.month, cents, payments=payments)
    balances.add(persons, -cents, np.zeros(len(persons), np.int64))
