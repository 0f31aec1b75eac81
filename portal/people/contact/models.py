"""How people want to be reached, as they say themselves."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person


class ContactChannel(models.TextChoices):
    """How somebody prefers to get messages."""

    EMAIL = "email", _("by e-mail: a message says that something is ready here")
    POST = "post", _("on paper, at my address")


class ContactDetails(models.Model):
    """A version of how a person wants to be reached: the last one counts, none is ever edited.

    `email_asked` is an address that the person named and has not shown to be theirs; until then
    `email` counts.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="contact_versions", db_index=False
    )
    email = models.EmailField(blank=True)
    email_asked = models.EmailField(blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    channel = models.CharField(max_length=8, choices=ContactChannel)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="contact_of_person")]
