"""What a register of staff shows: by day, state, kind of work and order."""

from datetime import timedelta

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_hire_pages import day, text
from tests.hiring.test_register_pages import lucas_period, names


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Give the restaurant somebody who starts tomorrow, a late hiring and a cancelled one."""
    tomorrow = today() + timedelta(days=1)
    student = {"WorkerType": "STU", "JointCommissionNbr": "XXX"}
    plan = {"EndingDate": tomorrow.isoformat(), "PlannedHoursNbr": "8"}
    declare(employer(cast), "DimonaIn", hiring(cast, "sofia", DimonaFeatures=student, **plan))
    late = (today() - timedelta(days=1)).isoformat()
    declare(employer(cast), "DimonaIn", hiring(cast, "tom", StartingDate=late))
    declare(employer(cast), "DimonaIn", hiring(cast, "marie"))
    never = EmploymentPeriod.objects.get(person=cast.persons["marie"])
    declare(employer(cast), "DimonaCancel", {"DimonaPeriodId": never.number})
    return cast


def test_who_is_about_to_start_stands_in_the_register(busy: Cast, colette: Client) -> None:
    page = colette.get("/company/")
    assert names(page) == ["Sofia Lambert", "Tom Hendrickx", "Lucas Dubois"]
    assert [row["state"].words for row in page.context["rows"]] == [
        "to start",
        "at work",
        "at work",
    ]


def test_a_day_leaves_who_is_at_work_on_it(busy: Cast, colette: Client) -> None:
    assert names(colette.get(f"/company/?on={today()}")) == ["Tom Hendrickx", "Lucas Dubois"]
    later = today() + timedelta(days=2)
    assert names(colette.get(f"/company/?on={later}")) == ["Tom Hendrickx", "Lucas Dubois"]
    assert f"Who is at work on {later.day} " in text(colette.get(f"/company/?on={later}"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("show=late", ["Tom Hendrickx"]),
        ("show=cancelled", ["Marie Claes"]),
        ("kind=STU", ["Sofia Lambert"]),
        ("kind=XYZ", []),
        ("show=all&sort=name", ["Marie Claes", "Lucas Dubois", "Tom Hendrickx", "Sofia Lambert"]),
        ("sort=name", ["Lucas Dubois", "Tom Hendrickx", "Sofia Lambert"]),
    ],
)
def test_a_register_is_filtered_and_sorted(
    busy: Cast, colette: Client, query: str, shown: list[str]
) -> None:
    assert names(colette.get(f"/company/?{query}")) == shown


def test_a_filter_keeps_the_order(colette: Client) -> None:
    sent = {"who": "", "kind": "OTH", "show": "late", **day("on", today())}
    there = colette.post("/company/?sort=name", sent)["Location"]
    assert there == f"/company/?show=late&kind=OTH&on={today()}&sort=name"


def test_a_person_who_left_is_found_by_number(cast: Cast, colette: Client) -> None:
    leaving = {"DimonaPeriodId": lucas_period(cast).number}
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert declare(employer(cast), "DimonaOut", {**leaving, "EndingDate": yesterday}).result == "A"
    assert names(colette.get("/company/")) == []
    assert names(colette.post("/company/", {"who": "88060933524"}, follow=True)) == ["Lucas Dubois"]
