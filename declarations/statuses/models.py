"""Social statuses that institutions report: facts from which rights are derived."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.statuses import queries
from portal.exchange.models import Message
from portal.people.models import Institution, Person


class StatusKind(models.TextChoices):
    """Statuses, each held by the institution that grants it."""

    INTEGRATION_INCOME = "integration_income", _("integration income")
    EQUIVALENT_AID = "equivalent_aid", _("financial aid equal to integration income")
    ELDERLY_INCOME_GUARANTEE = "elderly_income_guarantee", _("income guarantee for the elderly")
    INCOME_REPLACEMENT = "income_replacement", _("income-replacement allowance")


# The network's quality code ("sector/code") in which the institution knows the person.
QUALITY_OF = {
    StatusKind.INTEGRATION_INCOME: "17/2",
    StatusKind.EQUIVALENT_AID: "17/3",
    StatusKind.ELDERLY_INCOME_GUARANTEE: "5/30",
    StatusKind.INCOME_REPLACEMENT: "16/5",
}


class StatusReport(models.Model):
    """An institution says that a person has had a status over a period. Never edited."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="status_report")
    institution = models.ForeignKey(Institution, models.PROTECT)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="status_reports", db_index=False
    )
    kind = models.CharField(max_length=24, choices=StatusKind)
    legal_context = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # last day known; none: still running
    reported_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = queries.StatusReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="status_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            )
        ]
        indexes = [models.Index(fields=["person", "kind"], name="status_of_person")]
