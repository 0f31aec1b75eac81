"""What somebody asked an office or was told by it, and how it was known who that was."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from casework.contacts import queries
from casework.contacts.statuses import ContactStatus
from portal.access.models import Capacity, User
from portal.people.models import Institution, Person


class Channel(models.TextChoices):
    """By which way somebody and an office speak with each other."""

    TELEPHONE = "telephone", _("telephone")
    VISIT = "visit", _("visit")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    PORTAL = "portal", _("portal")


class Direction(models.TextChoices):
    """Who began."""

    IN = "in", _("from the person")
    OUT = "out", _("from the office")


class Identification(models.Model):
    """Somebody said to be a person and was asked for what that person knows.

    `asked` and `passed` are codes of `checks.yaml`. When enough fits, the person is open to the
    capacity until a moment; when not, to nobody. Without a person nobody has the number.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="identifications",
        db_index=False,
    )
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    asked = ArrayField(models.CharField(max_length=24))
    passed = ArrayField(models.CharField(max_length=24))
    at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)  # None: too little fitted

    objects = queries.IdentificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identification_opens_a_person_for_a_while",
                condition=Q(until__isnull=True) | Q(person__isnull=False, until__gt=F("at")),
            )
        ]
        indexes = [models.Index(fields=["person", "-at"], name="identification_of_person")]


class Contact(models.Model):
    """One contact of a person with an office: what it was about, and what was asked.

    `topic` is the code of a right, or one of `topics.GENERAL`. `recorded_by` is the capacity of who
    wrote it down: of staff, or of the person on the portal. Whose it is while it is in hand is the
    `official`.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts", db_index=False)
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    topic = models.CharField(max_length=40)
    question = models.TextField()
    status = models.CharField(
        max_length=8, choices=ContactStatus, default=ContactStatus.WAITING, editable=False
    )
    official = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    identification = models.ForeignKey(
        Identification, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    recorded_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = queries.ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_says_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="contact_in_hand_of_somebody",
                condition=Q(status=ContactStatus.IN_HAND, official__isnull=False)
                | ~Q(status=ContactStatus.IN_HAND) & Q(official__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="contact_history"),
            models.Index(
                fields=["office", "at"],
                name="contact_that_waits",
                condition=~Q(status=ContactStatus.ANSWERED),
            ),
        ]


class ContactAnswer(models.Model):
    """What an office answered, or told by itself: once, never edited."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="answer")
    text = models.TextField()
    given_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_answer_says_something", condition=~Q(text=""))
        ]


class ContactMove(models.Model):
    """Each step of a contact: which verb, by whom, when; passing on also says to which office."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    office = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
