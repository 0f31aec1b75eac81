"""A decision that moves much money waits for a second person, who is never the first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.objections.actions import object_to
from casework.approval.actions import approve, propose, refuse
from casework.approval.effect import NeedsApprovalError, wants_second
from casework.approval.models import Proposal, Review
from casework.approval.queries import to_review
from casework.cases.actions import CaseMoveRefusedError, decide_case, hand_over, take
from casework.cases.models import Case
from casework.demo.building import Cast
from portal.access.models import Capacity
from portal.people.models import Household, HouseholdMember
from tests.casework.conftest import LOW, caseworker, sent_by_emma
from tests.payments.conftest import jobless

GRANT = DecisionOutcome.GRANTED


@pytest.fixture
def proposal(case: Case, marie: Capacity, low: None) -> Proposal:
    """Marie's proposal to grant Emma's application."""
    return propose(case, marie, GRANT, "Seen.", {"monthly_pay": 280000})


def together(one: Capacity, other: Capacity) -> None:
    home = Household.objects.create(
        street="Werfstraat", house_number="1", postal_code="1000", city="Brussel"
    )
    for capacity in (one, other):
        assert capacity.user.person
        HouseholdMember.objects.create(
            household=home, person=capacity.user.person, role="other", since="2020-01-01"
        )


def test_below_the_figure_one_decides_alone() -> None:
    assert not wants_second("unemployment", 3_000_000)
    assert wants_second("unemployment", 3_000_001)
    assert wants_second("incapacity", 3_000_001)


def test_above_it_nothing_goes_out_before_a_second_word(
    case: Case, marie: Capacity, tom: Capacity, low: None
) -> None:
    with pytest.raises(NeedsApprovalError):
        decide_case(case, marie, GRANT, "")
    assert not Decision.objects.filter(claim=case.claim).exists()
    made = propose(case, marie, GRANT, "")
    assert made.effect > LOW
    for act in (
        lambda: decide_case(case, marie, GRANT, ""),
        lambda: decide_case(case, marie, DecisionOutcome.REFUSED, "No."),
        lambda: propose(case, marie, GRANT, ""),
        lambda: hand_over(case, marie, tom),
    ):
        with pytest.raises(CaseMoveRefusedError):
            act()
    assert not Decision.objects.filter(claim=case.claim).exists()


def test_approved_it_is_decided_as_it_was_proposed(proposal: Proposal, tom: Capacity) -> None:
    review = approve(proposal, tom)
    decision = review.decision
    assert decision
    assert (decision.amount, decision.motivation) == (7000, "Seen.")
    assert decision.decided_by == proposal.proposed_by
    proposal.case.refresh_from_db()
    assert proposal.case.status == "closed"


def test_sent_back_the_case_can_be_decided_otherwise(
    proposal: Proposal, marie: Capacity, tom: Capacity, at_desk: Client
) -> None:
    refuse(proposal, tom, "Her pay was less.")
    page = at_desk.get(reverse("case", args=[proposal.case.reference])).content.decode()
    assert "Her pay was less." in page
    assert reverse("case_decide", args=[proposal.case.reference]) in page
    assert decide_case(proposal.case, marie, DecisionOutcome.REFUSED, "Not resident.")


def test_nobody_approves_the_own_proposal(proposal: Proposal, marie: Capacity) -> None:
    assert not to_review(marie).exists()
    with pytest.raises(CaseMoveRefusedError):
        approve(proposal, marie)
    decision = jobless(proposal.case.person)
    with pytest.raises(IntegrityError, match="does not review"), transaction.atomic():
        Review.objects.create(
            proposal=proposal, approved=True, decision=decision, reviewed_by=marie.user
        )


def test_nobody_approves_for_who_they_live_with(
    proposal: Proposal, marie: Capacity, tom: Capacity
) -> None:
    together(marie, tom)
    with pytest.raises(CaseMoveRefusedError):
        approve(proposal, tom)
    with pytest.raises(IntegrityError, match="lives with"), transaction.atomic():
        Review.objects.create(proposal=proposal, approved=False, reason="No.", reviewed_by=tom.user)


def test_another_office_sees_nothing_of_it(proposal: Proposal, hilde: Capacity) -> None:
    assert not to_review(hilde).exists()
    with pytest.raises(CaseMoveRefusedError):
        refuse(proposal, hilde, "No.")


def test_an_objection_that_moves_much_waits_too(
    cast: Cast, low: None, tom: Capacity, marie: Capacity
) -> None:
    contested = jobless(cast.persons["emma"])
    objection, _new = object_to(contested, contested.person.account, "")
    case = take(objection, tom)
    made = propose(case, tom, "upheld", "You are right.", {"monthly_pay": 320000})
    review = approve(made, marie)
    assert review.decision
    assert review.decision.replaces == contested
    assert objection.answer.outcome == "upheld"


def test_on_the_pages(at_desk: Client, beside: Client, case: Case, low: None) -> None:
    given = {
        "outcome": "granted", "motivation": "", "ended_by": "employer", "days_counted": "940",
        "monthly_pay": "3000", "category": "cohabiting",
    }  # fmt: skip
    way = reverse("case_decide", args=[case.reference])
    assert "second caseworker must approve" in at_desk.post(way, given).content.decode()
    shown = at_desk.post(way, {**given, "confirm": "1"}, follow=True).content.decode()
    made = Proposal.objects.get()
    review = reverse("proposal_review", args=[made.reference])
    assert review not in shown
    assert at_desk.post(review, {"verdict": "approve"}).status_code == 409
    queue = beside.get(reverse("queue"))
    assert [row["proposal"] for row in queue.context["proposals"]] == [made]
    assert "Say why" in beside.post(review, {"verdict": "refuse"}).content.decode()
    answer = beside.post(review, {"verdict": "approve"}, follow=True)
    assert "Approved and decided" in answer.content.decode()
    assert Decision.objects.get(claim=case.claim).amount == 7500
    late = beside.post(review, {"verdict": "refuse", "reason": "No."})
    assert late.status_code == 409
    assert "changed nothing" in late.content.decode()


@pytest.fixture
def office(transactional_db: None) -> Proposal:
    """A proposal in a database where each thread sees what the other committed."""
    Cast().build()
    return propose(take(sent_by_emma(), caseworker("Marie")), caseworker("Marie"), GRANT, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_review_at_once_one_does(office: Proposal) -> None:
    tom, start = caseworker("Tom"), Barrier(4)

    def run(number: int) -> object:
        try:
            start.wait(timeout=10)
            return refuse(office, tom, "No.") if number % 2 else approve(office, tom)
        except CaseMoveRefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(run, range(4)))
    assert sum(isinstance(each, Review) for each in answers) == 1
    assert Review.objects.count() == 1
    assert (
        Decision.objects.filter(claim=office.case.claim).count()
        == Review.objects.filter(approved=True).count()
    )
