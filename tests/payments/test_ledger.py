"""The ledger: what stands open, what the database refuses, and runs at once or killed."""

from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from benefits.payments.accounts import tell_account
from benefits.payments.answers import take
from benefits.payments.bank import _report
from benefits.payments.models import OpenBalance, Payment, Posting, Run
from benefits.payments.queries import balance
from casework.demo.building import Cast
from portal.people.models import Person
from tests.payments.conftest import IBAN, jobless
from tests.payments.test_running import AUGUST, GROSS, JULY, TAX, run


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


def test_the_first_run_that_keeps_what_is_open_adds_up_the_ledger(cast: Cast) -> None:
    """As after an update: what was booked before stands in no table of what is open."""
    emma = cast.persons["emma"]
    Posting.objects.create(
        person=emma, scheme="holiday_pay", month=JULY, kind="surplus", debit="bank", credit="owed",
        cents=500,
    )  # fmt: skip
    tell_account(emma, IBAN)
    assert run(JULY).payments.get().cents == 500


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
    assert Run.objects.count() == 3
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
def test_a_run_that_is_killed_was_never_there_and_the_next_pays_once(cast: Cast) -> None:
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
    assert not Run.objects.exists()
    assert run(JULY).payments.get().cents == GROSS - TAX
    assert not run(JULY).payments.exists()


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
