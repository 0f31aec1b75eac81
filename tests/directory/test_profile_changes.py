"""Profiles are proposed by one and approved by another; what stood is never edited."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from portal.access.confirming import CONFIRMED
from portal.access.models import Capacity, Service, User
from portal.directory.control import ControlError, admit
from portal.directory.models import Authorisation
from portal.exchange.profiles.actions import (
    RefusedError,
    approve,
    propose,
    propose_end,
    refuse,
)
from portal.exchange.profiles.models import ProfileChange, ProfileReview
from portal.people.models import Household, HouseholdMember
from tests.access.test_row_security import acting
from tests.api.conftest import Application
from tests.api.messages import SOFIA
from tests.directory.conftest import about, consult
from tests.hiring.test_hire_pages import text

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


def acts(email: str) -> Capacity:
    return Capacity.objects.select_related("institution", "user__person").get(user__email=email)


def signed_in(email: str) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(email=email))
    return browser


@pytest.fixture
def alice(cast: Cast) -> Capacity:
    return acts("alice@welfare.example")


@pytest.fixture
def femke(cast: Cast) -> Capacity:
    return acts("femke@crossroads.example")


def wanted(**changes: Any) -> Authorisation:
    """A profile that the welfare centre has not got."""
    content: dict[str, Any] = {
        "service": "career",
        "quality": "17/3",
        "blocks": ["employment"],
        "months_back": 12,
        "legal_ground": "Act of 2 April 1965",
        "since": TODAY,
    }
    return Authorisation(**content | changes)


def of_career(cast: Cast) -> Authorisation:
    """The profile of the centre that lets it ask for employment."""
    return Authorisation.objects.get(
        institution=cast.institutions["welfare-centre"], service="career", legal_context=""
    )


def faults(act: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.message_dict


def test_nothing_counts_before_a_second_word(alice: Capacity, femke: Capacity) -> None:
    change = propose(alice, wanted())
    with pytest.raises(ControlError, match="CTRL-003"):
        admit(alice, Service.CAREER, "17/3")
    review = approve(change, femke)
    assert admit(alice, Service.CAREER, "17/3").authorisation == review.began
    assert review.began
    assert (review.began.blocks, review.began.months_back) == (["employment"], 12)
    assert str(review.began.ground) == "Act of 2 April 1965"


def test_a_change_ends_one_row_and_begins_another(
    cast: Cast, alice: Capacity, femke: Capacity
) -> None:
    stood = of_career(cast)
    asked = {"quality": "17/2", "blocks": ["wages"]}
    review = approve(propose(alice, wanted(**asked, since=TOMORROW), stood), femke)
    stood.refresh_from_db()
    assert (stood.until, stood.ended_at, stood.blocks) == (TODAY, None, ["employment"])
    assert review.began
    assert (review.began.since, review.began.blocks) == (TOMORROW, ["wages"])
    assert admit(alice, Service.CAREER, "17/2").authorisation == stood


def test_a_change_of_today_counts_for_the_next_question(
    cast: Cast, alice: Capacity, femke: Capacity, welfare: Application
) -> None:
    asked = {"persons": about(SOFIA), "legalContext": "ANY"}
    given = [each["block"] for each in consult(welfare, "career", "17/2", **asked).json()["given"]]
    assert given == ["employment"]
    change = propose(alice, wanted(quality="17/2", blocks=["employment", "wages"]), of_career(cast))
    approve(change, femke)
    given = [each["block"] for each in consult(welfare, "career", "17/2", **asked).json()["given"]]
    assert given == ["employment", "wages"]
    stood = Authorisation.objects.filter(blocks=["employment"], quality="17/2", service="career")
    approve(propose_end(alice, stood.model.objects.get(review__change=change), None), femke)
    assert consult(welfare, "career", "17/2", **asked).json()["code"] == "CTRL-003"


def test_a_profile_ends_on_the_day_that_was_proposed(
    cast: Cast, alice: Capacity, femke: Capacity
) -> None:
    stood = of_career(cast)
    approve(propose_end(alice, stood, TOMORROW), femke)
    stood.refresh_from_db()
    assert (stood.until, stood.ended_at) == (TOMORROW, None)
    assert faults(lambda: propose_end(alice, stood, TOMORROW)) == {
        "until": ["The profile ends on that day or before already."]
    }


def test_what_was_approved_late_begins_today(cast: Cast, alice: Capacity, femke: Capacity) -> None:
    change = ProfileChange.objects.create(
        institution=cast.institutions["welfare-centre"],
        service="career",
        quality="17/3",
        blocks=["employment"],
        legal_ground="a law",
        since=TODAY - timedelta(days=9),
        proposed_by=alice,
    )
    began = approve(change, femke).began
    assert began
    assert began.since == TODAY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "wages"}, "service"),
        ({"quality": "18/1"}, "quality"),
        ({"quality": "17/999"}, "quality"),
        ({"blocks": ["identity"]}, "blocks"),
        ({"blocks": []}, "blocks"),
        ({"service": "directory", "blocks": []}, "months_back"),
        ({"legal_ground": ""}, "legal_ground"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"quality": "17/2"}, "since"),  # overlaps the one that stands
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    alice: Capacity, changes: dict[str, Any], field: str
) -> None:
    assert list(faults(lambda: propose(alice, wanted(**changes)))) == [field]


def test_an_application_of_another_institution_gets_no_profile(cast: Cast, alice: Capacity) -> None:
    others = cast.applications["pension-software"]
    assert list(faults(lambda: propose(alice, wanted(application=others)))) == ["application"]
    own = cast.applications["welfare-software"]
    assert propose(alice, wanted(quality="17/2", application=own)).application == own


def test_of_the_same_use_one_proposal_waits(cast: Cast, alice: Capacity, femke: Capacity) -> None:
    change = propose(alice, wanted())
    assert list(faults(lambda: propose(alice, wanted()))) == ["since"]
    refuse(change, femke, "Not without a deliberation.")
    assert propose(alice, wanted())


def test_what_overlaps_by_then_can_only_be_refused(
    cast: Cast, alice: Capacity, femke: Capacity
) -> None:
    change = propose(alice, wanted())
    twin = wanted(institution=cast.institutions["welfare-centre"])
    twin.save()
    with pytest.raises(RefusedError):
        approve(change, femke)
    assert not ProfileReview.objects.exists()
    refuse(change, femke, "There is one.")


def test_what_ended_by_then_is_not_replaced(cast: Cast, alice: Capacity, femke: Capacity) -> None:
    stood = of_career(cast)
    change = propose(alice, wanted(quality="17/2"), stood)
    Authorisation.objects.filter(pk=stood.pk).update(ended_at=Now())
    with pytest.raises(RefusedError):
        approve(change, femke)


def test_a_proposal_is_reviewed_once(alice: Capacity, femke: Capacity) -> None:
    change = propose(alice, wanted())
    stale = ProfileChange.objects.get(pk=change.pk)
    approve(change, femke)
    for act in (lambda: approve(stale, femke), lambda: refuse(stale, femke, "No.")):
        with pytest.raises(RefusedError):
            act()
    assert Authorisation.objects.filter(quality="17/3", service="career").count() == 1


def test_who_proposes_does_not_approve(cast: Cast, alice: Capacity, femke: Capacity) -> None:
    change = propose(femke, wanted(quality="25/0", service="identity", blocks=["identity"]))
    for capacity in (femke, alice, cast.applications["welfare-software"]):
        with pytest.raises(RefusedError):
            approve(change, capacity)
    with pytest.raises(IntegrityError, match="does not review"), transaction.atomic():
        ProfileReview.objects.create(change=change, approved=True, reviewed_by=femke)


def test_who_lives_with_the_proposer_does_not_approve(alice: Capacity, femke: Capacity) -> None:
    home = Household.objects.create(
        street="Werfstraat", house_number="1", postal_code="1000", city="Brussel"
    )
    for capacity in (alice, femke):
        HouseholdMember.objects.create(
            household=home, person=capacity.person, role="other", since=date(2020, 1, 1)
        )
    change = propose(alice, wanted())
    with pytest.raises(RefusedError):
        approve(change, femke)
    with pytest.raises(IntegrityError, match="lives with them"), transaction.atomic():
        ProfileReview.objects.create(change=change, approved=True, reviewed_by=femke)


def test_who_no_longer_keeps_the_profiles_approves_nothing(
    alice: Capacity, femke: Capacity
) -> None:
    change = propose(alice, wanted())
    Authorisation.objects.filter(service=Service.PROFILES).update(ended_at=Now())
    with pytest.raises(RefusedError):
        approve(change, femke)


@pytest.mark.parametrize(
    "changes",
    [{"blocks": ["wages"]}, {"months_back": 99}, {"since": date(2000, 1, 1)}, {"until": None}],
)
def test_the_database_lets_nobody_edit_a_profile(cast: Cast, changes: dict[str, Any]) -> None:
    profile = of_career(cast)
    Authorisation.objects.filter(pk=profile.pk).update(until=TODAY)
    with pytest.raises(IntegrityError, match="is not edited"), transaction.atomic():
        Authorisation.objects.filter(pk=profile.pk).update(**changes)
    Authorisation.objects.filter(pk=profile.pk).update(ended_at=Now())
    with pytest.raises(IntegrityError, match="is not edited"), transaction.atomic():
        Authorisation.objects.filter(pk=profile.pk).update(ended_at=None)


def test_the_database_lets_only_who_keeps_them_begin_profiles(
    cast: Cast, alice: Capacity, femke: Capacity
) -> None:
    new = wanted(institution=cast.institutions["welfare-centre"])
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with acting(alice), refused, transaction.atomic():
        new.save(force_insert=True)
    with acting(femke):
        new.save(force_insert=True)


FORM = {
    "service": "career",
    "quality": "17/3",
    "blocks": ["employment"],
    "months_back": "12",
    "legal_ground": "Act of 2 April 1965",
    "since": TODAY.isoformat(),
}


def test_the_whole_way_on_pages(cast: Cast, welfare: Application) -> None:
    desk, keeper = signed_in("alice@welfare.example"), signed_in("femke@crossroads.example")
    sent = desk.post(reverse("profile_new"), FORM, follow=True)
    change = ProfileChange.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("profile_proposed", args=[change.reference])
    assert "changes nothing until a second person" in text(sent)
    address = reverse("profile_review", args=[change.reference])
    assert desk.get(address).status_code == 404
    assert "Public centre for social welfare" in text(keeper.get(reverse("profile_changes")))
    assert "Act of 2 April 1965" in text(keeper.get(address))
    assert "Say why" in text(keeper.post(address, {"verdict": "refuse"}))
    assert "Approved" in text(keeper.post(address, {"verdict": "approve"}, follow=True))
    assert keeper.post(address, {"verdict": "approve"}).status_code == 409
    began = ProfileReview.objects.get().began
    assert began
    assert "How this profile came to be" in text(
        desk.get(reverse("profile", args=[began.reference]))
    )


def test_a_change_and_an_end_on_pages(cast: Cast) -> None:
    desk, keeper = signed_in("alice@welfare.example"), signed_in("femke@crossroads.example")
    here = [of_career(cast).reference]
    page = text(desk.get(reverse("profile_change", args=here)))
    assert "Act of 26 May 2002, article 19" in page
    fields = {"blocks": ["wages"], "legal_ground": "A law", "since": TODAY.isoformat()}
    late = desk.post(reverse("profile_change", args=here), fields | {"since": "2020-01-01"})
    assert list(late.context["form"].errors) == ["since"]
    desk.post(reverse("profile_change", args=here), fields)
    change = ProfileChange.objects.get()
    page = text(desk.get(reverse("profile", args=here)))
    assert "A proposal about this profile waits" in page
    again = desk.post(reverse("profile_end", args=here), {})
    assert list(again.context["form"].errors) == ["until"]
    keeper.post(
        reverse("profile_review", args=[change.reference]),
        {"verdict": "refuse", "reason": "Too much."},
    )
    assert "Too much." in text(desk.get(reverse("profile_proposed", args=[change.reference])))
    desk.post(reverse("profile_end", args=here), {})
    assert ProfileChange.objects.filter(since=None).count() == 1


def test_what_overlaps_is_said_at_the_first_day(cast: Cast) -> None:
    desk = signed_in("alice@welfare.example")
    page = desk.post(reverse("profile_new"), FORM | {"quality": "17/2"})
    assert page.context["form"].errors["since"] == [
        "There is a profile for the same use in that time already."
    ]


@pytest.mark.parametrize("name", ["profile_new", "profile_change", "profile_end"])
def test_who_signed_in_long_ago_shows_again_who_it_is(cast: Cast, name: str) -> None:
    desk = signed_in("alice@welfare.example")
    session = desk.session
    session[CONFIRMED] = 0
    session.save()
    where = [] if name == "profile_new" else [of_career(cast).reference]
    assert desk.post(reverse(name, args=where), FORM).status_code == 302
    assert not ProfileChange.objects.exists()


def test_another_institution_sees_neither_profiles_nor_proposals(
    cast: Cast, alice: Capacity, femke: Capacity
) -> None:
    change = propose(alice, wanted())
    keepers = Authorisation.objects.get(service=Service.PROFILES)
    desk = signed_in("alice@welfare.example")
    assert desk.get(reverse("profile", args=[keepers.reference])).status_code == 404
    Authorisation.objects.filter(service=Service.PROFILES).update(ended_at=Now())
    keeper = signed_in("femke@crossroads.example")  # who keeps them no more
    assert keeper.get(reverse("profile_proposed", args=[change.reference])).status_code == 404
    assert "Nothing was proposed yet" in text(keeper.get(reverse("profile_changes")))
    for name in ("profile", "profile_change", "profile_end"):
        assert keeper.get(reverse(name, args=[of_career(cast).reference])).status_code == 404


def test_a_list_takes_as_many_queries_however_long(
    cast: Cast,
    alice: Capacity,
    femke: Capacity,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        change = propose(alice, wanted(legal_context=f"C{number}"))
        if number % 2:
            approve(change, femke)
    for email in ("alice@welfare.example", "femke@crossroads.example"):
        browser = signed_in(email)
        with django_assert_max_num_queries(9):
            assert browser.get(reverse("profile_changes")).status_code == 200
