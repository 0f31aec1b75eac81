"""A person's own data: what is known, how to be reached, and a copy of everything.

Helpers may read, where their mandate says so; the rest is shut to them.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.limits import CONTACT, EXPORT
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.pages.own.actions import ask_export
from portal.pages.own.contact import LinkError, change_contact, confirm_email, read_link
from portal.pages.own.data import data_of
from portal.pages.own.forms import ContactForm
from portal.pages.own.models import KEPT, Export
from portal.pages.own.queries import contact_of


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("own_data", Act(gettext_lazy("opened your data")), Help.OWN_DATA)
def own_data(request: ActingRequest) -> HttpResponse:
    """Show a person what is known, by subject, each thing with its source and its day."""
    groups = data_of(request.capacity.person)
    oneself = request.capacity.mandate is None
    return render(request, "pages/own_data.html", {"groups": groups, "oneself": oneself})


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
def contact(request: ActingRequest) -> HttpResponse:
    """Let a person say how to be reached."""
    person = request.capacity.person
    now = contact_of(person)
    said = {name: getattr(now, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=said)
    if form.is_valid():
        if CONTACT.exceeded(person.pk):
            return render(request, "429.html", status=429)
        version = change_contact(person, form.cleaned_data)
        messages.success(request, _("Your contact data are changed."))
        if version.email_asked:
            words = _("We sent a link to %(email)s. The address counts once you have opened it.")
            messages.info(request, words % {"email": version.email_asked})
        return redirect("own_data")
    return render(request, "pages/contact.html", {"form": form, "now": now})


@acting_as(CapacityKind.CITIZEN)
def contact_confirm(request: ActingRequest, token: str) -> HttpResponse:
    """Let a new address count, for who opened the link that was sent there and is signed in."""
    person = request.capacity.person
    asked = contact_of(person)
    try:
        if read_link(token) != asked.pk or not asked.email_asked:
            raise LinkError
        if request.method == "POST":
            confirm_email(person, token)
            messages.success(request, _("We write to your new address from now on."))
            return redirect("own_data")
    except LinkError:
        return render(request, "pages/contact_link.html", {"asked": None}, status=400)
    return render(request, "pages/contact_link.html", {"asked": asked})


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
@never_cache
def exports(request: ActingRequest) -> HttpResponse:
    """List the copies of everything that a person asked for, newest first; ask for another."""
    if request.method == "POST":
        if EXPORT.exceeded(request.capacity.person.pk):
            return render(request, "429.html", status=429)
        ask_export(request.capacity, get_language() or request.capacity.person.language)
        return redirect("exports")
    kept = Export.objects.kept().filter(person=request.capacity.person).defer("archive")
    rows = [(each, each.asked_at + KEPT) for each in kept.order_by("-asked_at")]
    at_work = any(each.made_at is None for each, _until in rows)
    return render(request, "pages/exports.html", {"rows": rows, "at_work": at_work})


@acting_as(CapacityKind.CITIZEN)
@confirmed("GET")
@never_cache
def export_file(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Give the copy as a file."""
    own = Export.objects.kept().filter(person=request.capacity.person, made_at__isnull=False)
    export = get_object_or_404(own, reference=reference)
    name = f"everything-{export.asked_at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export.archive, content_type="application/zip", headers=headers)
