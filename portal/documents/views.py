"""A person's letters."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.documents.actions import file_of
from portal.documents.models import Letter


@acting_as(CapacityKind.CITIZEN)
def letter_pdf(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Return the PDF of a letter to the person to whom it was written; 404 for anybody else."""
    letter = get_object_or_404(Letter, reference=reference, person=request.capacity.person)
    response = HttpResponse(bytes(file_of(letter).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{letter.reference}.pdf"'
    return response
