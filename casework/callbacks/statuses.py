"""How a call-back goes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallBackStatus(models.TextChoices):
    """How far a call-back is."""

    ASKED = "asked", _("we will call")
    REACHED = "reached", _("we spoke with you")
    GIVEN_UP = "given_up", _("we did not reach you")
    WITHDRAWN = "withdrawn", _("withdrawn")


_ASKED = frozenset({CallBackStatus.ASKED})

# verb: (from which statuses, to which one). "ask" makes it; who is missed is called again.
MOVES: dict[str, tuple[frozenset[CallBackStatus], CallBackStatus]] = {
    "ask": (frozenset(), CallBackStatus.ASKED),
    "reach": (_ASKED, CallBackStatus.REACHED),
    "miss": (_ASKED, CallBackStatus.ASKED),
    "give_up": (_ASKED, CallBackStatus.GIVEN_UP),
    "withdraw": (_ASKED, CallBackStatus.WITHDRAWN),
}
