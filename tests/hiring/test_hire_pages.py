"""A hiring on the pages of an employer, step by step."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Declaration, Result
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Purpose
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from tests.hiring.declaring import today

TOM = "91.07.19-207.19"


def day(name: str, chosen: date) -> dict[str, str]:
    """Return the three parts of a day as a form sends them."""
    parts = (chosen.day, chosen.month, chosen.year)
    return {f"{name}_{place}": str(part) for place, part in enumerate(parts)}


def begin(client: Client, inss: str = TOM) -> str:
    """Answer who is hired, and return the address of the next step."""
    response = client.post("/company/hire/", {"inss": inss})
    assert response.status_code == 302
    return response["Location"]


def fill(client: Client, start: date, kind: str = "OTH", **details: Any) -> str:
    """Answer every question, and return the address where it is checked and sent."""
    here = begin(client).replace("days", "kind")  # where it is known it is not asked by itself
    kinds = {"worker_type": kind, "joint_committee": "302"}
    there = client.post(here, kinds)["Location"]
    response = client.post(there, {**day("first_day", start), **details})
    assert response.status_code == 302, text(response)
    return response["Location"]


def text(response: Any) -> str:
    """Return the words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_hiring_is_received_at_once_and_answered_by_itself(cast: Cast, colette: Client) -> None:
    check = fill(colette, today() + timedelta(days=3))
    receipt = colette.post(check)["Location"]
    waiting = colette.get(receipt)
    assert "We received your declaration" in text(waiting)
    assert "being checked" in text(waiting)
    assert f'hx-get="{receipt}verdict/"' in waiting.content.decode()
    move_outbox()
    answered = colette.get(f"{receipt}verdict/")
    assert "accepted" in text(answered)
    assert "hx-get" not in answered.content.decode()
    period = EmploymentPeriod.objects.get(person=cast.persons["tom"])
    assert f"/company/staff/{period.reference}/" in answered.content.decode()
    assert (period.worker_type, period.joint_committee) == ("OTH", "302")
    message = Declaration.objects.get(effect__period=period).message
    assert message.sha256 in text(colette.get(receipt))


def test_sending_twice_is_one_declaration(colette: Client) -> None:
    before = Message.objects.count()
    check = fill(colette, today() + timedelta(days=3))
    assert colette.post(check)["Location"] == colette.post(check)["Location"]
    assert Message.objects.count() == before + 1


def test_a_hiring_that_was_sent_is_not_sent_again_with_other_answers(colette: Client) -> None:
    check = fill(colette, today() + timedelta(days=3))
    sent = colette.post(check)["Location"]
    colette.post(check.replace("check", "days"), day("first_day", today() + timedelta(days=9)))
    again = colette.post(check, follow=True)
    assert again.redirect_chain[-1][0] == sent
    assert "You had sent this form already" in text(again)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "00024-001"),
        ("91071920718", "00024-003"),
        ("abc", "00024-003"),
        ("\u0669\u0661071920719", "00024-003"),
        ("00000000196", "90017-151"),
    ],
)
def test_a_number_that_nobody_has_is_refused_at_the_field(
    colette: Client, typed: str, code: str
) -> None:
    response = colette.post("/company/hire/", {"inss": typed})
    assert response.status_code == 200
    assert f"({code})" in text(response)


def test_only_the_name_is_shown_and_the_person_can_see_it(cast: Cast, colette: Client) -> None:
    tom = cast.persons["tom"]
    shown = text(colette.get(begin(colette)))
    assert "Tom Hendrickx" in shown
    assert "1991" not in shown
    line = AccessLine.objects.get(person=tom, purpose=Purpose.DECLARATION)
    assert not line.opened
    assert line.capacity is not None
    assert line.capacity.company == cast.companies["restaurant"]


def test_no_number_stands_in_the_session_or_in_an_address(colette: Client) -> None:
    check = fill(colette, today() + timedelta(days=3))
    assert "91071920719" not in str(dict(colette.session.items()))
    assert "91071920719" not in check


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("OTH", {"first_day", "last_day"}),
        ("STU", {"first_day", "last_day", "planned_hours"}),
        ("EXT", {"first_day", "first_hour", "last_day", "last_hour"}),
        ("STG", {"first_day", "last_day", "nature", "risk", "trainee_status"}),
    ],
)
def test_each_kind_of_work_asks_only_what_it_needs(
    colette: Client, kind: str, asked: set[str]
) -> None:
    here = begin(colette)
    there = colette.post(here, {"worker_type": kind, "joint_committee": "302"})["Location"]
    assert set(colette.get(there).context["form"].fields) == asked


def test_construction_asks_for_the_control_cards(colette: Client) -> None:
    here = begin(colette)
    there = colette.post(here, {"worker_type": "BCW", "joint_committee": "124"})["Location"]
    assert {"first_card", "next_card"} <= set(colette.get(there).context["form"].fields)


FULL = [
    ("EXT", "302", {"first_hour": "18:00", "last_hour": "2300"}),
    ("STU", "302", {"planned_hours": "40"}),
    ("BCW", "124", {"first_card": "100000000001", "next_card": "100000000002"}),
    ("STG", "XXX", {"nature": "WORKER", "trainee_status": "F1"}),
    ("OTH", "322", {"user_number": "0712345630", "user_committee": "XXX"}),
]


@pytest.mark.parametrize(("kind", "committee", "details"), FULL)
def test_every_kind_of_work_can_be_declared_on_a_page(
    cast: Cast, colette: Client, kind: str, committee: str, details: dict[str, str]
) -> None:
    start = today() + timedelta(days=1)
    there = colette.post(begin(colette), {"worker_type": kind, "joint_committee": committee})[
        "Location"
    ]
    days = day("first_day", start) | day("last_day", start)
    check = colette.post(there, {**days, **details})["Location"]
    colette.post(check)
    move_outbox()
    assert EmploymentPeriod.objects.get(person=cast.persons["tom"]).worker_type == kind


def test_a_committee_that_does_not_go_with_the_work_is_said_at_once(colette: Client) -> None:
    here = begin(colette)
    response = colette.post(here, {"worker_type": "OTH", "joint_committee": "124"})
    assert list(response.context["form"].errors) == ["joint_committee"]
    assert "(90374-349)" in text(response)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("31", "2", "2027"), "Enter a day that exists"),
        (("", "", ""), "(00910-001)"),
        (("1", "1", "1919"), "(00910-008)"),
        (("1", "1", "2098"), "(00910-008)"),
        (("1", "1", "9999"), "Enter a year from 1900 to 2099"),
        (("1", "1", "99999999999999"), "Enter a day that exists"),
        (("\u0661", "1", "2027"), "Enter a day that exists"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_the_field(
    colette: Client, parts: tuple[str, ...], words: str
) -> None:
    here = begin(colette)
    there = colette.post(here, {"worker_type": "OTH", "joint_committee": "302"})["Location"]
    sent = {f"first_day_{place}": part for place, part in enumerate(parts)}
    response = colette.post(there, sent)
    assert list(response.context["form"].errors) == ["first_day"]
    assert words in text(response)


def test_going_back_loses_nothing(colette: Client) -> None:
    start = today() + timedelta(days=3)
    check = fill(colette, start)
    form = colette.get(check.replace("check", "days")).context["form"]
    assert form["first_day"].value() == start
    kind = colette.get(check.replace("check", "kind")).context["form"]
    assert kind["joint_committee"].value() == "302"
    assert "91071920719" in colette.get(check.replace("check/", "")).content.decode()


def test_what_a_kind_of_work_no_longer_asks_is_not_sent(cast: Cast, colette: Client) -> None:
    start = today() + timedelta(days=3)
    check = fill(colette, start, "STU", **day("last_day", start), planned_hours="40")
    colette.post(check.replace("check", "kind"), {"worker_type": "OTH", "joint_committee": "302"})
    colette.post(check)
    content = Declaration.objects.latest("pk").content
    assert "PlannedHoursNbr" not in content


def test_a_worker_who_was_here_before_is_prefilled(cast: Cast, colette: Client) -> None:
    days = begin(colette, cast.persons["lucas"].inss)
    assert days.endswith("/days/")
    page = text(colette.get(days))
    assert "From: the period of this worker at your company since" in page
    assert "Step 2 of 3" in page
    kind = colette.get(days.replace("days", "kind"))
    assert "From: the period of this worker at your company since" in text(kind)
    assert kind.context["form"]["joint_committee"].value() == "302"


def test_a_kind_that_was_known_can_be_changed(cast: Cast, colette: Client) -> None:
    days = begin(colette, cast.persons["lucas"].inss)
    other = {"worker_type": "FLX", "joint_committee": "302"}
    assert colette.post(days.replace("days", "kind"), other)["Location"] == days
    page = text(colette.get(days))
    assert "From: the period of this worker" not in page
    assert "Step 3 of 4" in page


def test_a_kind_that_may_no_longer_be_declared_is_asked_again(cast: Cast, colette: Client) -> None:
    EmploymentPeriod.objects.filter(person=cast.persons["lucas"]).update(worker_type="TEA")
    assert begin(colette, cast.persons["lucas"].inss).endswith("/kind/")


def test_a_refusal_is_explained_and_corrected(cast: Cast, colette: Client) -> None:
    start = today() + timedelta(days=3)
    for _ in range(2):
        receipt = colette.post(fill(colette, start))["Location"]
        move_outbox()
    page = text(colette.get(receipt))
    assert "refused" in page
    assert "(90373-333)" in page
    assert Declaration.objects.latest("pk").verdict.result == Result.REFUSED
    again = colette.post(f"{receipt}correct/")["Location"]
    assert "91071920719" in colette.get(again).content.decode()
    form = colette.get(f"{again}days/").context["form"]
    assert form["first_day"].value() == start


def test_a_step_that_was_skipped_is_not_sent(colette: Client) -> None:
    before = Declaration.objects.count()
    check = begin(colette).replace("kind", "check")
    assert "This cannot be sent yet" in text(colette.post(check))
    assert Declaration.objects.count() == before


def test_a_draft_belongs_to_one_session_and_company(colette: Client, piet: Client) -> None:
    assert piet.get(begin(colette)).status_code == 404


@pytest.mark.parametrize("address", ["/company/hire/", "/company/", "/company/declarations/"])
def test_the_pages_are_for_employers(
    client: Client, nora: Client, lucas: Client, address: str
) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert nora.get(address).status_code == 403
    assert lucas.get(address).status_code == 403
