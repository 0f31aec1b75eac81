"""Reads of proposals."""

from django.db.models import QuerySet

from casework.approval.models import Proposal
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from portal.access.door import persons_near
from portal.access.models import Capacity


def with_case() -> QuerySet[Proposal]:
    """Return proposals with the case, what it is about, and who proposed."""
    return Proposal.objects.select_related(
        "case__claim__person",
        "case__objection__person",
        "case__objection__decision",
        "case__finding__person",
        "case__finding__decision",
        "proposed_by__person",
        "review__reviewed_by__person",
    )


def to_review(capacity: Capacity) -> QuerySet[Proposal]:
    """Return what waits in the office for another caseworker's word, the oldest first.

    Never what one proposed oneself, nor what is about somebody near.
    """
    near = persons_near(capacity)
    # An open case first: of closed ones there are many, and nothing of them waits.
    waits = Proposal.objects.filter(
        case__office=capacity.institution, case__status=CaseStatus.TAKEN, review__isnull=True
    )
    return (
        with_case()
        .filter(pk__in=list(waits.values_list("pk", flat=True)))
        .exclude(proposed_by=capacity.user)
        .exclude(case__claim__person__in=near)
        .exclude(case__objection__person__in=near)
        .exclude(case__finding__person__in=near)
        .order_by("proposed_at", "pk")
    )


def last_of(case: Case) -> Proposal | None:
    """Return the last proposal in a case, with its review."""
    return with_case().filter(case=case).order_by("-pk").first()


def is_proposed(case: Case) -> bool:
    """Say whether a decision was proposed in a case and waits for a second caseworker."""
    return Proposal.objects.filter(case=case, review__isnull=True).exists()
