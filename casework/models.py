"""Table of contents of what people decide."""

from casework.approval.models import Proposal, Review
from casework.cases.models import Case, CaseMove
from casework.measures.models import WeeklyFigure

__all__ = ["Case", "CaseMove", "Proposal", "Review", "WeeklyFigure"]
