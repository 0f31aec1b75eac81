"""Partner organisations, the places that they offer, and who is referred to them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from casework.plans.models import SupportFile
from casework.referrals import queries
from casework.referrals.statuses import (
    LIVE,
    TAKES_PLACE,
    Outcome,
    PartnerKind,
    ReferralStatus,
    Region,
)
from portal.access.models import Capacity, User
from portal.people.models import Institution, Person


class Partner(models.Model):
    """An organisation that helps people towards work; its agents act for it as an institution.

    `office` is the one whose supervisor registered it. Once it is ended nobody is referred to it
    any more; who is, stays.
    """

    institution = models.OneToOneField(Institution, models.PROTECT, related_name="partner")
    kind = models.CharField(max_length=20, choices=PartnerKind)
    office = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="partners_registered"
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)


class PartnerMove(models.Model):
    """Each step of a partner: registered, ended or registered anew, by whom. Never edited."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    kind = models.CharField(max_length=20, choices=PartnerKind)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Offer(models.Model):
    """Something that a partner offers over a period, for a purpose, with so many places: help, a
    training, or vacancies, of a joint committee where the work is of one.

    `office` is the one whose supervisor entered it for the partner. Once it is ended nobody is
    referred to it any more; who is, stays.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers")
    purpose = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField()
    places = models.PositiveSmallIntegerField()
    # For whom it is; empty: for anybody.
    region = models.CharField(max_length=16, choices=Region, blank=True, default="", db_default="")
    joint_committee = models.CharField(max_length=9, blank=True, default="", db_default="")
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    office = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="offers_entered"
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = queries.OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="offer_in_order", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="offer_has_places", condition=Q(places__gte=1)),
        ]


class OfferMove(models.Model):
    """Each step of an offer: offered, changed or ended, by whom, and what it said then (`said`, by
    the names of its fields). Never edited."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    said = models.JSONField()
    at = models.DateTimeField(db_default=Now())


class Referral(models.Model):
    """A person is referred to an offer, with a place of it, numbered from 1: each is given once.

    `shares` says what the partner reads of the support file, as the purpose wanted it then.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="referrals", db_index=False)
    status = models.CharField(max_length=9, choices=ReferralStatus, editable=False)
    place = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    words = models.TextField()  # what the counsellor asks of the partner; the person reads it
    shares = models.JSONField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, editable=False)
    made_at = models.DateTimeField(db_default=Now())

    objects = queries.ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="referral_place_once", fields=["offer", "place"]),
            models.UniqueConstraint(
                name="referral_once", fields=["file", "offer"], condition=Q(status__in=LIVE)
            ),
            models.CheckConstraint(
                name="referral_has_its_place",
                condition=Q(status__in=TAKES_PLACE, place__gte=1)
                | ~Q(status__in=TAKES_PLACE) & Q(place__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_ends_with_an_outcome",
                condition=Q(status="ended", outcome__in=Outcome.values)
                | ~Q(status="ended") & Q(outcome=""),
            ),
        ]


class ReferralMove(models.Model):
    """Each step of a referral: which verb, by whom, when, and in which words. Never edited."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    user = models.ForeignKey(User, models.PROTECT)
    words = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())


class Suggestion(models.Model):
    """A counsellor suggests an offer to the person of a support file: once, with the reasons for
    which the rule found it (codes of `matching.REASONS`). Never edited."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(
        SupportFile, models.PROTECT, related_name="suggestions", db_index=False
    )
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="suggestions")
    reasons = models.JSONField()
    words = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.PROTECT)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="suggestion_once", fields=["file", "offer"]),
        ]


class SuggestionAnswer(models.Model):
    """What the person says of a suggestion: wants it, or why not. Once, never edited."""

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="answer")
    wanted = models.BooleanField()
    why = models.TextField(blank=True)
    given_by = models.ForeignKey(User, models.PROTECT)
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suggestion_wanted_or_why_not", condition=Q(wanted=True) | ~Q(why="")
            )
        ]
