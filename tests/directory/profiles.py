"""Profiles that say something else: the one that stood ends, and another begins."""

from typing import Any
from uuid import uuid4

from django.db.models.functions import Now

from portal.directory.models import Authorisation


def say_otherwise(changes: dict[str, Any], **which: Any) -> None:
    """Let the profiles that are meant be replaced by others, changed in this."""
    for profile in Authorisation.objects.filter(ended_at=None, **which):
        Authorisation.objects.filter(pk=profile.pk).update(ended_at=Now())
        profile.pk, profile.reference = None, uuid4()
        for name, value in changes.items():
            setattr(profile, name, value)
        profile.save(force_insert=True)
