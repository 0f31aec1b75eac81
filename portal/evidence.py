"""What the audit trail seals of the ground floor."""

from portal.access.models import AccessLine
from portal.documents.models import Letter, LetterFile
from portal.exchange.models import Message
from portal.exchange.network.models import Exchange
from portal.exchange.trail.registry import seal

seal(AccessLine, Exchange, Letter)
seal(LetterFile, order="serial")
# Whoever is shown the proof of a receipt need not learn how its sender names messages.
seal(Message, hidden=("key",))
