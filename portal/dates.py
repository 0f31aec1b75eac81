"""Days as people write them in each language: what Django's own formats cannot say."""

import re
from datetime import date, datetime
from typing import Final

from django.utils import formats
from django.utils.translation import get_language

FIRST: Final = re.compile(r"\b1 (?=[^\W\d])")  # before the name of a month


def date_format(value: date | datetime, format: str | None = None) -> str:
    """Write a day in the active language, as Django does; French has a first of the month.

    `format` is that of a day, or one by name, such as "SHORT_DATE_FORMAT".
    """
    return with_first(value, formats.date_format(value, format))


def with_first(value: date | datetime, text: str) -> str:
    """Return the text of a day with its ordinal where the active language wants one: "1er mai"."""
    is_french = (get_language() or "").startswith("fr")
    return FIRST.sub("1er ", text) if is_french and value.day == 1 else text
