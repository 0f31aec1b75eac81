"""Referrals to partners: a place, an answer, what the purpose opens, and an outcome."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.demo.support import ANSWERS, support
from casework.plans import actions as plans
from casework.plans.agreement.actions import offer, sign
from casework.plans.agreement.statuses import PointKind
from casework.plans.agreement.text import Line, fingerprint
from casework.plans.models import SupportFile
from casework.plans.profiling.actions import assess
from casework.plans.statuses import Ending, Segment
from casework.referrals import actions, offering
from casework.referrals.models import Offer, Partner, Referral
from casework.referrals.purposes import PURPOSES
from casework.referrals.statuses import Outcome, PartnerKind
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Capacity
from portal.people.models import Person
from tests.casework.conftest import SignIn

TODAY = timezone.localdate()
GIVEN = {
    "title": "Dutch for the shop floor",
    "purpose": "training",
    "text": "",
    "since": f"{TODAY}",
    "until": f"{TODAY + timedelta(days=60)}",
    "places": 2,
}
LINES = [
    Line(PointKind.GOAL, "Work as an accountant"),
    Line(PointKind.ACTION, "Learn Dutch"),
    Line(PointKind.PERSON, "Apply twice a week"),
]


@pytest.fixture
def alice(cast: Cast) -> Capacity:
    """Alice, of the welfare centre of Leuven, a partner."""
    centre = cast.institutions["welfare-centre"]
    Partner.objects.create(institution=centre, kind=PartnerKind.MUNICIPALITY)
    return Capacity.objects.get(user__person=cast.persons["alice"], institution=centre)


@pytest.fixture
def partner(alice: Capacity, sign_in: SignIn) -> Client:
    """Alice's browser."""
    return sign_in("alice@welfare.example")


@pytest.fixture
def course(alice: Capacity) -> Offer:
    """A course with two places."""
    days = {"since": TODAY, "until": TODAY + timedelta(days=60)}
    return offering.offer_places(alice, title="Dutch", purpose="training", places=2, **days)


@pytest.fixture
def file(cast: Cast, marie: Capacity) -> SupportFile:
    """Emma's file: assessed, with an agreement that both signed."""
    file = plans.open_file_of(cast.persons["emma"], marie)
    assess(file, marie, ANSWERS, Segment.HELP, "We talked.")
    sign(offer(file, marie, LINES), file.person.account, fingerprint(LINES))
    return file


@pytest.fixture
def referral(file: SupportFile, marie: Capacity, course: Offer) -> Referral:
    """Emma, referred to the course."""
    return actions.refer(file, marie, course, "Please make room in the evening.")


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def of(referral: Referral, part: str = "") -> str:
    return f"/referrals/{referral.reference}/{part}"


def someone(number: int, marie: Capacity) -> SupportFile:
    person = Person.objects.create(first_name="A", last_name=f"Number {number}")
    return plans.open_file_of(person, marie)


def test_offered_referred_accepted_and_ended(
    file: SupportFile, partner: Client, at_desk: Client, sign_in: SignIn
) -> None:
    page = words(partner.post("/referrals/offers/new/", GIVEN, follow=True))
    assert "Dutch for the shop floor" in page
    refer = f"/casework/support/{file.reference}/refer/"
    assert "Dutch for the shop floor: Public centre" in words(at_desk.get(refer))
    asked = {"offer": Offer.objects.get().pk, "words": "In the evening, please."}
    page = words(at_desk.post(refer, asked, follow=True))
    assert "A place is reserved." in page
    assert "waits for the partner" in page
    again = words(at_desk.post(refer, asked))
    assert "The person is referred to this offer already." in again

    assert "Emma Janssens" in words(partner.get("/referrals/"))
    referral = Referral.objects.get()
    assert "In the evening, please." in words(partner.get(of(referral)))
    assert "accepted" in words(partner.post(of(referral, "accept/"), follow=True))
    ended = {"outcome": "completed", "words": "She did very well."}
    partner.post(of(referral, "end/"), ended)
    assert partner.get(of(referral)).status_code == 404  # over: nothing more to read
    emma = sign_in("emma@family.example")
    for answer in (emma.get("/me/plan/"), at_desk.get(f"/casework/support/{file.reference}/")):
        assert "completed it" in words(answer)
        assert "She did very well." in words(answer)
    steps = referral.moves.order_by("pk").values_list("verb", flat=True)
    assert list(steps) == ["refer", "accept", "end"]


def test_the_partner_reads_what_the_purpose_needs_and_nothing_else(
    referral: Referral, partner: Client, sign_in: SignIn
) -> None:
    page = words(partner.get(of(referral)))
    for shown in ("Upper secondary", "Well enough to work in it", "accountant", "Learn Dutch"):
        assert shown in page
    for hidden in ("Sometimes", "Apply twice a week", "We talked.", "90.01", "needs help"):
        assert hidden not in page

    line = AccessLine.objects.filter(person=referral.person, opened=True).latest("pk")
    assert (line.case, line.purpose) == (referral.reference, "support")
    emma = words(sign_in("emma@family.example").get(reverse("looked")))
    assert "Public centre for social welfare of Leuven" in emma


def test_the_database_itself_gives_a_partner_no_more(
    referral: Referral, partner: Client, file: SupportFile
) -> None:
    """What the purpose does not name is not given, whatever the page would ask."""
    kept = {"answers": ["schooling"], "points": []}
    Referral.objects.filter(pk=referral.pk).update(shares=kept)
    page = words(partner.get(of(referral)))
    assert "Upper secondary" in page
    assert "accountant" not in page
    plans.end(file, plans_capacity(file), Ending.OTHER, "")
    assert "Upper secondary" not in words(partner.get(of(referral)))


def plans_capacity(file: SupportFile) -> Capacity:
    return Capacity.objects.get(user=file.counsellor, institution=file.office)


def test_declined_for_a_reason_the_place_is_free_again(
    referral: Referral, partner: Client, at_desk: Client
) -> None:
    assert "Write why you cannot help." in words(partner.post(of(referral, "decline/")))
    partner.post(of(referral, "decline/"), {"words": "Our teacher is ill."})
    referral.refresh_from_db()
    assert (referral.status, referral.place) == ("declined", None)
    page = words(at_desk.get(f"/casework/support/{referral.file.reference}/"))
    assert "Our teacher is ill." in page


def test_taken_back_by_the_office(
    referral: Referral, partner: Client, at_desk: Client, beside: Client
) -> None:
    taken_back = f"/casework/support/{referral.file.reference}/withdraw/"
    told = {"referral": referral.reference}
    assert beside.post(taken_back, told).status_code == 409  # not Tom's to take back
    at_desk.post(taken_back, told)
    referral.refresh_from_db()
    assert (referral.status, referral.place) == ("withdrawn", None)
    assert partner.get(of(referral)).status_code == 404
    assert at_desk.post(taken_back, {"referral": "x"}).status_code == 409


def test_no_more_people_than_places(
    file: SupportFile, marie: Capacity, course: Offer, at_desk: Client
) -> None:
    for number in range(2):
        actions.refer(someone(number, marie), marie, course, "Please.")
    with pytest.raises(actions.NoPlaceError), transaction.atomic():
        actions.refer(file, marie, course, "Please.")
    page = words(at_desk.get(f"/casework/support/{file.reference}/refer/"))
    assert "Dutch" not in page


def test_a_place_that_was_used_stays_used(
    referral: Referral, alice: Capacity, marie: Capacity, course: Offer
) -> None:
    actions.accept(referral, alice)
    actions.end(referral, alice, Outcome.COMPLETED, "")
    given = actions.refer(someone(1, marie), marie, course, "Please.")
    assert given.place == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda referral, who: actions.accept(referral, who),
        lambda referral, who: actions.decline(referral, who, "No."),
        lambda referral, who: actions.end(referral, who, Outcome.WORK, ""),
    ],
)
def test_only_the_partner_answers(
    referral: Referral, marie: Capacity, cast: Cast, act: Callable[[Referral, Capacity], None]
) -> None:
    with pytest.raises(actions.ReferralRefusedError):
        act(referral, marie)


def test_nothing_is_offered_by_who_is_no_partner(marie: Capacity, at_desk: Client) -> None:
    with pytest.raises(offering.OfferRefusedError):
        offering.offer_places(marie, title="Work")
    assert at_desk.get("/referrals/").status_code == 403


def test_what_is_over_or_upside_down_is_not_offered(partner: Client) -> None:
    for changed in ({"until": "2020-01-01"}, {"places": 0}, {"purpose": "health"}):
        assert partner.post("/referrals/offers/new/", GIVEN | changed).status_code == 200
    assert not Offer.objects.exists()


def test_work_that_was_found_is_known_from_the_hiring(
    referral: Referral, cast: Cast, at_desk: Client
) -> None:
    EmploymentPeriod.every.create(
        number="T1",
        company=cast.companies["restaurant"],
        person=referral.person,
        worker_type="OTH",
        joint_committee="XXX",
        since=TODAY,
    )
    page = words(at_desk.get(f"/casework/support/{referral.file.reference}/"))
    assert "work declared from" in page


def test_each_purpose_opens_answers_that_there_are(file: SupportFile) -> None:
    assert all(set(scope.answers) <= ANSWERS.keys() for scope in PURPOSES.values())
    assert all(set(scope.points) <= set(PointKind.values) for scope in PURPOSES.values())


def test_the_demo_shows_it_all_and_twice_is_once(cast: Cast, sign_in: SignIn) -> None:
    support(cast)
    support(cast)
    assert (SupportFile.objects.count(), Referral.objects.count()) == (1, 1)
    assert "Emma Janssens" in words(sign_in("alice@welfare.example").get("/referrals/"))
    assert "Your agreement waits" in words(sign_in("emma@family.example").get("/me/"))


def test_the_partners_page_takes_the_same_queries_however_many_people(
    referral: Referral, partner: Client, marie: Capacity, course: Offer
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert partner.get("/referrals/").status_code == 200
        return len(caught)

    queries()
    few = queries()
    course.places = 20
    course.save()
    for number in range(10):
        actions.refer(someone(number, marie), marie, course, "Please.")
    assert queries() == few
