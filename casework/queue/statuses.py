"""From where things come into the queue: data only."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """From where something comes into the queue."""

    CLAIM = "claim", _("Application")
    OBJECTION = "objection", _("Objection")
    LATE = "late", _("Late objection")
    REVIEW = "review", _("A right that no longer fits")
    ASKS = "asks", _("A right to look at first")
    CORRECTS = "corrects", _("A source says otherwise")
    PAYS = "pays", _("An amount that is not known")
    SAMPLED = "sampled", _("A decision drawn to be checked")
    DECLARED = "declared", _("A declaration that contradicts the wages")
    ESTATE = "estate", _("Money of somebody who died")
    CONTACT = "contact", _("Question")
    SUPPORT = "support", _("Support asked for")


# What waits for one office; the rest waits for all offices of the sector that decides.
OF_OFFICE: Final = (Kind.CONTACT, Kind.SUPPORT)
ANY_OFFICE: Final = 0
NO_SCHEME: Final = ""  # of what concerns no right
