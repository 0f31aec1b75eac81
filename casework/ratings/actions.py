"""Say how one was served: once."""

from django.db import IntegrityError, transaction

from benefits.decisions.models import Decision
from casework.contacts.models import Contact
from casework.ratings.models import Rating


class RatedAlreadyError(Exception):
    """It was said already."""


def rate(about: Contact | Decision, score: int, words: str) -> Rating:
    """Keep what a person says of a contact or a decision on an application; `score` 1 to 5.

    Raises `RatedAlreadyError`.
    """
    if isinstance(about, Contact):
        named: dict[str, object] = {"contact": about, "office": about.office}
    else:
        assert about.claim is not None  # noqa: S101 - only those on applications are asked about
        named = {"decision": about, "office": about.claim.case.office}
    try:
        with transaction.atomic():
            return Rating.objects.create(**named, score=score, words=words)
    except IntegrityError as error:
        raise RatedAlreadyError from error
