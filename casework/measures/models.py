"""Figures by week: counted by a task, since whom a page serves may not read what is counted."""

from django.db import models
from django.db.models.functions import Now

from portal.people.models import Institution


class WeeklyFigure(models.Model):
    """A figure of a measure for a week; of an office, or without one of the whole portal.

    `part` tells the parts of a measure apart. The figures of the last weeks are counted again.
    """

    measure = models.CharField(max_length=24)
    part = models.CharField(max_length=24)
    office = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)
    week = models.DateField()  # its Monday
    value = models.BigIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="weekly_figure_once",
                fields=["measure", "part", "office", "week"],
                nulls_distinct=False,
            )
        ]
