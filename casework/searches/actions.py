"""Keep a search, remove it, tell of what is new, and stop telling."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from benefits.notices.telling import TITLE
from casework.queue.queries import counted, wanted
from casework.searches.models import SavedSearch
from portal.access.models import Capacity

MOST: Final = 20  # searches of one caseworker


class SearchRefusedError(Exception):
    """There is a search of this name already, or there are as many as one may keep."""


def save(capacity: Capacity, name: str, kept: dict[str, Any], *, daily: bool) -> SavedSearch:
    """Keep a filter of the queue under a name. Raises `SearchRefusedError`."""
    if capacity.searches.count() >= MOST:
        raise SearchRefusedError
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(capacity=capacity, name=name, kept=kept, daily=daily)
    except IntegrityError as error:
        raise SearchRefusedError from error


def stop_telling(capacity: Capacity) -> int:
    """End the daily mail of all of a caseworker's searches; return of how many."""
    return capacity.searches.filter(daily=True).update(daily=False)


@transaction.atomic
def tell_of_new(capacity: Capacity) -> bool:
    """Send a caseworker one mail, if something new is among the searches that have a digest.

    It says no more than that. What was told of once is not told of again, however often this is
    called; who calls at the same moment waits and finds nothing new.
    """
    searches = list(capacity.searches.select_for_update().filter(daily=True))
    now = _now()
    new = [each for each in searches if _is_new(each, capacity)]
    SavedSearch.objects.filter(pk__in=[each.pk for each in searches]).update(looked_until=now)
    if new:
        transaction.on_commit(lambda: _mail(capacity))
    return bool(new)


def _is_new(search: SavedSearch, capacity: Capacity) -> bool:
    found = wanted(capacity, since=search.looked_until, **search.kept)
    return counted(found, 1) > 0


def _now() -> datetime:
    """Return the moment of the database, before it is looked what came in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone() or (None,)
    assert isinstance(now, datetime)  # noqa: S101 - it always has one
    return now


def _mail(capacity: Capacity) -> None:
    words = {
        "service": settings.SERVICE_NAME,
        "address": settings.BASE_URL + reverse("searches"),
        "end": settings.BASE_URL + reverse("searches_end"),
    }
    with override(capacity.person.language):
        text = render_to_string("searches/mail/digest.txt", words)
        send_mail(gettext(TITLE), text, None, [capacity.user.email])
