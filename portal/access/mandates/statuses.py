"""How a mandate goes, and who makes it go: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access.models import Service


class MandateStatus(models.TextChoices):
    """How far a mandate is."""

    ASKED = "asked", _("asked")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


LIVE = (MandateStatus.ASKED, MandateStatus.CONFIRMED)


class Party(models.TextChoices):
    """The two between whom a mandate is."""

    GIVER = "giver", _("who gives the mandate")
    HOLDER = "holder", _("who holds the mandate")


class Mover(models.TextChoices):
    """Who may make a move: by what they did before, not by which party they are."""

    ASKER = "asker", _("who asked")
    ASKED = "asked", _("who was asked")
    EITHER = "either", _("either of the two")


# verb: (from which statuses, to which one, by whom). "ask" makes the mandate.
MOVES: dict[str, tuple[frozenset[MandateStatus], MandateStatus, Mover]] = {
    "ask": (frozenset(), MandateStatus.ASKED, Mover.ASKER),
    "confirm": (frozenset({MandateStatus.ASKED}), MandateStatus.CONFIRMED, Mover.ASKED),
    "refuse": (frozenset({MandateStatus.ASKED}), MandateStatus.REFUSED, Mover.ASKED),
    "withdraw": (frozenset({MandateStatus.ASKED}), MandateStatus.ENDED, Mover.ASKER),
    "end": (frozenset({MandateStatus.CONFIRMED}), MandateStatus.ENDED, Mover.EITHER),
}

COMPANY_SERVICES = (Service.HIRING, Service.WAGES)


class Help(models.TextChoices):
    """What a citizen may let a helper do."""

    APPLICATIONS = "applications", _("applications, decisions and letters")
    OWN_DATA = "own_data", _("own data")
    EVERYTHING = "everything", _("everything that a helper may do")


# Each with what it lets in.
LETS_IN = {
    Help.APPLICATIONS: frozenset({Help.APPLICATIONS}),
    Help.OWN_DATA: frozenset({Help.OWN_DATA}),
    Help.EVERYTHING: frozenset({Help.APPLICATIONS, Help.OWN_DATA}),
}
