"""Open a survey, and answer it once without leaving a trace of who said what."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from casework.surveys.models import Survey
from portal.access.models import Capacity, CapacityKind


class SurveyRefusedError(Exception):
    """The survey is not for who asks, is closed, or was answered by them already."""


@transaction.atomic
def open_survey(capacity: Capacity, closes: date) -> Survey:
    """Ask the staff of a supervisor's office until a day.

    Raises `SurveyRefusedError` where one is open, or for who is no supervisor.
    """
    office = capacity.institution
    if capacity.kind != CapacityKind.SUPERVISOR or office is None:
        raise SurveyRefusedError
    if Survey.objects.open_now(office):
        raise SurveyRefusedError
    return Survey.objects.create(office=office, opened_by=capacity, closes=closes)


def answer(survey: Survey, capacity: Capacity, scores: Mapping[str, int]) -> None:
    """Count the scores of one of the staff: by question, 1 to 5.

    Only sums are stored. Raises `SurveyRefusedError`.
    """
    if capacity.kind != CapacityKind.CASEWORKER or survey.office_id != capacity.institution_id:
        raise SurveyRefusedError
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer_survey(%s, %s, %s, %s)",
            [survey.pk, digest(survey, capacity), list(scores), list(scores.values())],
        )
        (counted,) = cursor.fetchone() or (False,)
    if not counted:
        raise SurveyRefusedError


def digest(survey: Survey, capacity: Capacity) -> str:
    """Return by what a survey knows that an account answered; only with the key it can be made."""
    about = f"{survey.reference}:{capacity.user_id}"
    made = salted_hmac("casework.surveys", about, secret=settings.SECRET_KEY, algorithm="sha256")
    return sha256(made.digest()).hexdigest()
