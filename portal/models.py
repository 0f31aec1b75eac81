"""Table of contents of the ground floor's tables."""

from portal.access.glass.models import GlassBreak, GlassReview
from portal.access.models import (
    AccessLine,
    Capacity,
    CapacityKind,
    Mandate,
    Purpose,
    Service,
    Tally,
    User,
)
from portal.directory.models import Authorisation, Registration, Subscription
from portal.documents.models import Letter, LetterFile
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event, Message
from portal.pages.models import Heartbeat
from portal.people.models import (
    Company,
    Household,
    HouseholdMember,
    HouseholdRole,
    Institution,
    Person,
    PersonNumber,
)

__all__ = [
    "AccessLine",
    "Authorisation",
    "Capacity",
    "CapacityKind",
    "Channel",
    "Company",
    "Delivery",
    "DeliveryStatus",
    "Event",
    "GlassBreak",
    "GlassReview",
    "Heartbeat",
    "Household",
    "HouseholdMember",
    "HouseholdRole",
    "Institution",
    "Letter",
    "LetterFile",
    "Mandate",
    "Message",
    "Person",
    "PersonNumber",
    "Purpose",
    "Registration",
    "Service",
    "Subscription",
    "Tally",
    "User",
]
