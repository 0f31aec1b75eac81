"""Declarations of hiring and leaving against the directories and the periods."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from casework.demo.building import Cast
from declarations.channels.models import Verdict
from declarations.hiring.models import EmploymentPeriod
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Purpose
from portal.people.models import PersonNumber
from tests.hiring.declaring import codes, declare, employer, hiring, today


def period_of(cast: Cast, person: str) -> EmploymentPeriod:
    return EmploymentPeriod.objects.filter(person=cast.persons[person]).latest("pk")


def test_a_hiring_in_time_is_accepted_and_becomes_a_period(cast: Cast) -> None:
    verdict = declare(employer(cast), "DimonaIn", hiring(cast, "sofia"))
    assert (verdict.result, codes(verdict)) == ("A", [])
    period = period_of(cast, "sofia")
    assert period.company == cast.companies["restaurant"]
    assert not period.is_late
    line = AccessLine.objects.get(person=cast.persons["sofia"])
    assert (line.purpose, line.capacity) == (Purpose.DECLARATION, employer(cast))


def test_a_hiring_after_the_first_day_is_accepted_as_late(cast: Cast) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    verdict = declare(employer(cast), "DimonaIn", hiring(cast, "sofia", StartingDate=yesterday))
    assert (verdict.result, codes(verdict)) == ("W", ["90373-460"])
    assert period_of(cast, "sofia").is_late


def test_the_payroll_office_declares_for_who_mandated_it_and_nobody_else(cast: Cast) -> None:
    office = cast.applications["payroll-software"]
    assert declare(office, "DimonaIn", hiring(cast, "sofia")).result == "A"
    refused = declare(office, "DimonaIn", hiring(cast, "georges", "builder"))
    assert (refused.result, codes(refused)) == ("B", ["90256-155"])
    assert refused.company is None  # what a stranger tries is not shown to the company


def test_an_ended_mandate_is_refused_from_the_next_day_on(cast: Cast) -> None:
    Mandate.objects.update(until=today() - timedelta(days=1))
    verdict = declare(cast.applications["payroll-software"], "DimonaIn", hiring(cast, "sofia"))
    assert codes(verdict) == ["90256-155"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"EmployerId": {"NOSSRegistrationNbr": "98765496"}}, "90256-155"),
        ({"EmployerId": {"CompanyID": "0403170701"}}, "90256-151"),
        ({"NaturalPerson": {"INSS": "85073003328"}}, "90017-151"),
        ({"StartingDate": "2005-01-03"}, "90373-343"),
    ],
)
def test_the_directories_are_asked(cast: Cast, change: dict[str, Any], code: str) -> None:
    verdict = declare(employer(cast), "DimonaIn", hiring(cast, "sofia", **change))
    assert (verdict.result, codes(verdict)) == ("B", [code])


def test_wrong_check_digits_stop_before_the_directories(cast: Cast) -> None:
    content = hiring(cast, "sofia", NaturalPerson={"INSS": "05021126242"})
    verdict = declare(employer(cast), "DimonaIn", content)
    assert verdict.result == "B"
    assert verdict.findings[0]["path"] == "DimonaIn/NaturalPerson/INSS"


def test_a_replaced_number_leads_to_the_same_person(cast: Cast) -> None:
    sofia = cast.persons["sofia"]
    sofia.numbers.update(until=today() - timedelta(days=30))
    PersonNumber.objects.create(
        person=sofia, number="05021126340", since=today() - timedelta(days=29)
    )
    content = hiring(cast, "sofia", NaturalPerson={"INSS": "05021126241"})
    assert declare(employer(cast), "DimonaIn", content).person == sofia


def test_the_same_days_twice_are_a_duplicate_and_shared_days_an_overlap(cast: Cast) -> None:
    first = hiring(cast, "sofia", EndingDate=(today() + timedelta(days=20)).isoformat())
    assert declare(employer(cast), "DimonaIn", first).result == "A"
    assert codes(declare(employer(cast), "DimonaIn", first)) == ["90373-333"]
    longer = {**first, "EndingDate": (today() + timedelta(days=25)).isoformat()}
    assert codes(declare(employer(cast), "DimonaIn", longer)) == ["90373-334"]
    assert EmploymentPeriod.objects.filter(person=cast.persons["sofia"]).count() == 1


def test_a_leaving_closes_the_period_once(cast: Cast) -> None:
    lucas = period_of(cast, "lucas")
    out = {"DimonaPeriodId": lucas.number, "EndingDate": today().isoformat()}
    assert declare(employer(cast), "DimonaOut", out).result == "A"
    lucas.refresh_from_db()
    assert lucas.until == today()
    assert codes(declare(employer(cast), "DimonaOut", out)) == ["00913-356"]


def test_a_leaving_before_the_hiring_is_refused(cast: Cast) -> None:
    lucas = period_of(cast, "lucas")
    out = {"DimonaPeriodId": lucas.number, "EndingDate": "2022-08-31"}
    assert codes(declare(employer(cast), "DimonaOut", out)) == ["00911-014"]


def test_a_strangers_period_is_as_unknown_as_none(cast: Cast) -> None:
    number = period_of(cast, "lucas").number
    for period in (number, "999999999901"):
        out = {"DimonaPeriodId": period, "EndingDate": today().isoformat()}
        verdict = declare(employer(cast, "builder"), "DimonaOut", out)
        assert verdict.result == "B"
        assert verdict.person is None
    assert codes(verdict)[0].startswith("00913")


def test_a_change_that_changes_nothing_or_closes_is_refused(cast: Cast) -> None:
    number = period_of(cast, "lucas").number
    same = {"DimonaPeriodId": number, "StartingDate": "2022-09-01"}
    assert codes(declare(employer(cast), "DimonaUpdate", same)) == ["90378-444"]
    close = {"DimonaPeriodId": number, "EndingDate": today().isoformat()}
    assert codes(declare(employer(cast), "DimonaUpdate", close)) == ["00913-359"]


def test_a_cancelled_period_takes_nothing_more(cast: Cast) -> None:
    period = period_of(cast, "lucas")
    cancel = {"DimonaPeriodId": period.number}
    assert declare(employer(cast), "DimonaCancel", cancel).result == "A"
    assert codes(declare(employer(cast), "DimonaCancel", cancel)) == ["00913-355"]
    assert not EmploymentPeriod.objects.of(cast.persons["lucas"]).exists()


@pytest.mark.django_db(transaction=True)
def test_of_hirings_that_race_for_the_same_days_one_is_accepted(cast: Cast) -> None:
    content, capacity = hiring(cast, "sofia"), employer(cast)
    verdicts: list[Verdict] = []

    def run() -> None:
        try:
            verdicts.append(declare(capacity, "DimonaIn", content))
        finally:
            connection.close()

    racers = [threading.Thread(target=run) for _ in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(verdict.result for verdict in verdicts) == ["A", *["B"] * 5]
    assert EmploymentPeriod.objects.filter(person=cast.persons["sofia"]).count() == 1
