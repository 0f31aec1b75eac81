"""Reads of surveys."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import connection, models
from django.utils import timezone

from portal.people.models import Institution

if TYPE_CHECKING:
    from casework.surveys.models import Survey


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys."""

    def of_office(self, office: Institution | None) -> "SurveyQuerySet":
        """Return those of an office, the latest first."""
        return self.filter(office=office).order_by("-opened_at", "-pk")

    def open_now(self, office: Institution | None) -> "Survey | None":
        """Return the one that staff of an office can answer today."""
        return self.of_office(office).filter(closes__gte=timezone.localdate()).first()


def results(office: Institution) -> dict[int, dict[str, dict[int, int]]]:
    """Return what came of an office's closed surveys that enough people answered, for its
    supervisor: by survey (its id) and question, how many gave which score."""
    found: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM survey_results(%s)", [office.pk])
        for survey, question, score, people in cursor.fetchall():
            found[survey][question][score] = people
    return found
