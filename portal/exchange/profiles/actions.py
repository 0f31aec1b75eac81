"""Propose changes of profiles, and approve or refuse them: nobody edits a profile in place."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity
from portal.directory.models import Authorisation, Profile
from portal.exchange.profiles.access import may_review
from portal.exchange.profiles.checks import check
from portal.exchange.profiles.models import ProfileChange, ProfileReview

TERMS = [field.name for field in Profile._meta.get_fields()]


class RefusedError(Exception):
    """It was reviewed already, or may not be by who asks; or what it is about changed since."""


def propose(
    capacity: Capacity, wanted: Authorisation, replaces: Authorisation | None = None
) -> ProfileChange:
    """Propose a profile, which is not saved, of the own institution; `replaces` would end before.

    Raises `ValidationError`, by field, where it cannot begin.
    """
    assert capacity.institution  # noqa: S101 - who acts for one
    wanted.institution = capacity.institution
    check(wanted, replaces)
    return _proposed(capacity, wanted, wanted.since, wanted.until, replaces)


def propose_end(capacity: Capacity, profile: Authorisation, last: date | None) -> ProfileChange:
    """Propose that a profile of the own institution ends on a day, or at once.

    Raises `ValidationError` for `until` where it ends by then or that day is over.
    """
    if last and last < timezone.localdate():
        raise ValidationError({"until": _("Choose today or a later day.")})
    if last and profile.until and last >= profile.until:
        raise ValidationError({"until": _("The profile ends on that day or before already.")})
    return _proposed(capacity, profile, None, last, profile)


@transaction.atomic
def approve(change: ProfileChange, capacity: Capacity) -> ProfileReview:
    """Let happen what was proposed, from the next request on.

    Whose first day is over by then begins today. Raises `RefusedError`.
    """
    _assert_may_review(change, capacity)
    first = max(change.since, timezone.localdate()) if change.since else None
    if change.replaces_id:
        _end(change.replaces_id, first - timedelta(days=1) if first else change.until)
    try:
        with transaction.atomic():
            return ProfileReview.objects.create(
                change=change,
                approved=True,
                began=_begun(change, first) if first else None,
                reviewed_by=capacity,
            )
    except IntegrityError as error:
        raise RefusedError from error


def refuse(change: ProfileChange, capacity: Capacity, reason: str) -> ProfileReview:
    """Send a proposal back, with the reason; raises `RefusedError`."""
    _assert_may_review(change, capacity)
    try:
        with transaction.atomic():
            return ProfileReview.objects.create(
                change=change, approved=False, reason=reason, reviewed_by=capacity
            )
    except IntegrityError as error:
        raise RefusedError from error


@transaction.atomic
def _proposed(
    capacity: Capacity,
    terms: Profile,
    since: date | None,
    until: date | None,
    replaces: Authorisation | None,
) -> ProfileChange:
    if ProfileChange.objects.waiting().about_the_same(terms).exists():
        field = "since" if since else "until"
        raise ValidationError({field: _("A proposal about this profile waits already.")})
    return ProfileChange.objects.create(
        **{name: getattr(terms, name) for name in TERMS},
        since=since,
        until=until,
        replaces=replaces,
        proposed_by=capacity,
    )


def _assert_may_review(change: ProfileChange, capacity: Capacity) -> None:
    if not may_review(capacity, change):
        raise RefusedError


def _end(profile: int, last: date | None) -> None:
    """End a profile that still lasts, held until we are done; without a day to come, at once."""
    lasting = Authorisation.objects.lasting().select_for_update(of=("self",))
    found = lasting.filter(pk=profile).first()
    if found is None:
        raise RefusedError
    if last is None or last < timezone.localdate() or last < found.since:
        found.ended_at = Now()
    elif found.until is None or last < found.until:
        found.until = last
    found.save(update_fields=["until", "ended_at"])


def _begun(change: ProfileChange, first: date) -> Authorisation:
    terms = {name: getattr(change, name) for name in TERMS}
    return Authorisation.objects.create(**terms, since=first, until=change.until)
