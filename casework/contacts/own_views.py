"""A person's own history with the offices: what was asked and answered, and a way to write."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.contacts import actions
from casework.contacts.forms import WriteForm
from casework.contacts.models import Contact, Identification
from casework.contacts.presenting import history
from casework.contacts.topics import NoOfficeError
from portal.access.door import ActingRequest, acting_as
from portal.access.limits import Limit
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind

PAGE = 15
FAILED_SHOWN = 5
WRITE = Limit("write to an office", 20, 3600)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("own_contacts", Act(_("opened your contacts with us")), Help.APPLICATIONS)
def own_contacts(request: ActingRequest) -> HttpResponse:
    """Show a person each contact with an office, and when somebody failed to be them."""
    person = request.capacity.person
    page = Paginator(Contact.objects.of(person), PAGE).get_page(request.GET.get("page"))
    failed = Identification.objects.failed_for(person)[:FAILED_SHOWN]
    context = {"page": page, "rows": history(page), "failed": failed}
    return render(request, "contacts/own.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "contact_write",
    Act(_("opened the page to write to an office"), _("wrote to an office")),
    Help.APPLICATIONS,
)
def write(request: ActingRequest) -> HttpResponse:
    """Take a question to the office that answers for it."""
    form = WriteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "contacts/write.html", {"form": form})
    if WRITE.exceeded(request.capacity.user_id):
        return render(request, "429.html", status=429)
    try:
        sent = actions.write(request.capacity, **form.cleaned_data)
    except NoOfficeError:
        form.add_error("topic", gettext("No office here answers for this."))
        return render(request, "contacts/write.html", {"form": form})
    words = gettext("Your question is sent to: %(office)s. You read the answer here.")
    messages.success(request, words % {"office": sent.office})
    return redirect("own_contacts")
