"""Daily registration: the hours of presence within a period."""

from datetime import timedelta
from typing import Any

import pytest

from casework.demo.building import Cast
from declarations.channels.models import Verdict
from declarations.glossary.checks import check_fields
from declarations.hiring.models import DailyRegistration, EmploymentPeriod
from portal.people.numbers import clean_dimona_period_id, make_dimona_period_id
from tests.hiring.declaring import codes, declare, employer, hiring, today

DAILY = "DailyRegistrationDeclaration"


@pytest.fixture
def period(cast: Cast) -> EmploymentPeriod:
    """Return a period of Sofia's at the restaurant, from ten days ago on."""
    features = {"JointCommissionNbr": "302", "WorkerType": "OTH"}
    start = (today() - timedelta(days=10)).isoformat()
    content = hiring(cast, "sofia", StartingDate=start, DimonaFeatures=features)
    assert declare(employer(cast), "DimonaIn", content).result == "W"
    return EmploymentPeriod.objects.get(person=cast.persons["sofia"])


def made(period: EmploymentPeriod, **given: Any) -> dict[str, str]:
    """Return the content of a new registration: yesterday from ten to four."""
    day = (today() - timedelta(days=1)).isoformat()
    content = {
        "AttestationStatus": "0",
        "DimonaPeriodId": period.number,
        "StartingDate": day,
        "StartingHour": "1000",
        "EndingDate": day,
        "EndingHour": "1600",
        **given,
    }
    return {label: value for label, value in content.items() if value is not None}


def changed(registration: DailyRegistration, status: str = "1", **given: str) -> dict[str, str]:
    return {"AttestationStatus": status, "DailyRegistrationId": registration.number, **given}


def registered(cast: Cast, period: EmploymentPeriod) -> DailyRegistration:
    assert declare(employer(cast), DAILY, made(period)).result == "A"
    return DailyRegistration.objects.latest("pk")


def send(cast: Cast, content: dict[str, str]) -> Verdict:
    return declare(employer(cast), DAILY, content)


def test_a_registration_is_made_changed_and_cancelled(cast: Cast, period: EmploymentPeriod) -> None:
    registration = registered(cast, period)
    assert clean_dimona_period_id(registration.number) != period.number
    assert send(cast, changed(registration, EndingHour="1730")).result == "A"
    registration.refresh_from_db()
    assert str(registration.ends_at) == "17:30:00"
    assert send(cast, changed(registration, "3")).result == "A"
    registration.refresh_from_db()
    assert registration.is_cancelled
    assert codes(send(cast, changed(registration, "3"))) == ["01085-355"]
    assert registration.history.count() == 3
    period.refresh_from_db()
    assert period.history.count() == 1  # the period itself is as it was declared


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"EndingHour": "0900"}, "00778-345"),
        ({"EndingDate": -2}, "00911-014"),
        ({"EndingDate": 0}, "90480-260"),
        ({"StartingDate": -11}, "00910-462"),
        ({"StartingDate": 1, "EndingDate": 1}, "90480-003"),
        ({"DimonaPeriodId": "999999999901"}, "00913-003"),
    ],
)
def test_what_is_refused(
    cast: Cast, period: EmploymentPeriod, given: dict[str, str | int], code: str
) -> None:
    """A day is given as its distance from today."""
    given = {
        label: value if isinstance(value, str) else (today() + timedelta(days=value)).isoformat()
        for label, value in given.items()
    }
    assert codes(send(cast, made(period, **given))) == [code]


def test_a_night_and_an_end_that_is_not_known_yet(cast: Cast, period: EmploymentPeriod) -> None:
    night = made(period, StartingHour="2000", EndingDate=today().isoformat(), EndingHour="0200")
    assert send(cast, night).result == "A"
    today_ = today().isoformat()
    going_on = made(
        period, StartingDate=today_, StartingHour="0300", EndingDate=today_, EndingHour=None
    )
    assert send(cast, going_on).result == "A"
    later = made(
        period, StartingDate=today_, StartingHour="2100", EndingDate=today_, EndingHour=None
    )
    assert codes(send(cast, later)) == ["90480-334"]


def test_hours_may_follow_and_not_meet(cast: Cast, period: EmploymentPeriod) -> None:
    registration = registered(cast, period)
    assert codes(send(cast, made(period))) == ["90480-334"]
    assert send(cast, made(period, StartingHour="1600", EndingHour="1800")).result == "A"
    assert codes(send(cast, changed(registration, EndingHour="1601"))) == ["90480-334"]
    assert codes(send(cast, changed(registration, EndingHour="1600"))) == ["90480-444"]
    assert send(cast, changed(registration, "3")).result == "A"
    assert send(cast, made(period)).result == "A"


def test_only_periods_in_hotels_without_hours_are_registered(cast: Cast) -> None:
    lucas = EmploymentPeriod.objects.filter(person=cast.persons["lucas"]).latest("pk")
    EmploymentPeriod.objects.filter(pk=lucas.pk).update(joint_committee="XXX")
    assert codes(send(cast, made(lucas))) == ["00913-462"]


def test_a_strangers_registration_is_unknown(cast: Cast, period: EmploymentPeriod) -> None:
    registration = registered(cast, period)
    verdict = declare(employer(cast, "builder"), DAILY, changed(registration, "3"))
    assert codes(verdict) == ["01085-354"]
    assert verdict.person is None


def test_what_hangs_on_a_lost_or_locked_period_stays(cast: Cast, period: EmploymentPeriod) -> None:
    registration = registered(cast, period)
    EmploymentPeriod.objects.filter(pk=period.pk).update(is_locked=True)
    assert codes(send(cast, changed(registration, "3"))) == ["01085-181"]
    assert codes(send(cast, made(period))) == ["00913-362"]
    EmploymentPeriod.objects.filter(pk=period.pk).update(is_locked=False)
    declare(employer(cast), "DimonaCancel", {"DimonaPeriodId": period.number})
    assert codes(send(cast, changed(registration, EndingHour="1700"))) == ["01085-181"]
    assert codes(send(cast, made(period))) == ["00913-355"]


NUMBER = {"DailyRegistrationId": "200000000097"}
WHOLE = {
    "DimonaPeriodId": make_dimona_period_id(1),
    "StartingDate": "2026-03-02",
    "StartingHour": "1000",
    "EndingDate": "2026-03-02",
}


@pytest.mark.parametrize(
    ("status", "content", "found"),
    [
        ("0", {**WHOLE, "DailyRegistrationId": "1"}, ["01085-005"]),
        ("0", {"DimonaPeriodId": WHOLE["DimonaPeriodId"]}, ["00910-001", "00777-001", "00911-001"]),
        ("1", {"EndingHour": "1600"}, ["01085-001"]),
        ("1", {**NUMBER, **WHOLE}, ["00913-005"]),
        ("3", {**NUMBER, "EndingHour": "1600"}, ["00778-005"]),
        ("2", NUMBER, ["00110-003"]),
        ("3", NUMBER, []),
    ],
)
def test_each_status_has_its_fields(status: str, content: dict[str, str], found: list[str]) -> None:
    findings = check_fields(DAILY, {"AttestationStatus": status, **content})
    assert [finding.code for finding in findings] == found
