"""Letters: frozen data and a template version; the PDF is made from them when first needed."""

import uuid

from django.db import models
from django.db.models.functions import Now

from portal.exchange.trail.serial import serial_of
from portal.people.models import Person


class Letter(models.Model):
    """What a letter says: never changed once written."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    template = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=160)  # English source; translated where it is shown
    data = models.JSONField()
    # By which anybody who holds the letter checks it; letters of before it have none, and no seal.
    code = models.CharField(max_length=16, null=True, blank=True)  # noqa: DJ001 - unique
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="letter_code_once", fields=["code"])]


class LetterFile(models.Model):
    """The PDF of a letter, with the hash by which a changed byte is seen."""

    letter = models.OneToOneField(Letter, models.PROTECT, primary_key=True, related_name="file")
    serial = serial_of("portal_letterfile")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())
