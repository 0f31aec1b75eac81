"""One timeline of a case: every source, what this caseworker may know of it, in as many queries
however much happened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benefits.decisions.models import DecisionOutcome
from benefits.payments.models import PayAccount, Payment, Run
from casework.appointments.models import Appointment, Opening, Way
from casework.approval.actions import propose
from casework.callbacks.models import CallBack, Window
from casework.cases.actions import decide_case
from casework.cases.models import Case
from casework.contacts.models import Channel, Contact
from casework.plans.actions import open_file_of
from casework.plans.agreement.actions import offer, sign
from casework.plans.agreement.text import Line, fingerprint
from casework.questions.actions import ask
from casework.questions.models import Wanted
from portal.access.models import AccessLine, Capacity, Purpose
from portal.directory.models import Registration
from portal.directory.qualities import quality_label
from portal.documents.actions import write_letter
from portal.pages.timeline import MOST, Subject
from portal.people.models import Institution


def page(browser: Client, case: Case, show: str = "") -> str:
    return browser.get(reverse("case", args=[case.reference]), {"show": show}).content.decode()


def told(browser: Client, case: Case, show: str = "") -> list[str]:
    address = reverse("case", args=[case.reference])
    return [event.title for event in browser.get(address, {"show": show}).context["events"]]


def spoke(case: Case, office: Institution, capacity: Capacity, question: str) -> Contact:
    return Contact.objects.create(
        person=case.person,
        office=office,
        channel=Channel.TELEPHONE,
        topic="unemployment",
        question=question,
        recorded_by=capacity,
    )


def paid(case: Case, scheme: str, cents: int) -> None:
    run = Run.objects.create(month="2026-10-01", pay_on=timezone.localdate())
    account = PayAccount.objects.create(person=case.person, iban="BE68539007547034")
    Payment.objects.create(run=run, person=case.person, scheme=scheme, account=account, cents=cents)


def everything(case: Case, marie: Capacity) -> None:
    """Let one thing of each kind happen, once more with each call."""
    spoke(case, case.office, marie, "When will I be paid?")
    ask(case, marie, Wanted.DOCUMENT, "Send the form C4.", 10)
    paid(case, "unemployment", 195000)
    number = CallBack.objects.count()
    CallBack.objects.create(
        person=case.person,
        office=case.office,
        topic="unemployment",
        day=timezone.localdate(),
        window=Window.MORNING,
        telephone="+3281000000",
        status="reached",
        asked_by=marie,
    )
    opening, _new = Opening.objects.get_or_create(
        office=case.office,
        weekday=1,
        at="09:00",
        minutes=30,
        places=1,
        ways=["visit"],
        since="2026-01-01",
    )
    Appointment.objects.create(
        person=case.person,
        office=case.office,
        opening=opening,
        starts=timezone.now() - timedelta(days=number + 1),
        place=1,
        way=Way.VISIT,
        topic="unemployment",
        status="kept",
        booked_by=marie,
    )


def test_one_timeline_tells_of_every_source(at_desk: Client, case: Case, marie: Capacity) -> None:
    everything(case, marie)
    at_desk.get(reverse("case", args=[case.reference]))
    titles = told(at_desk, case)
    for title in (
        "First day of work",
        "Hiring declared",
        "Application sent",
        "Taken in hand",
        "The person asked: telephone",
        "Asked for a document",
        "Payment",
        "Wanted to be called",
        "At the desk: took place",
        "File opened",
    ):
        assert title in titles, title
    decide_case(case, marie, DecisionOutcome.GRANTED, "")
    assert "Granted: Unemployment benefit" in told(at_desk, case)


@pytest.mark.parametrize("subject", Subject.values)
def test_a_subject_shows_its_own_events_alone(
    at_desk: Client, case: Case, marie: Capacity, subject: str
) -> None:
    everything(case, marie)
    every, chosen = told(at_desk, case), told(at_desk, case, subject)
    assert chosen
    assert len(chosen) < len(every)
    assert f'aria-current="true">{Subject(subject).label}' in page(at_desk, case, subject)


def test_what_is_no_subject_shows_all(at_desk: Client, case: Case) -> None:
    assert "Taken in hand" in told(at_desk, case, "' OR 1=1")


def test_another_office_and_another_right_stay_out(
    at_desk: Client, case: Case, hilde: Capacity
) -> None:
    assert hilde.institution
    spoke(case, hilde.institution, hilde, "My doctor says")
    paid(case, "incapacity", 777700)
    AccessLine.objects.create(person=case.person, capacity=hilde, purpose=Purpose.CASE)
    shown = page(at_desk, case)
    for words in ("My doctor says", "7,777.00", "Hilde"):
        assert words not in shown


def test_a_proposal_is_told(at_desk: Client, case: Case, marie: Capacity, low: None) -> None:
    propose(case, marie, "granted", "", {})
    assert "Second person asked" in told(at_desk, case)
    assert "The word of a second caseworker" in page(at_desk, case)


def test_agreements_on_support_are_told(at_desk: Client, case: Case, marie: Capacity) -> None:
    lines = [Line("goal", "Work")]
    made = offer(open_file_of(case.person, marie), marie, lines)
    assert "Agreement on support offered" in told(at_desk, case, "case")
    sign(made, case.person.account, fingerprint(lines))
    assert "Agreement on support signed" in told(at_desk, case, "case")


def test_the_newest_are_shown_and_it_is_said(at_desk: Client, case: Case, marie: Capacity) -> None:
    for number in range(MOST + 1):
        spoke(case, case.office, marie, f"Question {number}.")
    assert len(told(at_desk, case, "contacts")) == MOST
    assert "Only the latest are shown" in page(at_desk, case, "contacts")


def test_as_many_queries_however_much_happened(
    at_desk: Client, case: Case, marie: Capacity
) -> None:
    everything(case, marie)
    page(at_desk, case)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(at_desk, case)
    for _ in range(5):
        everything(case, marie)
    with CaptureQueriesContext(connection) as many:
        page(at_desk, case)
    assert len(many) == len(few)
    assert len(few) <= 60


def test_who_is_told_with_mandates_and_capacities(
    at_desk: Client, case: Case, marie: Capacity
) -> None:
    file = Registration.objects.get(institution=case.office, person=case.person)
    shown = page(at_desk, case)
    assert "Who acts for the person" in shown
    assert "helper" in shown  # Lucas, by Emma's mandate
    assert quality_label(file.quality) in shown
    lines = AccessLine.objects.filter(person__first_name="Lucas", capacity=marie)
    assert lines.filter(opened=False).count() == 1


def test_what_is_missing_is_told(at_desk: Client, case: Case, marie: Capacity) -> None:
    assert "Nothing is missing" in page(at_desk, case)
    ask(case, marie, Wanted.DOCUMENT, "Send the form C4.", 10)
    assert "A document, by " in page(at_desk, case)
    decide_case(case, marie, DecisionOutcome.GRANTED, "")
    assert "What is missing" not in page(at_desk, case)


def test_a_colleague_reads_who_opened_the_case(at_desk: Client, beside: Client, case: Case) -> None:
    page(at_desk, case)
    shown = beside.get(reverse("case", args=[case.reference]), {"show": "looked"})
    assert any("Marie Claes" in event.body for event in shown.context["events"])


def test_letters_outside_cases_are_told_to_whom_they_are_about(case: Case, at_desk: Client) -> None:
    about = {"name": "Emma", "address": ""}
    for title, template, scheme in (
        ("A right to ask for", "outreach", "unemployment"),
        ("Of another office", "outreach", "child_benefit"),
        ("With a decision", "decision", "unemployment"),
    ):
        write_letter(case.person, template, title, about | {"scheme": scheme})
    ours = {"office": case.office.name}
    write_letter(case.person, "agreement", "An agreement", about | ours)
    write_letter(case.person, "agreement", "Of others", about | {"office": "Another office"})
    letters = [each for each in told(at_desk, case, "contacts") if each.startswith("Letter")]
    assert letters == ["Letter: An agreement", "Letter: A right to ask for"]
