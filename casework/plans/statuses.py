"""How a support file goes, and which support there is: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportStatus(models.TextChoices):
    """How far a support file is."""

    ASKED = "asked", _("asked for")
    OPEN = "open", _("running")
    ENDED = "ended", _("ended")


STANDING = (SupportStatus.ASKED, SupportStatus.OPEN)

# verb: (from which statuses, to which one). "ask" and "open" make the file.
MOVES: dict[str, tuple[frozenset[SupportStatus], SupportStatus]] = {
    "ask": (frozenset(), SupportStatus.ASKED),
    "open": (frozenset(), SupportStatus.OPEN),
    "take": (frozenset({SupportStatus.ASKED}), SupportStatus.OPEN),
    "choose": (frozenset({SupportStatus.OPEN}), SupportStatus.OPEN),
    "hand_over": (frozenset({SupportStatus.OPEN}), SupportStatus.OPEN),
    "give_back": (frozenset({SupportStatus.OPEN}), SupportStatus.ASKED),
    "end": (frozenset(STANDING), SupportStatus.ENDED),
}


class Segment(models.TextChoices):
    """How much support somebody needs to find work."""

    SELF = "self", _("can help themselves")
    HELP = "help", _("needs help")
    INTENSIVE = "intensive", _("needs intensive help by partners")


class Ending(models.TextChoices):
    """Why support ends."""

    WORK = "work", _("found work")
    TRAINING = "training", _("began a long training")
    NOT_ABLE = "not_able", _("cannot work for now")
    OWN_WISH = "own_wish", _("the person no longer wants it")
    OTHER = "other", _("for another reason")
