"""From where what waits, or is in hand, came into the queue, and what it concerns."""

from datetime import datetime

from benefits.claims.models import Claim
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.cases.models import About, came_in
from casework.contacts.models import Contact
from casework.plans.models import SupportFile
from casework.queue.statuses import NO_SCHEME, Kind

Source = About | Contact | SupportFile
SOURCES: tuple[type[Source], ...] = (Claim, Objection, Finding, Contact, SupportFile)


def kind_of(source: Source) -> str:
    """Return from where something came into the queue."""
    if isinstance(source, Contact):
        return Kind.CONTACT
    if isinstance(source, SupportFile):
        return Kind.SUPPORT
    if isinstance(source, Objection):
        return Kind.LATE if source.is_late else Kind.OBJECTION
    return source.kind if isinstance(source, Finding) else Kind.CLAIM


def concerns(source: Source) -> str:
    """Return the code of the right, or of the general subject, that something is about."""
    if isinstance(source, SupportFile):
        return NO_SCHEME
    return source.topic if isinstance(source, Contact) else source.scheme


def came_at(source: Source) -> datetime:
    """Return since when something waits."""
    if isinstance(source, SupportFile):
        return source.begun_at
    return source.at if isinstance(source, Contact) else came_in(source)
