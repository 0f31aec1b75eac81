"""What is not among somebody's competences is neither taken by them nor given to them."""

from django.utils.translation import gettext

from casework.staff.models import Profile
from casework.training.exercises import EXERCISES, Exercise
from casework.training.models import PracticeResult
from portal.access.models import Capacity


class NotCompetentError(Exception):
    """It is not among the competences that a supervisor gave the caseworker."""

    def __str__(self) -> str:
        """Say to somebody that they may not take something."""
        return gettext(
            "You may not take this: it is not among your competences. Ask your supervisor."
        )

    def of_colleague(self) -> str:
        """Say to somebody that a colleague may not have it."""
        return gettext("This is not among the competences of this colleague.")


def require_competence(capacity: Capacity, scheme: str, kind: str, language: str) -> None:
    """Raise `NotCompetentError` for a right, kind or language that a caseworker may not take, and
    for anything before they passed the exercises that they have to."""
    said = Profile.objects.of(capacity)
    if said and (not said.allows(scheme, kind, language) or lacking(said)):
        raise NotCompetentError


def lacking(said: Profile) -> list[Exercise]:
    """Return the exercises that a caseworker must pass first and did not yet."""
    if not said.exercises:
        return []
    marks = PracticeResult.objects.marks([said.capacity])
    passed = {each.practice.exercise for each in marks}
    return [EXERCISES[each] for each in said.exercises if each in EXERCISES.keys() - passed]
