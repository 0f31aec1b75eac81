"""What the audit trail seals of the ground floor."""

from portal.access.glass.models import GlassBreak, GlassReview
from portal.access.mandates.models import MandateStep
from portal.access.models import AccessLine
from portal.documents.models import Letter, LetterFile
from portal.exchange.models import Message
from portal.exchange.network.models import Exchange
from portal.exchange.profiles.models import ProfileChange, ProfileReview
from portal.exchange.trail.models import Removal
from portal.exchange.trail.registry import seal
from portal.people.contact.models import ContactDetails

seal(AccessLine, ContactDetails, Exchange, GlassBreak, GlassReview, Letter, MandateStep)
seal(ProfileChange, ProfileReview, Removal)
seal(LetterFile, order="serial")
# Whoever is shown the proof of a receipt need not learn how its sender names messages.
seal(Message, hidden=("key",))
