"""How a call is signed: as Standard Webhooks has it, so that receivers verify with what they have.

`v1,` and the HMAC-SHA256 of "id.timestamp.body" in base64; several signatures stand side by side
while a secret is replaced. Source: the Standard Webhooks specification, "Signature scheme".
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.exchange.push.models import Webhook

OVERLAP: Final = timedelta(days=1)  # in which the secret before still signs too
PREFIX: Final = "whsec_"


def secret_of(webhook: Webhook, number: int | None = None) -> str:
    """Return the secret of a receiver, as it is shown once: it follows from the portal's own."""
    name = f"{webhook.subscription.reference}.{number or webhook.secret_number}"
    digest = salted_hmac("portal.exchange.push", name, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(digest).decode()


def signed(webhook: Webhook, identity: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a call: its id, its time in seconds, its signatures."""
    stamp = str(int(at.timestamp()))
    content = b".".join([identity.encode(), stamp.encode(), body])
    numbers = [webhook.secret_number]
    changed = webhook.secret_changed_at
    if changed and timezone.now() < changed + OVERLAP:
        numbers.append(webhook.secret_number - 1)
    signatures = [signature(secret_of(webhook, number), content) for number in numbers]
    return {
        "webhook-id": identity,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: str, content: bytes) -> str:
    """Return the signature of a content with a secret, `v1,` before it."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
