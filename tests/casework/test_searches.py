"""A caseworker keeps a filter of the queue, and is mailed once a day when something is new."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.searches.actions import MOST, SearchRefusedError, save, stop_telling
from casework.searches.models import SavedSearch
from casework.searches.tasks import digest
from portal.access.models import Capacity
from tests.casework.conftest import sent_by_another

FOUND: dict[str, Any] = {"scheme": "unemployment", "days": 7}


def come_now(number: int, language: str = "en") -> None:
    """Let an application come in at this moment."""
    claim = sent_by_another(number, 0)
    claim.person.language = language
    claim.person.save()
    claim.status = "draft"
    claim.save()
    claim.submitted_at = timezone.now()
    claim.status = "submitted"
    claim.save()


def test_the_filter_of_the_page_is_kept_under_a_name(at_desk: Client, marie: Capacity) -> None:
    queue = at_desk.get(reverse("queue") + "?scheme=unemployment&days=7").content.decode()
    way = reverse("search_save") + "?scheme=unemployment&amp;days=7"
    assert way in queue
    answer = at_desk.post(way.replace("&amp;", "&"), {"name": "Old ones", "daily": "on"})
    kept = SavedSearch.objects.get()
    assert (kept.capacity, kept.kept, kept.daily) == (marie, FOUND, True)
    assert answer["Location"] == reverse("queue") + "?scheme=unemployment&days=7"
    page = at_desk.get(reverse("searches")).content.decode()
    assert "Old ones" in page
    assert reverse("queue") + "?days=7&amp;scheme=unemployment" in page


def test_a_name_is_given_once_and_searches_have_a_bound(at_desk: Client, marie: Capacity) -> None:
    save(marie, "Mine", {}, daily=False)
    page = at_desk.post(reverse("search_save"), {"name": "Mine"})
    assert b"You have a search of this name" in page.content
    for number in range(MOST - 1):
        save(marie, str(number), {}, daily=False)
    with pytest.raises(SearchRefusedError):
        save(marie, "One more", {}, daily=False)


def test_one_mail_a_day_says_nothing_but_that_something_is_new(
    marie: Capacity, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    sent_by_another(1, 3)
    save(marie, "All", {}, daily=True)
    save(marie, "Also all", {"scheme": "unemployment"}, daily=True)
    save(marie, "German", {"language": "de"}, daily=False)
    for new, mails in ((False, 0), (True, 1), (False, 1)):
        if new:
            come_now(2)
        with django_capture_on_commit_callbacks(execute=True):
            digest()
        assert len(mailoutbox) == mails
    mail = mailoutbox[0]
    assert mail.to == [marie.user.email]
    assert reverse("searches_end") in mail.body
    assert "Someone" not in mail.body
    assert "All" not in mail.body


def test_what_is_not_among_the_search_is_not_told(
    marie: Capacity, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    save(marie, "German", {"language": "de"}, daily=True)
    come_now(1)
    with django_capture_on_commit_callbacks(execute=True):
        digest()
    assert mailoutbox == []


def test_the_link_of_the_mail_ends_it(
    at_desk: Client,
    marie: Capacity,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    save(marie, "All", {}, daily=True)
    assert b"End the mail" in at_desk.get(reverse("searches_end")).content
    assert SavedSearch.objects.get().daily
    at_desk.post(reverse("searches_end"))
    come_now(1)
    with django_capture_on_commit_callbacks(execute=True):
        digest()
    assert mailoutbox == []
    assert stop_telling(marie) == 0


def test_who_no_longer_works_there_is_not_mailed(
    marie: Capacity, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    save(marie, "All", {}, daily=True)
    come_now(1)
    Capacity.objects.filter(pk=marie.pk).update(until=timezone.localdate() - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        digest()
    assert mailoutbox == []


def test_searches_are_ones_own(beside: Client, marie: Capacity, at_desk: Client) -> None:
    kept = save(marie, "Mine", {}, daily=False)
    assert b"Mine" not in beside.get(reverse("searches")).content
    url = reverse("search_remove", args=[kept.reference])
    assert beside.post(url).status_code == 404
    assert at_desk.post(url)["Location"] == reverse("searches")
    assert not SavedSearch.objects.exists()


def test_the_list_costs_as_many_queries_for_more(
    at_desk: Client, marie: Capacity, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(MOST):
        save(marie, f"Search {number}", {}, daily=bool(number % 2))
    with django_assert_max_num_queries(5):
        page = at_desk.get(reverse("searches"))
    assert len(page.context["rows"]) == MOST
