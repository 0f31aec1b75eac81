"""How a case goes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    """How far a case is."""

    TAKEN = "taken", _("in hand")
    FREE = "free", _("waits again")
    CLOSED = "closed", _("closed")


# verb: (from which statuses, to which one). "take" makes the case.
MOVES: dict[str, tuple[frozenset[CaseStatus], CaseStatus]] = {
    "take": (frozenset(), CaseStatus.TAKEN),
    "hand_over": (frozenset({CaseStatus.TAKEN}), CaseStatus.TAKEN),
    "close": (frozenset({CaseStatus.TAKEN}), CaseStatus.CLOSED),
    "reopen": (frozenset({CaseStatus.CLOSED}), CaseStatus.TAKEN),
    "give_back": (frozenset({CaseStatus.TAKEN}), CaseStatus.FREE),
    "lapse": (frozenset({CaseStatus.FREE}), CaseStatus.CLOSED),
    "take_again": (frozenset({CaseStatus.FREE}), CaseStatus.TAKEN),
    "join": (frozenset({CaseStatus.TAKEN}), CaseStatus.TAKEN),
}
