"""Appointments and call-backs: booked online, never twice; the office sees its day."""

from datetime import date, datetime, time, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.appointments.actions import (
    AppointmentMoveRefusedError,
    SlotGoneError,
    TooManyError,
    book,
    cancel,
    close,
    rebook,
    remind,
)
from casework.appointments.models import Appointment, Opening, Way
from casework.appointments.slots import Slot, slots_of
from casework.appointments.statuses import MOVES, AppointmentStatus
from casework.appointments.terms import CHANGE_UNTIL, MOST_BOOKED
from casework.callbacks import actions as calling
from casework.callbacks.models import CallBack, CallBackMove, Window
from casework.callbacks.statuses import CallBackStatus
from casework.contacts.models import Contact, Identification
from casework.demo.building import Cast
from casework.demo.contacts import make_contacts
from portal.access.models import Capacity, CapacityKind
from portal.exchange.actions import move_outbox
from portal.people.models import Institution
from tests.casework.conftest import SignIn
from tests.casework.test_contacts import words

NEW = "/me/appointments/new/?topic=unemployment&way=visit"


def citizen(cast: Cast, name: str) -> Capacity:
    return Capacity.objects.get(
        user__person=cast.persons[name], kind=CapacityKind.CITIZEN, mandate=None
    )


def opened(office: Institution, places: int = 1) -> Opening:
    """The office sees `places` people each day of the week at nine, and one at ten."""
    made = [
        Opening.objects.create(
            office=office,
            weekday=weekday,
            at=at,
            minutes=30,
            places=places if at == time(9) else 1,
            ways=[Way.VISIT, Way.VIDEO],
            since=date(2020, 1, 1),
        )
        for weekday in range(1, 8)
        for at in (time(9), time(10))
    ]
    return made[0]


@pytest.fixture
def office(cast: Cast) -> Institution:
    office = cast.institutions["unemployment-office"]
    opened(office)
    return office


@pytest.fixture
def emma(cast: Cast) -> Capacity:
    return citizen(cast, "emma")


@pytest.fixture
def sofia(cast: Cast) -> Capacity:
    return citizen(cast, "sofia")


@pytest.fixture
def at_home(sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


def free(office: Institution) -> list[Slot]:
    return slots_of(office, Way.VISIT, timezone.now())


def taken(capacity: Capacity, slot: Slot, topic: str = "unemployment") -> Appointment:
    return book(capacity, slot.opening, slot.starts, Way.VISIT, topic)


class TestBooking:
    """What a person books, moves and cancels."""

    def test_a_slot_is_chosen_on_a_page_and_is_gone_for_the_next(
        self, office: Institution, at_home: Client, at_desk: Client, sign_in: SignIn
    ) -> None:
        first = free(office)[0]
        page = at_home.get(NEW)
        assert "Unemployment office" in words(page)
        key = f"{first.opening.pk}-{int(first.starts.timestamp())}"
        assert f'value="{key}"' in page.content.decode()
        assert "You have an appointment on" in words(at_home.post(NEW, {"slot": key}, follow=True))
        late = sign_in("sofia@student.example").post(NEW, {"slot": key})
        assert "This time is no longer free." in words(late)
        assert f'value="{key}"' not in late.content.decode()
        day = timezone.localdate(first.starts)
        list_of_day = words(at_desk.get(reverse("office_day"), {"day": day.isoformat()}))
        assert "Emma Janssens" in list_of_day
        assert "at the desk" in list_of_day

    def test_who_looks_sees_how_many_are_free_and_not_whose(
        self, office: Institution, emma: Capacity, sign_in: SignIn
    ) -> None:
        taken(emma, free(office)[0])
        page = words(sign_in("sofia@student.example").get(NEW))
        assert "Emma" not in page
        assert "Janssens" not in page

    def test_moved_the_old_time_is_free_again(
        self, office: Institution, emma: Capacity, at_home: Client
    ) -> None:
        first, second = free(office)[:2]
        held = taken(emma, first)
        key = f"{second.opening.pk}-{int(second.starts.timestamp())}"
        url = reverse("appointment_move", args=[held.reference])
        assert "Your appointment is now on" in words(at_home.post(url, {"slot": key}, follow=True))
        held.refresh_from_db()
        assert held.starts == second.starts
        assert free(office)[0] == first
        assert [move.verb for move in held.moves.order_by("pk")] == ["book", "move"]

    def test_the_time_that_one_has_is_not_offered_again(
        self, office: Institution, emma: Capacity, at_home: Client
    ) -> None:
        """Though somebody else may book the second place of it."""
        Opening.objects.update(places=2)
        first, second = free(office)[:2]
        held = taken(emma, first)
        assert free(office)[0].starts == held.starts
        offered = at_home.get(reverse("appointment_move", args=[held.reference])).content.decode()
        own, other = (
            f"{each.opening.pk}-{int(each.starts.timestamp())}" for each in (first, second)
        )
        assert other in offered
        assert own not in offered

    def test_cancelled_it_is_free_again(
        self, office: Institution, emma: Capacity, at_home: Client
    ) -> None:
        first = free(office)[0]
        held = taken(emma, first)
        at_home.post(reverse("appointment_cancel", args=[held.reference]))
        held.refresh_from_db()
        assert held.status == AppointmentStatus.CANCELLED
        assert free(office)[0] == first

    def test_too_near_nothing_is_changed_online(self, office: Institution, emma: Capacity) -> None:
        held = taken(emma, free(office)[0])
        starts = timezone.now() + CHANGE_UNTIL - timedelta(minutes=1)
        Appointment.objects.update(starts=starts)
        held.refresh_from_db()
        with pytest.raises(AppointmentMoveRefusedError):
            cancel(emma, held)
        other = free(office)[3]
        with pytest.raises(AppointmentMoveRefusedError):
            rebook(emma, held, other.opening, other.starts)

    def test_what_is_no_slot_is_not_booked(self, office: Institution, emma: Capacity) -> None:
        slot = free(office)[0]
        for starts, way in (
            (slot.starts + timedelta(minutes=5), Way.VISIT),
            (slot.starts - timedelta(days=7), Way.VISIT),
            (slot.starts + timedelta(days=70), Way.VISIT),
            (slot.starts, Way.TELEPHONE),
        ):
            with pytest.raises(SlotGoneError):
                book(emma, slot.opening, starts, way, "unemployment")

    def test_one_is_in_one_place_at_a_time_and_holds_a_few_only(
        self, office: Institution, emma: Capacity, cast: Cast
    ) -> None:
        fund = cast.institutions["sickness-fund"]
        opened(fund)
        slots = free(office)
        taken(emma, slots[0])
        with pytest.raises(TooManyError):
            taken(emma, free(fund)[0], "incapacity")
        for slot in slots[1:MOST_BOOKED]:
            taken(emma, slot)
        with pytest.raises(TooManyError):
            taken(emma, slots[MOST_BOOKED])

    def test_others_neither_see_nor_change_it(
        self, office: Institution, emma: Capacity, sign_in: SignIn
    ) -> None:
        held = taken(emma, free(office)[0])
        sofia = sign_in("sofia@student.example")
        for name in ("appointment_move", "appointment_cancel"):
            assert sofia.post(reverse(name, args=[held.reference])).status_code == 404
        elsewhere = sign_in("ines@fund.example")
        day = timezone.localdate(held.starts).isoformat()
        assert "Emma" not in words(elsewhere.get(reverse("office_day"), {"day": day}))
        done = elsewhere.post(reverse("appointment_close", args=[held.reference]))
        assert done.status_code == 404

    def test_pages_cost_the_same_however_much_is_booked(
        self, office: Institution, emma: Capacity, sofia: Capacity, at_home: Client, at_desk: Client
    ) -> None:
        opened_more = free(office)
        day = timezone.localdate(opened_more[-1].starts).isoformat()
        same_day = [s for s in opened_more if timezone.localdate(s.starts).isoformat() == day]
        counts = set()
        for capacity, slot in zip((emma, sofia), same_day, strict=True):
            taken(capacity, slot)
            for url in (NEW, reverse("appointments")):
                at_home.get(url)
            at_desk.get(reverse("office_day"), {"day": day})
            with CaptureQueriesContext(connection) as seen:
                for url in (NEW, reverse("appointments")):
                    at_home.get(url)
                at_desk.get(reverse("office_day"), {"day": day})
            counts.add(len(seen))
        assert len(counts) == 1


class TestDay:
    """What the office does with its day."""

    def test_once_it_began_the_office_says_how_it_went(
        self, office: Institution, emma: Capacity, marie: Capacity, at_desk: Client
    ) -> None:
        held = taken(emma, free(office)[0])
        with pytest.raises(AppointmentMoveRefusedError):
            close(marie, held, came=True)
        Appointment.objects.update(starts=timezone.now() - timedelta(minutes=1))
        url = reverse("appointment_close", args=[held.reference])
        assert at_desk.post(url, {"came": "no"}).status_code == 302
        held.refresh_from_db()
        assert held.status == AppointmentStatus.MISSED
        with pytest.raises(AppointmentMoveRefusedError):
            close(marie, held, came=True)

    def test_each_is_reminded_once_and_again_of_another_time(
        self, office: Institution, emma: Capacity
    ) -> None:
        held = taken(emma, free(office)[0])
        near = held.starts - timedelta(hours=23)
        assert (remind(near - timedelta(hours=2)), remind(near), remind(near)) == (0, 1, 0)
        move_outbox()
        (told,) = mail.outbox
        assert told.to == ["emma@family.example"]
        assert "Unemployment" not in told.body
        other = free(office)[2]
        rebook(emma, held, other.opening, other.starts)
        assert remind(other.starts - timedelta(hours=1)) == 1

    def test_who_cancelled_is_not_reminded(self, office: Institution, emma: Capacity) -> None:
        held = taken(emma, free(office)[0])
        remind(held.starts - timedelta(hours=1))
        cancel(emma, held)
        move_outbox()
        assert mail.outbox == []

    def test_only_these_moves_are_made(self) -> None:
        assert set(MOVES) == {"book", "move", "cancel", "keep", "miss"}
        assert {target for _sources, target in MOVES.values()} == set(AppointmentStatus)


def test_the_database_gives_a_place_once(office: Institution, emma: Capacity) -> None:
    held = taken(emma, free(office)[0])
    with pytest.raises(IntegrityError, match="place_given_once"), transaction.atomic():
        Appointment.objects.create(
            person=citizen_without_appointment(),
            office=office,
            opening=held.opening,
            starts=held.starts,
            place=1,
            way=Way.VISIT,
            topic="other",
            booked_by=emma,
        )


def citizen_without_appointment() -> Any:
    return Capacity.objects.get(user__person__first_name="Sofia", mandate=None).person


@pytest.mark.django_db(transaction=True)
def test_of_four_who_book_two_places_at_once_two_get_one(cast: Cast) -> None:
    office = cast.institutions["unemployment-office"]
    opened(office, places=2)
    slot = next(each for each in free(office) if each.free == 2)
    outcomes: list[str] = []

    def try_it(name: str) -> None:
        try:
            taken(citizen(cast, name), slot)
            outcomes.append("booked")
        except SlotGoneError:
            outcomes.append("gone")
        finally:
            connections.close_all()

    threads = [Thread(target=try_it, args=[name]) for name in ("emma", "sofia", "lucas", "georges")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", "booked", "gone", "gone"]
    assert sorted(Appointment.objects.values_list("place", flat=True)) == [1, 2]


class TestCallBacks:
    """Who wants to be called."""

    @pytest.fixture
    def asked(self, emma: Capacity) -> CallBack:
        day = timezone.localdate() + timedelta(days=1)
        wish = calling.Wish("unemployment", day, Window.MORNING, "0470 12 34 56")
        return calling.ask(emma, wish)

    def test_asked_on_a_page_and_called_from_a_list(
        self, at_home: Client, at_desk: Client, sign_in: SignIn
    ) -> None:
        page = at_home.get(reverse("call_back")).content.decode()
        day = next(d for d in _ahead() if f'value="{d}"' in page)
        wish = {"topic": "unemployment", "day": day, "window": Window.MORNING}
        wish["telephone"] = "0470 12 34 56"
        assert "We call you then." in words(at_home.post(reverse("call_back"), wish, follow=True))
        again = at_home.post(reverse("call_back"), wish, follow=True)
        assert "This office calls you already." in words(again)
        page = words(at_desk.get(reverse("call_backs")))
        assert "Emma Janssens" in page
        assert "0470 12 34 56" in page
        assert "Emma" not in words(sign_in("ines@fund.example").get(reverse("call_backs")))
        asked = CallBack.objects.get()
        at_desk.post(reverse("call_back_tell", args=[asked.reference]), {"reached": "yes"})
        asked.refresh_from_db()
        assert asked.status == CallBackStatus.REACHED
        assert "Emma" not in words(at_desk.get(reverse("call_backs")))
        assert "we spoke with you" in words(at_home.get(reverse("appointments")))

    def test_who_is_missed_three_times_is_not_called_again_and_reads_it(
        self, asked: CallBack, at_desk: Client, at_home: Client
    ) -> None:
        for _time in range(3):
            at_desk.post(reverse("call_back_tell", args=[asked.reference]), {"reached": "no"})
        asked.refresh_from_db()
        assert (asked.status, asked.misses) == (CallBackStatus.GIVEN_UP, 3)
        page = words(at_home.get(reverse("appointments")))
        assert "we did not reach you" in page
        assert "We tried 3 times." in page
        verbs = CallBackMove.objects.order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["ask", "miss", "miss", "give_up"]

    def test_two_who_called_at_once_count_one_miss(
        self, asked: CallBack, marie: Capacity, tom: Capacity
    ) -> None:
        seen_by_tom = CallBack.objects.get()
        calling.tell(asked, marie, reached=False)
        with pytest.raises(calling.CallBackRefusedError), transaction.atomic():
            calling.tell(seen_by_tom, tom, reached=False)
        assert CallBack.objects.get().misses == 1

    def test_withdrawn_nobody_calls(
        self, asked: CallBack, at_home: Client, at_desk: Client, marie: Capacity
    ) -> None:
        at_home.post(reverse("call_back_withdraw", args=[asked.reference]))
        assert "Nobody waits for a call" in words(at_desk.get(reverse("call_backs")))
        with pytest.raises(calling.CallBackRefusedError), transaction.atomic():
            calling.tell(asked, marie, reached=True)


def test_the_cast_speaks_with_the_offices_once(cast: Cast, marie: Capacity) -> None:
    for _time in range(2):
        make_contacts(cast)
    assert Contact.objects.count() == 5
    assert Contact.objects.waiting_for(marie).count() == 1
    assert Identification.objects.failed_for(cast.persons["lucas"]).count() == 1
    assert Appointment.objects.count() == 2
    assert CallBack.objects.count() == 1


def _ahead() -> list[str]:
    today = datetime.now().date()  # noqa: DTZ005 - the day on the wall
    return [(today + timedelta(days=each)).isoformat() for each in range(1, 11)]
