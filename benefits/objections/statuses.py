"""What became of an objection: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectionOutcome(models.TextChoices):
    """What the office answered."""

    UPHELD = "upheld", _("decided again")
    REJECTED = "rejected", _("rejected")
