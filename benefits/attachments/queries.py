"""Reads of documents."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from benefits.attachments.models import Attachment


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Documents of applications, in the order in which they were added."""

    def listed(self) -> "AttachmentQuerySet":
        """Return them with what a list says of each, without their bytes."""
        return self.select_related("content").defer("content__data")
