"""Table of contents of what is declared."""

from declarations.channels.models import Declaration, Result, Verdict
from declarations.hiring.models import EmploymentPeriod, PeriodDeclaration
from declarations.statuses.models import StatusKind, StatusReport

__all__ = [
    "Declaration",
    "EmploymentPeriod",
    "PeriodDeclaration",
    "Result",
    "StatusKind",
    "StatusReport",
    "Verdict",
]
