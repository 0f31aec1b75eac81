"""Institutions that want to be told, and changes for them to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from casework.demo.building import Cast
from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation, Registration
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.exchange.push.actions import Wish, ask
from portal.exchange.push.models import PushSubscription
from portal.exchange.push.reading import Page, leave_lines, read
from portal.people.models import Person

LONG_AGO = date(2010, 1, 1)
PENSION, QUALITY = "pension-service", "5/30"
BLOCKS = ["address", "identity", "household"]


def application(client: str) -> Capacity:
    """Return the capacity of an application of the cast."""
    return Capacity.objects.get(user__email=f"{client}@applications.example")


def profile(cast: Cast, institution: str = PENSION, **given: Any) -> Authorisation:
    """Let an institution be told of what the register of persons says."""
    fields = {"quality": QUALITY, "service": Service.IDENTITY, "blocks": BLOCKS, **given}
    return Authorisation.objects.create(
        institution=cast.institutions[institution],
        legal_ground="Act of 15 January 1990, article 15",
        since=LONG_AGO,
        **fields,
    )


def register(cast: Cast, *persons: Person, institution: str = PENSION, **given: Any) -> None:
    """Give an institution a file of persons."""
    fields = {"quality": QUALITY, "since": LONG_AGO, **given}
    for person in persons:
        Registration.objects.create(
            institution=cast.institutions[institution], person=person, **fields
        )


def subscribe(
    client: str = "pension-software",
    topics: Sequence[str] = ("person.moved", "person.died"),
    **more: Any,
) -> PushSubscription:
    """Let an application of an institution ask to be told."""
    return ask(application(client), Wish(topics, more.pop("quality", QUALITY), **more))


def happen(person: Person, topic: str = "person.moved", **data: Any) -> Event:
    """Let something have happened to a person."""
    return publish(topic, person.pk, person=person, data=data)


def all_of(subscription: PushSubscription, after: int = 0, limit: int = 1000) -> Page:
    """Return what a subscriber reads in one page."""
    page = read(subscription, after, limit)
    leave_lines(subscription, page.told)
    return page


def said(subscription: PushSubscription, after: int = 0) -> list[Any]:
    """Return the numbers that the changes of a test were given, as a subscriber reads them."""
    return [told.body["data"].get("n") for told in all_of(subscription, after).told]


def ids(subscription: PushSubscription) -> list[str]:
    """Return the ids of what a subscriber reads."""
    return [told.body["id"] for told in all_of(subscription).told]


def on_the_clock(statement: str, *values: str | int) -> None:
    """Change rows as time would: by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
