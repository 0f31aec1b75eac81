"""What waits for an office: applications and objections that were sent and that nobody took."""

from datetime import timedelta

from django.utils import timezone

from benefits.claims.models import Claim
from benefits.claims.queries import ClaimQuerySet
from benefits.granting.models import Finding
from benefits.granting.queries import FindingQuerySet
from benefits.objections.models import Objection
from benefits.objections.queries import ObjectionQuerySet
from casework.cases.access import schemes_of
from portal.access.door import persons_near
from portal.access.models import Capacity


def waiting_for(capacity: Capacity, scheme: str = "", days: int = 0) -> ClaimQuerySet:
    """Return what a caseworker can take, the oldest first, with the person; never of
    somebody near.

    `scheme` keeps one right, `days` what has waited for at least so many days.
    """
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    claims = Claim.objects.waiting().filter(
        scheme__in=schemes_of(capacity.institution), case__isnull=True
    )
    if scheme:
        claims = claims.filter(scheme=scheme)
    if days:
        since = timezone.localdate() - timedelta(days=days)
        claims = claims.filter(submitted_at__date__lte=since)
    return claims.exclude(person__in=persons_near(capacity)).select_related("person")


def objections_for(capacity: Capacity, scheme: str = "", days: int = 0) -> ObjectionQuerySet:
    """Return the objections that a caseworker can take, the oldest first, as `waiting_for`.

    Never those against decisions of their own.
    """
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    objections = Objection.objects.waiting().filter(
        scheme__in=schemes_of(capacity.institution), case__isnull=True
    )
    if scheme:
        objections = objections.filter(scheme=scheme)
    if days:
        since = timezone.localdate() - timedelta(days=days)
        objections = objections.filter(made_at__date__lte=since)
    own = objections.exclude(decision__decided_by=capacity.user)
    return own.exclude(person__in=persons_near(capacity)).select_related("person", "decision")


def findings_for(capacity: Capacity, scheme: str = "", days: int = 0) -> FindingQuerySet:
    """Return what the rules left to people and a caseworker can take, as `waiting_for`."""
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    findings = Finding.objects.waiting().filter(
        scheme__in=schemes_of(capacity.institution), case__isnull=True
    )
    if scheme:
        findings = findings.filter(scheme=scheme)
    if days:
        since = timezone.localdate() - timedelta(days=days)
        findings = findings.filter(found_at__date__lte=since)
    return findings.exclude(person__in=persons_near(capacity)).select_related("person")
