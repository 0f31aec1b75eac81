"""Table of contents of the ground floor's tables."""

from portal.access.glass.models import GlassBreak, GlassReview
from portal.access.mandates.models import HelperCode, Mandate, MandateStep
from portal.access.models import (
    AccessLine,
    Capacity,
    CapacityKind,
    Purpose,
    Service,
    Tally,
    User,
)
from portal.directory.models import (
    Authorisation,
    AvailableService,
    CompanyRegistration,
    Registration,
    Subscription,
)
from portal.documents.models import Letter, LetterFile
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event, Message
from portal.exchange.network.models import Exchange
from portal.exchange.profiles.models import ProfileChange, ProfileReview
from portal.exchange.push.models import (
    Batch,
    HeldBack,
    ListedPerson,
    NoticeList,
    PushSubscription,
    Webhook,
)
from portal.exchange.trail.models import Block, Horizon, Removal
from portal.pages.models import Heartbeat
from portal.pages.own.models import Export
from portal.people.contact.models import ContactChannel, ContactDetails
from portal.people.models import (
    Company,
    Household,
    HouseholdMember,
    HouseholdRole,
    IdentityCard,
    Institution,
    Person,
    PersonName,
    PersonNumber,
    Representation,
    RepresentationKind,
)

__all__ = [
    "AccessLine",
    "Authorisation",
    "AvailableService",
    "Batch",
    "Block",
    "Capacity",
    "CapacityKind",
    "Channel",
    "Company",
    "CompanyRegistration",
    "ContactChannel",
    "ContactDetails",
    "Delivery",
    "DeliveryStatus",
    "Event",
    "Exchange",
    "Export",
    "GlassBreak",
    "GlassReview",
    "Heartbeat",
    "HeldBack",
    "HelperCode",
    "Horizon",
    "Household",
    "HouseholdMember",
    "HouseholdRole",
    "IdentityCard",
    "Institution",
    "Letter",
    "LetterFile",
    "ListedPerson",
    "Mandate",
    "MandateStep",
    "Message",
    "NoticeList",
    "Person",
    "PersonName",
    "PersonNumber",
    "ProfileChange",
    "ProfileReview",
    "Purpose",
    "PushSubscription",
    "Registration",
    "Removal",
    "Representation",
    "RepresentationKind",
    "Service",
    "Subscription",
    "Tally",
    "User",
    "Webhook",
]
