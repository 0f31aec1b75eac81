"""Profiles for applications of institutions: see the own ones, and propose changes.

A second person, at the keeper of the directory, reviews what is proposed: on a page, not here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router, Status
from pydantic import Field
from pydantic.alias_generators import to_camel

from portal.access.models import Capacity, CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.models import Authorisation
from portal.exchange.api import JSON, api, body_of
from portal.exchange.json_body import read_json
from portal.exchange.messages import Day, Sent, read_message
from portal.exchange.network.envelope import MAX_LEGAL_CONTEXT, Quality
from portal.exchange.problems import FieldProblem, Problem, ProblemError, Reply
from portal.exchange.profiles.actions import propose, propose_end
from portal.exchange.profiles.models import ProfileChange
from portal.exchange.tickets import described

router = Router(
    auth=ApplicationToken(Service.PROFILES, CapacityKind.INSTITUTION),
    tags=["Profiles"],
    by_alias=True,
)
api.add_router("/profiles/v1", router)

SHOWN = 200  # proposals, the newest
REFUSED: dict[Any, Any] = {frozenset({401, 403, 404}): Problem}


class Terms(Sent):
    """Which data, how far back in time, on which ground, from when to when."""

    blocks: list[str] = Field(default_factory=list, max_length=40)
    months_back: int | None = Field(None, ge=0, le=1200, strict=True)
    legal_ground: str = Field(min_length=1, max_length=200)
    deliberation: str = Field("", max_length=40)
    since: Day
    until: Day | None = None


class NewProfile(Terms):
    """A profile for a use for which there is none; `ownApplication`: for the sender alone."""

    service: Service
    quality: Quality
    legal_context: str = Field("", max_length=MAX_LEGAL_CONTEXT)
    own_application: bool = False


class End(Sent):
    """The last day of a profile; without it, it ends as soon as it is approved."""

    until: Day | None = None


class Said(Reply):
    """What a profile says."""

    reference: UUID
    service: str
    application: str | None = Field(description="None: every application of the institution.")
    quality: str
    legal_context: str
    blocks: list[str]
    months_back: int | None
    legal_ground: str
    deliberation: str
    since: date | None
    until: date | None

    @classmethod
    def terms_of(cls, row: Authorisation | ProfileChange) -> dict[str, Any]:
        """Return what a row says, by the names of this shape."""
        names = set(Said.model_fields) - {"application"}
        application = row.application and str(row.application.user)
        return {name: getattr(row, name) for name in names} | {"application": application}


class Standing(Said):
    """A profile that holds now, or begins later."""

    @classmethod
    def of(cls, row: Authorisation) -> Self:
        """Return a row."""
        return cls(**cls.terms_of(row))


class Change(Said):
    """What was proposed, and what became of it."""

    kind: str
    replaces: UUID | None
    proposed_at: datetime
    state: str = Field(description="waiting, approved or refused")
    reason: str = Field(description="Why it was refused.")
    began: UUID | None = Field(description="The profile that began.")

    @classmethod
    def of(cls, row: ProfileChange) -> Self:
        """Return a row."""
        review = getattr(row, "review", None)
        return cls(
            **cls.terms_of(row),
            kind=row.kind.value,
            replaces=row.replaces.reference if row.replaces else None,
            proposed_at=row.proposed_at,
            state="waiting" if not review else "approved" if review.approved else "refused",
            reason=review.reason if review else "",
            began=review.began.reference if review and review.began else None,
        )


WRITTEN: dict[Any, Any] = REFUSED | {201: Change, frozenset({413, 415, 422}): Problem}


@router.get(
    "/profiles",
    response={200: list[Standing], **REFUSED},
    url_name="profiles",
    summary=_("See what your institution may ask"),
)
def standing(request: ApplicationRequest) -> list[Standing]:
    """List the profiles of the institution that hold now or begin later."""
    own = Authorisation.objects.of(request.auth.institution_id).lasting()
    found = own.select_related("application__user__person").order_by("service", "quality", "pk")
    return [Standing.of(each) for each in found]


@router.get(
    "/changes",
    response={200: list[Change], **REFUSED},
    url_name="profile_changes",
    summary=_("See what your institution proposed"),
)
def proposed(request: ApplicationRequest) -> list[Change]:
    """List the latest 200 proposals of the institution, latest first, with what became of them."""
    return [Change.of(each) for each in _own(request.auth).order_by("-pk")[:SHOWN]]


@router.get(
    "/changes/{reference}",
    response={200: Change, **REFUSED},
    url_name="profile_change",
    summary=_("See what became of a proposal"),
)
def one(request: ApplicationRequest, reference: UUID) -> Change:
    """Return a proposal of the institution."""
    return Change.of(get_object_or_404(_own(request.auth), reference=reference))


@router.post(
    "/profiles",
    response=WRITTEN,
    openapi_extra=described(NewProfile),
    url_name="propose_profile",
    summary=_("Propose a new profile"),
)
def propose_new(request: ApplicationRequest) -> Status[Change]:
    """Propose a profile for a use for which there is none; nothing counts before it is approved."""
    asked = _read(request, NewProfile)
    terms = asked.model_dump(exclude={"own_application"})
    application = request.auth if asked.own_application else None
    wanted = Authorisation(**terms, application=application)
    with _refusals():
        return Status(201, _made(request.auth, propose(request.auth, wanted)))


@router.post(
    "/profiles/{reference}/changes",
    response=WRITTEN,
    openapi_extra=described(Terms),
    url_name="propose_change",
    summary=_("Propose another profile in the place of one"),
)
def propose_another(request: ApplicationRequest, reference: UUID) -> Status[Change]:
    """Propose that a profile of the institution ends, and another begins in its place."""
    found = _profile(request.auth, reference)
    same = ("application", "service", "quality", "legal_context")
    known = {name: getattr(found, name) for name in same}
    wanted = Authorisation(**known, **_read(request, Terms).model_dump())
    with _refusals():
        return Status(201, _made(request.auth, propose(request.auth, wanted, found)))


@router.post(
    "/profiles/{reference}/ends",
    response=WRITTEN,
    openapi_extra=described(End),
    url_name="propose_end",
    summary=_("Propose that a profile ends"),
)
def propose_the_end(request: ApplicationRequest, reference: UUID) -> Status[Change]:
    """Propose that a profile of the institution ends on a day, or at once."""
    found = _profile(request.auth, reference)
    last = _read(request, End).until
    with _refusals():
        return Status(201, _made(request.auth, propose_end(request.auth, found, last)))


def _read(request: ApplicationRequest, shape: type[Any]) -> Any:
    _media_type, body = body_of(request, JSON)
    return read_message(shape, read_json(body))


def _own(capacity: Capacity) -> Any:
    own = ProfileChange.objects.filter(institution=capacity.institution_id)
    return own.with_parts().select_related("application__user__person", "review__began")


def _profile(capacity: Capacity, reference: UUID) -> Authorisation:
    own = Authorisation.objects.of(capacity.institution_id).lasting()
    return get_object_or_404(own.select_related("institution"), reference=reference)


def _made(capacity: Capacity, change: ProfileChange) -> Change:
    return Change.of(_own(capacity).get(pk=change.pk))


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what is refused at its field, as the message calls it."""
    try:
        yield
    except ValidationError as error:
        errors = [
            FieldProblem(path=to_camel(field), message=str(said))
            for field, messages in error.message_dict.items()
            for said in messages
        ]
        message = gettext("This proposal is refused.")
        raise ProblemError(422, message, "NOT-VALID", errors=errors) from error
