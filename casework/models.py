"""Table of contents of what people decide."""

from casework.cases.models import Case, CaseMove

__all__ = ["Case", "CaseMove"]
