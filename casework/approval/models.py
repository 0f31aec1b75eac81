"""Decisions by hand that wait for a second person: what one proposed, what another said of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from benefits.decisions.models import Decision
from casework.cases.models import Case
from portal.access.models import User


class Proposal(models.Model):
    """What a caseworker would decide in a case: it waits until somebody else reviews it.

    `outcome` is one of a decision or of an answer to an objection; `found` the facts established;
    amount and days are those that the rule gave, so that a change in between is seen.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=8)
    motivation = models.TextField(blank=True)
    found = models.JSONField()
    amount = models.BigIntegerField()  # cents
    amount_unit = models.CharField(max_length=8, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    effect = models.BigIntegerField()  # cents over a year
    proposed_by = models.ForeignKey(User, models.PROTECT)
    proposed_at = models.DateTimeField(db_default=Now())


class Review(models.Model):
    """What a second caseworker said: approved, with the decision that was made, or why not.

    The database refuses who proposed it, and who lives with them or with whom it is about.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="review")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT)
    reviewed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_decides_or_says_why",
                condition=Q(approved=True, decision__isnull=False)
                | Q(approved=False, decision__isnull=True) & ~Q(reason=""),
            )
        ]
