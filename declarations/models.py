"""Table of contents of what is declared."""

from declarations.channels.models import Declaration, Result, Verdict
from declarations.files.models import DroppedFile, Sender, Sending
from declarations.hiring.models import (
    DailyRegistration,
    EmploymentPeriod,
    IdentitySearch,
    PeriodDeclaration,
    RegistrationDeclaration,
)
from declarations.statuses.models import StatusKind, StatusReport
from declarations.wages.drafting.models import DraftWorker

__all__ = [
    "DailyRegistration",
    "Declaration",
    "DraftWorker",
    "DroppedFile",
    "EmploymentPeriod",
    "IdentitySearch",
    "PeriodDeclaration",
    "RegistrationDeclaration",
    "Result",
    "Sender",
    "Sending",
    "StatusKind",
    "StatusReport",
    "Verdict",
]
