"""Orders as the bank gets them, what it answers, and what is known after a restore."""

import hashlib
import io
import re
from datetime import UTC, date, datetime
from importlib.resources import files
from shutil import rmtree
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from benefits.payments import bank, journal, order
from benefits.payments.accounts import tell_account
from benefits.payments.answers import AnswerError, take
from benefits.payments.journal import NotReconciledError
from benefits.payments.models import BankAnswer, BankVerdict, PayAccount, Payment, Run
from benefits.payments.queries import balance, without_answer
from benefits.payments.reconciling import TamperedError, reconcile
from benefits.payments.running import begin, pay, work
from benefits.payments.sending import send
from casework.demo.building import Cast
from portal.people.models import Person
from tests.payments.conftest import IBAN, jobless

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
STRANGE = re.compile("[\0-\x1f\ufffe\uffff]")
SCHEMA = etree.XMLSchema(
    etree.parse(str(files("sepaxml").joinpath("schemas", "pain.001.001.09.xsd")))
)
PAYER = order.Payer("Solida", "BE71096123456769")


@pytest.fixture
def sent(emma: Person) -> Run:
    """Return a run that was sent, with one payment to Emma."""
    jobless(emma)
    made = pay(JULY, date(2026, 8, 4))
    send(made)
    return made


def answer_all(run: Run, seed: int) -> None:
    for message in bank.answers(journal.order_path(run.reference), seed):
        take(message)


def test_an_order_is_what_the_format_wants(sent: Run) -> None:
    path = journal.order_path(sent.reference)
    SCHEMA.assertValid(etree.parse(path))
    text = path.read_text(encoding="utf-8")
    payment = sent.payments.get()
    assert f"<EndToEndId>{payment.reference.hex}</EndToEndId>" in text
    assert IBAN in text
    assert sent.sent.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (sent.sent.payments, sent.sent.cents) == (1, payment.cents)


def test_an_order_is_sent_once(sent: Run) -> None:
    path = journal.order_path(sent.reference)
    before = path.read_bytes()
    assert send(sent) == sent.sent
    assert path.read_bytes() == before
    assert len(list(journal.lines())) == 1


# What the database can hold: also characters that XML does not know.
NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=90
)


@settings(max_examples=50, deadline=None)
@given(names=st.lists(NAMES, max_size=5), cents=st.integers(1, 10**11))
def test_any_name_and_amount_fit_the_format(names: list[str], cents: int) -> None:
    transfers = [order.Transfer(uuid4(), name, IBAN, cents, f"for {name}") for name in names]
    made_at = datetime(2026, 8, 1, tzinfo=UTC)
    whole = order.Order(uuid4(), made_at, date(2026, 8, 4), len(names), cents * len(names))
    file = io.BytesIO()
    order.write(file, PAYER, whole, transfers or [_one()])
    read = etree.fromstring(file.getvalue())
    SCHEMA.assertValid(read)
    told = [each.text for each in read.iterfind(".//{*}Cdtr/{*}Nm")]
    sendable = [STRANGE.sub(" ", name)[:70] for name in names]
    assert told == (sendable or ["Emma"])


def _one() -> order.Transfer:
    return order.Transfer(uuid4(), "Emma", IBAN, 1, "note")


def test_a_bank_that_pays_everybody_leaves_nothing_open(sent: Run, emma: Person) -> None:
    answer_all(sent, seed=0)
    assert BankAnswer.objects.get().verdict == BankVerdict.PAID
    assert not without_answer(date(2027, 1, 1)).exists()
    assert balance(emma, "unemployment").owed == 0


def _answer(reference: UUID, *statuses: str) -> bytes:
    fates = [(statuses, False)]
    return bank._report([reference.hex], fates, 7)


def test_what_the_bank_sends_back_is_owed_again(sent: Run, emma: Person) -> None:
    payment = sent.payments.get()
    taken = take(_answer(payment.reference, "RJCT"))
    assert taken.new == 1
    assert balance(emma, "unemployment").owed == payment.cents
    assert take(_answer(payment.reference, "RJCT")).known == 1
    assert balance(emma, "unemployment").owed == payment.cents


def test_an_account_that_was_refused_is_not_tried_again(sent: Run, emma: Person) -> None:
    payment = sent.payments.get()
    take(_answer(payment.reference, "RJCT"))
    assert not pay(JULY, date(2026, 8, 5)).payments.exists()
    tell_account(emma, "BE71096123456769")
    again = pay(JULY, date(2026, 8, 6)).payments.get()
    assert (again.cents, again.account.iban) == (payment.cents, "BE71096123456769")


def test_a_payment_without_a_word_is_listed(sent: Run) -> None:
    assert list(without_answer(date(2026, 8, 5))) == list(sent.payments.all())
    assert not without_answer(date(2026, 8, 4)).exists()


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"<Document/>",
        b"not xml",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Document/>',
        b"<Document><CstmrPmtStsRpt>",
    ],
)
def test_another_message_is_no_answer(db: None, message: bytes) -> None:
    with pytest.raises(AnswerError):
        take(message)


def test_a_payment_that_is_not_ours_changes_nothing(sent: Run) -> None:
    assert len(take(_answer(uuid4(), "RJCT")).strange) == 1
    assert not BankAnswer.objects.exists()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(1, 10_000))
def test_however_the_bank_answers_every_cent_is_accounted_for(cast: Cast, seed: int) -> None:
    with transaction.atomic():
        people = [cast.persons[name] for name in ("emma", "lucas", "sofia", "georges")]
        for person in people:
            tell_account(person, IBAN)
            jobless(person)
        made = pay(JULY, date(2026, 8, 4))
        send(made)
        answer_all(made, seed)
        for payment in made.payments.prefetch_related("answers"):
            verdicts = {answer.verdict for answer in payment.answers.all()}
            standing = balance(payment.person, payment.scheme)
            back = BankVerdict.REJECTED in verdicts
            assert standing.owed == (payment.cents if back else 0)
            assert standing.due == standing.withheld + standing.ordered + standing.owed
        transaction.set_rollback(True)
    rmtree(journal.folder())


def test_after_a_restore_nobody_is_paid_again(emma: Person) -> None:
    """The database forgets a run that was sent: no run is held until it is known again."""
    jobless(emma)
    point = transaction.savepoint()
    made = pay(JULY, date(2026, 8, 4))
    send(made)
    paid = made.payments.get().cents
    transaction.savepoint_rollback(point)  # restored to a moment before the run
    assert not Payment.objects.exists()
    with pytest.raises(NotReconciledError) as refused:
        pay(JULY, date(2026, 8, 5))
    assert refused.value.runs == [made.reference]
    assert [run.reference for run in reconcile()] == [made.reference]
    assert balance(emma, "unemployment").owed == -paid  # ordered, and not yet booked as due
    again = pay(JULY, date(2026, 8, 5))
    assert not again.payments.exists()
    assert balance(emma, "unemployment").owed == 0
    assert reconcile() == []
    answer_all(made, seed=0)
    assert BankAnswer.objects.get().payment.reference == Payment.objects.get().reference


def test_a_run_that_was_sent_is_not_gone_on_with_after_a_restore_to_its_middle(
    emma: Person,
) -> None:
    """What else is owed, the next run pays: the bank has the order as it was."""
    jobless(emma)
    begun = begin(JULY, date(2026, 8, 4))
    point = transaction.savepoint()
    work(begun)
    send(begun)
    transaction.savepoint_rollback(point)
    assert begun.pieces.filter(done_at=None).exists()
    with pytest.raises(NotReconciledError):
        work(begun)
    assert [run.reference for run in reconcile()] == [begun.reference]
    assert not begun.pieces.exists()
    paid = begun.payments.get()
    again = pay(JULY, date(2026, 8, 5))
    assert again != begun
    assert Payment.objects.get() == paid


def test_an_order_that_was_changed_since_is_not_taken_over(emma: Person) -> None:
    jobless(emma)
    point = transaction.savepoint()
    made = pay(JULY, date(2026, 8, 4))
    send(made)
    transaction.savepoint_rollback(point)
    path = journal.order_path(made.reference)
    path.write_bytes(path.read_bytes().replace(IBAN.encode(), b"BE71096123456769"))
    with pytest.raises(TamperedError):
        reconcile()
    assert not PayAccount.objects.filter(iban="BE71096123456769").exists()
