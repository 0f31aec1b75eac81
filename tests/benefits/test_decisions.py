"""Decisions explain themselves to their holder; whom they cover sees only that they have them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from benefits.decisions.models import Decision
from benefits.decisions.presenting import (
    amount_by_unit,
    amount_text,
    institution_name,
    measured,
    step_rows,
)
from benefits.granting.models import Finding, FindingKind
from benefits.schemes import SCHEMES
from benefits.schemes.single import Scalars, evaluate
from casework.demo.building import Cast
from declarations.statuses.actions import Status, report_status
from declarations.statuses.models import StatusKind
from portal.directory.models import Registration
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from tests.benefits.conftest import SignedIn

FACTS: Scalars = {
    "claim_start": date(2026, 10, 31),
    "days_counted": 900,
    "career_days": 1800,
    "monthly_pay": 245050,
    "age": 36,
    "category": "family_charge",
    "ended_by": "employer",
}


def report(cast: Cast, since: date) -> None:
    """Let the welfare centre report that Lucas has had an income from it since a day."""
    sender = cast.applications["welfare-software"]
    status = Status(cast.persons["lucas"].inss, StatusKind.INTEGRATION_INCOME, since, None, "TEST")
    report_status(sender, Channel.API, f"since {since}", since.isoformat().encode(), status)
    move_outbox()


@pytest.fixture
def family_right(cast: Cast) -> Decision:
    """Return Lucas's right that covers his family, opened by what a welfare centre reported."""
    lucas, since = cast.persons["lucas"], timezone.localdate() - timedelta(days=200)
    centre = cast.institutions["welfare-centre"]
    Registration.objects.create(
        institution=centre, person=lucas, quality="17/2", since=date(2020, 1, 1)
    )
    report(cast, since)
    return Decision.objects.get(person=lucas, scheme="increased_reimbursement")


def url(decision: Decision) -> str:
    return f"/me/decisions/{decision.reference}/"


def test_the_steps_read_in_the_language_of_the_reader() -> None:
    steps = evaluate("unemployment", FACTS, date(2026, 10, 31)).steps
    with override("en"):
        english = {row["label"]: row["value"] for row in step_rows(steps)}
    assert english["Gross pay of €2,450.50 a month, spread over 26 days"] == "€94.25"
    assert english["Months in all, never more than 24"] == "24 months"
    with override("nl"):
        dutch = step_rows(steps)
    assert any("€\xa02.450,50" in row["label"] for row in dutch)
    assert any(row["figure"] == "€\xa0134,6537" for row in dutch)
    assert any(row["provisional"] for row in dutch)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "months", "1 month"),
        (1200, "days", "1,200 days"),
        (2, "years", "2 years"),
        (65, "percent", "65%"),
        ("2/3", "ratio", "2/3"),
        (942512, "ten_thousandths", "€94.2512"),
        (True, "flag", "Yes"),
        (False, "flag", "No"),
        ("2026-10-31", "date", "31 October 2026"),
        (None, "date", "–"),
        (3, "code", ""),
    ],
)
def test_each_unit_is_written_in_its_own_way(
    value: int | str | None, unit: str, expected: str
) -> None:
    with override("en"):
        assert measured(value, unit) == expected


def test_an_amount_says_for_how_long() -> None:
    with override("en"):
        assert amount_by_unit(6126, "day") == "€61.26 a day"
        assert amount_by_unit(None, "") == ""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_right_names_who_answers_for_it(scheme: str) -> None:
    assert institution_name(scheme)


def test_a_holder_reads_why_and_what_now(cast: Cast, signed_in: SignedIn) -> None:
    decision = Decision.objects.get(
        person=cast.persons["georges"], scheme="increased_reimbursement"
    )
    html = signed_in("georges").get(url(decision)).content.decode()
    assert "You have this right from 1 September 2022 until 31 December 2027." in html
    assert "what Federal Pension Service told us on 5 October 2026" in html
    assert str(decision.event.message.ticket) in html  # type: ignore[union-attr]
    assert "Partner and dependants are covered too" in html
    assert "within three months" in html
    assert f"/me/letters/{decision.letter.reference}.pdf" in html
    assert amount_text(decision) == ""


def test_the_covered_see_that_they_are_and_nothing_of_why(
    family_right: Decision, signed_in: SignedIn
) -> None:
    holder = signed_in("lucas").get(url(family_right)).content.decode()
    assert "Emma Janssens (partner)" in holder
    assert "Noah Dubois (dependant)" in holder
    covered = signed_in("emma").get(url(family_right)).content.decode()
    assert "You have it through Lucas Dubois, in whose household you live (partner)." in covered
    for secret in ("welfare", "status", "Noah", ".pdf", "<table", "Legal ground"):
        assert secret not in covered, secret
    letter = f"/me/letters/{family_right.letter.reference}.pdf"
    assert signed_in("emma").get(letter).status_code == 404


def test_the_page_of_the_covered_names_the_holder(
    family_right: Decision, signed_in: SignedIn
) -> None:
    html = signed_in("emma").get("/me/").content.decode()
    assert "Through Lucas Dubois, in your household." in html
    assert url(family_right) in html
    assert "Through" not in signed_in("lucas").get("/me/").content.decode()


def test_a_replaced_decision_points_to_the_newer(
    family_right: Decision, cast: Cast, signed_in: SignedIn
) -> None:
    report(cast, timezone.localdate() - timedelta(days=600))
    newest = Decision.objects.get(replaces=family_right)
    client = signed_in("lucas")
    assert url(newest) in client.get(url(family_right)).content.decode()
    assert "A newer decision" not in client.get(url(newest)).content.decode()


def test_a_decision_is_closed_to_others(family_right: Decision, signed_in: SignedIn) -> None:
    assert Client().get(url(family_right)).headers["Location"].startswith("/accounts/login/")
    assert signed_in("sofia").get(url(family_right)).status_code == 404
    assert signed_in("marie").get(url(family_right)).status_code == 403


def test_an_answer_costs_few_queries(
    family_right: Decision, signed_in: SignedIn, django_assert_max_num_queries: object
) -> None:
    client = signed_in("lucas")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(url(family_right))


def test_a_right_of_which_the_end_was_told_says_so_on_the_page(
    family_right: Decision, signed_in: SignedIn
) -> None:
    """Not the tariff, whose last day is that of each year as long as the status lasts."""
    assert not ending_soon(signed_in("lucas"))
    Finding.objects.create(
        person=family_right.person,
        scheme=family_right.scheme,
        kind=FindingKind.ENDING,
        decision=family_right,
    )
    (card,) = ending_soon(signed_in("lucas"))
    assert "Increased reimbursement" in card


def ending_soon(client: Client) -> list[str]:
    """Return the cards of rights that say that they end soon."""
    cards = client.get("/me/").content.decode().split("<article")
    return [card for card in cards if "ends soon" in card]
