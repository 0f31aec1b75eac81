"""Two caseworkers at the same moment, each with a connection of their own: one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.models import Decision, DecisionOutcome
from casework.appointments.models import Opening, OpeningMove
from casework.appointments.opening import (
    OpeningRefusedError,
    OpeningTwiceError,
    Seats,
    change_opening,
    open_times,
)
from casework.cases.actions import (
    CaseMoveRefusedError,
    decide_case,
    hand_over,
    join,
    reopen,
    take,
)
from casework.cases.models import Case, CaseMove
from casework.demo.building import Cast
from casework.plans import actions as support
from casework.plans.models import SupportFile
from casework.plans.statuses import Segment
from casework.queue.actions import take_next
from casework.referrals.actions import NoPlaceError, refer
from casework.referrals.models import Offer, Partner
from casework.referrals.offering import (
    OfferChangedError,
    change_offer,
    last_step,
    offer_places,
)
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Person
from tests.casework.conftest import caseworker, sent_by_another, sent_by_emma


@pytest.fixture
def office(transactional_db: None) -> tuple[Capacity, Capacity]:
    """Marie and Tom, in a database where each thread sees what the other committed."""
    Cast().build()
    return caseworker("Marie"), caseworker("Tom")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts at the same moment; return what each gave, or the exception that it raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=10)
            return act()
        except CaseMoveRefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def refusals(answers: list[object]) -> int:
    return sum(isinstance(answer, CaseMoveRefusedError) for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_application_one_gets_it(office: tuple[Capacity, Capacity]) -> None:
    claim = sent_by_emma()
    answers = at_once(*(lambda who=who: take(claim, who) for who in office * 4))
    assert refusals(answers) == 7
    assert (Case.objects.count(), CaseMove.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_who_press_next_at_once_get_different_cases(office: tuple[Capacity, Capacity]) -> None:
    for number in range(6):
        sent_by_another(number, days_ago=number)
    cases = at_once(*(lambda who=who: take_next(who) for who in office * 4))
    taken = [case.claim_id for case in cases if isinstance(case, Case)]
    assert len(taken) == len(set(taken)) == 6
    assert cases.count(None) == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_decide_one_does(office: tuple[Capacity, Capacity]) -> None:
    marie, _tom = office
    case = take(sent_by_emma(), marie)
    answers = at_once(
        *(lambda: decide_case(case, marie, DecisionOutcome.GRANTED, "") for _ in range(4)),
        *(lambda: decide_case(case, marie, DecisionOutcome.REFUSED, "No.") for _ in range(4)),
    )
    assert refusals(answers) == 7
    assert Decision.objects.filter(claim=case.claim).count() == 1
    assert CaseMove.objects.filter(verb="close").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_is_decided_or_handed_over_never_both(office: tuple[Capacity, Capacity]) -> None:
    marie, tom = office
    case = take(sent_by_emma(), marie)
    answers = at_once(
        lambda: decide_case(case, marie, DecisionOutcome.GRANTED, ""),
        lambda: hand_over(case, marie, tom),
    )
    assert refusals(answers) == 1
    case.refresh_from_db()
    assert (case.official == tom.user) != Decision.objects.filter(claim=case.claim).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_the_last_seats_each_gets_another(
    office: tuple[Capacity, Capacity], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six people at once, for three seats in intensive support of one caseworker."""
    monkeypatch.setattr(support, "seats", lambda: 3)
    marie, _tom = office
    files = [
        support.open_file_of(Person.objects.create(first_name="A", last_name=f"{number}"), marie)
        for number in range(6)
    ]

    def seat(file: SupportFile) -> object:
        try:
            support.seated(file, "choose", marie.user, marie.user, Segment.INTENSIVE)
        except support.NoSeatError as full:
            return full
        return file.seat

    given = at_once(*(lambda file=file: seat(file) for file in files))
    assert sorted(each for each in given if isinstance(each, int)) == [1, 2, 3]
    assert sum(isinstance(each, support.NoSeatError) for each in given) == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_who_refer_to_the_last_places_each_gets_another(
    office: tuple[Capacity, Capacity],
) -> None:
    """Six people at once, for a course with three places."""
    marie, _tom = office
    alice = Capacity.objects.get(user__person__first_name="Alice")
    Partner.objects.create(institution_id=alice.institution_id or 0, kind="training")
    today = timezone.localdate()
    course = offer_places(
        alice, title="Dutch", purpose="training", places=3, since=today, until=today
    )
    files = [
        support.open_file_of(Person.objects.create(first_name="A", last_name=f"{number}"), marie)
        for number in range(6)
    ]

    def place(file: SupportFile) -> object:
        try:
            return refer(file, marie, course, "Please.").place
        except NoPlaceError as full:
            return full

    given = at_once(*(lambda file=file: place(file) for file in files))
    assert sorted(each for each in given if isinstance(each, int)) == [1, 2, 3]
    assert sum(isinstance(each, NoPlaceError) for each in given) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_case_again_one_does(office: tuple[Capacity, Capacity]) -> None:
    marie, _tom = office
    case = take(sent_by_emma(), marie)
    decide_case(case, marie, DecisionOutcome.REFUSED, "No.")
    answers = at_once(*(lambda: reopen(case, marie, "Look again.") for _ in range(4)))
    assert refusals(answers) == 3
    assert case.moves.filter(verb="reopen").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_cases_joined_both_ways_at_once_are_joined_one_way(
    office: tuple[Capacity, Capacity],
) -> None:
    marie, _tom = office
    one = take(sent_by_emma(), marie)
    claim = sent_by_another(1, 30)
    Claim.objects.filter(pk=claim.pk).update(person=one.person)
    two = take(Claim.objects.get(pk=claim.pk), marie)
    answers = at_once(lambda: join(one, two, marie), lambda: join(two, one, marie))
    assert refusals(answers) == 1
    assert Case.objects.filter(joined_to__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_change_an_offer_at_once_one_does(office: tuple[Capacity, Capacity]) -> None:
    alice = Capacity.objects.get(user__person__first_name="Alice")
    Partner.objects.create(institution_id=alice.institution_id or 0, kind="training")
    today = timezone.localdate()
    course = offer_places(
        alice, title="Dutch", purpose="training", places=3, since=today, until=today
    )
    shown = last_step(course)

    def change(places: int) -> object:
        try:
            return change_offer(Offer.objects.get(), alice, shown=shown, places=places)
        except OfferChangedError as changed:
            return changed

    answers = at_once(*(lambda places=places: change(places) for places in range(4, 8)))
    assert answers.count(None) == 1
    course.refresh_from_db()
    assert course.places == answers.index(None) + 4
    assert list(course.moves.order_by("pk").values_list("verb", flat=True)) == ["offer", "change"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_change_an_opening_at_once_one_does(
    office: tuple[Capacity, Capacity],
) -> None:
    hugo = Capacity.objects.get(kind=CapacityKind.SUPERVISOR)
    today = timezone.localdate()
    weekday, at = today.isoweekday(), time(6, 30)
    open_times(hugo, [weekday], at, Seats(30, 1, ["visit"]), today)
    stands = Opening.objects.get(at=at)

    def change(places: int) -> object:
        try:
            since = today + timedelta(days=7)
            return change_opening(stands, hugo, Seats(30, places, ["visit"]), since)
        except (OpeningTwiceError, OpeningRefusedError) as no:
            return no

    answers = at_once(*(lambda places=places: change(places) for places in range(2, 6)))
    assert answers.count(None) == 1
    places = Opening.objects.filter(at=at).order_by("since").values_list("places", flat=True)
    assert list(places) == [1, answers.index(None) + 2]
    assert OpeningMove.objects.filter(opening__at=at).count() == 3  # open, end, open
