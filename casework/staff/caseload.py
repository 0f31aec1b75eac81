"""How much caseworkers have in hand, and how much one may have."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from casework.staff.competence import NotCompetentError
from portal.access.models import Capacity
from portal.law.figures import Figures
from portal.people.models import Institution

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))


class CaseloadFullError(NotCompetentError):
    """The caseworker has as much in hand as one may."""

    def __str__(self) -> str:
        """Say so to who wanted to take or give more."""
        return gettext(
            "There is as much in hand already as one caseworker may have: %(most)s. Close or hand"
            " over something first."
        ) % {"most": most()}

    def of_colleague(self) -> str:
        """Say so to who wanted to give this colleague more."""
        told = gettext("This colleague has as much in hand already as one may have: %(most)s.")
        return told % {"most": most()}


@dataclass(frozen=True)
class Load:
    """What somebody has in hand: `intensive` are those of the `supported` who need most."""

    cases: int = 0
    questions: int = 0
    supported: int = 0
    intensive: int = 0

    @property
    def whole(self) -> int:
        """Return all that counts for the limit."""
        return self.cases + self.questions + self.supported


def most() -> int:
    """Return how much one caseworker may have in hand today."""
    return FIGURES.on("in_hand_per_caseworker", timezone.localdate()).value


def require_room(capacity: Capacity, more: int = 1) -> None:
    """Raise `CaseloadFullError` where a caseworker may not have so much more in hand.

    Counted by the database under a lock until the end of the transaction: of two who give somebody
    the last place at once, one is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_hands(%s, %s)", [capacity.user_id, capacity.institution_id])
        ((held,),) = cursor.fetchall()
    if held + more > most():
        raise CaseloadFullError


def caseload(office: Institution) -> dict[int, Load]:
    """Return what each worker of an office has in hand, by the id of the account; for its
    supervisor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker, cases, questions, supported, intensive FROM caseload(%s)", [office.pk]
        )
        return {worker: Load(*held) for worker, *held in cursor.fetchall()}
