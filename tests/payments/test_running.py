"""A payment run pays what is due, once, and differences afterwards; every cent is accounted for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.bench import granted
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.payments.accounts import tell_account
from benefits.payments.models import (
    Payment,
    Posting,
    PostingKind,
    RepaymentPlan,
    Run,
)
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.schemes import SCHEMES
from benefits.schemes.single import Scalars, evaluate
from casework.demo.building import Cast
from portal.access.models import User
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.people.models import Person
from tests.payments.conftest import IBAN, JOBLESS, grant, jobless

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
DAYS_OF_JULY = 27  # from Wednesday 1 to Friday 31, without the four Sundays
GROSS = DAYS_OF_JULY * 5750
TAX = 15665  # 10.09 % of 1 552.50, rounded half up


def run(month: date) -> Run:
    return pay(month, month + timedelta(days=34))


def booked(person: Person, kind: PostingKind, month: date | None = None) -> int:
    of = Posting.objects.filter(person=person, kind=kind)
    if month:
        of = of.filter(month=month)
    return sum(of.values_list("cents", flat=True))


def test_a_month_is_paid_by_its_days_less_the_tax(emma: Person) -> None:
    """July 2026 has 27 days from Monday to Saturday: 27 × 57.50 = 1 552.50; 10.09 % = 156.65."""
    jobless(emma)
    made = run(JULY)
    payment = made.payments.get()
    assert (payment.person, payment.cents) == (emma, GROSS - TAX)
    assert booked(emma, PostingKind.DUE) == GROSS
    assert booked(emma, PostingKind.WITHHELD) == TAX
    standing = balance(emma, "unemployment")
    assert standing.due == standing.withheld + standing.ordered == GROSS
    assert standing.owed == standing.debt == 0


def test_a_second_run_of_a_month_pays_nothing(emma: Person) -> None:
    jobless(emma)
    run(JULY)
    again = run(JULY)
    assert again.payments.count() == 0
    assert Payment.objects.filter(person=emma).count() == 1


def test_the_next_month_goes_by_the_law_of_its_days(emma: Person) -> None:
    """From the fourth month the amount of a day is 53.08."""
    jobless(emma)
    for month in (JULY, AUGUST, SEPTEMBER, OCTOBER):
        run(month)
    assert booked(emma, PostingKind.DUE, OCTOBER) == 27 * 5308


def test_months_in_which_no_run_was_held_are_paid_by_the_next(emma: Person) -> None:
    jobless(emma)
    run(JULY)
    run(OCTOBER)
    assert booked(emma, PostingKind.DUE, AUGUST) == 26 * 5750
    assert booked(emma, PostingKind.DUE, SEPTEMBER) == 26 * 5750
    assert booked(emma, PostingKind.DUE, OCTOBER) == 27 * 5308
    run(OCTOBER)
    assert booked(emma, PostingKind.DUE) == (27 + 26 + 26) * 5750 + 27 * 5308


def on_application(person: Person, facts: Scalars, on: date) -> Decision:
    """Grant unemployment benefit on an application."""
    claim = Claim.objects.create(
        person=person,
        scheme="unemployment",
        status=ClaimStatus.SUBMITTED,
        submitted_at=timezone.now(),
    )
    cause = Cause(claim=claim, decided_by=User.objects.order_by("pk").first())
    explanation = evaluate("unemployment", facts, on)
    granted = DecisionOutcome.GRANTED
    return decide(
        person, "unemployment", facts, on, cause, outcome=granted, explanation=explanation
    )


def test_two_rights_of_one_kind_are_each_paid_once(emma: Person) -> None:
    """As for two children, or for work that ended twice: what one got is not the other's."""
    jobless(emma)
    run(JULY)
    on_application(emma, {**JOBLESS, "claim_start": date(2026, 8, 1)}, date(2026, 8, 1))
    run(AUGUST)
    assert booked(emma, PostingKind.DUE, JULY) == GROSS
    assert booked(emma, PostingKind.DUE, AUGUST) == 2 * 26 * 5750
    run(AUGUST)
    assert booked(emma, PostingKind.DUE, AUGUST) == 2 * 26 * 5750
    assert booked(emma, PostingKind.REDUCED) == 0


def test_a_right_that_is_split_into_parts_moves_only_the_difference(emma: Person) -> None:
    """September was paid with the first part, and belongs to a second one with less pay now."""
    first = on_application(emma, JOBLESS, JULY)
    run(SEPTEMBER)
    paid = booked(emma, PostingKind.ORDERED)
    claim, granted = first.claim, DecisionOutcome.GRANTED
    event = publish("wages.declared", 0, person=emma)
    ended = replace(evaluate("unemployment", JOBLESS, JULY), ends=date(2026, 8, 31))
    cause = Cause(claim=claim, event=event, replaces=first)
    decide(emma, "unemployment", JOBLESS, JULY, cause, outcome=granted, explanation=ended)
    less = {**JOBLESS, "monthly_pay": 180_000}
    begun = replace(evaluate("unemployment", less, SEPTEMBER), starts=SEPTEMBER)
    cause = Cause(claim=claim, event=event, part=SEPTEMBER)
    decide(emma, "unemployment", less, SEPTEMBER, cause, outcome=granted, explanation=begun)
    run(SEPTEMBER)
    gone, come = booked(emma, PostingKind.REDUCED), booked(emma, PostingKind.DUE, SEPTEMBER)
    assert gone == 26 * 5750
    assert 0 < come - gone < gone, "less than before"
    assert booked(emma, PostingKind.ORDERED) == paid, "nothing more is paid"
    standing = balance(emma, "unemployment")
    assert standing.owed == 0
    assert 0 < standing.debt < gone - (come - gone)


def test_arrears_of_a_new_decision_are_paid_month_by_month(emma: Person) -> None:
    jobless(emma)
    run(SEPTEMBER)
    months = Posting.objects.filter(person=emma, kind=PostingKind.DUE).order_by("month")
    assert [posting.month for posting in months] == [JULY, AUGUST, SEPTEMBER]
    assert Payment.objects.filter(person=emma).count() == 1


def test_a_right_that_begins_in_the_month_is_paid_from_its_day(emma: Person) -> None:
    jobless(emma, claim_start=date(2026, 7, 20))
    run(JULY)
    assert booked(emma, PostingKind.DUE) == 11 * 5750


def test_an_amount_that_changes_within_a_month_is_paid_day_by_day(emma: Person) -> None:
    """Begun on 20 July, the fourth month begins on 20 October: 16 days and 11."""
    jobless(emma, claim_start=date(2026, 7, 20))
    run(OCTOBER)
    assert booked(emma, PostingKind.DUE, OCTOBER) == 16 * 5750 + 11 * 5308


def test_part_of_a_month_of_a_monthly_right_is_paid_by_its_days(emma: Person) -> None:
    facts: Scalars = {
        "category": "alone", "asked_on": date(2026, 7, 11), "age": 40, "resides": True,
        "willing": True, "enquiry": True, "work": 0, "starts_work": False, "other": 0,
        "partner": 0, "relatives": 0, "adults": 0, "cadastral": 0, "children": 0,
    }  # fmt: skip
    grant(emma, "integration_income", facts, date(2026, 7, 11))
    run(JULY)
    assert booked(emma, PostingKind.DUE) == 90806  # 1 340.47 × 21 ÷ 31
    assert booked(emma, PostingKind.WITHHELD) == 0


def test_what_is_given_once_and_decided_again_is_not_paid_twice(emma: Person) -> None:
    """Also where the new version is of a later month than the one that was paid."""
    pay_of_year: Scalars = {
        "year_start": date(2026, 1, 1), "kind": "manual", "pay": 3_000_000, "month_pay": 0,
        "months": 0,
    }  # fmt: skip
    first = grant(emma, "holiday_pay", pay_of_year, date(2026, 5, 1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE benefits_decision DISABLE TRIGGER append_only")
        cursor.execute(
            "UPDATE benefits_decision SET decided_at = decided_at - interval '3 months'"
            " WHERE id = %s",
            [first.pk],
        )
        cursor.execute("ALTER TABLE benefits_decision ENABLE TRIGGER append_only")
    run(OCTOBER)
    again = grant(emma, "holiday_pay", {**pay_of_year, "pay": 1_500_000}, date(2026, 5, 1), first)
    run(OCTOBER)
    run(OCTOBER)
    assert again.amount is not None
    assert first.amount == booked(emma, PostingKind.REDUCED) > again.amount
    assert booked(emma, PostingKind.DUE) == first.amount + again.amount


def test_who_supports_a_family_is_not_taxed(emma: Person) -> None:
    jobless(emma, category="family_charge")
    run(JULY)
    assert booked(emma, PostingKind.WITHHELD) == 0


def test_more_pay_than_thought_is_paid_as_a_difference(emma: Person) -> None:
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=240000, replaces=first)
    made = run(AUGUST)
    assert booked(emma, PostingKind.DUE, JULY) == DAYS_OF_JULY * 6000
    assert made.payments.get().cents == balance(emma, "unemployment").ordered - (GROSS - TAX)
    assert balance(emma, "unemployment").owed == 0


def test_what_was_paid_too_much_comes_back_by_a_tenth_of_what_is_owed(emma: Person) -> None:
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=200000, replaces=first)
    run(AUGUST)
    standing = balance(emma, "unemployment")
    due = DAYS_OF_JULY * 5000
    assert booked(emma, PostingKind.REDUCED) == GROSS - due
    untaxed = booked(emma, PostingKind.UNTAXED)
    assert untaxed == TAX - 13622  # 10.09 % of 1 350.00 = 136.22
    august = 26 * 5000
    owed = august - 13117  # 10.09 % of 1 300.00 = 131.17
    assert booked(emma, PostingKind.RECOVERED) == owed // 10
    assert standing.debt == GROSS - due - untaxed - owed // 10
    assert standing.due == standing.withheld + standing.ordered + standing.owed - standing.debt


def test_a_plan_says_what_is_taken_a_month(emma: Person) -> None:
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=200000, replaces=first)
    RepaymentPlan.objects.create(
        person=emma, scheme="unemployment", cents=2000, month=AUGUST, decided_by=emma.account
    )
    run(AUGUST)
    assert booked(emma, PostingKind.RECOVERED) == 2000


def test_a_debt_may_rest(emma: Person) -> None:
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=200000, replaces=first)
    RepaymentPlan.objects.create(
        person=emma, scheme="unemployment", cents=0, month=AUGUST, decided_by=emma.account
    )
    run(AUGUST)
    assert booked(emma, PostingKind.RECOVERED) == 0
    assert balance(emma, "unemployment").debt > 0


def test_a_small_debt_is_not_asked_back(emma: Person) -> None:
    """27 days at 0.75 less are 20.25, of which 2.04 was tax."""
    first = jobless(emma)
    run(JULY)
    jobless(emma, monthly_pay=227000, replaces=first)
    run(JULY)
    assert booked(emma, PostingKind.WAIVED) > 0
    assert balance(emma, "unemployment").debt == 0


def test_a_right_that_never_was_is_owed_back(emma: Person) -> None:
    first = jobless(emma)
    run(JULY)
    facts = {**JOBLESS, "days_counted": 10}
    on = date(2026, 7, 1)
    grant(emma, "unemployment", facts, on, first, DecisionOutcome.REFUSED)
    run(AUGUST)
    standing = balance(emma, "unemployment")
    assert (standing.due, standing.withheld, standing.debt) == (0, 0, GROSS - TAX)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_run_reads_the_decisions_of_every_right(emma: Person, scheme: str) -> None:
    """Also where a fact of the rule is called as something in the run is, such as a month."""
    facts, on = granted(scheme)
    decision = grant(emma, scheme, facts, on)
    month = timezone.localdate(decision.decided_at).replace(day=1)
    assert decision.starts
    pay(max(month, decision.starts.replace(day=1)), month)
    owed = booked(emma, PostingKind.DUE) > 0
    told = Event.objects.filter(topic="payment.unclear", person=emma).exists()
    assert owed or told or not decision.amount


def test_without_an_account_what_is_due_waits(cast: Cast) -> None:
    emma = cast.persons["emma"]
    jobless(emma)
    run(JULY)
    assert balance(emma, "unemployment").owed == GROSS - TAX
    tell_account(emma, IBAN)
    made = run(JULY)
    assert made.payments.get().cents == GROSS - TAX


def test_an_amount_that_the_rule_does_not_know_is_told_of(emma: Person) -> None:
    """In the second year the amount is not in the tables: nothing is guessed."""
    decision = jobless(emma)
    run(date(2027, 8, 1))
    told = Event.objects.filter(topic="payment.unclear", person=emma)
    assert [event.subject for event in told] == [decision.pk]
    assert booked(emma, PostingKind.DUE, date(2027, 8, 1)) == 0


def test_what_a_person_granted_is_paid_as_it_was_granted(emma: Person) -> None:
    """A decision with another amount than the rule's goes by its own amount."""
    on = date(2026, 7, 1)
    explanation = replace(evaluate("unemployment", JOBLESS, on), amount_cents=6001)
    cause = Cause(event=publish("employment.ended", 0, person=emma))
    granted = DecisionOutcome.GRANTED
    decide(emma, "unemployment", JOBLESS, on, cause, outcome=granted, explanation=explanation)
    run(OCTOBER)
    assert booked(emma, PostingKind.DUE, OCTOBER) == 27 * 6001


def test_what_went_back_outside_the_time_of_a_right_goes_back_once(emma: Person) -> None:
    """The new version ends in July: what was paid of August is booked less under it, once."""
    first = jobless(emma)
    run(SEPTEMBER)
    event = publish("employment.started", 0, person=emma)
    ended = replace(evaluate("unemployment", JOBLESS, JULY), ends=date(2026, 7, 31))
    cause = Cause(event=event, replaces=first)
    granted = DecisionOutcome.GRANTED
    last = decide(emma, "unemployment", JOBLESS, JULY, cause, outcome=granted, explanation=ended)
    run(SEPTEMBER)
    back = Posting.objects.filter(decision=last).order_by("kind", "month")
    assert [(each.kind, each.month) for each in back] == [
        (kind, month) for kind in ("reduced", "untaxed") for month in (AUGUST, SEPTEMBER)
    ]
    for month in (OCTOBER, JULY, SEPTEMBER, OCTOBER):
        assert not run(month).posting_set.exists()


def test_only_the_tax_of_a_month_may_change(emma: Person) -> None:
    """Who turns out to support a family gets the same, and the tax back; later runs know it."""
    first = jobless(emma)
    run(JULY)
    jobless(emma, category="family_charge", replaces=first)
    run(JULY)
    for month in (JULY, AUGUST, JULY, AUGUST):
        run(month)
    assert booked(emma, PostingKind.WITHHELD) == booked(emma, PostingKind.UNTAXED) == TAX
    assert booked(emma, PostingKind.DUE, JULY) == GROSS
    assert booked(emma, PostingKind.DUE, AUGUST) == 26 * 5750


CHANGES = st.lists(
    st.tuples(st.integers(50_000, 400_000), st.sampled_from([JULY, AUGUST, SEPTEMBER])),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_whatever_is_corrected_the_sum_is_what_the_last_decision_gives(
    emma: Person, changes: list[tuple[int, date]]
) -> None:
    """Runs of any months between any corrections: due is what the law gives on the last facts."""
    with transaction.atomic():
        last = None
        for monthly_pay, month in changes:
            last = jobless(emma, monthly_pay=monthly_pay, replaces=last)
            run(month)
        last = jobless(emma, monthly_pay=changes[-1][0], replaces=last)
        run(SEPTEMBER)
        standing = balance(emma, "unemployment")
        waived = booked(emma, PostingKind.WAIVED)
        assert last.amount is not None
        assert standing.due + (-waived) == (27 + 26 + 26) * last.amount
        assert standing.due == standing.withheld + standing.ordered + standing.owed - standing.debt
        transaction.set_rollback(True)
