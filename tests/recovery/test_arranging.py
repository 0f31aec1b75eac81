"""What people ask of a debt, and what caseworkers decide of it: within limits, and to the cent."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benefits.payments.ledger import post_one
from benefits.payments.models import Posting, PostingKind, RepaymentPlan
from benefits.payments.queries import balance
from benefits.recovery.actions import Terms
from benefits.recovery.limits import limits_of
from benefits.recovery.models import Arrangement, ArrangementKind, ArrangementReview, DebtRequest
from benefits.recovery.outlook import recovery_of
from casework.demo.building import Cast
from casework.recovery.actions import DebtRefusedError, arrange, review
from portal.access.models import AccessLine, Capacity, User
from portal.documents.actions import words_of
from portal.exchange.actions import move_outbox
from portal.people.models import Household, HouseholdMember, Person
from tests.casework.conftest import at_desk, beside, hilde, marie, sign_in, tom
from tests.recovery.conftest import AUGUST, RIGHT, owing, run

__all__ = ["at_desk", "beside", "hilde", "marie", "sign_in", "tom"]
GRACE, PLAN = ArrangementKind.GRACE, ArrangementKind.PLAN


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who owes 2 000 euros and is paid nothing."""
    return owing(cast.persons["emma"], 200_000)


@pytest.fixture
def asked(emma: Person) -> DebtRequest:
    """What Emma asks: not to have to pay it back."""
    return ask(emma, wanted="grace", reason="I told you in time.")


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def ask(person: Person, **given: str) -> DebtRequest:
    answer = browser(person).post(reverse("recovery_ask", args=[RIGHT]), given)
    assert answer.status_code == 302, answer.context["form"].errors
    return DebtRequest.objects.get(person=person)


def grace(cents: int) -> Terms:
    return Terms(GRACE, cents, None, "It was not your fault.")


def test_limits_of_a_plan() -> None:
    """1 100 euros are left of a payment; 60 months at the longest; 10 euros at the least."""
    nothing_paid = limits_of(200_000, 0, AUGUST)
    assert (nothing_paid.least, nothing_paid.most) == (3_334, 200_000)
    paid = limits_of(200_000, 130_000, AUGUST)
    assert (paid.least, paid.most) == (3_334, 20_000)
    close = limits_of(200_000, 111_500, AUGUST)
    assert (close.least, close.most) == (1_500, 1_500)
    below = limits_of(200_000, 90_000, AUGUST)
    assert below.allow(0)
    assert not below.allow(1)
    small = limits_of(900, 0, AUGUST)
    assert small.allow(900)


def test_asked_twice_it_is_asked_once(emma: Person) -> None:
    client = browser(emma)
    way = reverse("recovery_ask", args=[RIGHT])
    given = {"wanted": "plan", "amount": "25", "reason": "I earn little."}
    for _each in range(2):
        assert client.post(way, given).status_code == 302
    asked = DebtRequest.objects.get()
    assert (asked.cents, asked.made_by) == (2_500, emma.account)
    page = client.get(reverse("recovery", args=[RIGHT])).content.decode()
    assert "you asked to pay back €25.00 a month" in page
    assert way not in page


@pytest.mark.parametrize(
    "given",
    [
        {"wanted": ""},
        {"wanted": "plan", "reason": "Because."},
        {"wanted": "plan", "amount": "0", "reason": "Because."},
        {"wanted": "plan", "amount": "-5", "reason": "Because."},
        {"wanted": "plan", "amount": "2000.01", "reason": "Because."},
        {"wanted": "plan", "amount": "9" * 39, "reason": "Because."},
        {"wanted": "grace"},
        {"wanted": "all", "reason": "Because."},
    ],
)
def test_what_cannot_be_asked_is_said(emma: Person, given: dict[str, str]) -> None:
    page = browser(emma).post(reverse("recovery_ask", args=[RIGHT]), given)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not DebtRequest.objects.exists()


def test_who_owes_nothing_has_nothing_to_ask(cast: Cast) -> None:
    client = browser(cast.persons["sofia"])
    assert client.get(reverse("recovery_ask", args=[RIGHT])).status_code == 302


def test_a_plan_is_decided_on_pages_and_taken_by_the_next_run(
    indebted: Person, at_desk: Client
) -> None:
    request = ask(indebted, wanted="plan", amount="30", reason="I earn little.")
    debt = reverse("debt", args=[indebted.reference, RIGHT])
    assert debt in at_desk.get(reverse("debts")).content.decode()
    assert "I earn little." in at_desk.get(debt).content.decode()
    way = reverse("debt_arrange", args=[indebted.reference, RIGHT])
    month = timezone.localdate().replace(day=1).isoformat()
    given = {"kind": "plan", "month": month, "motivation": "It fits what you earn."}
    high = at_desk.post(way, {**given, "amount": "9"})
    assert "Enter 0, or an amount from" in high.content.decode()
    assert not RepaymentPlan.objects.exists()
    done = at_desk.post(way, {**given, "amount": "30"}, follow=True)
    assert "Decided: the person gets a letter." in done.content.decode()
    made = Arrangement.objects.get()
    assert (made.request, made.cents, made.waits) == (request, 3_000, False)
    assert not DebtRequest.objects.waiting().exists()
    assert made.letter
    words = words_of(made.letter)
    assert "30,00" in words  # in Dutch, her language
    assert "It fits what you earn." in words
    before = balance(indebted, RIGHT).debt
    run(timezone.localdate().replace(day=1))
    assert balance(indebted, RIGHT).debt == max(before - 3_000, 0)
    line = AccessLine.objects.filter(person=indebted, case=request.reference).first()
    assert line


def test_what_is_given_up_is_booked_to_the_cent(asked: DebtRequest, marie: Capacity) -> None:
    emma = asked.person
    arrange(marie, emma, RIGHT, grace(50_055))
    assert balance(emma, RIGHT).debt == 200_000
    move_outbox()
    account = balance(emma, RIGHT)
    assert account.debt == 200_000 - 50_055
    assert account.due == account.withheld + account.ordered + account.owed - account.debt
    page = browser(emma).get(reverse("recovery", args=[RIGHT])).content.decode()
    assert "€500.55 is given up." in page


def test_above_an_amount_another_must_approve(
    asked: DebtRequest, at_desk: Client, beside: Client
) -> None:
    emma = asked.person
    way = reverse("debt_arrange", args=[emma.reference, RIGHT])
    given = {"kind": "grace", "amount": "1000.01", "motivation": "Not your fault."}
    assert (
        "second caseworker must approve" in at_desk.post(way, given, follow=True).content.decode()
    )
    made = Arrangement.objects.get()
    assert made.waits
    move_outbox()
    assert balance(emma, RIGHT).debt == 200_000
    assert at_desk.post(way, given).status_code == 409
    step = reverse("debt_review", args=[made.reference])
    assert at_desk.post(step, {"verdict": "approve"}).status_code == 409
    assert step in beside.get(reverse("debts")).content.decode()
    assert "Say why" in beside.post(step, {"verdict": "refuse"}).content.decode()
    assert beside.post(step, {"verdict": "approve"}).status_code == 302
    assert beside.post(step, {"verdict": "approve"}).status_code in (404, 409)
    move_outbox()
    assert balance(emma, RIGHT).debt == 200_000 - 100_001
    assert Posting.objects.filter(kind=PostingKind.FORGIVEN).count() == 1


def test_sent_back_it_waits_again(asked: DebtRequest, marie: Capacity, tom: Capacity) -> None:
    made = arrange(marie, asked.person, RIGHT, grace(150_000))
    assert not DebtRequest.objects.waiting().exists()
    review(tom, made, approved=False, reason="They can pay a part.")
    assert DebtRequest.objects.waiting().get() == asked
    arrange(marie, asked.person, RIGHT, grace(90_000))
    move_outbox()
    assert balance(asked.person, RIGHT).debt == 110_000


def test_more_is_never_given_up_than_is_owed(asked: DebtRequest, marie: Capacity) -> None:
    arrange(marie, asked.person, RIGHT, grace(90_000))
    arranged = Arrangement.objects.get()
    owed = Posting.objects.filter(person=asked.person)
    assert owed.count() == 1
    post_one(asked.person, RIGHT, PostingKind.WAIVED, AUGUST, 150_000)
    move_outbox()
    assert balance(asked.person, RIGHT).debt == 0
    assert Posting.objects.get(kind="forgiven").cents == 50_000
    assert arranged.cents == 90_000


def test_it_stays_as_it_is_is_an_answer(asked: DebtRequest, at_desk: Client) -> None:
    way = reverse("debt_arrange", args=[asked.person.reference, RIGHT])
    given = {"kind": "kept", "motivation": "You were told in March."}
    at_desk.post(way, given)
    made = Arrangement.objects.get()
    assert made.letter
    assert "You were told in March." in words_of(made.letter)
    assert not RepaymentPlan.objects.exists()
    assert at_desk.post(way, given).status_code == 404  # answered, and in nobody's hands


def test_the_database_refuses_a_review_by_who_decided_or_lives_with_them(
    asked: DebtRequest, marie: Capacity, tom: Capacity
) -> None:
    made = arrange(marie, asked.person, RIGHT, grace(150_000))
    said = {"arrangement": made, "approved": False, "reason": "No."}
    with pytest.raises(IntegrityError, match="does not review"), transaction.atomic():
        ArrangementReview.objects.create(**said, reviewed_by=marie.user)
    home = Household.objects.create(
        street="Werfstraat", house_number="1", postal_code="1000", city="Brussel"
    )
    for each in (marie, tom):
        HouseholdMember.objects.create(
            household=home, person=each.person, role="other", since="2020-01-01"
        )
    with pytest.raises(IntegrityError, match="lives with"), transaction.atomic():
        ArrangementReview.objects.create(**said, reviewed_by=tom.user)
    with pytest.raises(DebtRefusedError):
        review(tom, made, approved=False, reason="No.")


def test_without_a_question_or_a_case_a_debt_is_not_found(
    emma: Person, at_desk: Client, marie: Capacity
) -> None:
    assert at_desk.get(reverse("debt", args=[emma.reference, RIGHT])).status_code == 404
    with pytest.raises(DebtRefusedError):
        arrange(marie, emma, RIGHT, grace(1_000))


def test_another_office_finds_nothing(asked: DebtRequest, hilde: Capacity, sign_in: object) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=hilde.user_id))
    assert client.get(reverse("debts")).context["asked"] == []
    assert client.get(reverse("debt", args=[asked.person.reference, RIGHT])).status_code == 404


def test_the_list_asks_the_database_as_often_for_many(asked: DebtRequest, at_desk: Client) -> None:
    def queries() -> int:
        at_desk.get(reverse("debts"))
        with CaptureQueriesContext(
            connection,
        ) as counted:
            at_desk.get(reverse("debts"))
        return len(counted)

    one = queries()
    for number in range(5):
        person = owing(Person.objects.create(first_name="A", last_name=f"N{number}"), 10_000)
        DebtRequest.objects.create(
            person=person, scheme=RIGHT, wanted="grace", reason="x", made_by=asked.made_by
        )
    assert queries() == one


def test_a_plan_of_months_to_come_shows_in_the_picture(emma: Person, marie: Capacity) -> None:
    request = DebtRequest.objects.create(
        person=emma, scheme=RIGHT, wanted="grace", reason="x", made_by=emma.account
    )
    assert request
    arrange(marie, emma, RIGHT, Terms(PLAN, 0, AUGUST, "It rests."))
    assert recovery_of(emma, RIGHT, AUGUST).ahead == []
