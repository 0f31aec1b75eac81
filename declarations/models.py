"""Table of contents of what is declared."""

from declarations.channels.models import Declaration, ReceiptFile, Result, Verdict
from declarations.files.models import DroppedFile, Sender, Sending
from declarations.hiring.models import (
    DailyRegistration,
    EmploymentPeriod,
    IdentitySearch,
    PeriodDeclaration,
    PeriodLock,
    RegistrationDeclaration,
)
from declarations.social_risk.models import Risk, RiskAnswer, RiskDeclaration, RiskDelivery
from declarations.statuses.models import StatusKind, StatusReport
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.drafting.models import DraftWorker
from declarations.wages.models import (
    Contribution,
    Deduction,
    Filing,
    Form,
    FormPart,
    Load,
    Occupation,
    Piece,
    PieceReading,
    Remuneration,
    Service,
    Shelf,
    WorkerRecord,
)
from declarations.wages.statements.models import BankStatement, Payment, StatementEntry

__all__ = [
    "BankStatement",
    "Contribution",
    "DailyRegistration",
    "Declaration",
    "Deduction",
    "DraftWorker",
    "DroppedFile",
    "EmployerEntry",
    "EmploymentPeriod",
    "Filing",
    "Form",
    "FormPart",
    "IdentitySearch",
    "Load",
    "Occupation",
    "Payment",
    "PeriodDeclaration",
    "PeriodLock",
    "Piece",
    "PieceReading",
    "ReceiptFile",
    "RegistrationDeclaration",
    "Remuneration",
    "Result",
    "Risk",
    "RiskAnswer",
    "RiskDeclaration",
    "RiskDelivery",
    "Sender",
    "Sending",
    "Service",
    "Shelf",
    "StatementEntry",
    "StatusKind",
    "StatusReport",
    "Verdict",
    "WorkerRecord",
]
