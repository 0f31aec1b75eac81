"""Table of contents of what people decide."""

from casework.approval.models import Proposal, Review
from casework.cases.models import Case, CaseMove
from casework.contacts.models import Contact, ContactAnswer, ContactMove, Identification
from casework.measures.models import WeeklyFigure
from casework.plans.models import SupportFile, SupportMove
from casework.plans.profiling.models import Assessment, OutcomeShare, SegmentChoice
from casework.questions.models import Answer, AnswerFile, Question

__all__ = [
    "Answer",
    "AnswerFile",
    "Assessment",
    "Case",
    "CaseMove",
    "Contact",
    "ContactAnswer",
    "ContactMove",
    "Identification",
    "OutcomeShare",
    "Proposal",
    "Question",
    "Review",
    "SegmentChoice",
    "SupportFile",
    "SupportMove",
    "WeeklyFigure",
]
