"""A person's letters, and the page where anybody checks one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.documents.actions import file_of
from portal.documents.checking import letter_with
from portal.documents.forms import CodeForm, PdfForm
from portal.documents.models import Letter


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("letter", Act(_("opened a letter")), Help.APPLICATIONS)
def letter_pdf(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Return the PDF of a letter to the person to whom it was written; 404 for anybody else."""
    letter = get_object_or_404(Letter, reference=reference, person=request.capacity.person)
    response = HttpResponse(bytes(file_of(letter).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{letter.reference}.pdf"'
    return response


def check_letter(request: HttpRequest) -> HttpResponse:
    """Say to anybody who holds a letter whether we wrote it, and whether its PDF is unchanged.

    Nothing of the person stands here, and the PDF is not kept.
    """
    form = CodeForm(request.GET or None)
    asked = form.is_bound and form.is_valid()
    genuine = letter_with(form.cleaned_data["code"]) if asked else None
    posted = request.method == "POST"
    pdf = PdfForm(request.POST if posted else None, request.FILES if posted else None)
    same = (
        genuine.is_made_of(pdf.cleaned_data["file"].read()) if genuine and pdf.is_valid() else None
    )
    context = {"form": form, "pdf": pdf, "asked": asked, "genuine": genuine, "same": same}
    return render(request, "documents/check.html", context)
