"""A person's letters."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.documents.actions import file_of
from portal.documents.models import Letter


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("letter", Act(_("opened a letter")), Help.APPLICATIONS)
def letter_pdf(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Return the PDF of a letter to the person to whom it was written; 404 for anybody else."""
    letter = get_object_or_404(Letter, reference=reference, person=request.capacity.person)
    response = HttpResponse(bytes(file_of(letter).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{letter.reference}.pdf"'
    return response
