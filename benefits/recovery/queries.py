"""Reads of debts: how they arose, what was asked and arranged, and what is sent back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from benefits.payments.models import Account, Posting
from portal.people.models import Person

if TYPE_CHECKING:
    from benefits.recovery.models import Allocation, Arrangement, DebtRequest, Repayment


class DebtRequestQuerySet(models.QuerySet["DebtRequest"]):
    """What people ask of their debts."""

    def waiting(self) -> "DebtRequestQuerySet":
        """Return those of which nobody decided, the oldest first; what a second person sent back
        waits again."""
        from benefits.recovery.models import Arrangement

        standing = Arrangement.objects.exclude(review__approved=False).filter(request__isnull=False)
        return self.exclude(pk__in=standing.values("request")).order_by("made_at", "pk")

    def of_debt(self, person: Person, scheme: str) -> "DebtRequestQuerySet":
        """Return those about the debt of a person for a right."""
        return self.filter(person=person, scheme=scheme)


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    """What was decided of debts."""

    def of_debt(self, person: Person, scheme: str) -> "ArrangementQuerySet":
        """Return those about the debt of a person for a right, newest first, with their review."""
        found = self.filter(person=person, scheme=scheme).select_related("request", "letter")
        return found.select_related("review__letter").order_by("-pk")

    def in_effect(self) -> "ArrangementQuerySet":
        """Return those that took effect: at once, or once a second person approved."""
        return self.filter(Q(waits=False) | Q(review__approved=True))

    def to_review(self) -> "ArrangementQuerySet":
        """Return those that wait for a second person, the oldest first."""
        return self.filter(waits=True, review__isnull=True).order_by("decided_at", "pk")


class RepaymentQuerySet(models.QuerySet["Repayment"]):
    """Lines of the bank."""

    def unmatched(self) -> "RepaymentQuerySet":
        """Return those of which nobody knows whose debt they pay, the oldest first."""
        return self.filter(match__isnull=True).order_by("booked_on", "pk")

    def unnamed(self) -> "RepaymentQuerySet":
        """Return those of which nobody has said yet what becomes of them, the oldest first."""
        from benefits.recovery.models import Allocation

        return self.unmatched().exclude(pk__in=Allocation.objects.standing().values("repayment"))


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """What was said of money that names no debt."""

    def standing(self) -> "AllocationQuerySet":
        """Return those that nobody sent back."""
        return self.exclude(review__approved=False)

    def to_review(self) -> "AllocationQuerySet":
        """Return those that wait for a second person, the oldest first."""
        return self.filter(waits=True, review__isnull=True).order_by("decided_at", "pk")


@dataclass(frozen=True)
class Debt:
    """What moved the debt of a person for a right: each posting, the oldest first."""

    postings: list[Posting]

    @property
    def name(self) -> int:
        """The number of the posting with which it began: its structured reference names it."""
        return self.postings[0].pk


def debt_of(person: Person, scheme: str) -> Debt | None:
    """Return what moved a debt; None where a person never owed anything for a right."""
    of = Posting.objects.filter(person=person, scheme=scheme)
    postings = list(
        of.filter(Q(debit=Account.DEBT) | Q(credit=Account.DEBT))
        .select_related("decision")
        .order_by("posted_at", "pk")
    )
    began = next((place for place, each in enumerate(postings) if each.debit == Account.DEBT), None)
    return None if began is None else Debt(postings[began:])


def named_debts(numbers: Collection[int]) -> dict[int, Posting]:
    """Return the postings that began the debts of these numbers, by number."""
    return Posting.objects.filter(debit=Account.DEBT).in_bulk(numbers)
