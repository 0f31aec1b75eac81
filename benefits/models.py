"""Table of contents of what citizens get."""

from benefits.attachments.models import Attachment, Content
from benefits.claims.models import Claim, ClaimMove
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.models import Finding, FindingAnswer, GrantPiece, GrantRun, Wish
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.outlook.models import Trial
from benefits.payments.models import (
    BankAnswer,
    PayAccount,
    Payment,
    Posting,
    RepaymentPlan,
    Run,
    Sent,
)
from benefits.recovery.models import (
    Arrangement,
    ArrangementReview,
    DebtRequest,
    Repayment,
    RepaymentMatch,
)
from benefits.takeup.models import Mailing, Outreach, TakeUpFigure, Unclaimed

__all__ = [
    "Arrangement",
    "ArrangementReview",
    "Attachment",
    "BankAnswer",
    "Beneficiary",
    "BeneficiaryRole",
    "Claim",
    "ClaimMove",
    "Content",
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
    "Outreach",
    "PayAccount",
    "Payment",
    "Posting",
    "Repayment",
    "RepaymentMatch",
    "RepaymentPlan",
    "Run",
    "Sent",
    "TakeUpFigure",
    "Trial",
    "Unclaimed",
    "Wish",
]
