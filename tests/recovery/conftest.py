"""Debts, and what the bank tells of money that came in."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from benefits.payments.accounts import tell_account
from benefits.payments.ledger import post_one
from benefits.payments.models import PostingKind
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.recovery.actions import Terms, arrange, review
from benefits.recovery.allocating import allocate
from benefits.recovery.allocating import review as review_allocation
from benefits.recovery.booking import receive
from benefits.recovery.models import ArrangementKind, Repayment
from benefits.recovery.queries import debt_of
from benefits.recovery.references import transfer_of
from casework.demo.building import Cast
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.payments.conftest import IBAN, jobless

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
RIGHT = "unemployment"


@pytest.fixture
def indebted(cast: Cast, settings: Any, tmp_path: Path) -> Person:
    """Emma, who was paid July on 2 300 a month and earned 2 000: the difference is a debt."""
    settings.PAYMENTS_PATH = tmp_path
    emma = cast.persons["emma"]
    tell_account(emma, IBAN)
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=200000, replaces=first)
    run(JULY)
    assert balance(emma, RIGHT).debt > 0
    return emma


def run(month: date) -> None:
    pay(month, month + timedelta(days=34))


def owing(person: Person, cents: int, scheme: str = RIGHT) -> Person:
    """Return somebody of whom more was booked for July than is due."""
    post_one(person, scheme, PostingKind.REDUCED, JULY, cents)
    return person


def reference_of(person: Person) -> str:
    """Return the structured communication of a person's debt, as it is written on a transfer."""
    debt = debt_of(person, RIGHT)
    assert debt
    return transfer_of(debt).reference


def notice(*entries: str, number: str = "N1", account: str = "") -> bytes:
    """Return a notification of the bank (camt.054) with these entries."""
    iban = account or django_settings.PAYER["iban"]
    return f"""<?xml version="1.0"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
        <GrpHdr><MsgId>{number}</MsgId></GrpHdr>
        <Ntfctn><Id>{number}</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>
        {"".join(entries)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>""".encode()


def paid_by(name: str, account: str) -> str:
    """Return what the bank says of a payer."""
    return f"""<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>
        <DbtrAcct><Id><IBAN>{account}</IBAN></Id></DbtrAcct></RltdPties>"""


def entry(amount: str, said: str, bank: str, more: str = "") -> str:
    """Return money that came in; `said` is what the payer wrote, `more` what else the bank says."""
    return f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>
        <AcctSvcrRef>{bank}</AcctSvcrRef><NtryDtls><TxDtls>{more}
        <RmtInf><Ustrd>{said}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def owe_and_repay(person: Person, first: Capacity, second: Capacity) -> None:
    """Let somebody owe 500 euros, pay back 100, of which 40 name no debt, and get the rest given up
    by two caseworkers."""
    owing(person, 50_000)
    receive(notice(entry("60.00", reference_of(person), "R1"), entry("40.00", "For you", "R2")))
    unnamed = Repayment.objects.unnamed().get()
    said = allocate(unnamed, (person, RIGHT), "Their name.", first.user, waits=True)
    review_allocation(said, second.user, approved=True)
    move_outbox()
    terms = Terms(ArrangementKind.GRACE, 40_000, None, "Not their fault.")
    made = arrange(person, RIGHT, terms, first.user, waits=True)
    review(made, second.user, approved=True)
