"""How an appointment goes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentStatus(models.TextChoices):
    """How far an appointment is."""

    BOOKED = "booked", _("booked")
    CANCELLED = "cancelled", _("cancelled")
    KEPT = "kept", _("took place")
    MISSED = "missed", _("the person did not come")


# verb: (from which statuses, to which one). "book" makes the appointment.
MOVES: dict[str, tuple[frozenset[AppointmentStatus], AppointmentStatus]] = {
    "book": (frozenset(), AppointmentStatus.BOOKED),
    "move": (frozenset({AppointmentStatus.BOOKED}), AppointmentStatus.BOOKED),
    "cancel": (frozenset({AppointmentStatus.BOOKED}), AppointmentStatus.CANCELLED),
    "keep": (frozenset({AppointmentStatus.BOOKED}), AppointmentStatus.KEPT),
    "miss": (frozenset({AppointmentStatus.BOOKED}), AppointmentStatus.MISSED),
}
