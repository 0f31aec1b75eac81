"""The ledger: what stands open, what the database refuses, and runs at once or killed."""

from operator import attrgetter
from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from benefits.payments import running
from benefits.payments.accounts import tell_account
from benefits.payments.answers import take
from benefits.payments.bank import _report
from benefits.payments.ledger import post_one
from benefits.payments.models import OpenBalance, Payment, Posting, PostingKind, Run, RunPiece
from benefits.payments.queries import balance
from benefits.payments.sending import send
from casework.demo.building import Cast
from portal.people.models import Person
from tests.payments.conftest import IBAN, jobless
from tests.payments.test_running import AUGUST, GROSS, JULY, TAX, run

key = attrgetter("pk")


def test_a_run_keeps_what_it_leaves_open_for_the_next(cast: Cast) -> None:
    """Nobody adds up the ledger again: what is owed waits beside it until it is paid."""
    emma = cast.persons["emma"]
    jobless(emma)
    for month in (JULY, AUGUST):
        run(month)
        kept = OpenBalance.objects.get()
        assert (kept.person, kept.owed) == (emma, balance(emma, "unemployment").owed)
    tell_account(emma, IBAN)
    assert run(AUGUST).payments.get().cents == kept.owed
    assert not OpenBalance.objects.exists()


def test_what_is_posted_between_runs_is_open_at_once(cast: Cast) -> None:
    emma = cast.persons["emma"]
    for cents in (300, 200):
        post_one(emma, "holiday_pay", PostingKind.SURPLUS, JULY, cents)
    assert OpenBalance.objects.get().owed == 500
    tell_account(emma, IBAN)
    assert run(JULY).payments.get().cents == 500
    assert not OpenBalance.objects.exists()
    post_one(emma, "holiday_pay", PostingKind.REDUCED, JULY, 100)
    assert OpenBalance.objects.get().debt == 100
    post_one(emma, "holiday_pay", PostingKind.REPAID, JULY, 100)
    assert not OpenBalance.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"debit": "owed"}, {"credit": "debt"}, {"cents": 0}, {"cents": -1}, {"kind": "gift"}]
)
def test_the_database_refuses_what_does_not_balance(emma: Person, wrong: dict[str, Any]) -> None:
    right = {"kind": "due", "debit": "benefits", "credit": "owed", "cents": 1}
    Posting.objects.create(person=emma, scheme="x", month=JULY, **right)
    with pytest.raises(IntegrityError):
        Posting.objects.create(person=emma, scheme="x", month=JULY, **right | wrong)


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_pay_once(cast: Cast) -> None:
    emma = cast.persons["emma"]
    tell_account(emma, IBAN)
    jobless(emma)
    barrier = Barrier(3)

    def start() -> None:
        barrier.wait()
        try:
            run(JULY)
        finally:
            connection.close()

    threads = [Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RunPiece.objects.exclude(done_at=None).exists()
    assert not RunPiece.objects.filter(done_at=None).exists()
    assert Payment.objects.filter(person=emma).count() == 1
    assert balance(emma, "unemployment").owed == 0


def _waits_for(lock: str) -> int:
    """Return the session that waits for a lock of this kind, once there is one."""
    until = monotonic() + 30
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE locktype = %s AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                " ORDER BY pid",
                [lock],
            )
            if found := cursor.fetchone():
                return int(found[0])
        sleep(0.01)
    raise TimeoutError(lock)


def _run_beside() -> Thread:
    def start() -> None:
        try:
            run(JULY)
        except Error:
            pass  # it was killed
        finally:
            connection.close()

    thread = Thread(target=start)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_is_killed_was_never_there_and_whoever_goes_on_pays_once(cast: Cast) -> None:
    """It is killed when what is due is booked already, and what is paid is not."""
    emma = cast.persons["emma"]
    tell_account(emma, IBAN)
    jobless(emma)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE benefits_payment IN SHARE MODE")
        thread = _run_beside()
        cursor.execute("SELECT pg_terminate_backend(%s)", [_waits_for("relation")])
    thread.join()
    assert not Posting.objects.exists()
    begun = Run.objects.get()
    assert send(begun) is None, "a piece of it is not done"
    assert run(JULY) == begun
    assert begun.payments.get().cents == GROSS - TAX
    sent = send(begun)
    assert sent
    assert sent.cents == GROSS - TAX
    assert not run(JULY).payments.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run_and_pay_each_person_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each person is a piece of their own; half of them are done by nobody until somebody helps."""
    monkeypatch.setattr(running, "PIECE", 1)
    paid = [cast.persons[name] for name in ("emma", "lucas", "sofia")]
    for person in paid:
        tell_account(person, IBAN)
        jobless(person)
    begun = running.begin(JULY, AUGUST)
    pieces = begun.pieces.count()
    assert pieces > len(paid)
    counted: list[int] = []

    def help_out() -> None:
        try:
            counted.append(running.work(begun))
        finally:
            connection.close()

    threads = [Thread(target=help_out) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counted) == pieces
    payments = Payment.objects.order_by("person").values_list("person", "cents")
    assert list(payments) == [(person.pk, GROSS - TAX) for person in sorted(paid, key=key)]
    sent = send(begun)
    assert sent
    assert sent.payments == len(paid)
    assert not begun.pieces.exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_of_a_later_month_that_is_quicker_does_not_make_another_pay_again(
    cast: Cast,
) -> None:
    """Nobody works the run of July before that of August paid both months."""
    emma = cast.persons["emma"]
    tell_account(emma, IBAN)
    jobless(emma)
    july = running.begin(JULY, AUGUST)
    august = run(AUGUST)
    assert august.payments.get().cents > GROSS
    assert running.work(july) > 0
    assert not july.payments.exists()
    assert balance(emma, "unemployment").owed == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_booked_while_a_run_waits_is_not_lost(cast: Cast) -> None:
    """The bank sends a payment back: the run that waits meanwhile finds it owed."""
    emma = cast.persons["emma"]
    tell_account(emma, IBAN)
    jobless(emma)
    payment = run(JULY).payments.get()
    with transaction.atomic():
        take(_report([payment.reference.hex], [(("RJCT",), False)], 1))
        thread = _run_beside()
        _waits_for("advisory")
    thread.join()
    assert OpenBalance.objects.get().owed == payment.cents
