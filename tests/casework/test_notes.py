"""Notes of a case, a closed case opened again, and two cases handled together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.attachments.forms import Document
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.decisions.terms import answer_by
from casework.cases.actions import (
    CaseMoveRefusedError,
    TakesBackError,
    close_again,
    decide_case,
    hand_over,
    join,
    reopen,
    take,
)
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.notes.actions import NotOpenError, write_note
from casework.notes.models import CaseNote
from portal.access.models import Capacity
from tests.benefits.documents import picture
from tests.casework.conftest import ANSWERS, SignIn, claim_of

Assert = Callable[..., Any]
PHOTO = picture()
SCAN = Document("scan.pdf", "application/pdf", b"%PDF-1.4 scan")
FACTS = {
    "ended_by": "employer",
    "days_counted": "940",
    "monthly_pay": "3000",
    "category": "cohabiting",
}


def url(name: str, case: Case) -> str:
    return reverse(name, args=[case.reference])


@pytest.fixture
def refused(case: Case, marie: Capacity) -> Case:
    """Emma's case, closed with a refusal."""
    decide_case(case, marie, DecisionOutcome.REFUSED, "Papers are missing.")
    return case


@pytest.fixture
def other(case: Case, marie: Capacity) -> Case:
    """Another case of Emma in the same hands, which came in thirty days before."""
    claim = Claim.objects.create(
        person=case.person,
        scheme="unemployment",
        known=claim_of(case).known,
        answers=ANSWERS,
        status=ClaimStatus.SUBMITTED,
        submitted_at=timezone.now() - timedelta(days=30),
    )
    return take(claim, marie)


def test_a_note_with_a_photo_is_kept_and_given_back(at_desk: Client, case: Case) -> None:
    photo = SimpleUploadedFile("pay slip.jpg", PHOTO, "image/jpeg")
    sent = {"text": "She called: the slip is of May.", "document": photo}
    page = at_desk.post(url("case_note", case), sent, follow=True).content.decode()
    assert "She called: the slip is of May." in page
    assert "Marie Claes" in page
    note = CaseNote.objects.get()
    given = at_desk.get(reverse("case_note_document", args=[case.reference, note.reference]))
    assert given.content == PHOTO
    assert "attachment" in given["Content-Disposition"]


def test_an_empty_note_and_a_program_are_refused(at_desk: Client, case: Case) -> None:
    empty = at_desk.post(url("case_note", case), {"text": " "})
    assert "Write a note, or choose a document." in str(empty.context["form"].errors)
    program = SimpleUploadedFile("x.pdf", b"MZ" + b"\0" * 200)
    assert at_desk.post(url("case_note", case), {"document": program}).context["form"].errors
    assert not CaseNote.objects.exists()


def test_a_colleague_notes_too_and_another_office_does_not(
    beside: Client, case: Case, sign_in: SignIn, hilde: Capacity
) -> None:
    beside.post(url("case_note", case), {"text": "I had her on the phone."})
    note = CaseNote.objects.get()
    assert str(note.written_by) == "Tom Hendrickx"
    far = sign_in("hilde@fund.example")
    assert far.get(url("case_note", case)).status_code == 404
    address = reverse("case_note_document", args=[case.reference, note.reference])
    assert far.get(address).status_code == 404
    assert beside.get(address).status_code == 404  # it has no document


def test_a_note_sent_twice_is_one_and_none_is_ever_edited(case: Case, marie: Capacity) -> None:
    first, second = (write_note(case, marie, "Once.", SCAN) for _ in range(2))
    assert first == second
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CaseNote.objects.update(text="Otherwise.")


def test_nothing_is_noted_in_a_closed_case(at_desk: Client, refused: Case, marie: Capacity) -> None:
    with pytest.raises(NotOpenError):
        write_note(refused, marie, "Too late.")
    assert at_desk.post(url("case_note", refused), {"text": "Too late."}).status_code == 409


def test_a_closed_case_is_opened_again_with_a_reason_and_decided_otherwise(
    at_desk: Client, refused: Case
) -> None:
    assert "Say why." in str(at_desk.post(url("case_reopen", refused), {}).context["form"].errors)
    page = at_desk.post(url("case_reopen", refused), {"words": "The C4 came."}, follow=True)
    assert b"Case opened again" in page.content
    assert b"The C4 came." in page.content
    assert b"Decide again" in page.content
    grant = {**FACTS, "outcome": "granted", "motivation": "The C4 came.", "confirm": "1"}
    at_desk.post(url("case_decide", refused), grant)
    first, second = Decision.objects.filter(claim=refused.claim).order_by("pk")
    assert (second.replaces, second.outcome, second.version) == (first, "granted", 2)
    refused.refresh_from_db()
    assert refused.status == CaseStatus.CLOSED


def test_decided_again_a_right_is_never_less(at_desk: Client, case: Case, marie: Capacity) -> None:
    decide_case(case, marie, DecisionOutcome.GRANTED, "")
    reopen(case, marie, "Look again.")
    with pytest.raises(TakesBackError):
        decide_case(case, marie, DecisionOutcome.REFUSED, "I was wrong.")
    refuse = {**FACTS, "outcome": "refused", "motivation": "I was wrong."}
    page = at_desk.post(url("case_decide", case), refuse)
    assert "less than what stands" in str(page.context["form"].errors["outcome"])


def test_it_is_closed_again_without_a_decision(at_desk: Client, refused: Case) -> None:
    at_desk.post(url("case_reopen", refused), {"words": "She called."})
    closed = at_desk.post(url("case_close_again", refused), {"words": "Nothing new."}, follow=True)
    assert b"The case is closed again." in closed.content
    assert Decision.objects.filter(claim=refused.claim).count() == 1


def test_what_was_never_closed_is_not_opened_or_closed_again(
    at_desk: Client, case: Case, marie: Capacity, tom: Capacity
) -> None:
    for name in ("case_reopen", "case_close_again"):
        assert at_desk.post(url(name, case), {"words": "Because."}).status_code == 409
    with pytest.raises(CaseMoveRefusedError):
        close_again(case, marie, "Because.")
    decide_case(case, marie, DecisionOutcome.REFUSED, "No.")
    with pytest.raises(CaseMoveRefusedError):
        reopen(case, tom, "A colleague's case.")


def test_two_cases_are_handled_together_and_the_earlier_day_counts(
    at_desk: Client, case: Case, other: Case
) -> None:
    note = {"text": "Written in the other one."}
    at_desk.post(url("case_note", other), note)
    page = at_desk.post(url("case_join", other), {"case": case.pk}, follow=True)
    text = page.content.decode()
    assert page.redirect_chain == [(url("case", case), 302)]
    assert "Written in the other one." in text
    assert page.context["answer_by"] == answer_by(timezone.localdate(other.sent_at))
    assert url("case", other) in text
    assert "another one of this person" in at_desk.get(url("case", other)).content.decode()
    assert list(Case.objects.in_hand_of(case.official)) == [case]
    (row,) = at_desk.get(reverse("queue")).context["mine"]
    assert (row["case"], row["until"]) == (case, page.context["answer_by"])


def test_what_is_joined_goes_along_and_stands_alone_again(
    case: Case, other: Case, marie: Capacity, tom: Capacity
) -> None:
    join(other, case, marie)
    hand_over(case, marie, tom)
    other.refresh_from_db()
    assert other.official == tom.user
    decide_case(case, tom, DecisionOutcome.GRANTED, "")
    assert list(Case.objects.in_hand_of(tom.user)) == [other]


def test_only_own_open_cases_of_one_person_are_joined(
    case: Case, other: Case, marie: Capacity, tom: Capacity
) -> None:
    for first, second, who in ((case, case, marie), (case, other, tom)):
        with pytest.raises(CaseMoveRefusedError):
            join(first, second, who)
    join(other, case, marie)
    with pytest.raises(CaseMoveRefusedError):
        join(case, other, marie)
    Case.objects.filter(pk=other.pk).update(joined_to=None)
    hand_over(other, marie, tom)
    with pytest.raises(CaseMoveRefusedError):
        join(other, case, marie)


def test_the_page_asks_as_often_however_many_notes(
    at_desk: Client, case: Case, marie: Capacity, django_assert_max_num_queries: Assert
) -> None:
    for number in range(12):
        write_note(case, marie, f"Note {number}.", SCAN)
    with django_assert_max_num_queries(56):
        page = at_desk.get(url("case", case))
    assert page.content.decode().count("scan.pdf") >= 12
