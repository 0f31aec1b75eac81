"""Ask the person of a case, and answer: each said once, never edited."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from benefits.attachments.actions import keep
from benefits.attachments.forms import Document
from casework.cases.access import may_handle_case
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.questions.models import Answer, AnswerFile, Question, Wanted
from portal.access.models import Capacity, User
from portal.exchange.actions import publish


class CaseClosedError(Exception):
    """The case is closed, or is not in the hands of who asks."""


@transaction.atomic
def ask(case: Case, capacity: Capacity, wanted: Wanted, text: str, days: int) -> Question:
    """Ask the person of a case for something, to be answered within `days`; they are told.

    Raises `CaseClosedError` when the case is not in this caseworker's hands.
    """
    if not may_handle_case(capacity, _locked(case)):
        raise CaseClosedError
    question = Question.objects.create(
        case=case,
        wanted=wanted,
        text=text,
        answer_by=timezone.localdate() + timedelta(days=days),
        asked_by=capacity.user,
    )
    publish("question.asked", question.pk, person=case.person)
    return question


@transaction.atomic
def answer(question: Question, text: str, documents: Iterable[Document], user: User) -> Answer:
    """Answer a question in words, with documents, or both; the case shows it at once.

    The same answer sent twice is given once. Raises `CaseClosedError` when the case was closed.
    """
    if _locked(question.case).status != CaseStatus.TAKEN:
        raise CaseClosedError
    files = [(document.name, keep(document)) for document in documents]
    same = _same(question, text, {mark for _name, mark in files}, user)
    if same:
        return same
    given = Answer.objects.create(question=question, text=text, given_by=user)
    AnswerFile.objects.bulk_create(
        AnswerFile(answer=given, content_id=mark, name=name) for name, mark in files
    )
    return given


def _same(question: Question, text: str, marks: set[str], user: User) -> Answer | None:
    """Return the last answer if it says the same, by the same: a button was pressed twice."""
    last = question.answers.filter(text=text, given_by=user).last()
    kept = set(last.files.values_list("content_id", flat=True)) if last else None
    return last if kept == marks else None


def _locked(case: Case) -> Case:
    """Return the case as it stands; who decides waits until we are done, and we for them."""
    standing = Case.objects.select_for_update(of=("self",), no_key=True).with_names()
    return standing.get(pk=case.pk)
