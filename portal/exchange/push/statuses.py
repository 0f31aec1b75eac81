"""The states of a subscription from outside, and which follows which."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PushStatus(models.TextChoices):
    """How far a subscription is; nothing is told before it is active or once it ended."""

    ASKED = "asked", _("asked: its receiver has not answered yet")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused: its receiver failed for a day")
    ENDED = "ended", _("ended")


MOVES: Final = {
    PushStatus.ASKED: {PushStatus.ACTIVE, PushStatus.ENDED},
    PushStatus.ACTIVE: {PushStatus.PAUSED, PushStatus.ENDED},
    PushStatus.PAUSED: {PushStatus.ACTIVE, PushStatus.ENDED},
    PushStatus.ENDED: set(),
}
# Whose changes are kept for it; a paused receiver finds them when it is back.
KEPT: Final = (PushStatus.ACTIVE, PushStatus.PAUSED)
