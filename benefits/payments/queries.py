"""Reads of the ledger: what was due to a person, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, F, QuerySet, Sum, Value, When

from benefits.payments.models import Account, BankVerdict, Payment, Posting, PostingKind
from portal.people.models import Person


@dataclass(frozen=True)
class Balance:
    """What one right comes to for one person, in cents: due = paid + withheld + open - debt."""

    due: int
    withheld: int
    ordered: int
    owed: int
    debt: int


def balance(person: Person, scheme: str) -> Balance:
    """Return the balance of a right of a person over all months."""
    of = Posting.objects.filter(person=person, scheme=scheme)
    return Balance(
        due=-_standing(of, Account.BENEFITS),
        withheld=_standing(of, Account.TAX),
        ordered=_standing(of, Account.BANK),
        owed=_standing(of, Account.OWED),
        debt=-_standing(of, Account.DEBT),
    )


def _standing(postings: QuerySet[Posting], account: Account) -> int:
    """Return what stands on an account: credits less debits."""
    signed = Case(
        When(credit=account, then=F("cents")),
        When(debit=account, then=-F("cents")),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    return postings.aggregate(sum=Sum(signed))["sum"] or 0


def payments_of(person: Person) -> QuerySet[Payment]:
    """Return the payments of a person, newest first, with the run and the bank's answers."""
    return (
        Payment.objects.filter(person=person)
        .select_related("run", "account")
        .prefetch_related("answers")
        .order_by("-pk")
    )


def debts_of(person: Person) -> dict[str, int]:
    """Return what a person has to pay back, by right, in cents; nothing where there is no debt."""
    of = Posting.objects.filter(person=person)
    schemes = of.filter(debit=Account.DEBT).values_list("scheme", flat=True).distinct()
    found = {scheme: -_standing(of.filter(scheme=scheme), Account.DEBT) for scheme in schemes}
    return {scheme: cents for scheme, cents in found.items() if cents > 0}


def made_of(payments: Iterable[Payment]) -> dict[int, list[Posting]]:
    """Return what each payment's run booked for its person and right, by payment."""
    chosen = list(payments)
    postings = Posting.objects.filter(
        run__in=[payment.run_id for payment in chosen],
        person__in=[payment.person_id for payment in chosen],
    ).exclude(kind__in=[PostingKind.ORDERED, PostingKind.REJECTED])
    found: dict[tuple[int | None, int, str], list[Posting]] = {}
    for posting in postings.order_by("month", "pk"):
        found.setdefault((posting.run_id, posting.person_id, posting.scheme), []).append(posting)
    return {
        payment.pk: found.get((payment.run_id, payment.person_id, payment.scheme), [])
        for payment in chosen
    }


def without_answer(before: date) -> QuerySet[Payment]:
    """Return payments that were to be paid before a day and of which the bank said nothing."""
    return Payment.objects.filter(run__pay_on__lt=before, run__sent__isnull=False).exclude(
        answers__verdict__in=BankVerdict.values
    )
