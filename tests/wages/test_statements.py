"""Accounts of quarters: what declarations owe, what the bank brings, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from casework.demo.building import Cast
from declarations.channels.models import Result
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.models import Filing
from declarations.wages.statements.actions import (
    MatchedError,
    assign,
    enter_declaration,
    import_payments,
)
from declarations.wages.statements.bank import Transfer, pay, statement
from declarations.wages.statements.camt import StatementError
from declarations.wages.statements.models import BankStatement, Payment, StatementEntry
from declarations.wages.statements.queries import Account, accounts, open_accounts
from declarations.wages.statements.references import (
    filing_of as named,
)
from declarations.wages.statements.references import pay_by
from portal.access.models import Capacity
from portal.people.numbers import format_payment_reference as shown
from portal.people.numbers import make_payment_reference as payment_reference
from tests.wages import judging_samples as samples
from tests.wages.accounts import declared, filing_of
from tests.wages.filing import change, current, hire, send
from tests.wages.judging_samples import CLERK, INSS, STUDENT

DAY = date(2026, 4, 20)


@pytest.fixture
def account(cast: Cast) -> Account:
    """The account of the restaurant, which owes 1 000.00 of the first quarter of 2026."""
    company = cast.companies["restaurant"]
    enter_declaration(declared(filing_of(company), 100_000))
    return accounts(company)[0]


def of(cast: Cast, key: str = "restaurant") -> Account:
    return accounts(cast.companies[key])[0]


def transfer(account: Account, cents: int, bank_reference: str = "B1") -> Transfer:
    return Transfer(cents, account.reference, bank_reference)


def test_an_accepted_declaration_is_owed_once(cast: Cast) -> None:
    filing = filing_of(cast.companies["restaurant"])
    declaration = declared(filing, 100_000)
    first, again = enter_declaration(declaration), enter_declaration(declaration)
    assert first == again
    assert StatementEntry.objects.count() == 1
    assert (of(cast).owed, of(cast).balance) == (100_000, 100_000)


def test_an_amendment_brings_the_difference(cast: Cast) -> None:
    filing = filing_of(cast.companies["restaurant"])
    enter_declaration(declared(filing, 100_000))
    before = EmployerEntry.objects.get()
    enter_declaration(declared(filing, 80_000, flow="dmfa_update", replaces=before))
    account = of(cast)
    assert (account.owed, account.corrected, account.balance) == (100_000, -20_000, 80_000)


@pytest.mark.parametrize(("result", "environment"), [(Result.REFUSED, "R"), (Result.ACCEPTED, "T")])
def test_nothing_is_owed_by_what_was_refused_or_is_a_test(
    cast: Cast, result: Result, environment: str
) -> None:
    filing = filing_of(cast.companies["restaurant"], environment=environment)
    assert enter_declaration(declared(filing, 100_000, result=result)) is None
    assert not StatementEntry.objects.exists()
    assert open_accounts() == []


def test_a_payment_goes_to_the_account_that_it_names(cast: Cast, account: Account) -> None:
    done = import_payments(statement([transfer(account, 60_000)], "S1", DAY))
    assert (done.statements, done.payments, done.matched) == (1, 1, 1)
    assert (of(cast).paid, of(cast).balance) == (60_000, 40_000)
    import_payments(statement([transfer(account, 50_000, "B2")], "S2", DAY))
    assert of(cast).balance == -10_000


def test_the_same_statement_twice_has_one_effect(cast: Cast, account: Account) -> None:
    file = statement([transfer(account, 60_000)], "S1", DAY)
    import_payments(file)
    again = import_payments(file.replace(b"T06:00:00", b"T09:30:00"))  # in another envelope
    assert (again.statements, again.known, again.payments) == (0, 1, 0)
    assert of(cast).paid == 60_000


def test_a_line_that_the_bank_tells_twice_is_one_payment(cast: Cast, account: Account) -> None:
    line = transfer(account, 60_000)
    done = import_payments(statement([line, line], "S1", DAY))
    assert (done.payments, done.repeated) == (1, 1)
    again = import_payments(statement([line], "S2", DAY))
    assert (again.payments, again.repeated) == (0, 1)
    assert of(cast).paid == 60_000


def test_two_payments_alike_are_two(cast: Cast, account: Account) -> None:
    lines = [transfer(account, 10_000, "B1"), transfer(account, 10_000, "B2")]
    import_payments(statement(lines, "S1", DAY))
    assert of(cast).paid == 20_000


def test_another_statement_of_the_same_number_is_refused(cast: Cast, account: Account) -> None:
    import_payments(statement([transfer(account, 60_000)], "S1", DAY))
    with pytest.raises(StatementError, match="S1"):
        import_payments(statement([transfer(account, 99_999, "B2")], "S1", DAY))
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    "reference", ["", "+++000/0000/00000+++", "123456789012", "RF18539007547034"]
)
def test_a_payment_without_a_known_reference_waits_for_a_person(
    cast: Cast, account: Account, reference: str
) -> None:
    import_payments(statement([Transfer(60_000, reference, "B1", note="?")], "S1", DAY))
    (waiting,) = Payment.objects.unmatched()
    assert waiting.cents == 60_000
    capacity = Capacity.objects.filter(institution__isnull=False)[0]
    filing = filing_of(cast.companies["restaurant"])
    assert assign(waiting, filing, capacity).matched_by == capacity
    assert of(cast).paid == 60_000
    assert not Payment.objects.unmatched()
    with pytest.raises(MatchedError):
        assign(waiting, filing, capacity)
    assert of(cast).paid == 60_000


def test_a_reference_of_a_filing_for_tests_matches_nothing(cast: Cast) -> None:
    filing = filing_of(cast.companies["restaurant"], environment="T")
    line = Transfer(1, shown(payment_reference(filing.pk)), "B1")
    assert import_payments(statement([line], "S1", DAY)).matched == 0


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_bank_does_each_cent_is_in_one_place(cast: Cast, seed: int) -> None:
    for key in ("restaurant", "builder"):
        for quarter, cents in ((20253, 123_456), (20254, 1), (20261, 100_000)):
            enter_declaration(declared(filing_of(cast.companies[key], quarter), cents))
    lines = pay(open_accounts(), seed)
    file = statement(lines, "S1", DAY)
    import_payments(file)
    import_payments(file)
    came_in = {line.bank_reference: line.cents for line in lines}
    matched = -sum(StatementEntry.objects.filter(kind="paid").values_list("cents", flat=True))
    waiting = sum(Payment.objects.unmatched().values_list("cents", flat=True))
    assert matched + waiting == sum(came_in.values()) == 2 * 223_457
    assert all(account.balance >= 0 for account in open_accounts())


def test_the_double_misbehaves_in_every_way() -> None:
    many = [Account(number, 20261, 5_000, 0, 0) for number in range(1, 60)]
    lines = pay(many, 3)
    references = [line.bank_reference for line in lines]
    assert len(set(references)) < len(references)
    assert any(line.note for line in lines)
    assert any(line.reference and named(line.reference) is None for line in lines)
    assert pay(many, 3) == lines
    assert pay(many, 4) != lines


def test_references_are_checked() -> None:
    for key in (1, 97, 194, 9_999_999_999, *range(123_456, 10**10, 199_999_991)):
        reference = payment_reference(key)
        assert named(reference) == key
        assert named(shown(reference)) == key
        for place in range(12):
            digit = str((int(reference[place]) + 1) % 10)
            assert named(reference[:place] + digit + reference[place + 1 :]) is None
    assert shown(payment_reference(97)) == "+++000/0000/09797+++"
    assert named("") is None
    for wrong in (0, -1, 10**10):
        with pytest.raises(ValueError, match="payment_reference"):
            payment_reference(wrong)


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        (20254, date(2026, 1, 31)),
        (20261, date(2026, 4, 30)),
        (20262, date(2026, 7, 31)),
        (20263, date(2026, 10, 31)),
    ],
)
def test_the_last_day_to_pay(quarter: int, day: date) -> None:
    assert pay_by(quarter) == day
    late = Account(1, quarter, 10, 0, 9)
    assert late.is_overdue(date(2027, 1, 1))
    assert not late.is_overdue(day)
    assert not Account(1, quarter, 10, 0, 10).is_overdue(date(2027, 1, 1))


def test_the_commands_pay_what_is_open(
    cast: Cast, account: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("bank_double", "--seed", "1", "--on", "2026-04-20")
    path = tmp_path / "statement.xml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("import_payments", str(path))
    assert "1 statements" in capsys.readouterr().out
    assert BankStatement.objects.get().identification == "20260420-1"
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_payments", str(tmp_path / "none.xml"))
    path.write_text("<Document/>", encoding="utf-8")
    with pytest.raises(CommandError, match="no statement"):
        call_command("import_payments", str(path))


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_two_import_at_once_has_one_effect(cast: Cast) -> None:
    filing = filing_of(cast.companies["restaurant"])
    enter_declaration(declared(filing, 100_000))
    line = Transfer(60_000, shown(payment_reference(filing.pk)), "B1")
    file = statement([line], "S1", DAY)

    def work(_number: int) -> int:
        try:
            return import_payments(file).payments
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert of(cast).paid == 60_000


def test_what_is_sent_and_amended_comes_to_the_account_by_itself(cast: Cast) -> None:
    """A clerk at 9 000.00 owes 3 426.30 and a student 81.30; 500.00 more pay is 190.35 more."""
    company, office = cast.companies["restaurant"], cast.applications["payroll-software"]
    hire(company, INSS)
    people = samples.person(CLERK), samples.person(STUDENT, 2)
    send(office, samples.document(samples.declaration(*people)))
    (account,) = accounts(company)
    assert (account.owed, account.balance) == (350_760, 350_760)

    filing = Filing.objects.get(pk=account.filing)
    clerk = next(each for each in current(filing) if each.worker_code == 495)
    more = samples.changed(
        CLERK,
        Occupation__Remun__RemunAmount="00000950000",
        WorkerContribution__ContributionCalculationBasis="00000950000",
        WorkerContribution__ContributionAmount="00000361665",
    )
    send(office, change(filing, clerk, more))
    assert (of(cast).owed, of(cast).corrected, of(cast).balance) == (350_760, 19_035, 369_795)

    send(office, change(filing, clerk, more))  # out of date: refused
    assert of(cast).balance == 369_795
    send(cast.applications["payroll-software-test"], samples.document(samples.declaration(*people)))
    assert of(cast).balance == 369_795
