"""Rules at work on stored periods: quotas at once, locks, day work, missing numbers."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from casework.demo.building import Cast
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.actions import give_verdicts
from declarations.hiring.card import employment
from declarations.hiring.models import EmploymentPeriod, IdentitySearch
from declarations.hiring.quota import student_balance
from declarations.hiring.searching import search_again
from portal.exchange.models import Channel
from portal.people.models import Person, PersonNumber
from tests.hiring.declaring import codes, declare, employer, hiring, today


def next_quarter() -> date:
    """Return the first day of the next quarter, so that a month fits into one quarter."""
    day = today()
    return date(
        day.year + day.month // 10, (day.month - 1) // 3 * 3 % 12 + 4 if day.month < 10 else 1, 1
    )


def student(cast: Cast, company: str, hours: int, first: int = 0) -> dict[str, Any]:
    """Return a hiring of Sofia as a student for ten days in the next quarter."""
    start = next_quarter() + timedelta(days=first)
    return hiring(
        cast,
        "sofia",
        company,
        StartingDate=start.isoformat(),
        EndingDate=(start + timedelta(days=9)).isoformat(),
        PlannedHoursNbr=str(hours),
        DimonaFeatures={"JointCommissionNbr": "XXX", "WorkerType": "STU"},
    )


def period_of(cast: Cast, person: str = "sofia") -> EmploymentPeriod:
    return EmploymentPeriod.objects.filter(person=cast.persons[person]).latest("pk")


def left(cast: Cast) -> int:
    found = student_balance(cast.persons["sofia"], next_quarter().year)
    assert found
    return found.left


def change(period: EmploymentPeriod, **content: str) -> dict[str, str]:
    return {"DimonaPeriodId": period.number, **content}


def test_hours_are_reserved_and_return_with_a_change_or_a_cancellation(cast: Cast) -> None:
    capacity = employer(cast)
    assert declare(capacity, "DimonaIn", student(cast, "restaurant", 500)).result == "A"
    assert left(cast) == 150
    over = declare(employer(cast, "builder"), "DimonaIn", student(cast, "builder", 200))
    assert (over.result, codes(over)) == ("W", ["90017-369"])
    assert over.findings[0]["value"] == "50"
    second = period_of(cast)
    assert (second.reserved_hours, second.planned_hours, left(cast)) == (150, 200, 0)
    first = EmploymentPeriod.objects.get(person=second.person, company=cast.companies["restaurant"])
    assert declare(capacity, "DimonaUpdate", change(first, PlannedHoursNbr="400")).result == "A"
    assert left(cast) == 100
    assert declare(capacity, "DimonaCancel", change(first)).result == "A"
    assert left(cast) == 500


def card_of(person: Person) -> str:
    card = employment(person)
    assert card
    return render_to_string(card.template, {"card": card.context})


def test_a_student_reads_how_many_hours_are_left(cast: Cast) -> None:
    sofia = cast.persons["sofia"]
    assert "As a student" not in card_of(sofia)
    start = max(today(), date(today().year, 1, 2))
    EmploymentPeriod.objects.create(
        number="000000000000",
        company=cast.companies["restaurant"],
        person=sofia,
        worker_type="STU",
        joint_committee="302",
        since=start,
        until=start,
        planned_hours=40,
        reserved_hours=30,
    )
    found = student_balance(sofia, start.year)
    assert found
    assert found.limit - found.left == 30
    assert f"{found.left} of {found.limit} hours left in {start.year}" in card_of(sofia)


def test_a_change_that_asks_for_more_than_is_left_is_warned(cast: Cast) -> None:
    capacity = employer(cast)
    declare(capacity, "DimonaIn", student(cast, "restaurant", 600))
    verdict = declare(capacity, "DimonaUpdate", change(period_of(cast), PlannedHoursNbr="660"))
    assert (verdict.result, codes(verdict)) == ("W", ["90017-369"])
    assert (period_of(cast).reserved_hours, left(cast)) == (650, 0)


def test_a_student_who_is_declared_late_reserves_nothing(cast: Cast) -> None:
    start = date(2026, 7, 6)
    content = student(cast, "restaurant", 100) | {
        "StartingDate": start.isoformat(),
        "EndingDate": (start + timedelta(days=20)).isoformat(),
    }
    assert codes(declare(employer(cast), "DimonaIn", content)) == ["90373-460"]
    period = period_of(cast)
    assert (period.is_late, period.reserved_hours) == (True, 0)
    raised = declare(employer(cast), "DimonaUpdate", change(period, PlannedHoursNbr="120"))
    assert codes(raised) == ["90378-460"]
    assert period_of(cast).reserved_hours == 0


@pytest.mark.django_db(transaction=True)
def test_hours_are_never_reserved_twice_by_two_employers_at_once(cast: Cast) -> None:
    """Five employers' worth of periods race for 650 hours: four times 150, and the rest once."""
    contents = [
        (company, student(cast, company, 150, first))
        for company in ("restaurant", "builder")
        for first in (0, 20, 40)
    ]
    verdicts: list[Verdict] = []

    def run(company: str, content: dict[str, Any]) -> None:
        try:
            verdicts.append(declare(employer(cast, company), "DimonaIn", content))
        finally:
            connection.close()

    racers = [threading.Thread(target=run, args=each) for each in contents]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    reserved = EmploymentPeriod.objects.filter(person=cast.persons["sofia"], worker_type="STU")
    assert sorted(period.reserved_hours or 0 for period in reserved) == [0, 50, 150, 150, 150, 150]
    assert sorted(verdict.result for verdict in verdicts) == ["A"] * 4 + ["W"] * 2


@pytest.mark.parametrize("action", ["DimonaOut", "DimonaUpdate", "DimonaCancel"])
def test_nothing_may_be_done_to_a_locked_period(cast: Cast, action: str) -> None:
    period = period_of(cast, "lucas")
    EmploymentPeriod.objects.filter(pk=period.pk).update(is_locked=True)
    content = (
        change(period) if action == "DimonaCancel" else change(period, EndingDate="2027-01-29")
    )
    assert codes(declare(employer(cast), action, content)) == ["00913-362"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"INSS": "85073003328"}, "00024-347"),
        ({"EmployerId": {"CompanyID": "0403170701"}}, "00014-347"),
        ({"EmployerId": {"NOSSRegistrationNbr": "98765496"}}, "00011-347"),
    ],
)
def test_numbers_that_are_not_of_the_period_are_refused(
    cast: Cast, content: dict[str, Any], code: str
) -> None:
    declared = {**change(period_of(cast, "lucas")), **content}
    assert codes(declare(employer(cast), "DimonaCancel", declared)) == [code]


def extra(cast: Cast, start: str, end: str, company: str = "restaurant") -> dict[str, Any]:
    """Return a hiring of Sofia for some hours of tomorrow."""
    day = (today() + timedelta(days=1)).isoformat()
    return hiring(
        cast,
        "sofia",
        company,
        EndingDate=day,
        StartingHour=start,
        EndingHour=end,
        DimonaFeatures={"JointCommissionNbr": "302", "WorkerType": "EXT"},
    )


def test_day_work_may_come_twice_a_day_and_its_hours_are_kept(cast: Cast) -> None:
    capacity = employer(cast)
    assert declare(capacity, "DimonaIn", extra(cast, "1000", "1400")).result == "A"
    assert declare(capacity, "DimonaIn", extra(cast, "1400", "1800")).result == "A"
    period = period_of(cast)
    assert (str(period.starts_at), str(period.ends_at)) == ("14:00:00", "18:00:00")
    assert codes(declare(capacity, "DimonaIn", extra(cast, "1730", "2000"))) == ["90373-334"]
    longer = change(period, EndingHour="1900")
    assert declare(capacity, "DimonaUpdate", longer).result == "A"
    earlier = change(period, StartingHour="1300")
    assert codes(declare(capacity, "DimonaUpdate", earlier)) == ["90378-334"]


def test_the_database_refuses_hours_that_meet(cast: Cast) -> None:
    declare(employer(cast), "DimonaIn", extra(cast, "1000", "1400"))
    period = period_of(cast)
    period.pk, period.reference, period.number = None, None, "000000000000"  # type: ignore[assignment]
    period.reference = Declaration().reference
    with pytest.raises(IntegrityError, match="period_without_overlap"), transaction.atomic():
        period.save(force_insert=True)


IDENTITY = {
    "WorkerName": "PEETERS",
    "WorkerFirstName": "Wout",
    "WorkerBirthdate": "1985-07-30",
    "WorkerBirthplace": "Gent",
    "WorkerBirthplaceCountry": "150",
    "WorkerSex": "1",
    "WorkerStreet": "Kouter",
    "WorkerHouseNbr": "1",
    "WorkerZIPCode": "9000",
    "WorkerCity": "Gent",
    "WorkerCountry": "150",
    "Nationality": "150",
}


def describe(cast: Cast) -> Declaration:
    """Send a hiring of somebody without a number, and judge it once."""
    content = hiring(cast, "sofia", NaturalPerson=IDENTITY)
    draft = Draft("DimonaIn", content)
    message, _new = submit(employer(cast), Channel.API, "described", b"{}", [draft])
    declaration = message.declarations.get()
    give_verdicts([declaration])
    return declaration


def register(number: str = "85073003328") -> Person:
    person = Person.objects.create(
        first_name="Wout", last_name="Peeters", birth_date=date(1985, 7, 30)
    )
    PersonNumber.objects.create(person=person, number=number, since=date(1985, 7, 30))
    return person


def test_a_worker_without_number_whom_the_register_knows_is_hired_at_once(cast: Cast) -> None:
    person = register()
    declaration = describe(cast)
    verdict = Verdict.objects.get(declaration=declaration)
    assert (verdict.result, verdict.person) == ("A", person)
    assert not IdentitySearch.objects.exists()


def test_a_worker_who_is_not_found_is_waited_for(cast: Cast) -> None:
    declaration = describe(cast)
    assert not Verdict.objects.filter(declaration=declaration).exists()
    assert search_again() == 0  # it was tried a moment ago
    person = register()
    IdentitySearch.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    assert search_again() == 1
    verdict = Verdict.objects.get(declaration=declaration)
    assert (verdict.result, verdict.person) == ("A", person)
    assert not IdentitySearch.objects.exists()


def test_two_namesakes_born_on_one_day_are_not_sure(cast: Cast) -> None:
    register()
    register("85073003526")
    assert IdentitySearch.objects.filter(declaration=describe(cast)).exists()


def test_the_search_ends_after_two_weeks_with_a_refusal(cast: Cast) -> None:
    content = hiring(cast, "sofia", NaturalPerson=IDENTITY)
    message, _new = submit(
        employer(cast),
        Channel.API,
        "described",
        b"{}",
        [Draft("DimonaIn", content)],
        timezone.now() - timedelta(days=15),
    )
    give_verdicts([message.declarations.get()])
    verdict = Verdict.objects.get(declaration__message=message)
    assert (verdict.result, codes(verdict)[-1:]) == ("B", ["90017-151"])
