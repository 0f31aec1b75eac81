"""Answers from the portal's pages, those that are missing, and how people were helped."""

from datetime import datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benefits.decisions.models import DecisionOutcome
from casework.cases.actions import decide_case
from casework.cases.models import Case
from casework.contacts.actions import answer, write
from casework.contacts.models import Contact
from casework.demo.building import Cast
from casework.information.actions import make_pages
from casework.information.models import InformationPage, Lookup
from casework.information.queries import found
from casework.measures.catalog import LEAST
from casework.ratings.actions import rate
from casework.ratings.models import Rating
from portal.access.models import Capacity, CapacityKind
from tests.casework.conftest import SignIn
from tests.casework.test_contacts import RECORD, called, words
from tests.casework.test_measures import figure


@pytest.fixture
def pages(db: None) -> None:
    """The pages of the portal, taken in."""
    make_pages()


@pytest.fixture
def emma(cast: Cast) -> Capacity:
    return Capacity.objects.get(
        user__person=cast.persons["emma"], kind=CapacityKind.CITIZEN, mandate=None
    )


@pytest.fixture
def at_home(sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


@pytest.fixture
def above(sign_in: SignIn) -> Client:
    """Hugo's browser, who supervises the unemployment office."""
    return sign_in("hugo@unemployment.example")


def answered(emma: Capacity, marie: Capacity, number: int = 0) -> Contact:
    asked = write(emma, "unemployment", f"Question {number}?")
    answer(asked, marie, "So.")
    return asked


class TestPages:
    """What staff find while they answer."""

    def test_words_in_another_form_lead_to_the_right(self, pages: None) -> None:
        titles = [page.title for page in found("unemployment benefits")]
        assert {"Unemployment benefit", "Temporary unemployment benefit"} <= set(titles[:3])
        assert found("zzzz") == []

    def test_every_language_has_its_pages_and_taking_them_in_again_changes_nothing(
        self, pages: None
    ) -> None:
        before = InformationPage.objects.count()
        assert make_pages() == before
        languages = InformationPage.objects.values_list("language", flat=True).distinct()
        assert set(languages) == {"en", "fr", "nl", "de"}

    def test_the_page_that_answers_is_linked_and_the_person_reads_more_there(
        self, pages: None, marie: Capacity, at_desk: Client, at_home: Client
    ) -> None:
        url = reverse("contact_person", args=[called(marie).reference])
        typed = RECORD | {"sought": "unemployment benefit"}
        searched = at_desk.post(url, typed | {"search": "yes"})
        assert "Which page answers it?" in words(searched)
        assert RECORD["answer"] in words(searched)  # what was typed stays
        assert not Contact.objects.exists()
        assert "Say which page answers" in words(at_desk.post(url, typed))
        page = found("unemployment benefit")[0]
        at_desk.post(url, typed | {"page": str(page.pk)})
        own = at_home.get(reverse("own_contacts"))
        assert f"Read more: {page.title}" in words(own)
        assert page.url in own.content.decode()

    def test_what_no_page_answers_is_counted_for_the_editors(
        self, pages: None, marie: Capacity, at_desk: Client, above: Client, sign_in: SignIn
    ) -> None:
        url = reverse("contact_person", args=[called(marie).reference])
        for sought in ("Helping in a shop", "helping in a shop", "Sabbatical"):
            at_desk.post(url, RECORD | {"sought": sought, "page": "none"})
        page = words(above.get(reverse("missing_answers")))
        assert "helping in a shop Unemployment benefit 2" in page
        assert page.index("helping in a shop") < page.index("sabbatical")
        assert "Emma" not in page

    def test_while_answering_what_waited_the_pages_are_searched_too(
        self, pages: None, emma: Capacity, at_desk: Client
    ) -> None:
        asked = write(emma, "unemployment", "Where do I read it?")
        url = reverse("contact_file", args=[asked.reference])
        typed = {"answer": "There.", "sought": "unemployment", "search": "yes"}
        assert "Which page answers it?" in words(at_desk.post(url, typed))
        page = found("unemployment")[0]
        at_desk.post(url, {"answer": "There.", "sought": "unemployment", "page": str(page.pk)})
        assert Lookup.objects.get(contact=asked).url == page.url


class TestRatings:
    """One question after a contact or a decision."""

    def test_asked_once_after_a_contact(
        self, emma: Capacity, marie: Capacity, at_home: Client
    ) -> None:
        asked = answered(emma, marie)
        assert "How did we do?" in words(at_home.get(reverse("me")))
        url = reverse("rate_contact", args=[asked.reference])
        assert "Choose a number" in words(at_home.post(url, {}))
        assert "Thank you." in words(
            at_home.post(url, {"score": "5", "words": "Fast."}, follow=True)
        )
        assert at_home.post(url, {"score": "1"}).status_code == 404
        assert "How did we do?" not in words(at_home.get(reverse("me")))
        assert Rating.objects.get().score == 5

    def test_asked_once_after_a_decision(
        self, case: Case, marie: Capacity, at_home: Client
    ) -> None:
        decision = decide_case(case, marie, DecisionOutcome.REFUSED, "Not resident in Belgium.")
        url = reverse("rate_decision", args=[decision.reference])
        assert url in at_home.get(reverse("me")).content.decode()
        at_home.post(url, {"score": "2"})
        assert Rating.objects.get().office == case.office
        assert at_home.get(url).status_code == 404

    def test_nobody_else_says_it_or_reads_it(
        self, emma: Capacity, marie: Capacity, sign_in: SignIn, at_desk: Client
    ) -> None:
        asked = answered(emma, marie)
        url = reverse("rate_contact", args=[asked.reference])
        assert sign_in("sofia@student.example").get(url).status_code == 404
        assert at_desk.get(url).status_code == 403

    def test_a_figure_and_lines_are_told_of_groups_alone(
        self, emma: Capacity, marie: Capacity, above: Client
    ) -> None:
        office = marie.institution
        served = [answered(emma, marie, number) for number in range(LEAST)]
        for number, contact in enumerate(served[1:]):
            rate(contact, 5, f"Line {number}")
        assert figure("satisfaction", "good", office) == 0
        assert "Line 1" not in words(above.get(reverse("ratings")))
        rate(served[0], 1, "Slow.")
        assert figure("satisfaction", "good", office) == 80
        page = words(above.get(reverse("ratings")))
        assert "Line 1" in page
        assert "Slow." in page
        assert "Emma" not in page

    def test_a_week_begins_on_monday_in_brussels(
        self, emma: Capacity, marie: Capacity, above: Client
    ) -> None:
        assert marie.institution
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday() + 7)
        early = timezone.make_aware(datetime.combine(monday, time(0, 10)))  # still Sunday in UTC
        for number in range(LEAST):
            Rating.objects.create(
                contact=answered(emma, marie, number),
                office=marie.institution,
                score=4,
                words=f"Line {number}",
                at=early + timedelta(hours=number),
            )
        assert "Line 0" in words(above.get(reverse("ratings")))

    def test_what_was_said_stays(self, emma: Capacity, marie: Capacity) -> None:
        said = rate(answered(emma, marie), 3, "")
        with pytest.raises(DatabaseError), transaction.atomic():
            said.save()

    def test_the_personal_page_costs_the_same_however_much_can_be_rated(
        self, emma: Capacity, marie: Capacity, at_home: Client
    ) -> None:
        counts = set()
        for number in range(3):
            answered(emma, marie, number)
            at_home.get(reverse("me"))
            with CaptureQueriesContext(connection) as seen:
                at_home.get(reverse("me"))
            counts.add(len(seen))
        assert len(counts) == 1

    def test_contacts_are_counted_by_channel(self, emma: Capacity, marie: Capacity) -> None:
        answered(emma, marie)
        assert figure("contacts", "portal", marie.institution) == 1
