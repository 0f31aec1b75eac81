"""How a referral goes, and who takes part: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    """What a partner organisation is."""

    EMPLOYMENT_SERVICE = "employment_service", _("employment service")
    MUNICIPALITY = "municipality", _("municipality")
    TRAINING = "training", _("training centre")
    AGENCY = "agency", _("private agency")
    ASSOCIATION = "association", _("association")


class Region(models.TextChoices):
    """Where something is offered, as the country is divided."""

    FLANDERS = "flanders", _("Flanders")
    WALLONIA = "wallonia", _("Wallonia")
    BRUSSELS = "brussels", _("Brussels")
    GERMAN_SPEAKING = "german_speaking", _("German-speaking Community")


class ReferralStatus(models.TextChoices):
    """How far a referral is."""

    WAITING = "waiting", _("waits for the partner")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined by the partner")
    WITHDRAWN = "withdrawn", _("withdrawn by the office")
    ENDED = "ended", _("ended")


LIVE = (ReferralStatus.WAITING, ReferralStatus.ACCEPTED)
TAKES_PLACE = (*LIVE, ReferralStatus.ENDED)  # what was used stays used for the period

# verb: (from which statuses, to which one). "refer" makes the referral.
MOVES: dict[str, tuple[frozenset[ReferralStatus], ReferralStatus]] = {
    "refer": (frozenset(), ReferralStatus.WAITING),
    "accept": (frozenset({ReferralStatus.WAITING}), ReferralStatus.ACCEPTED),
    "decline": (frozenset({ReferralStatus.WAITING}), ReferralStatus.DECLINED),
    "withdraw": (frozenset(LIVE), ReferralStatus.WITHDRAWN),
    "end": (frozenset({ReferralStatus.ACCEPTED}), ReferralStatus.ENDED),
}


class Outcome(models.TextChoices):
    """What came of it, as the partner says."""

    WORK = "work", _("found work")
    COMPLETED = "completed", _("completed it")
    STOPPED = "stopped", _("stopped before the end")
    ABSENT = "absent", _("did not begin")
