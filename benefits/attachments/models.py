"""Documents that a citizen adds to an application: looked into first, each stored once."""

import uuid

from django.db import models
from django.db.models.functions import Now

from benefits.attachments import queries
from benefits.claims.models import Claim
from portal.access.models import User


class MediaType(models.TextChoices):
    """What a document is, by its content."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class Content(models.Model):
    """The bytes of documents, under their hash: whoever adds the same ones, they are kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=20, choices=MediaType)
    size = models.PositiveIntegerField()  # bytes
    data = models.BinaryField()
    stored_at = models.DateTimeField(db_default=Now())


class Attachment(models.Model):
    """A document of an application, with the name that it had. Once sent, it stays."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="attachments", db_index=False)
    content = models.ForeignKey(Content, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=100)
    added_by = models.ForeignKey(User, models.PROTECT)
    added_at = models.DateTimeField(db_default=Now())

    objects = queries.AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="attachment_once", fields=["claim", "content"])]
        ordering = ["id"]
