"""What waits, one row for each thing, in the order in which it is taken."""

from django.db import models
from django.db.models import Func, IntegerField
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from benefits.claims.models import Claim
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.queue import queries
from portal.access.models import User
from portal.people.models import Person


class Kind(models.TextChoices):
    """From where something comes into the queue."""

    CLAIM = "claim", _("Application")
    OBJECTION = "objection", _("Objection")
    LATE = "late", _("Late objection")
    REVIEW = "review", _("A right that no longer fits")
    ASKS = "asks", _("A right to look at first")
    CORRECTS = "corrects", _("A source says otherwise")
    PAYS = "pays", _("An amount that is not known")
    SAMPLED = "sampled", _("A decision drawn to be checked")


class Waiting(models.Model):
    """What waits for an office: an application, an objection or a finding in nobody's hands.

    The database keeps these rows as what they are about comes and goes (triggers); they say nothing
    that does not stand elsewhere, and are one index to read the queue from, however long it is.
    `answer_by` is the law's last day to answer, `rank` is lower for who is more vulnerable
    (`vulnerability.py`), `not_for` who made the decision that is contested.
    """

    kind = models.CharField(max_length=9, choices=Kind)
    claim = models.OneToOneField(Claim, models.CASCADE, null=True, related_name="waiting")
    objection = models.OneToOneField(Objection, models.CASCADE, null=True, related_name="waiting")
    finding = models.OneToOneField(Finding, models.CASCADE, null=True, related_name="waiting")
    reference = models.UUIDField(unique=True)  # of what it is about
    person = models.ForeignKey(Person, models.CASCADE, related_name="waiting")
    scheme = models.CharField(max_length=40)
    sector = models.PositiveSmallIntegerField()  # whose offices decide on the right
    language = models.CharField(max_length=2)
    came_at = models.DateTimeField()
    answer_by = models.DateField()
    rank = models.PositiveSmallIntegerField()
    not_for = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = queries.WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="waiting_about_one",
                condition=Exact(
                    Func(
                        "claim",
                        "objection",
                        "finding",
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    1,
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["sector", "answer_by", "rank", "came_at", "id"], name="waiting_in_order"
            )
        ]

    @property
    def about(self) -> Claim | Objection | Finding:
        """Return what it is about."""
        about = self.claim or self.objection or self.finding
        assert about is not None  # noqa: S101 - the database wants one of them
        return about
