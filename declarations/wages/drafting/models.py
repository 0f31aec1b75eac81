"""A quarter while it is being filled in: what people of a company typed, worker by worker."""

from django.db import models
from django.db.models.functions import Now

from portal.access.models import Capacity
from portal.people.models import Company, Person


class DraftWorker(models.Model):
    """One worker of a quarter that is not sent yet.

    `content` is a `NaturalPerson` in the words of the information model, without identification
    and contributions. `version` counts the times it was saved, so that nobody writes over what a
    colleague saved in between. Who is left out is not sent.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    quarter = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    content = models.JSONField()
    is_left_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="draft_worker_once", fields=["company", "quarter", "person"]
            )
        ]
