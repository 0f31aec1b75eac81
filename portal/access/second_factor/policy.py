"""Which capacities want a second proof of who acts, and whether a session has given one."""

from datetime import date
from pathlib import Path
from typing import Final

import yaml
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.timezone import localdate

from portal.access.models import Capacity, CapacityKind, User

STRONG: Final = {"mfa", "national"}  # as allauth's records of a session call the ways to sign in
PROVING: Final = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
SINCE: Final[dict[CapacityKind, date]] = {
    CapacityKind(entry["kind"]): entry["since"]
    for entry in yaml.safe_load(Path(__file__).with_name("policy.yaml").read_text("utf-8"))
}


def since(kind: CapacityKind) -> date | None:
    """Return the first day on which a capacity of the kind wants a second proof; None: never."""
    return settings.SECOND_FACTOR_SINCE or SINCE[kind] if kind in SINCE else None


def is_strong(request: HttpRequest) -> bool:
    """Whether who is signed in gave a second proof in this session, or has a national identity.

    A passkey is one by itself: the device is had, and knows its owner.
    """
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in STRONG for record in records)


def lacks_second_factor(request: HttpRequest, capacity: Capacity) -> bool:
    """Whether the capacity wants a second proof today that this session has not given."""
    day = since(CapacityKind(capacity.kind))
    return day is not None and day <= localdate() and not is_strong(request)


@receiver(authenticator_added)
def _proved(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    """Count a factor that was just set up as shown: its code was right, its device answered."""
    if authenticator.type in PROVING:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
