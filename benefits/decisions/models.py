"""Decisions: a new version, never an edit; each with its steps, its ground and its cause."""

import uuid
from datetime import date

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.claims.models import Claim
from benefits.decisions import queries
from portal.access.models import User
from portal.documents.models import Letter
from portal.exchange.models import Event
from portal.people.models import Person


class DecisionOutcome(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class Decision(models.Model):
    """A decision about a right of a person.

    `explanation` is the rule's own account (steps, figures, articles); `facts` is what the rule
    was given, so that the decision can be computed again. `event` is what caused it: a message, or
    what the portal found and a person looked at. Without `decided_by` the rule alone made it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions", db_index=False)
    scheme = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # The first day of the part that it is about, where employers declare a right in parts (a month
    # without work, hours that are worked again); none for the first part, and for the whole.
    part = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=DecisionOutcome)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)  # cents
    amount_unit = models.CharField(max_length=8, blank=True)  # "day", "month" or "once"
    legal_ground = models.CharField(max_length=300)
    facts = models.JSONField()
    explanation = models.JSONField()
    motivation = models.TextField(blank=True)  # a caseworker's own words to the person
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, db_index=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, db_index=False)
    decided_at = models.DateTimeField(db_default=Now())
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="decision")

    objects = queries.DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_in_order",
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gte=F("starts")),
            ),
            models.CheckConstraint(
                name="decision_has_one_cause",
                condition=Q(event__isnull=False)
                | Q(decided_by__isnull=False)
                & (Q(claim__isnull=False) | Q(replaces__isnull=False)),
            ),
            # Without application there is one first version, whatever caused it (below).
            models.UniqueConstraint(
                name="decision_once_for_an_event",
                fields=["event", "person", "scheme"],
                condition=Q(replaces__isnull=True, claim__isnull=False),
            ),
            models.UniqueConstraint(
                name="decision_part_once_for_a_claim",
                fields=["claim", "part"],
                condition=Q(replaces__isnull=True, claim__isnull=False),
                nulls_distinct=False,
            ),
            # Nothing is granted twice without asking: what follows is a version of the first one.
            models.UniqueConstraint(
                name="decision_first_version_once_without_claim",
                fields=["person", "scheme", "part"],
                condition=Q(replaces__isnull=True, claim__isnull=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-decided_at"], name="decision_of_person"),
            # Most decisions follow from a rule: they have neither.
            models.Index(
                fields=["claim"], name="decision_of_claim", condition=Q(claim__isnull=False)
            ),
            models.Index(
                fields=["decided_by"],
                name="decision_by_user",
                condition=Q(decided_by__isnull=False),
            ),
            BrinIndex(fields=["decided_at"], name="decision_by_time"),
        ]

    def gives(self, starts: date | None, ends: date | None) -> bool:
        """Say whether this is a grant for exactly these days."""
        return (
            self.outcome == DecisionOutcome.GRANTED and self.starts == starts and self.ends == ends
        )


class BeneficiaryRole(models.TextChoices):
    """Why somebody has the right."""

    HOLDER = "holder", _("holder")
    PARTNER = "partner", _("partner")
    DEPENDANT = "dependant", _("dependant")
    MEMBER = "member", _("member of the household")


class Beneficiary(models.Model):
    """A person whom a granted right covers."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="beneficiaries", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="benefits")
    role = models.CharField(max_length=10, choices=BeneficiaryRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="beneficiary_once", fields=["decision", "person"])
        ]
