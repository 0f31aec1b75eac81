"""How a contact goes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactStatus(models.TextChoices):
    """How far a contact is."""

    WAITING = "waiting", _("waits for an answer")
    IN_HAND = "in_hand", _("in hand")
    ANSWERED = "answered", _("answered")


OPEN = (ContactStatus.WAITING, ContactStatus.IN_HAND)

# verb: (from which statuses, to which one). "record" and "write" make the contact.
MOVES: dict[str, tuple[frozenset[ContactStatus], ContactStatus]] = {
    "record": (frozenset(), ContactStatus.WAITING),
    "write": (frozenset(), ContactStatus.WAITING),
    "take": (frozenset({ContactStatus.WAITING}), ContactStatus.IN_HAND),
    "give_back": (frozenset({ContactStatus.IN_HAND}), ContactStatus.WAITING),
    "hand_over": (frozenset(OPEN), ContactStatus.IN_HAND),
    "pass_on": (frozenset(OPEN), ContactStatus.WAITING),
    "answer": (frozenset(OPEN), ContactStatus.ANSWERED),
}
