"""The official answers as files, for who fetches them from a page."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from declarations.hiring.notices import receipt_notice
from declarations.wages.answers.changes import changes
from declarations.wages.answers.identifiers import identifiers
from declarations.wages.answers.queries import amendments, forms_of, judged, originals
from declarations.wages.answers.results import results
from declarations.wages.models import Form
from portal.access.door import ActingRequest, acting_as
from portal.access.models import COMPANY_KINDS

PIECE = 100  # forms in memory at a time


@acting_as(*COMPANY_KINDS)
def receipt(request: ActingRequest, ticket: UUID) -> HttpResponseBase:
    """Give the official receipt of a message."""
    sent = _some(forms_of(request.capacity).filter(declaration__message__ticket=ticket))
    return _xml([receipt_notice(sent[0].declaration.message)], f"ACRF.{ticket}.xml")


@acting_as(*COMPANY_KINDS)
def result(request: ActingRequest, ticket: UUID) -> HttpResponseBase:
    """Give the official notification of each verdict of a message so far."""
    found = _some(judged(forms_of(request.capacity), ticket))
    return _xml(results(found.iterator(chunk_size=PIECE)), f"NOTIFICATION.{ticket}.xml")


@acting_as(*COMPANY_KINDS)
def identifiers_of(request: ActingRequest, ticket: UUID) -> HttpResponseBase:
    """Give the identifiers of what a message declared."""
    found = _some(originals(forms_of(request.capacity), ticket))
    return _xml(identifiers(found.iterator(chunk_size=PIECE)), f"DMFAPID.{ticket}.xml")


@acting_as(*COMPANY_KINDS)
def changes_of(request: ActingRequest, declaration: UUID) -> HttpResponseBase:
    """Give the notification of what an amendment changed."""
    accepted = amendments(forms_of(request.capacity))
    found = get_object_or_404(accepted, declaration__reference=declaration)
    return _xml(changes(found), f"DMFANOT.{declaration}.xml")


def _some(forms: QuerySet[Form]) -> QuerySet[Form]:
    """Return forms, at least one; raises Http404 for none."""
    if not forms.exists():
        raise Http404
    return forms


def _xml(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(pieces, content_type="application/xml", headers=headers)
