"""Social risks as facts: what accepted declarations say of a worker, and who was told."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.channels.models import Declaration
from declarations.social_risk import queries
from portal.access.models import Environment
from portal.documents.models import Letter
from portal.people.models import Company, Institution, Person


class Risk(models.Model):
    """A risk that a company declared of a worker, as it stands after amendments.

    `flow` is its scenario and `kind` its identification in three digits; `until` is absent where
    the risk goes on. `standing` is the declaration that counts. `objects` holds the real ones,
    `every` also the tests, which are kept apart.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="risks", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="risks", db_index=False)
    flow = models.CharField(max_length=8)
    kind = models.CharField(max_length=3, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    standing = models.OneToOneField(Declaration, models.PROTECT, related_name="+")
    is_cancelled = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())
    environment = models.CharField(max_length=1, choices=Environment, default=Environment.REAL)

    objects = queries.RealRiskManager()
    every = queries.RiskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
        indexes = [
            models.Index(fields=["person", "flow", "since"], name="risk_of_person"),
            models.Index(fields=["company", "-changed_at"], name="risk_of_company"),
        ]


class RiskDeclaration(models.Model):
    """An accepted declaration takes part in a risk: the first, an amendment, a cancellation.

    `letter` is the proof on paper, of the end of a contract.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="history")
    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="risk_effect")
    letter = models.OneToOneField(
        Letter, models.PROTECT, null=True, blank=True, related_name="risk_effect"
    )

    class Meta:
        ordering = ["declaration_id"]


class RiskDelivery(models.Model):
    """An accepted declaration is for an institution, because the person has a file there.

    Without an institution, nobody at hand is competent: the worker chooses where to apply.
    """

    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="risk_delivery")
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="deliveries")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, db_index=False
    )
    at = models.DateTimeField(db_default=Now())

    objects = queries.RiskDeliveryQuerySet.as_manager()
    number: str  # the person's, where `with_all` added it

    class Meta:
        indexes = [models.Index(fields=["institution", "id"], name="risk_delivery_of")]


class AnswerKind(models.TextChoices):
    """What an institution says of a declaration that was delivered."""

    TAKEN = "taken", _("taken into the file")
    RETURNED = "returned", _("sent back: not competent")
    DECIDED = "decided", _("decided")


class RiskAnswer(models.Model):
    """What an institution answered on a delivery. Never edited."""

    delivery = models.ForeignKey(
        RiskDelivery, models.PROTECT, related_name="answers", db_index=False
    )
    kind = models.CharField(max_length=8, choices=AnswerKind)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_answer_once", fields=["delivery", "kind"])
        ]
