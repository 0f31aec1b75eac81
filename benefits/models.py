"""Table of contents of what citizens get."""

from benefits.attachments.models import Attachment, Content
from benefits.claims.models import Claim, ClaimEntry, ClaimMove
from benefits.customers.models import CustomerFile, CustomerPiece
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.models import Finding, FindingAnswer, GrantPiece, GrantRun, Wish
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.outlook.models import Trial
from benefits.payments.models import (
    BankAnswer,
    OpenBalance,
    PayAccount,
    Payment,
    Posting,
    RepaymentPlan,
    Run,
    RunPiece,
    Sent,
)
from benefits.recovery.models import (
    Allocation,
    AllocationReview,
    Arrangement,
    ArrangementReview,
    DebtRequest,
    Repayment,
    RepaymentMatch,
)
from benefits.takeup.models import Mailing, Outreach, TakeUpFigure, Unclaimed

__all__ = [
    "Allocation",
    "AllocationReview",
    "Arrangement",
    "ArrangementReview",
    "Attachment",
    "BankAnswer",
    "Beneficiary",
    "BeneficiaryRole",
    "Claim",
    "ClaimEntry",
    "ClaimMove",
    "Content",
    "CustomerFile",
    "CustomerPiece",
    "DebtRequest",
    "Decision",
    "DecisionOutcome",
    "Finding",
    "FindingAnswer",
    "GrantPiece",
    "GrantRun",
    "Mailing",
    "Objection",
    "ObjectionAnswer",
    "OpenBalance",
    "Outreach",
    "PayAccount",
    "Payment",
    "Posting",
    "Repayment",
    "RepaymentMatch",
    "RepaymentPlan",
    "Run",
    "RunPiece",
    "Sent",
    "TakeUpFigure",
    "Trial",
    "Unclaimed",
    "Wish",
]
