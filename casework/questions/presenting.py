"""How questions and answers read: for the person and for the caseworker."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from benefits.attachments import presenting as attachments
from casework.cases.models import Case
from casework.questions.models import Answer, AnswerFile, Question

Address = Callable[[AnswerFile], str]


def asked_in(case: Case) -> list[dict[str, Any]]:
    """Return what was asked in a case and answered, for `casework/_questions.html`."""
    questions = Question.objects.filter(case=case).with_answers()
    return [
        {
            "question": each,
            "answers": answers_of(each, lambda file: _in_case(case, file.reference)),
            "is_late": timezone.localdate() > each.answer_by,
        }
        for each in questions
    ]


def answers_of(question: Question, address: Address) -> list[dict[str, Any]]:
    """Return the answers with their documents, each with the address that gives it."""
    return [
        {"answer": answer, "files": [_file(answer, file, address) for file in answer.files.all()]}
        for answer in question.answers.all()
    ]


def _file(answer: Answer, file: AnswerFile, address: Address) -> dict[str, Any]:
    return attachments.row(file.name, file.content, answer.given_at, address(file))


def documents_in(case: Case) -> list[dict[str, Any]]:
    """Return the documents of a case's application, for `components/documents.html`."""
    return attachments.rows(case.claim, "case_document", case.reference) if case.claim else []


def _in_case(case: Case, document: UUID) -> str:
    return reverse("case_document", args=[case.reference, document])
