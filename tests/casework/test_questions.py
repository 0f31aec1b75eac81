"""What is missing for a case: asked by its caseworker, answered in place by its person."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benefits.attachments.actions import attach, forget
from benefits.attachments.forms import Document
from benefits.attachments.models import Content
from benefits.decisions.models import DecisionOutcome
from casework.cases.actions import decide_case, hand_over
from casework.cases.models import Case
from casework.questions.actions import CaseClosedError, answer, ask
from casework.questions.models import Answer, AnswerFile, Question, Wanted
from portal.access.models import AccessLine, Capacity, Purpose
from portal.documents.actions import pdf_of
from portal.documents.codes import in_groups
from portal.exchange.actions import move_outbox
from portal.people.contact.models import ContactDetails
from tests.benefits import documents as made
from tests.casework.conftest import SignIn
from tests.documents.seals import check_seal
from tests.documents.test_letters import text_of

ASKED = {"wanted": "document", "text": "Please send the letter of 3 May.", "days": "14"}


@pytest.fixture
def emma(sign_in: SignIn, case: Case) -> Client:
    """Emma's browser."""
    client = Client()
    client.force_login(case.person.account)
    return client


@pytest.fixture
def question(case: Case, marie: Capacity) -> Question:
    """A document that Marie asked Emma for."""
    return ask(case, marie, Wanted.DOCUMENT, "Please send the letter of 3 May.", 14)


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def of_case(case: Case, part: str = "") -> str:
    return f"/casework/cases/{case.reference}/{part}"


def own(question: Question, part: str = "") -> str:
    return f"/me/questions/{question.reference}/{part}"


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.pdf(), "application/pdf")


def test_there_and_back(case: Case, at_desk: Client, emma: Client) -> None:
    page = words(at_desk.post(of_case(case, "ask/"), ASKED, follow=True))
    assert "Emma Janssens is told that you ask something." in page
    assert "Please send the letter of 3 May." in page
    assert "waits for an answer" in page

    card = words(emma.get("/me/"))
    assert "needs a document from you, by" in card
    asked = Question.objects.get()
    assert asked.answer_by == timezone.localdate() + timedelta(days=14)
    page = words(emma.get(own(asked)))
    assert "We need a document from you" in page
    assert "Please send the letter of 3 May." in page
    assert "Marie" not in page  # staff are known by a mark

    sent = emma.post(own(asked), {"text": "Here it is.", "document": pdf()}, follow=True)
    assert "Your answer is sent." in words(sent)
    assert "letter.pdf" in words(sent)
    assert "to answer" not in words(emma.get("/me/"))

    page = words(at_desk.get(of_case(case)))
    assert "Here it is." in page
    assert "letter.pdf" in page
    assert "answered" in page


def test_the_caseworker_gets_the_document_and_it_is_noted(
    case: Case, question: Question, emma: Client, at_desk: Client, beside: Client
) -> None:
    emma.post(own(question), {"document": pdf()})
    file = AnswerFile.objects.get()
    before = AccessLine.objects.filter(person=case.person, purpose=Purpose.CASE).count()
    got = at_desk.get(of_case(case, f"documents/{file.reference}/"))
    assert got.content == bytes(file.content.data)
    assert got.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    lines = AccessLine.objects.filter(person=case.person, purpose=Purpose.CASE)
    assert lines.count() == before + 1
    assert emma.get(own(question, f"documents/{file.reference}/")).content == got.content


def test_documents_of_the_application_are_the_caseworkers_too(case: Case, at_desk: Client) -> None:
    assert case.claim is not None
    data = b"%PDF-kept"
    added = attach(case.claim, Document("why.pdf", "application/pdf", data), case.person.account)
    assert "why.pdf" in words(at_desk.get(of_case(case)))
    got = at_desk.get(of_case(case, f"documents/{added.reference}/"))
    assert (got.status_code, got.content) == (200, data)


def test_others_get_nothing(
    question: Question, case: Case, emma: Client, sign_in: SignIn, cast: Any, hilde: Capacity
) -> None:
    emma.post(own(question), {"document": pdf()})
    file = AnswerFile.objects.get()
    sofia = Client()
    sofia.force_login(cast.persons["sofia"].account)
    for address in (own(question), own(question, f"documents/{file.reference}/")):
        assert sofia.get(address).status_code == 404
    elsewhere = Client()
    elsewhere.force_login(hilde.user)
    assert elsewhere.get(of_case(case, f"documents/{file.reference}/")).status_code == 404
    assert elsewhere.post(of_case(case, "ask/"), ASKED).status_code == 404


def test_the_notice_is_in_the_language_and_to_the_address_that_was_chosen(
    case: Case, question: Question
) -> None:
    ContactDetails.objects.create(
        person=case.person, email="emma@elsewhere.example", language="fr", channel="email"
    )
    move_outbox()
    (told,) = mail.outbox
    assert told.to == ["emma@elsewhere.example"]
    assert f"/me/questions/{question.reference}/" in told.body
    assert "letter of 3 May" not in told.body
    assert "Unemployment" not in told.body
    move_outbox()
    assert len(mail.outbox) == 1


def test_who_wants_paper_gets_a_letter_that_is_sealed(case: Case, question: Question) -> None:
    ContactDetails.objects.create(person=case.person, email="", language="nl", channel="post")
    move_outbox()
    assert mail.outbox == []
    letter = case.person.letters.get(template="question")
    assert letter.language == case.person.language
    letter.language = "en"
    pdf = pdf_of(letter)
    assert check_seal(pdf)
    said = text_of(pdf)
    assert "Please send the letter of 3 May." in said
    assert "It is about: Unemployment benefit." in said
    assert f"/me/questions/{question.reference}/" in said.replace(" ", "")
    assert in_groups(letter.code or "") in said


def test_who_has_no_mail_address_finds_it_on_the_page(case: Case, question: Question) -> None:
    ContactDetails.objects.create(person=case.person, email="", language="nl", channel="email")
    move_outbox()
    assert mail.outbox == []
    assert not case.person.letters.filter(template="question").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wanted": ""}, "Choose a document or an answer."),
        ({"wanted": "money"}, "Select a valid choice"),
        ({"text": "  "}, "Write what you need to know."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"days": "9999"}, "Select a valid choice"),
    ],
)
def test_an_incomplete_question_is_not_asked(
    case: Case, at_desk: Client, changes: dict[str, str], said: str
) -> None:
    page = words(at_desk.post(of_case(case, "ask/"), {**ASKED, **changes}))
    assert said in page
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "Write an answer or choose a document."),
        (b"<html>", "This is not a PDF and not a photo"),
        (b"", "The file is empty."),
    ],
    ids=["nothing", "HTML", "empty"],
)
def test_what_is_no_answer_is_said_and_the_words_stay(
    question: Question, emma: Client, data: bytes | None, said: str
) -> None:
    sent: dict[str, Any] = {"text": "my long words" if data is not None else ""}
    if data is not None:
        sent["document"] = SimpleUploadedFile("a.pdf", data)
    page = emma.post(own(question), sent)
    assert said in words(page)
    assert 'href="#id_document"' in page.content.decode()
    assert sent["text"] in page.content.decode()
    assert not Answer.objects.exists()


def test_hostile_words_stay_words(
    case: Case, marie: Capacity, emma: Client, at_desk: Client
) -> None:
    hostile = "<script>alert(1)</script>\u202egnp {{ settings.SECRET_KEY }}"
    asked = ask(case, marie, Wanted.FACT, hostile, 7)
    emma.post(own(asked), {"text": hostile})
    for page in (emma.get(own(asked)), at_desk.get(of_case(case))):
        assert b"<script>alert" not in page.content
        assert project.SECRET_KEY.encode() not in page.content
    assert "\u202e" not in Answer.objects.get().text


def test_an_answer_sent_twice_is_given_once_and_more_can_be_added(
    question: Question, emma: Client
) -> None:
    for _time in range(2):
        emma.post(own(question), {"text": "Here.", "document": pdf()})
    assert Answer.objects.count() == AnswerFile.objects.count() == 1
    emma.post(own(question), {"text": "", "document": pdf("page 2.pdf")})
    emma.post(own(question), {"text": "And this."})
    assert Answer.objects.count() == 3
    assert Content.objects.count() == 1


def test_after_the_day_an_answer_still_counts(
    case: Case, marie: Capacity, emma: Client, at_desk: Client
) -> None:
    asked = ask(case, marie, Wanted.FACT, "Why?", -1)
    assert "The day was" in words(emma.get(own(asked)))
    assert "no answer in time" in words(at_desk.get(of_case(case)))
    emma.post(own(asked), {"text": "Because."})
    assert "Because." in words(at_desk.get(of_case(case)))


def test_once_the_case_is_closed_nothing_is_asked_or_answered(
    case: Case, marie: Capacity, question: Question, emma: Client, at_desk: Client
) -> None:
    decide_case(case, marie, DecisionOutcome.REFUSED, "No letter came.")
    page = emma.get(own(question))
    assert "This case is closed" in words(page)
    assert "<textarea" not in page.content.decode()
    late = emma.post(own(question), {"text": "Too late?"}, follow=True)
    assert "an answer no longer counts" in words(late)
    assert at_desk.post(of_case(case, "ask/"), ASKED).status_code in (302, 409)
    with pytest.raises(CaseClosedError):
        answer(question, "Too late?", [], case.person.account)
    assert not Answer.objects.exists()
    assert "to answer" not in words(emma.get("/me/"))


def test_only_who_holds_the_case_asks(
    case: Case, marie: Capacity, tom: Capacity, at_desk: Client, beside: Client
) -> None:
    assert beside.post(of_case(case, "ask/"), ASKED).status_code == 409
    hand_over(case, marie, tom)
    assert at_desk.post(of_case(case, "ask/"), ASKED).status_code == 409
    assert beside.post(of_case(case, "ask/"), ASKED).status_code == 302
    assert Question.objects.get().asked_by == tom.user


def test_nothing_of_it_can_be_changed(question: Question, emma: Client) -> None:
    emma.post(own(question), {"text": "Here.", "document": pdf()})
    file = AnswerFile.objects.get()
    for row in (file, file.answer, question):
        for change in (row.save, row.delete):
            with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
                change()


def test_what_answers_hold_is_not_forgotten(question: Question, case: Case) -> None:
    answer(question, "", [Document("a.pdf", "application/pdf", b"%PDF")], case.person.account)
    old = timezone.now() - timedelta(days=2)
    Content.objects.create(sha256="x", media_type="image/png", size=1, data=b"x", stored_at=old)
    assert forget() == 1
    assert Content.objects.count() == 1


def test_pages_cost_the_same_however_much_was_asked(
    case: Case, marie: Capacity, at_desk: Client, emma: Client
) -> None:
    counts = set()
    emma.get("/me/")
    at_desk.get(of_case(case))
    for number in range(4):
        asked = ask(case, marie, Wanted.FACT, f"Question {number}", 7)
        document = Document("a.pdf", "application/pdf", b"%d" % number)
        answer(asked, "So.", [document], case.person.account)
        ask(case, marie, Wanted.FACT, f"Open question {number}", 7)
        with CaptureQueriesContext(connection) as seen:
            at_desk.get(of_case(case))
            emma.get("/me/")
            emma.get(own(asked))
        counts.add(len(seen))
    assert len(counts) == 1
