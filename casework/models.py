"""Table of contents of what people decide."""

from casework.cases.models import Case, CaseMove
from casework.measures.models import WeeklyFigure

__all__ = ["Case", "CaseMove", "WeeklyFigure"]
