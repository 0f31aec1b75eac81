"""What waits, one row for each thing, in the order in which it is taken."""

from django.db import models
from django.db.models import Func, IntegerField
from django.db.models.lookups import Exact

from benefits.claims.models import Claim
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.contacts.models import Contact
from casework.plans.models import SupportFile
from casework.queue import queries
from casework.queue.kinds import Source
from casework.queue.statuses import ANY_OFFICE, Kind
from portal.access.models import User
from portal.people.models import Person


class Waiting(models.Model):
    """What waits for an office in nobody's hands: an application, an objection, a finding, a
    question that is not answered, or somebody who asked for support.

    The database keeps these rows as what they are about comes and goes (triggers); they say nothing
    that does not stand elsewhere, and are one index to read the queue from, however long it is.
    `answer_by` is the last day to answer (`terms.py`), `rank` is lower for who is more vulnerable
    (`vulnerability.py`), `not_for` who made the decision that is contested. `scheme` is the right
    or the general subject that it concerns. `office` is the id of the one office for which it
    waits; a number and no key, so that one index holds it beside what any office may take.
    """

    kind = models.CharField(max_length=9, choices=Kind)
    claim = models.OneToOneField(Claim, models.CASCADE, null=True, related_name="waiting")
    objection = models.OneToOneField(Objection, models.CASCADE, null=True, related_name="waiting")
    finding = models.OneToOneField(Finding, models.CASCADE, null=True, related_name="waiting")
    contact = models.OneToOneField(Contact, models.CASCADE, null=True, related_name="waiting")
    support = models.OneToOneField(SupportFile, models.CASCADE, null=True, related_name="waiting")
    reference = models.UUIDField(unique=True)  # of what it is about
    person = models.ForeignKey(Person, models.CASCADE, related_name="waiting")
    scheme = models.CharField(max_length=40)
    sector = models.PositiveSmallIntegerField()  # whose offices answer
    office = models.BigIntegerField(default=ANY_OFFICE, db_default=ANY_OFFICE)
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
                        "contact",
                        "support",
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    1,
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["sector", "office", "scheme", "kind", "language", *queries.ORDER],
                name="waiting_lanes_of_offices",
                include=["person", "not_for"],  # so that counting reads the index alone
            )
        ]

    @property
    def about(self) -> Source:
        """Return what it is about."""
        about = self.claim or self.objection or self.finding or self.contact or self.support
        assert about is not None  # noqa: S101 - the database wants one of them
        return about
