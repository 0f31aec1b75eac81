"""The case on the caseworker's screen: file, decision, answer, handing over; who may open what."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from benefits.claims.actions import withdraw
from benefits.claims.models import Claim
from benefits.decisions.models import Decision, DecisionOutcome
from casework.cases.actions import decide_case, hand_over, take
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.demo.building import Cast
from portal.access.models import Capacity, Purpose
from portal.people.models import Person
from tests.casework.conftest import SignIn, claim_of, sent_by_emma

PAGES = ["case", "case_decide", "case_hand_over", "case_decided", "case_letter", "case_close"]
FACTS = {
    "ended_by": "employer",
    "days_counted": "940",
    "monthly_pay": "3000",
    "category": "cohabiting",
}
GRANT = {**FACTS, "outcome": "granted", "motivation": ""}
REFUSE = {**FACTS, "outcome": "refused", "motivation": "Not resident in Belgium."}
Assert = Callable[..., Any]


def url(name: str, case: Case) -> str:
    return reverse(name, args=[case.reference])


def decided(case: Case) -> Decision:
    return Decision.objects.get(claim=case.claim)


def test_the_file_shows_who_what_was_said_what_the_rule_says(at_desk: Client, case: Case) -> None:
    page = at_desk.get(url("case", case)).content.decode()
    for text in (
        "90.01.17-284.36",  # from the register
        "Lucas Dubois",  # the household
        "From: declaration of Bouwens Bouw",
        "Said by the person",
        "BE68 5390 0754 7034",
        "€75.00 a day",
        "Royal Decree of 25 November 1991",
        "Not confirmed",
        "Provisional figure",
        "Taken in hand",
        "Leaving declared",
    ):
        assert text in page


def test_each_opening_leaves_a_line_with_the_case(
    at_desk: Client, beside: Client, case: Case, marie: Capacity, tom: Capacity
) -> None:
    person = case.person
    lines = person.access_lines.filter(opened=True, purpose=Purpose.CASE)
    for count, (browser, capacity) in enumerate([(at_desk, marie), (beside, tom)], start=1):
        browser.get(url("case", case))
        assert lines.count() == count
        line = lines.latest("pk")
        assert (line.capacity, line.purpose, line.case) == (capacity, Purpose.CASE, case.reference)


def test_those_named_as_household_see_that_they_were(
    at_desk: Client, case: Case, marie: Capacity
) -> None:
    at_desk.get(url("case", case))
    lucas = Person.objects.get(first_name="Lucas")
    assert not lucas.access_lines.get(capacity=marie).opened


def test_a_grant_by_the_rule_takes_two_presses(at_desk: Client, case: Case) -> None:
    check = at_desk.post(url("case_decide", case), GRANT)
    assert b"Check the decision before it goes out" in check.content
    assert "€75.00 a day" in check.content.decode()
    assert not Decision.objects.filter(claim=case.claim).exists()
    sent = {**dict(check.context["sent"]), "confirm": "1"}
    answer = at_desk.post(url("case_decide", case), sent, follow=True)
    assert answer.redirect_chain == [(url("case_decided", case), 302)]
    assert decided(case).outcome == DecisionOutcome.GRANTED
    page = answer.content.decode()
    assert "Emma Janssens gets the benefit" in page
    assert url("case_letter", case) in page
    assert "in Dutch" in page


def test_the_letter_opens_as_pdf(at_desk: Client, case: Case, marie: Capacity) -> None:
    decide_case(case, marie, DecisionOutcome.GRANTED, "")
    letter = at_desk.get(url("case_letter", case))
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")


def test_to_change_goes_back_with_nothing_lost(at_desk: Client, case: Case) -> None:
    again = at_desk.post(url("case_decide", case), {**REFUSE, "change": "1"})
    assert b"Not resident in Belgium." in again.content
    assert not Decision.objects.filter(claim=case.claim).exists()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "outcome", "Choose to grant or to refuse."),
        ({**GRANT, "outcome": "maybe"}, "outcome", "Select a valid choice"),
        ({**REFUSE, "motivation": " "}, "motivation", "Give your reasons"),
        ({**REFUSE, "motivation": "x" * 4001}, "motivation", "at most 4000"),
        ({**GRANT, "days_counted": "941"}, "motivation", "Give your reasons"),
        ({**GRANT, "days_counted": "2"}, "outcome", "The rule does not grant"),
        ({**GRANT, "days_counted": "-1"}, "days_counted", "greater than or equal to 0"),
        ({**GRANT, "monthly_pay": "1e9"}, "monthly_pay", "Enter an amount"),
        ({**GRANT, "ended_by": "magic"}, "ended_by", "Select a valid choice"),
        ({**GRANT, "category": ""}, "category", "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    at_desk: Client, case: Case, data: dict[str, str], field: str, words: str
) -> None:
    for confirm in ({}, {"confirm": "1"}):
        page = at_desk.post(url("case_decide", case), {**data, **confirm})
        assert page.status_code == 200
        assert words in str(page.context["form"].errors[field])
    assert not Decision.objects.filter(claim=case.claim).exists()


def test_a_question_for_a_person_is_settled_by_a_fact_and_a_reason(
    cast: Cast, at_desk: Client, marie: Capacity
) -> None:
    case = take(sent_by_emma(ending={"ended_by": "worker"}), marie)
    assert b"A person must look" in at_desk.get(url("case", case)).content
    refused = at_desk.post(url("case_decide", case), {**GRANT, "ended_by": "worker"})
    assert "outcome" in refused.context["form"].errors
    settled = {**GRANT, "motivation": "Her pay was months late.", "confirm": "1"}
    at_desk.post(url("case_decide", case), settled)
    assert (decided(case).amount, decided(case).facts["ended_by"]) == (7500, "employer")


def test_the_same_decision_sent_twice_is_answered_like_the_first(
    at_desk: Client, case: Case
) -> None:
    sent = {**REFUSE, "confirm": "1"}
    first, second = (at_desk.post(url("case_decide", case), sent) for _ in range(2))
    assert first["Location"] == second["Location"] == url("case_decided", case)
    assert decided(case).outcome == DecisionOutcome.REFUSED


def test_another_tab_that_decides_otherwise_hears_that_it_is_late(
    at_desk: Client, case: Case
) -> None:
    at_desk.post(url("case_decide", case), {**GRANT, "confirm": "1"})
    late = at_desk.post(url("case_decide", case), {**REFUSE, "confirm": "1"})
    assert late.status_code == 409
    assert b"This application was decided already" in late.content
    assert decided(case).outcome == DecisionOutcome.GRANTED


def test_who_handed_over_hears_who_holds_the_case(
    at_desk: Client, case: Case, marie: Capacity, tom: Capacity
) -> None:
    hand_over(case, marie, tom)
    late = at_desk.post(url("case_decide", case), {**GRANT, "confirm": "1"})
    assert late.status_code == 409
    assert b"Tom Hendrickx" in late.content
    assert not Decision.objects.filter(claim=case.claim).exists()


def test_a_colleague_looks_but_does_not_decide(beside: Client, case: Case) -> None:
    page = beside.get(url("case", case))
    assert b"Marie Claes holds this case" in page.content
    assert url("case_decide", case).encode() not in page.content
    for name in ("case_decide", "case_hand_over", "case_close"):
        assert beside.post(url(name, case), {**GRANT, "confirm": "1"}).status_code == 409
    case.refresh_from_db()
    assert case.status == CaseStatus.TAKEN


def test_a_closed_case_opens_for_its_official_only(
    at_desk: Client, beside: Client, case: Case, marie: Capacity
) -> None:
    decide_case(case, marie, DecisionOutcome.GRANTED, "")
    assert at_desk.get(url("case", case)).status_code == 200
    assert beside.get(url("case", case)).status_code == 404
    listed = beside.get(reverse("queue")).content.decode()
    assert "Emma Janssens" in listed
    assert url("case", case) not in listed


@pytest.mark.parametrize("name", PAGES)
def test_a_case_of_another_office_is_not_there(
    sign_in: SignIn, hilde: Capacity, case: Case, name: str
) -> None:
    browser = sign_in("hilde@fund.example")
    ask = browser.post if name == "case_close" else browser.get
    assert ask(url(name, case)).status_code == 404
    assert ask(reverse(name, args=[uuid4()])).status_code == 404
    assert not case.person.access_lines.filter(capacity=hilde).exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_case_is_for_caseworkers(sign_in: SignIn, case: Case, name: str) -> None:
    for email in ("emma@family.example", "alice@welfare.example"):
        assert sign_in(email).post(url(name, case)).status_code == 403
    anonymous = Client().get(url(name, case))
    assert anonymous["Location"].startswith(reverse("account_login"))


def test_a_case_is_handed_over_to_a_colleague(
    at_desk: Client, beside: Client, case: Case, tom: Capacity
) -> None:
    shown = at_desk.get(url("case_hand_over", case))
    assert b"Tom Hendrickx" in shown.content
    missing = at_desk.post(url("case_hand_over", case), {})
    assert "colleague" in missing.context["form"].errors
    done = at_desk.post(url("case_hand_over", case), {"colleague": tom.pk}, follow=True)
    assert b"You handed the case over to Tom Hendrickx." in done.content
    assert at_desk.post(url("case_hand_over", case), {"colleague": tom.pk}).status_code == 409
    assert b"Emma Janssens" in beside.get(reverse("queue")).content
    case.refresh_from_db()
    assert case.official == tom.user


def test_a_case_is_not_handed_to_who_is_no_colleague(
    at_desk: Client, case: Case, hilde: Capacity
) -> None:
    page = at_desk.post(url("case_hand_over", case), {"colleague": hilde.pk})
    assert "Choose a colleague of your office." in str(page.context["form"].errors)


def test_a_withdrawn_application_closes_without_decision(at_desk: Client, case: Case) -> None:
    assert at_desk.post(url("case_close", case)).status_code == 409  # it still stands
    withdraw(claim_of(case), None)
    page = at_desk.get(url("case", case))
    assert b"The person withdrew this application" in page.content
    assert at_desk.get(url("case_decide", case)).status_code == 409
    closed = at_desk.post(url("case_close", case), follow=True)
    assert b"The case is closed" in closed.content
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


def test_a_day_without_figures_is_told_and_nothing_can_be_decided(
    at_desk: Client, case: Case
) -> None:
    claim = Claim.objects.get(pk=claim_of(case).pk)
    claim.known["claim_start"]["value"] = "1999-01-01"  # the tables begin later
    claim.save(update_fields=["known"])
    page = at_desk.get(url("case", case))
    assert page.status_code == 200
    assert b"The rule cannot be applied" in page.content
    assert url("case_decide", case).encode() not in page.content
    refused = at_desk.post(url("case_decide", case), {**GRANT, "confirm": "1"})
    assert refused.status_code == 409
    assert b"no figure" in refused.content
    assert not Decision.objects.filter(claim=case.claim).exists()


def test_the_file_asks_the_database_a_bounded_number_of_times(
    at_desk: Client, case: Case, django_assert_max_num_queries: Assert
) -> None:
    with django_assert_max_num_queries(56):
        at_desk.get(url("case", case))
