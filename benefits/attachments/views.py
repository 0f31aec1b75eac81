"""Documents of an application: add one, keep one, take one away again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.attachments.actions import MOST, ClosedError, TooManyError, attach, remove
from benefits.attachments.forms import DocumentForm
from benefits.attachments.models import Attachment
from benefits.attachments.presenting import removable_rows
from benefits.attachments.serving import as_download
from benefits.claims.access import may_complete_claim
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from portal.access.door import ActingRequest, acting_as
from portal.access.limits import Limit
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind

ADD = Limit("add a document", 60, 3600)


def _claim(request: ActingRequest, reference: UUID) -> Claim:
    claim = get_object_or_404(Claim.objects.select_related("person"), reference=reference)
    if not may_complete_claim(request.capacity, claim):
        raise Http404
    return claim


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "claim_documents",
    Act(_("opened the documents of an application"), _("added a document to an application")),
    Help.APPLICATIONS,
)
def documents(request: ActingRequest, reference: UUID) -> HttpResponse:
    """List the documents of an application and take one more."""
    claim = _claim(request, reference)
    if claim.status != ClaimStatus.DRAFT:
        messages.info(request, gettext("This application cannot be changed any more."))
        return redirect("claim", claim.reference)
    if request.method == "POST" and ADD.exceeded(request.capacity.user_id):
        return render(request, "429.html", status=429)
    posted = request.method == "POST"
    form = DocumentForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid() and _attached(request, claim, form):
        return redirect("claim_documents", claim.reference)
    context = {
        "claim": claim,
        "form": form,
        "documents": removable_rows(claim),
        "most": MOST,
    }
    return render(request, "benefits/documents.html", context)


def _attached(request: ActingRequest, claim: Claim, form: DocumentForm) -> bool:
    """Add what was chosen, and say so; else say at the field why not."""
    document = form.cleaned_data["document"]
    try:
        added = attach(claim, document, request.capacity.user)
    except TooManyError:
        error = gettext("An application has %(most)s documents at most. Remove one first.")
        form.add_error("document", error % {"most": MOST})
        return False
    except ClosedError:
        messages.info(request, gettext("This application cannot be changed any more."))
        return True
    messages.success(request, gettext("%(name)s is added.") % {"name": added.name})
    return True


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("claim_document", Act(_("opened a document of an application")), Help.APPLICATIONS)
def document(request: ActingRequest, reference: UUID, document: UUID) -> HttpResponse:
    """Give a document back to the person who added it."""
    attachment = _attachment(request, reference, document)
    return as_download(attachment.name, attachment.content)


def _attachment(request: ActingRequest, reference: UUID, document: UUID) -> Attachment:
    claim = _claim(request, reference)
    added = Attachment.objects.select_related("content", "claim")
    return get_object_or_404(added, claim=claim, reference=document)


@acting_as(CapacityKind.CITIZEN)
@require_POST
@open_to_helpers(
    "claim_document_remove",
    Act(_("opened a document of an application"), _("removed a document from an application")),
    Help.APPLICATIONS,
)
def take_away(request: ActingRequest, reference: UUID, document: UUID) -> HttpResponse:
    """Remove a document from an application that was not sent yet."""
    attachment = _attachment(request, reference, document)
    try:
        remove(attachment)
    except ClosedError:
        messages.info(request, gettext("This application cannot be changed any more."))
        return redirect("claim", reference)
    messages.success(request, gettext("%(name)s is removed.") % {"name": attachment.name})
    return redirect("claim_documents", reference)
