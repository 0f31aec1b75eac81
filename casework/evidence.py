"""What the audit trail seals of what people decide."""

from casework.cases.models import CaseMove
from portal.exchange.trail.registry import seal

seal(CaseMove)
