"""Declare from a page: one declaration, one key, however often the button is pressed."""

import json
from uuid import UUID

from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration
from declarations.glossary.fields import Content
from portal.access.models import Capacity, Service
from portal.exchange.models import Channel


def declare(capacity: Capacity, key: UUID, action: str, content: Content) -> Declaration:
    """Send one declaration; the same key and content again return the one that stands.

    Raises `KeyReusedError` when the key served for something else.
    """
    body = json.dumps({action: content}, sort_keys=True).encode()
    message, _new = submit(capacity, Channel.PAGE, str(key), body, [Draft(action, content)])
    return Declaration.objects.get(message=message, position=1)


def declared_with(capacity: Capacity, key: UUID) -> Declaration:
    """Return the declaration that was sent with a key."""
    return Declaration.objects.get(
        message__capacity=capacity, message__service=Service.HIRING, message__key=key, position=1
    )
