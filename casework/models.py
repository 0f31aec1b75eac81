"""Table of contents of what people decide."""

from casework.approval.models import Proposal, Review
from casework.cases.models import Case, CaseMove
from casework.measures.models import WeeklyFigure
from casework.questions.models import Answer, AnswerFile, Question

__all__ = [
    "Answer",
    "AnswerFile",
    "Case",
    "CaseMove",
    "Proposal",
    "Question",
    "Review",
    "WeeklyFigure",
]
