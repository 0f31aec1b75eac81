"""Table of contents of what is declared."""

from declarations.channels.models import Declaration, Result, Verdict
from declarations.files.models import DroppedFile, Sender, Sending
from declarations.hiring.models import EmploymentPeriod, PeriodDeclaration
from declarations.statuses.models import StatusKind, StatusReport

__all__ = [
    "Declaration",
    "DroppedFile",
    "EmploymentPeriod",
    "PeriodDeclaration",
    "Result",
    "Sender",
    "Sending",
    "StatusKind",
    "StatusReport",
    "Verdict",
]
