"""Reads of questions and answers."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch

from casework.cases.statuses import CaseStatus
from portal.people.models import Person

if TYPE_CHECKING:
    from casework.questions.models import Question


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def to_person(self, person: Person) -> "QuestionQuerySet":
        """Return what a person was asked."""
        from casework.cases.models import Case

        return self.filter(case__in=Case.objects.about_person(person).values("pk"))

    def open(self) -> "QuestionQuerySet":
        """Return what waits for an answer, the first day first: its case is still in hand."""
        waits = self.filter(answers__isnull=True, case__status=CaseStatus.TAKEN)
        return waits.order_by("answer_by", "id")

    def with_right(self) -> "QuestionQuerySet":
        """Return them with the right that the case is about, and the office that has it."""
        return self.select_related(
            "case__claim", "case__objection", "case__finding", "case__office"
        )

    def with_case(self) -> "QuestionQuerySet":
        """Return them with the case, what it is about, and whose it is."""
        return self.select_related(
            "case__claim__person",
            "case__objection__person",
            "case__finding__person",
            "case__office",
        )

    def with_answers(self) -> "QuestionQuerySet":
        """Return them with who asked, the answers and their documents, without the bytes."""
        from casework.questions.models import AnswerFile

        files = AnswerFile.objects.select_related("content").defer("content__data")
        return self.select_related("asked_by__person").prefetch_related(
            "answers__given_by__person", Prefetch("answers__files", files.order_by("id"))
        )
