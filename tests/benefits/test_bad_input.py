"""Whatever is sent: a clear answer, nothing lost, and never more read than a page takes."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.outlook.changes import CHANGES
from benefits.outlook.models import Trial
from benefits.payments.models import PayAccount
from casework.demo.building import Cast
from portal.pages.edge import MEGABYTE, MOST_OF_CITIZENS, CleanInputMiddleware
from portal.people.models import Household, HouseholdMember, HouseholdRole, Person
from tests.benefits.applying import APPLICANTS
from tests.benefits.conftest import SignedIn
from tests.benefits.test_applications import begun, paid

__all__ = ["paid"]
ODD = (
    *("-1", "0", "1e9", "9" * 39, "NaN", "Infinity", "1/0", "٣٤٥", "0001-01-01", "9999-12-31"),
    *("2026-02-30", "<b>x</b>", "\u202e123", "é" * 3000, "{{ 7 }}", "' OR 1=1 --", ""),
)


@pytest.mark.parametrize("scheme", APPLICATIONS)
def test_no_answer_breaks_an_application(paid: Cast, signed_in: SignedIn, scheme: str) -> None:
    client, claim = begun(paid, signed_in, scheme)
    application = APPLICATIONS[scheme]
    page = reverse("claim", args=[claim.reference])
    for step in APPLICANTS[scheme][1]:
        for odd in ODD:
            claim.refresh_from_db()
            given = dict.fromkeys(application.form(step).base_fields, odd)
            way = reverse("claim_step", args=[claim.reference, step])
            answer = client.post(way, {**given, "version": claim.version})
            assert answer.status_code in (200, 302, 409), (step, odd)
            assert client.get(page).status_code == 200, (step, odd)
            assert "<b>x</b>" not in answer.content.decode()


@pytest.mark.parametrize("odd", ODD)
def test_no_account_but_an_account(signed_in: SignedIn, odd: str) -> None:
    client = signed_in("sofia")
    before = PayAccount.objects.count()
    assert client.post(reverse("pay_account"), {"iban": odd}).status_code == 200
    assert PayAccount.objects.count() == before


@pytest.mark.parametrize("odd", ODD)
def test_no_question_breaks_what_if(paid: Cast, signed_in: SignedIn, odd: str) -> None:
    client = signed_in("lucas")
    for change in (*CHANGES, odd):
        given = {"change": change, "day": odd, "hours": odd, "income": odd}
        page = client.get(reverse("what_if"), given)
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert client.post(reverse("keep_trial"), given).status_code == 302
    assert not Trial.objects.exists()


class Unread(BytesIO):
    """A body of which nobody may read anything."""

    def read(self, *_arguments: Any) -> bytes:
        raise AssertionError("it was read")

    readline = read


def test_what_is_too_large_is_not_read(rf: RequestFactory) -> None:
    request = rf.post("/me/x/", {"a": "b"}, headers={"accept-language": "fr"})
    request.META["CONTENT_LENGTH"] = str(MOST_OF_CITIZENS + 1)
    request._stream = Unread()

    def behind(_request: Any) -> Any:
        raise AssertionError("it went on")

    answer = CleanInputMiddleware(behind)(request)
    assert answer.status_code == 413
    assert answer["Connection"] == "close"
    assert b"<html lang=" in answer.content


def test_a_page_says_that_it_is_too_large(client: Client, db: None) -> None:
    large = {"CONTENT_LENGTH": str(MOST_OF_CITIZENS + 1)}
    answer = client.post(reverse("pay_account"), {"iban": "x"}, **large)  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert "This is too large" in answer.content.decode()


@pytest.fixture
def crowd(cast: Cast) -> Household:
    """Two hundred children at the address of Emma and Lucas, from none to nineteen years old."""
    today = timezone.localdate()
    place = cast.persons["emma"].memberships.on(today).get().household
    children = Person.objects.bulk_create(
        Person(
            first_name=f"Child {number}",
            last_name="Dubois",
            birth_date=today - timedelta(days=36 * number),
            language="fr",
        )
        for number in range(200)
    )
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=place, person=child, role=HouseholdRole.CHILD, since=today)
        for child in children
    )
    return place


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("me", ""),
        ("rights", ""),
        ("entitled", ""),
        ("what_if", ""),
        ("what_if", "?change=birth&day=2027-01-15"),
        ("own_data", ""),
    ],
)
def test_two_hundred_children_are_a_page(
    crowd: Household,
    signed_in: SignedIn,
    django_assert_max_num_queries: Any,
    name: str,
    query: str,
) -> None:
    client = signed_in("emma")
    with django_assert_max_num_queries(120):
        page = client.get(reverse(name) + query)
    assert page.status_code == 200
    assert len(page.content) < MEGABYTE


def test_child_benefit_is_asked_for_one_of_two_hundred(
    crowd: Household, signed_in: SignedIn
) -> None:
    client = signed_in("emma")
    address = reverse("apply", args=["child_benefit"])
    assert client.get(address).content.decode().count('type="radio"') == 202
    child = Person.objects.get(first_name="Child 7")
    begun = client.post(address, {"child": str(child.reference)})
    assert begun.status_code == 302
    assert child.claims_about.get().person.account.email == "emma@family.example"
