"""Ask to be told, and end it; a profile permits it or not, now and again at each notice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.models import INSTITUTION_KINDS, Capacity
from portal.directory.models import Registration
from portal.exchange.push.addresses import RefusedAddressError, check_url
from portal.exchange.push.models import (
    PLACES,
    Batch,
    HeldBack,
    ListedPerson,
    PushSubscription,
    Way,
    Webhook,
    Whom,
)
from portal.exchange.push.statuses import MOVES, PushStatus
from portal.exchange.push.telling import entitled
from portal.exchange.push.topics import FOR_COMPANIES, OF_PERSONS
from portal.people.models import Person
from portal.people.numbers import InvalidNumber, clean_inss

MOST: Final = 50  # subscriptions of one organisation that stand
MOST_PERSONS: Final = 10_000
REFUSALS: Final[dict[str, str | Promise]] = {
    "topics": _("Choose at least one of the topics that are for you: see the description."),
    "quality": _("Say in which capacity: only an institution has one, such as 17/2."),
    "CTRL-002": _("This is not a valid national register or BIS number. Check its digits."),
    "CTRL-003": _("Your institution's profile does not give these data in this capacity."),
    "CTRL-004": _("Your institution has no file of this person in this capacity now."),
    "many": _("You have too many subscriptions: end one first."),
}


class NotForYouError(Exception):
    """A subscription that is refused; `code` is a key of `REFUSALS`, `field` says at what."""

    def __init__(self, code: str, field: str, message: str | Promise = "") -> None:
        super().__init__(code)
        self.code, self.field, self.message = code, field, message or REFUSALS[code]


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be told of. Without `persons`: about everybody; without `url`: to
    ask for it by cursor."""

    topics: Sequence[str]
    quality: str = ""
    legal_context: str = ""
    persons: Sequence[str] | None = None
    url: str = ""


@transaction.atomic
def ask(capacity: Capacity, wish: Wish) -> PushSubscription:
    """Return a subscription: active, or asked until its receiver has answered.

    Raises `NotForYouError`. An institution needs a profile that gives each topic's data now, and a
    file of each person who is named; a company is told of its own messages and mandates alone.
    """
    subscription = _drawn_up(capacity, wish)
    standing = PushSubscription.objects.of(capacity).exclude(status=PushStatus.ENDED)
    if standing.count() >= MOST:
        raise NotForYouError("many", "topics")
    subscription.save(force_insert=True)
    if subscription.institution_id:
        _assert_entitled(subscription)
        _list(subscription, wish.persons)
    if wish.url:
        try:
            check_url(wish.url)
        except RefusedAddressError as error:
            raise NotForYouError("url", "url", error.message) from error
        Webhook.objects.create(subscription=subscription, url=wish.url, cursor=_now())
    return subscription


def _drawn_up(capacity: Capacity, wish: Wish) -> PushSubscription:
    of_institution = capacity.kind in INSTITUTION_KINDS
    offered: Collection[str] = OF_PERSONS if of_institution else FOR_COMPANIES
    if not wish.topics or not set(wish.topics) <= set(offered):
        raise NotForYouError("topics", "topics")
    if bool(wish.quality) != of_institution:
        raise NotForYouError("quality", "quality")
    everybody = Whom.EVERYBODY if wish.persons is None else Whom.LISTED
    return PushSubscription(
        institution=capacity.institution,
        company=capacity.company,
        capacity=capacity,
        topics=sorted(set(wish.topics)),
        quality=wish.quality,
        legal_context=wish.legal_context,
        whom=everybody if of_institution else Whom.SENT,
        way=Way.WEBHOOK if wish.url else Way.PULL,
        status=PushStatus.ASKED if wish.url else PushStatus.ACTIVE,
    )


def _assert_entitled(subscription: PushSubscription) -> None:
    own = entitled("subscription.id = %s")
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {own} SELECT topic FROM entitled WHERE gives", [subscription.pk] * 2)  # noqa: S608
        given = {topic for (topic,) in cursor.fetchall()}
    if given != set(subscription.topics):
        raise NotForYouError("CTRL-003", "topics")


def _list(subscription: PushSubscription, numbers: Sequence[str] | None) -> None:
    persons = {_with_file(subscription, number) for number in numbers or ()}
    ListedPerson.objects.bulk_create(
        ListedPerson(subscription=subscription, person_id=person) for person in persons
    )


def _with_file(subscription: PushSubscription, number: str) -> int:
    """Return the id of a person of whom the institution has a file in the capacity."""
    try:
        person = Person.objects.with_number(clean_inss(number)).first()
    except InvalidNumber as error:
        raise NotForYouError("CTRL-002", "persons") from error
    files = Registration.objects.in_use().filter(
        institution=subscription.institution, quality=subscription.quality, person=person
    )
    if person is None or not files.exists():
        raise NotForYouError("CTRL-004", "persons")
    return person.pk


def _now() -> int:
    """Return the cursor after all that was taken up until now."""
    last = Batch.objects.aggregate(last=Max("id"))["last"] or 0
    return (last + 1) * PLACES - 1


def _move(subscription: PushSubscription, to: PushStatus, *sources: PushStatus) -> bool:
    """Let a subscription have another state, if it has one that it may follow; say whether."""
    assert all(to in MOVES[source] for source in sources)  # noqa: S101 - a move of the table
    ended = {"ended_at": Now()} if to == PushStatus.ENDED else {}
    rows = PushSubscription.objects.filter(pk=subscription.pk, status__in=sources)
    return bool(rows.update(status=to, **ended))


def end(subscription: PushSubscription) -> bool:
    """End a subscription for good, at once; say whether it still stood."""
    standing = (PushStatus.ASKED, PushStatus.ACTIVE, PushStatus.PAUSED)
    return _move(subscription, PushStatus.ENDED, *standing)


def activate(subscription: PushSubscription) -> bool:
    """Let a subscription count whose receiver has answered; say whether it waited for that."""
    return _move(subscription, PushStatus.ACTIVE, PushStatus.ASKED)


def pause(subscription: PushSubscription) -> bool:
    """Call no more; what happens is kept. Say whether it was active."""
    return _move(subscription, PushStatus.PAUSED, PushStatus.ACTIVE)


def resume(subscription: PushSubscription) -> bool:
    """Call a paused receiver again, at once; say whether it was paused."""
    if not _move(subscription, PushStatus.ACTIVE, PushStatus.PAUSED):
        return False
    fresh = {"attempts": 0, "failing_since": None, "due_at": Now()}
    Webhook.objects.filter(subscription=subscription).update(**fresh)
    HeldBack.objects.filter(webhook=subscription.pk).update(attempts=0, due_at=Now())
    return True


@transaction.atomic
def replay(webhook: Webhook, after: int) -> None:
    """Call again with all that follows a cursor; what was held back follows with it."""
    locked = Webhook.objects.select_for_update().get(pk=webhook.pk)
    HeldBack.objects.filter(webhook=locked).delete()
    Webhook.objects.filter(pk=locked.pk).update(
        cursor=min(after, locked.cursor), due_at=Now(), leased_until=None
    )


def change_secret(webhook: Webhook) -> None:
    """Sign with a new secret, and for a day also with the one before it."""
    Webhook.objects.filter(pk=webhook.pk).update(
        secret_number=webhook.secret_number + 1, secret_changed_at=Now()
    )
    webhook.refresh_from_db()
