"""Social risks for applications of institutions: what is for them, by cursor, and their answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from lxml import etree
from ninja import Query, Router, Status
from pydantic import Field

from declarations.channels.interface import AS_XML
from declarations.channels.writing import document
from declarations.social_risk import institutions
from declarations.social_risk.models import AnswerKind, RiskDelivery
from declarations.social_risk.scenarios import scenarios
from portal.access.door import open_file
from portal.access.models import CapacityKind, Purpose, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, XML, api, body_of
from portal.exchange.json_body import read_json
from portal.exchange.messages import Sent, read_message
from portal.exchange.problems import Problem, ProblemError, Reply
from portal.exchange.tickets import described

MOST = 200  # deliveries of an answer
LARGEST = 2**62
router = Router(
    auth=ApplicationToken(Service.RISKS, CapacityKind.INSTITUTION),
    tags=["Social risks"],
    by_alias=True,
)
api.add_router("/risk-deliveries/v1", router)
REFUSED = {frozenset({401, 403, 404}): Problem}


class Said(Sent):
    """What an institution answers."""

    kind: AnswerKind
    note: str = Field("", max_length=200)


class Answered(Reply):
    """An answer as it stands."""

    kind: str
    note: str
    at: datetime


class Delivered(Reply):
    """A declaration that is for the institution, with the form as it was declared.

    `risk` is the same for an original and what changes or cancels it: the last one counts.
    """

    id: UUID
    cursor: str
    at: datetime
    scenario: str
    risk: UUID
    kind: str
    since: date
    until: date | None
    is_cancelled: bool
    person: str
    employer: str
    form: dict[str, Any]
    answers: list[Answered]

    @classmethod
    def of(cls, delivery: RiskDelivery) -> Delivered:
        """Describe a delivery."""
        risk = delivery.risk
        return cls(
            id=delivery.declaration.reference,
            cursor=str(delivery.pk),
            at=delivery.at,
            scenario=scenarios()[risk.flow].code,
            risk=risk.reference,
            kind=risk.kind,
            since=risk.since,
            until=risk.until,
            is_cancelled=risk.is_cancelled,
            person=delivery.number,
            employer=risk.company.enterprise_number,
            form=delivery.declaration.content,
            answers=[Answered(kind=a.kind, note=a.note, at=a.at) for a in delivery.answers.all()],
        )


class Page(Reply):
    """What is for the institution, in order; ask with `cursor` for what follows."""

    deliveries: list[Delivered]
    cursor: str
    more: bool


@router.get(
    "/deliveries",
    response={200: Page, frozenset({401, 403, 422}): Problem},
    url_name="risk_deliveries",
    summary=_("Take in the social risks that are for your institution"),
)
def deliveries(
    request: ApplicationRequest,
    after: Annotated[int, Query(ge=0, lt=LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Page:
    """Return the declarations after a cursor, in order; the same cursor gives them again."""
    found = institutions.take(request.auth, after, limit)
    cursor = str(found[-1].pk if found else after)
    return Page(deliveries=list(map(Delivered.of, found)), cursor=cursor, more=len(found) == limit)


@router.get(
    "/deliveries/{declaration}",
    response={200: Delivered, **REFUSED, 406: Problem},
    openapi_extra=AS_XML,
    url_name="risk_delivery",
    summary=_("Read a social risk again, as JSON or as official XML"),
)
def delivery(request: ApplicationRequest, declaration: UUID) -> Delivered | HttpResponse:
    """Return a declaration that is for the institution."""
    wanted = request.get_preferred_type([JSON, XML])
    if wanted is None:
        raise ProblemError(406, gettext("Ask for one of these: %s.") % f"{JSON}, {XML}")
    found = _delivered(request, declaration)
    open_file(found.risk.person, request.auth, Purpose.DECLARATION)
    if wanted == JSON:
        return Delivered.of(found)
    root = document(scenarios()[found.risk.flow].model, found.declaration.content)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return HttpResponse(text, content_type=XML, headers={"Cache-Control": "no-store"})


@router.post(
    "/deliveries/{declaration}/answers",
    response={201: Answered, 200: Answered, **REFUSED, frozenset({413, 415, 422}): Problem},
    openapi_extra=described(Said),
    url_name="answer_risk",
    summary=_("Answer a social risk: taken, not for you, decided"),
)
def answer(request: ApplicationRequest, declaration: UUID) -> Status[Answered]:
    """Keep the answer, which the employer reads; 200 for one that was given already."""
    _media_type, body = body_of(request, JSON)
    said = read_message(Said, read_json(body))
    kept, new = institutions.answer(_delivered(request, declaration), said.kind, said.note)
    kept.refresh_from_db()
    return Status(201 if new else 200, Answered(kind=kept.kind, note=kept.note, at=kept.at))


def _delivered(request: ApplicationRequest, declaration: UUID) -> RiskDelivery:
    found = institutions.delivered(request.auth, declaration)
    if found is None:
        raise Http404
    return found
