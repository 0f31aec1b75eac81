"""How an application goes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimStatus(models.TextChoices):
    """How far an application is."""

    DRAFT = "draft", _("to complete")
    SUBMITTED = "submitted", _("sent")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")


# verb: (from which statuses, to which one)
MOVES: dict[str, tuple[frozenset[ClaimStatus], ClaimStatus]] = {
    "submit": (frozenset({ClaimStatus.DRAFT}), ClaimStatus.SUBMITTED),
    "decide": (frozenset({ClaimStatus.SUBMITTED}), ClaimStatus.DECIDED),
    "withdraw": (frozenset({ClaimStatus.DRAFT, ClaimStatus.SUBMITTED}), ClaimStatus.WITHDRAWN),
}
