"""What the portal tells everybody, ready to be searched; what staff looked up for a contact."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from casework.contacts.models import Contact


class InformationPage(models.Model):
    """A page of the portal in one language, with its words; made again each night."""

    url = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    title = models.TextField()
    text = models.TextField()
    words = SearchVectorField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="information_page_once_in_a_language", fields=["url", "language"]
            )
        ]
        indexes = [GinIndex(fields=["words"], name="information_page_words")]


class Lookup(models.Model):
    """What was looked for to answer a contact, and the page that answered; none: it is missing."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="lookup")
    sought = models.CharField(max_length=100)
    url = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
