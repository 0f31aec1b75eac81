"""What the audit trail seals of what citizens get, and of what is paid."""

from benefits.claims.models import ClaimEntry, ClaimMove
from benefits.decisions.models import Beneficiary, Decision
from benefits.granting.models import Finding, FindingAnswer, Wish
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.payments.models import (
    BankAnswer,
    PayAccount,
    Payment,
    Posting,
    RepaymentPlan,
    Run,
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
from benefits.takeup.models import Mailing, Outreach, Unclaimed
from portal.exchange.trail.registry import seal

seal(Decision, Beneficiary, ClaimMove, ClaimEntry)
seal(Objection, ObjectionAnswer)
seal(PayAccount, Run, Payment, Posting, RepaymentPlan, BankAnswer)
seal(DebtRequest, Arrangement, ArrangementReview)
seal(Repayment, Allocation, AllocationReview, RepaymentMatch)
seal(Finding, FindingAnswer, Wish)
seal(Unclaimed, Mailing, Outreach)
