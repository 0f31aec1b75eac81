"""What the rules leave to people: each waits once, is taken as a case, is settled with words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.decisions.models import Decision
from benefits.granting.answering import AnsweredError, answer
from benefits.granting.findings import NO_AMOUNT, NO_TABLE, note_about
from benefits.granting.models import Finding, FindingAnswer, FindingKind
from casework.approval.actions import approve
from casework.approval.effect import NeedsApprovalError
from casework.approval.models import Proposal
from casework.cases.actions import CaseMoveRefusedError, take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.findings.actions import Settling, settle_finding
from casework.findings.forms import SettlingForm
from casework.queue.actions import take_next
from portal.access.models import AccessLine, Capacity
from portal.documents.actions import file_of
from portal.exchange.models import Event
from portal.people.models import Household
from tests.casework.conftest import caseworker, caseworker_elsewhere, takeable
from tests.granting.test_everyone import hold, young
from tests.granting.test_granting import months_ago, report
from tests.payments.conftest import jobless

REASON = "Seen with the person on the telephone."


@pytest.fixture
def unpaid(cast: Cast) -> Finding:
    """Emma's right, of which an amount is in no table."""
    note_about(FindingKind.PAYS, [jobless(cast.persons["emma"]).pk], [NO_AMOUNT])
    return Finding.objects.get()


@pytest.fixture
def in_hand(unpaid: Finding, marie: Capacity) -> Case:
    """That, in Marie's hands."""
    return take(unpaid, marie)


def test_each_cause_waits_once_and_is_told_once(cast: Cast) -> None:
    decision = jobless(cast.persons["emma"])
    for _again in range(2):
        note_about(FindingKind.PAYS, [decision.pk, decision.pk], [NO_AMOUNT])
    note_about(FindingKind.CORRECTS, [decision.pk], [NO_TABLE])
    assert [each.kind for each in Finding.objects.order_by("pk")] == ["pays", "corrects"]
    for topic in ("payment.unclear", "correction.unclear"):
        told = Event.objects.get(topic=topic)
        assert (told.subject, told.person) == (decision.pk, decision.person)


def test_it_waits_for_the_office_of_the_right_alone(
    unpaid: Finding, marie: Capacity, hilde: Capacity, at_desk: Client
) -> None:
    assert takeable(marie) == [unpaid]
    assert not takeable(hilde)
    with pytest.raises(CaseMoveRefusedError):
        take(unpaid, hilde)
    page = at_desk.get(reverse("queue")).content.decode()
    assert "An amount that is not known" in page
    assert reverse("queue_take", args=[unpaid.reference]) in page


def test_taken_it_shows_why_the_machine_stopped_and_leaves_a_line(
    unpaid: Finding, at_desk: Client, beside: Client
) -> None:
    opened = at_desk.post(reverse("queue_take", args=[unpaid.reference]), follow=True)
    case = Case.objects.get(finding=unpaid)
    assert opened.redirect_chain[-1] == (reverse("finding_case", args=[case.reference]), 302)
    page = opened.content.decode()
    assert "The amount for this month stands in no table of the law." in page
    assert "The right runs, but no amount is known for a month." in page
    assert AccessLine.objects.filter(person=unpaid.person, case=case.reference).exists()
    late = beside.post(reverse("queue_take", args=[unpaid.reference]), follow=True)
    assert "a colleague took it just before" in late.content.decode()


def test_next_case_takes_it_by_its_age(unpaid: Finding, marie: Capacity) -> None:
    case = take_next(marie)
    assert isinstance(case, Case)
    assert case.finding == unpaid
    assert take_next(marie) is None


def test_left_as_it_is_wants_a_reason_and_changes_nothing(in_hand: Case, at_desk: Client) -> None:
    way = reverse("finding_settle", args=[in_hand.reference])
    empty = at_desk.post(way, {"verb": "keep", "motivation": " "})
    assert "Give your reasons." in empty.content.decode()
    given = {"verb": "keep", "motivation": REASON}
    assert "Keep it and close the case" in at_desk.post(way, given).content.decode()
    done = at_desk.post(way, {**given, "confirm": "1"}, follow=True).content.decode()
    assert REASON in done
    made = FindingAnswer.objects.get()
    assert (made.outcome, made.decision, made.answered_by.email) == (
        "kept",
        None,
        "marie@unemployment.example",
    )
    assert not Decision.objects.filter(decided_by=made.answered_by).exists()
    in_hand.refresh_from_db()
    assert in_hand.status == "closed"
    again = at_desk.post(way, {**given, "confirm": "1"})
    assert again.status_code == 409
    assert "This was settled already" in again.content.decode()


def test_a_right_that_is_ended_keeps_what_it_gave(in_hand: Case, at_desk: Client) -> None:
    first = Finding.objects.get().decision
    assert first
    assert first.starts
    last = first.starts + timedelta(days=40)
    way = reverse("finding_settle", args=[in_hand.reference])
    given = {**_facts(at_desk, way), "verb": "end", "motivation": REASON}
    for wrong in ("", (first.starts - timedelta(days=1)).isoformat(), "9999-12-31"):
        page = at_desk.post(way, {**given, "ends": wrong, "confirm": "1"})
        assert page.context["form"].errors["ends"]
    at_desk.post(way, {**given, "ends": last.isoformat(), "confirm": "1"})
    second = Decision.objects.get(replaces=first)
    assert (second.outcome, second.starts, second.ends) == ("granted", first.starts, last)
    assert (second.amount, second.motivation) == (first.amount, REASON)
    assert second.decided_by == Case.objects.get().official
    assert FindingAnswer.objects.get().decision == second


def _facts(browser: Client, way: str) -> dict[str, Any]:
    form = browser.get(way).context["form"]
    return {field.name: field.value() for field in form.fact_fields}


def test_decided_again_on_what_was_established(in_hand: Case, at_desk: Client) -> None:
    first = Finding.objects.get().decision
    assert first
    way = reverse("finding_settle", args=[in_hand.reference])
    same = {**_facts(at_desk, way), "verb": "again", "motivation": REASON}
    assert "The rule gives the same again" in at_desk.post(way, same).content.decode()
    at_desk.post(way, {**same, "monthly_pay": "2400", "confirm": "1"})
    second = Decision.objects.get(replaces=first)
    assert second.facts["monthly_pay"] == 240000
    assert second.amount != first.amount


def test_what_moves_much_money_waits_for_a_second_person(
    in_hand: Case, marie: Capacity, tom: Capacity, at_desk: Client, low: None
) -> None:
    first = Finding.objects.get().decision
    assert first
    assert first.starts
    with pytest.raises(NeedsApprovalError), transaction.atomic():
        settle_finding(in_hand, marie, Settling.END, REASON, {}, first.starts)
    way = reverse("finding_settle", args=[in_hand.reference])
    given = {**_facts(at_desk, way), "verb": "end", "ends": first.starts, "motivation": REASON}
    at_desk.post(way, {**given, "confirm": "1"})
    proposal = Proposal.objects.get()
    assert (proposal.outcome, proposal.ends) == ("end", first.starts)
    assert not Decision.objects.filter(replaces=first).exists()
    approve(proposal, tom)
    assert Decision.objects.get(replaces=first).ends == first.starts


def test_a_right_that_no_longer_fits_is_ended_or_kept_by_a_person(cast: Cast) -> None:
    """Sofia's tariff, after she moved to nobody knows where."""
    report(cast, months_ago(4))
    hold()
    today = timezone.localdate()
    cast.persons["sofia"].memberships.filter(until=None).update(until=today - timedelta(days=1))
    hold(today + timedelta(days=1))
    finding = Finding.objects.get(kind=FindingKind.REVIEW)
    worker = caseworker_elsewhere(sector=70)
    case = take(finding, worker)
    with pytest.raises(CaseMoveRefusedError):
        settle_finding(case, worker, Settling.GRANT, REASON)
    form = SettlingForm(finding, {"verb": "again", "motivation": REASON})
    assert "End the right on a day" in str(form.errors["verb"])
    settled = settle_finding(case, worker, Settling.END, REASON, {}, today)
    assert settled.decision
    assert (settled.decision.ends, settled.decision.outcome) == (today, "granted")
    assert settled.decision.replaces == finding.decision
    hold(today + timedelta(days=2))
    assert Finding.objects.filter(kind=FindingKind.REVIEW).count() == 1


@pytest.mark.parametrize(("verb", "outcome"), [("grant", "granted"), ("refuse", "refused")])
def test_a_right_that_wants_a_look_first_is_granted_or_refused(
    cast: Cast, verb: str, outcome: str
) -> None:
    """In Eupen the amount of today is in no table: the base is known, and a person looks."""
    child = young(cast)
    Household.objects.filter(members__person=child).update(postal_code="4700")
    hold()
    finding = Finding.objects.get(kind=FindingKind.ASKS, person=child)
    olivier = caseworker("Olivier")
    case = take(finding, olivier)
    settled = settle_finding(case, olivier, Settling(verb), REASON)
    made = settled.decision
    assert made
    assert (made.person, made.outcome, made.decided_by) == (child, outcome, olivier.user)
    assert made.event
    assert made.event.topic == "right.unclear"
    assert bytes(file_of(made.letter).pdf).startswith(b"%PDF")
    hold(timezone.localdate() + timedelta(days=1))
    assert Finding.objects.filter(kind=FindingKind.ASKS, person=child).count() == 1


def test_nobody_settles_what_is_about_themselves_or_their_household(
    unpaid: Finding, marie: Capacity, cast: Cast
) -> None:
    household = unpaid.person.household_on(timezone.localdate())
    assert household
    household.members.create(person=marie.person, role="other", since=date(2020, 1, 1))
    with pytest.raises(CaseMoveRefusedError):
        take(unpaid, marie)
    assert not takeable(marie)


def test_an_answer_is_given_once_and_never_edited(unpaid: Finding, marie: Capacity) -> None:
    answer(unpaid, marie.user, REASON)
    with pytest.raises(AnsweredError):
        answer(unpaid, marie.user, REASON)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        FindingAnswer.objects.update(motivation="Otherwise.")


def test_two_who_settle_at_once(in_hand: Case, marie: Capacity) -> None:
    settle_finding(in_hand, marie, Settling.KEEP, REASON)
    with pytest.raises(CaseMoveRefusedError):
        settle_finding(in_hand, marie, Settling.KEEP, REASON)
    assert FindingAnswer.objects.count() == 1
