"""What the audit trail seals of what citizens get."""

from benefits.claims.models import ClaimMove
from benefits.decisions.models import Beneficiary, Decision
from portal.exchange.trail.registry import seal

seal(Decision, Beneficiary, ClaimMove)
