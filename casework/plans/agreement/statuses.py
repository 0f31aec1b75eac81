"""How an agreement goes, and what stands in one: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementStatus(models.TextChoices):
    """How far a version of an agreement is."""

    OFFERED = "offered", _("waits for the person")
    SIGNED = "signed", _("signed by both")
    REFUSED = "refused", _("refused by the person")
    REPLACED = "replaced", _("replaced by a later version")


# verb: (from which statuses, to which one). "offer" makes a version.
MOVES: dict[str, tuple[frozenset[AgreementStatus], AgreementStatus]] = {
    "offer": (frozenset(), AgreementStatus.OFFERED),
    "sign": (frozenset({AgreementStatus.OFFERED}), AgreementStatus.SIGNED),
    "refuse": (frozenset({AgreementStatus.OFFERED}), AgreementStatus.REFUSED),
    "replace": (
        frozenset({AgreementStatus.OFFERED, AgreementStatus.SIGNED}),
        AgreementStatus.REPLACED,
    ),
}


class PointKind(models.TextChoices):
    """What a point of an agreement is."""

    GOAL = "goal", _("Goals")
    ACTION = "action", _("Actions")
    PERSON = "person", _("What the person undertakes")
    OFFICE = "office", _("What the office undertakes")
    REPORT = "report", _("Days on which the person tells how it goes")


class Side(models.TextChoices):
    """Between whom an agreement is."""

    PERSON = "person", _("the person")
    OFFICE = "office", _("the office")


class Progress(models.TextChoices):
    """How it goes, as the person says."""

    WELL = "well", _("As agreed")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not as agreed")
