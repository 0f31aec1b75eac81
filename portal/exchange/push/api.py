"""Subscriptions for applications: ask, see, end; read what one is told of, by cursor.

Institutions are told of persons of whom they have a file; companies and payroll offices of the
verdicts on what they sent, and of their mandates. Test credentials have subscriptions of their own,
for their tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Status
from pydantic import Field

from portal.access.models import CapacityKind, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, api, body_of
from portal.exchange.json_body import read_json
from portal.exchange.messages import Sent, read_message
from portal.exchange.problems import FieldProblem, Problem, ProblemError, Reply
from portal.exchange.push.actions import (
    MOST_PERSONS,
    NotForYouError,
    Wish,
    ask,
    change_secret,
    end,
    replay,
    resume,
)
from portal.exchange.push.models import PushSubscription, Webhook
from portal.exchange.push.reading import leave_lines, read
from portal.exchange.push.signing import secret_of
from portal.exchange.tickets import described

KINDS = (CapacityKind.INSTITUTION, CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
LARGEST_CURSOR = 2**62
router = Router(
    auth=ApplicationToken(
        Service.DIRECTORY, *KINDS, environments=(Environment.REAL, Environment.TEST)
    ),
    tags=["Subscriptions"],
    by_alias=True,
)
api.add_router("/subscriptions/v1", router)

REFUSED = {frozenset({401, 403, 404}): Problem}


class Asked(Sent):
    """What one wants to be told of. Without `persons` about everybody; without `url` by cursor."""

    topics: list[str] = Field(max_length=20)
    quality: str = Field("", max_length=16, description="The capacity, such as 17/2.")
    legal_context: str = Field("", max_length=64)
    persons: list[str] | None = Field(None, min_length=1, max_length=MOST_PERSONS)
    url: str = Field("", max_length=500)


class Replay(Sent):
    """A cursor after which everything is told again."""

    after: str = Field(pattern="^[0-9]{1,18}$")


class Receiver(Reply):
    """How far the calls of a receiver are."""

    url: str
    cursor: str
    failed_in_a_row: int
    held_back: int = Field(description="Persons whose changes wait because a call failed.")
    error: str


class State(Reply):
    """A subscription as it is now."""

    reference: UUID
    topics: list[str]
    quality: str
    whom: str
    way: str
    status: str
    receiver: Receiver | None = None
    secret: str = Field("", description="Shown this once: with it calls are signed.")


class Events(Reply):
    """What one is told: in order for each person, at least once, each with an id that stays."""

    events: list[dict[str, Any]]
    cursor: str = Field(description="Ask with it for what follows.")
    more: bool


@router.post(
    "/subscriptions",
    response={201: State, frozenset({401, 403, 413, 415, 422}): Problem},
    openapi_extra=described(Asked),
    url_name="ask_push",
    summary=_("Ask to be told of changes, or of verdicts on what you sent"),
)
def ask_to_be_told(request: ApplicationRequest) -> Status[State]:
    """Ask; who gives a `url` is called there once it has answered a first call."""
    _media_type, body = body_of(request, JSON)
    asked = read_message(Asked, read_json(body))
    with _refusals():
        subscription = ask(request.auth, Wish(**asked.model_dump()))
    return Status(201, _state(subscription, show=True))


@router.get(
    "/subscriptions",
    response={200: list[State], **REFUSED},
    url_name="pushes",
    summary=_("See your subscriptions"),
)
def own(request: ApplicationRequest) -> list[State]:
    """List the subscriptions of the organisation, latest first, also those that ended."""
    mine = PushSubscription.objects.of(request.auth).with_receivers()
    return [_state(each) for each in mine[:200]]


@router.get(
    "/subscriptions/{reference}",
    response={200: State, **REFUSED},
    url_name="push",
    summary=_("See a subscription"),
)
def one(request: ApplicationRequest, reference: UUID) -> State:
    """Return a subscription of the organisation."""
    return _state(_own(request, reference))


@router.delete(
    "/subscriptions/{reference}",
    response={204: None, **REFUSED},
    url_name="end_push",
    summary=_("End a subscription"),
)
def end_one(request: ApplicationRequest, reference: UUID) -> Status[None]:
    """End it at once; what waited is not told any more. Ended twice is ended."""
    end(_own(request, reference))
    return Status(204, None)


@router.get(
    "/subscriptions/{reference}/events",
    response={200: Events, **REFUSED},
    url_name="push_events",
    summary=_("Read what you are told of, after a cursor"),
)
def events(
    request: ApplicationRequest,
    reference: UUID,
    after: Annotated[int, Query(ge=0, lt=LARGEST_CURSOR)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Events:
    """Return the events after a cursor, in order; the same cursor gives them again.

    Also for who is called: so that nothing is lost, whatever happened to a call. What one may no
    longer know is left out.
    """
    subscription = _own(request, reference)
    page = read(subscription, after, limit)
    leave_lines(subscription, page.told)
    bodies = [told.body for told in page.told]
    return Events(events=bodies, cursor=str(page.cursor), more=page.full)


@router.post(
    "/subscriptions/{reference}/replays",
    response={200: State, **REFUSED, frozenset({413, 415, 422}): Problem},
    openapi_extra=described(Replay),
    url_name="replay_push",
    summary=_("Be called again with all that follows a cursor"),
)
def call_again(request: ApplicationRequest, reference: UUID) -> State:
    """Set the receiver back; what it was told already keeps its ids."""
    _media_type, body = body_of(request, JSON)
    after = read_message(Replay, read_json(body)).after
    subscription = _own(request, reference)
    replay(_webhook(subscription), int(after))
    return _state(_own(request, reference))


@router.post(
    "/subscriptions/{reference}/resumptions",
    response={200: State, **REFUSED},
    url_name="resume_push",
    summary=_("Be called again after a pause"),
)
def call_on(request: ApplicationRequest, reference: UUID) -> State:
    """Go on with a receiver that was paused, from where it was."""
    resume(_own(request, reference))
    return _state(_own(request, reference))


@router.post(
    "/subscriptions/{reference}/secrets",
    response={200: State, **REFUSED},
    url_name="push_secret",
    summary=_("Replace the secret with which calls are signed"),
)
def new_secret(request: ApplicationRequest, reference: UUID) -> State:
    """Sign with a new secret, shown this once; for a day the one before it signs too."""
    subscription = _own(request, reference)
    change_secret(_webhook(subscription))
    return _state(_own(request, reference), show=True)


def _own(request: ApplicationRequest, reference: UUID) -> PushSubscription:
    mine = PushSubscription.objects.of(request.auth).with_receivers()
    return get_object_or_404(mine, reference=reference)


def _webhook(subscription: PushSubscription) -> Webhook:
    return get_object_or_404(Webhook.objects.select_related("subscription"), pk=subscription.pk)


def _state(subscription: PushSubscription, *, show: bool = False) -> State:
    webhook: Webhook | None = getattr(subscription, "webhook", None)
    return State(
        reference=subscription.reference,
        topics=subscription.topics,
        quality=subscription.quality,
        whom=subscription.whom,
        way=subscription.way,
        status=subscription.status,
        receiver=_receiver(webhook) if webhook else None,
        secret=secret_of(webhook) if webhook and show else "",
    )


def _receiver(webhook: Webhook) -> Receiver:
    return Receiver(
        url=webhook.url,
        cursor=str(webhook.cursor),
        failed_in_a_row=webhook.attempts,
        held_back=len(webhook.held.all()),
        error=webhook.error,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except NotForYouError as error:
        code = error.code if error.code.startswith("CTRL") else "NOT-VALID"
        problem = FieldProblem(path=error.field, message=str(error.message))
        status = 403 if code == "CTRL-003" else 422
        raise ProblemError(
            status, gettext("This subscription is refused."), code, errors=[problem]
        ) from error
