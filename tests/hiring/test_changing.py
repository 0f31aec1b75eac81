"""A period is changed on a page: prefilled, checked before it is sent, one way through."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_hire_pages import day, text


def period(cast: Cast, **changes: Any) -> EmploymentPeriod:
    """Return a new period of Sofia at the restaurant."""
    verdict = declare(employer(cast), "DimonaIn", hiring(cast, "sofia", **changes))
    return verdict.declaration.effect.period


def kind(worker_type: str, committee: str = "302") -> dict[str, str]:
    return {"JointCommissionNbr": committee, "WorkerType": worker_type}


def here(found: EmploymentPeriod) -> str:
    return f"/company/staff/{found.reference}/change/"


def sent(found: EmploymentPeriod, **answers: str) -> dict[str, str]:
    """The form as it was shown, with other answers."""
    days = day("first_day", found.since) | (day("last_day", found.until) if found.until else {})
    return {"key": str(uuid4()), **days, **answers}


def content_of(receipt: str) -> dict[str, Any]:
    content: dict[str, Any] = Declaration.objects.get(reference=receipt.split("/")[-2]).content
    return content


def test_only_what_differs_is_declared(cast: Cast, colette: Client) -> None:
    end = today() + timedelta(days=20)
    found = period(cast, EndingDate=end.isoformat())
    page = colette.get(here(found))
    assert page.context["form"].initial == {"first_day": found.since, "last_day": end}
    later = end + timedelta(days=5)
    receipt = colette.post(here(found), sent(found, **day("last_day", later)))["Location"]
    assert content_of(receipt) == {
        "DimonaPeriodId": found.number,
        "INSS": found.person.inss,
        "EndingDate": later.isoformat(),
    }
    move_outbox()
    found.refresh_from_db()
    assert found.until == later
    assert "accepted" in text(colette.get(receipt))


def test_an_emptied_last_day_is_taken_away(cast: Cast, colette: Client) -> None:
    found = period(cast, EndingDate=(today() + timedelta(days=20)).isoformat())
    empty = {"last_day_0": "", "last_day_1": "", "last_day_2": ""}
    colette.post(here(found), sent(found, **empty))
    move_outbox()
    found.refresh_from_db()
    assert found.until is None


def test_hours_are_shown_and_changed(cast: Cast, colette: Client) -> None:
    tomorrow = today() + timedelta(days=1)
    hours = {"StartingHour": "1000", "EndingHour": "1800", "EndingDate": tomorrow.isoformat()}
    found = period(cast, DimonaFeatures=kind("EXT"), **hours)
    initial = colette.get(here(found)).context["form"].initial
    assert (initial["first_hour"], initial["last_hour"]) == ("10:00", "18:00")
    typed = sent(found, first_hour="10:00", last_hour="19:30")
    receipt = colette.post(here(found), typed)["Location"]
    assert content_of(receipt).keys() == {"DimonaPeriodId", "INSS", "EndingHour"}
    move_outbox()
    found.refresh_from_db()
    assert f"{found.ends_at:%H%M}" == "1930"


def test_a_student_keeps_the_first_day_and_changes_the_plan(cast: Cast, colette: Client) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    plan = {"EndingDate": tomorrow, "PlannedHoursNbr": "8"}
    found = period(cast, DimonaFeatures=kind("STU"), **plan)
    assert "first_day" not in colette.get(here(found)).context["form"].fields
    receipt = colette.post(here(found), sent(found, planned_hours="6"))["Location"]
    assert content_of(receipt)["PlannedHoursNbr"] == "6"
    move_outbox()
    found.refresh_from_db()
    assert (found.planned_hours, found.reserved_hours) == (6, 6)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "90378-360"),
        (day("last_day", date(2020, 1, 1)), "00911-014"),
        ({"first_day_0": "", "first_day_1": "", "first_day_2": ""}, "00910-001"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_sent(
    cast: Cast, colette: Client, answers: dict[str, str], code: str
) -> None:
    found = period(cast, EndingDate=(today() + timedelta(days=20)).isoformat())
    before = Declaration.objects.count()
    assert f"({code})" in text(colette.post(here(found), sent(found, **answers)))
    assert Declaration.objects.count() == before


def test_a_locked_period_is_not_changed(cast: Cast, colette: Client) -> None:
    found = period(cast)
    EmploymentPeriod.objects.filter(pk=found.pk).update(is_locked=True)
    file = text(colette.get(f"/company/staff/{found.reference}/"))
    assert "Locked" in file
    assert "Change this period" not in file
    answer = colette.post(here(found), sent(found, **day("first_day", today() + timedelta(days=3))))
    assert "(00913-362)" in text(answer)


def test_the_period_of_another_company_is_not_there(cast: Cast, piet: Client) -> None:
    found = period(cast)
    assert piet.get(here(found)).status_code == 404
    assert piet.post(here(found), sent(found)).status_code == 404
