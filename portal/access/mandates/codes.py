"""The code by which two people find each other: shown by one, typed by the other.

Nobody is found by name or number. A code leads to one person, once, for a day.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db.models.functions import Now

from portal.access.mandates.models import HelperCode
from portal.people.models import Person

LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without those that look like each other
LENGTH: Final = 12
VALID_FOR: Final = timedelta(days=1)


def make_code(person: Person) -> str:
    """Return a new code that leads to a person; the last one leads nowhere any more."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    given = {"digest": _digest(code), "made_at": Now()}
    HelperCode.objects.update_or_create(person=person, defaults=given)
    return code


def whose(code: str) -> Person | None:
    """Return to whom a code leads; None for one that is wrong, used or too old."""
    found = Person.objects.raw("SELECT * FROM person_with_code(%s)", [_digest(code)])
    return next(iter(found), None)


def use_up(person: Person) -> None:
    """Let a person's code lead nowhere any more: it was used."""
    HelperCode.objects.filter(person=person).delete()


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
