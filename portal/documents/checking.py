"""Checking a letter: by the code that stands on it, and by the bytes of its PDF."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection
from django.urls import reverse

# What anybody who holds a letter may learn (the function `letter_with`): nothing of its person.
QUESTION: Final = "SELECT title, language, written_at, sha256 FROM letter_with(%s)"


@dataclass(frozen=True)
class Genuine:
    """What we say of a letter of ours; `sha256` is empty until its PDF is made."""

    title: str  # English source text
    language: str
    written_at: datetime
    sha256: str

    def is_made_of(self, pdf: bytes) -> bool:
        """Say whether these bytes are those of the letter: each of them."""
        return hashlib.sha256(pdf).hexdigest() == self.sha256


def letter_with(code: str) -> Genuine | None:
    """Return what we say of the letter that has a code; None where we wrote no such letter."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, [code])
        found = cursor.fetchone()
    return Genuine(*found) if found else None


def addresses(code: str) -> dict[str, str]:
    """Return the page where letters are checked, and the address that checks this one."""
    page = f"{settings.BASE_URL}{reverse('check_letter')}"
    return {"page": page, "address": f"{page}?code={code}"}
