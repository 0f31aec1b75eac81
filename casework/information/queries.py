"""Reads of information: what answers a question, and which answers are missing."""

from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F
from django.utils.translation import get_language

from casework.information.actions import CONFIGURATIONS
from casework.information.models import InformationPage

MOST: Final = 6


def found(sought: str) -> list[InformationPage]:
    """Return the pages in the active language that answer some words, the best first."""
    language = (get_language() or "en")[:2]
    query = SearchQuery(sought, config=CONFIGURATIONS[language], search_type="websearch")
    pages = InformationPage.objects.filter(language=language, words=query)
    ranked = pages.annotate(rank=SearchRank(F("words"), query)).defer("text", "words")
    return list(ranked.order_by("-rank", "title", "pk")[:MOST])


@dataclass(frozen=True)
class Missing:
    """Words for which no page answered, under a topic, and how often."""

    topic: str
    sought: str
    times: int


def missing_answers() -> list[Missing]:
    """Return what was missed in the acting supervisor's office, the most often first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, sought, times FROM missing_answers()")
        return [Missing(*row) for row in cursor.fetchall()]
