"""When an office sees people: begun, changed and ended; who has an appointment keeps it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.appointments.actions import SlotGoneError, book
from casework.appointments.models import Opening, OpeningMove, Way
from casework.appointments.opening import (
    BookedError,
    OpeningRefusedError,
    Seats,
    end_opening,
    open_times,
)
from casework.appointments.slots import slots_of
from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Institution
from tests.casework.conftest import SignIn
from tests.casework.test_appointments import citizen
from tests.casework.test_contacts import words
from tests.casework.test_offers import act

SEATS = Seats(minutes=30, places=2, ways=["visit"])


@pytest.fixture
def hugo(cast: Cast) -> Capacity:
    """Hugo, who leads the unemployment office, and lets it see people every day at nine."""
    found = Capacity.objects.select_related("institution").get(kind=CapacityKind.SUPERVISOR)
    open_times(found, range(1, 8), time(9), SEATS, timezone.localdate())
    return found


@pytest.fixture
def office(hugo: Capacity) -> Institution:
    assert hugo.institution
    return hugo.institution


@pytest.fixture
def above(hugo: Capacity, sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


def page_of(name: str, opening: Opening) -> str:
    return reverse(name, args=[opening.pk])


def days_of(office: Institution, weekday: int) -> list[date]:
    """Return on which of the offered days of the week there is a place at nine."""
    found = {
        timezone.localdate(each.starts) for each in slots_of(office, Way.VISIT, timezone.now())
    }
    return sorted(day for day in found if day.isoweekday() == weekday)


def test_times_are_added_on_a_page_and_can_be_booked(
    office: Institution, above: Client, cast: Cast
) -> None:
    assert "Monday 09:00" in words(above.get(reverse("office_hours")))
    today = timezone.localdate()
    said: dict[str, Any] = {"weekdays": ["1", "4"], "at": "13:30", "minutes": 20, "places": 1}
    said |= {"ways": ["telephone"], "since": today.isoformat()}
    assert "Choose at least one." in words(
        above.post(reverse("office_hours_new"), {**said, "ways": []})
    )
    page = words(above.post(reverse("office_hours_new"), said, follow=True))
    assert "Thursday 13:30 20 1 by telephone" in page
    assert "Hugo Martens: Monday 13:30, 1 at once for 20 minutes" in page
    assert slots_of(office, Way.TELEPHONE, timezone.now())
    twice = words(above.post(reverse("office_hours_new"), said))
    assert "sees people at this time already" in twice
    past = {**said, "at": "15:00", "since": (today - timedelta(days=1)).isoformat()}
    assert "Choose today or a later day." in words(above.post(reverse("office_hours_new"), past))


def test_an_opening_ends_after_the_last_who_comes(
    office: Institution, above: Client, cast: Cast
) -> None:
    slot = slots_of(office, Way.VISIT, timezone.now())[3]
    emma = citizen(cast, "emma")
    book(emma, slot.opening, slot.starts, Way.VISIT, "unemployment")
    day = timezone.localdate(slot.starts)
    url = page_of("office_hours_end", slot.opening)
    assert f'value="{day}"' in above.get(url).content.decode()
    early = words(above.post(url, {"until": (day - timedelta(days=1)).isoformat()}))
    assert "Choose" in early
    assert Opening.objects.get(pk=slot.opening.pk).until is None
    page = words(above.post(url, {"until": day.isoformat()}, follow=True))
    assert "The opening ends on that day." in page
    assert days_of(office, slot.opening.weekday) == [day]
    sofia, later = citizen(cast, "sofia"), slot.starts + timedelta(days=7)
    with pytest.raises(SlotGoneError):
        book(sofia, slot.opening, later, Way.VISIT, "unemployment")


def test_who_has_an_appointment_keeps_it(office: Institution, hugo: Capacity, cast: Cast) -> None:
    slot = slots_of(office, Way.VISIT, timezone.now())[-1]
    book(citizen(cast, "emma"), slot.opening, slot.starts, Way.VISIT, "unemployment")
    day = timezone.localdate(slot.starts)
    with pytest.raises(BookedError):
        end_opening(slot.opening, hugo, day - timedelta(days=1))
    with pytest.raises(OpeningRefusedError):
        end_opening(slot.opening, hugo, timezone.localdate() - timedelta(days=1))


def test_a_change_begins_on_a_day_and_overwrites_nothing(
    office: Institution, above: Client
) -> None:
    stands = Opening.objects.get(weekday=1)
    since = timezone.localdate() + timedelta(days=8)
    said = {"minutes": 45, "places": 3, "ways": ["visit", "video"], "since": since.isoformat()}
    above.post(page_of("office_hours_change", stands), said)
    stands.refresh_from_db()
    assert (stands.places, stands.until) == (2, since - timedelta(days=1))
    after = Opening.objects.get(weekday=1, since=since)
    assert (after.at, after.minutes, after.places, after.until) == (time(9), 45, 3, None)
    assert list(OpeningMove.objects.order_by("-pk").values_list("verb", "day")[:2]) == [
        ("open", since),
        ("end", since - timedelta(days=1)),
    ]
    again = words(above.post(page_of("office_hours_change", stands), said))
    assert "Choose a day to come" in again


def test_another_offices_times_are_not_found(cast: Cast, above: Client) -> None:
    fund = cast.institutions["sickness-fund"]
    theirs = Opening.objects.create(
        office=fund, weekday=1, at=time(9), minutes=20, places=1, ways=["visit"], since="2020-01-01"
    )
    assert above.get(page_of("office_hours_change", theirs)).status_code == 404
    assert above.post(page_of("office_hours_end", theirs)).status_code == 404


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casework_opening SET until = now() WHERE id = %s",
        "UPDATE casework_opening SET places = 9 WHERE id = %s",
        "UPDATE casework_openingmove SET verb = 'end' WHERE opening_id = %s",
    ],
)
def test_the_database_lets_only_its_supervisor_end_it(
    hugo: Capacity, marie: Capacity, statement: str
) -> None:
    opening = Opening.objects.get(weekday=1)
    with transaction.atomic(), connection.cursor() as cursor:
        act(cursor, marie)
        assert not OpeningMove.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, [opening.pk])
        transaction.set_rollback(True)
