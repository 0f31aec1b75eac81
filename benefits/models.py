"""Table of contents of what citizens get."""

from benefits.claims.models import Claim, ClaimMove
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome

__all__ = ["Beneficiary", "BeneficiaryRole", "Claim", "ClaimMove", "Decision", "DecisionOutcome"]
