"""The contact centre: who calls, what is open for them, what was asked and answered."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.cases.forms import HandOverForm
from casework.contacts import actions
from casework.contacts.access import may_handle_contact, may_see_contact
from casework.contacts.forms import IdentifyForm, PassOnForm, RecordForm, ReplyForm
from casework.contacts.identifying import CHECKS
from casework.contacts.models import Channel, Contact, Direction, Identification
from casework.contacts.presenting import history, history_elsewhere, open_things, waiting_row
from casework.contacts.queries import colleagues, elsewhere
from casework.contacts.topics import NoOfficeError, topic_title
from casework.staff.competence import NotCompetentError
from portal.access.door import (
    ActingRequest,
    TooNearError,
    acting_as,
    list_names_once,
    open_file,
)
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Institution, Person

F = TypeVar("F", RecordForm, ReplyForm)
PAGE = 25
HISTORY = 20  # contacts beside a question, the newest
PASSING = "passing"  # before the names of the fields that pass a question on


def _office(request: ActingRequest) -> Institution:
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    return office


@acting_as(CapacityKind.CASEWORKER)
def contacts(request: ActingRequest) -> HttpResponse:
    """List what waits for an answer of the office; begin a contact."""
    waiting = Contact.objects.waiting_for(request.capacity)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    list_names_once((each.person for each in page), request.capacity, Purpose.CONTACT)
    context = {
        "page": page,
        "rows": [waiting_row(each) for each in page],
        "channels": [(channel.value, channel.label) for channel in CHECKS],
    }
    return render(request, "contacts/waiting.html", context)


@acting_as(CapacityKind.CASEWORKER)
def identify(request: ActingRequest, channel: str) -> HttpResponse:
    """Ask who calls or comes, and open that person when enough of the answers fits."""
    if channel not in CHECKS:
        raise Http404
    way = Channel(channel)
    form = IdentifyForm(way, request.POST if request.method == "POST" else None)
    failed = False
    if form.is_valid():
        if actions.ASK.exceeded(request.capacity.pk):
            return render(request, "429.html", status=429)
        number = form.cleaned_data["number"]
        try:
            found = actions.identify(request.capacity, way, number, form.said)
        except TooNearError:
            return render(request, "casework/too_near.html", status=403)
        if found:
            return redirect("contact_person", found.reference)
        failed = True
    checks = CHECKS[way]
    context = {"form": form, "channel": way.label, "checks": checks, "failed": failed}
    return render(request, "contacts/identify.html", context)


def _form(request: ActingRequest, kind: type[F]) -> F:
    """Return a form as it was sent; where only pages are searched, with what was typed so far."""
    if request.method != "POST":
        return kind()
    return kind(initial=request.POST.dict()) if "search" in request.POST else kind(request.POST)


@acting_as(CapacityKind.CASEWORKER)
def with_person(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show who was identified and what is open for them; write down the contact."""
    known = Identification.objects.open_to(request.capacity)
    identification = get_object_or_404(known, reference=reference)
    person = identification.person
    assert person is not None  # noqa: S101 - an identification that opens has a person
    form = _form(request, RecordForm)
    if form.is_valid():
        return _record(request, identification, form)
    context = {
        **_known(request, person),
        "identification": identification,
        "form": form,
        "channel": identification.get_channel_display(),
    }
    return render(request, "contacts/person.html", context)


def _known(
    request: ActingRequest, person: Person, contact: Contact | None = None
) -> dict[str, Any]:
    """Open a person's file for a contact; return what is open with the office, and the history."""
    case = contact.reference if contact else None
    open_file(person, request.capacity, Purpose.CONTACT, case)
    office = _office(request)
    told = Contact.objects.of(person).known_to(request.capacity)
    if contact:
        told = told.exclude(pk=contact.pk)
    return {
        "person": person,
        "things": open_things(person, office),
        "history": sorted(
            history(told[:HISTORY]) + history_elsewhere(elsewhere(person, HISTORY)),
            key=lambda row: row["at"],
            reverse=True,
        )[:HISTORY],
    }


def _record(
    request: ActingRequest, identification: Identification, form: RecordForm
) -> HttpResponse:
    given = form.cleaned_data
    said = actions.Said(Direction(given["direction"]), given["topic"], given["question"])
    try:
        contact = actions.record(
            identification, request.capacity, said, given["answer"], form.source
        )
    except NoOfficeError:
        messages.warning(request, _("No office here answers for this. Choose another subject."))
    else:
        messages.success(request, _recorded_words(contact))
    return redirect("contact_person", identification.reference)


def _recorded_words(contact: Contact) -> str:
    if hasattr(contact, "answer"):
        return _("The contact is written down, with your answer.")
    words = _("The question waits for: %(office)s.")
    return words % {"office": contact.office}


def _contact(request: ActingRequest, reference: UUID) -> Contact:
    """Return a contact that one may see; 404 for any other."""
    found = Contact.objects.select_related("person", "office", "official__person", "recorded_by")
    contact = get_object_or_404(found, reference=reference)
    if not may_see_contact(request.capacity, contact):
        raise Http404
    return contact


@acting_as(CapacityKind.CASEWORKER)
def contact_file(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what waits for an answer and what else is known; answer it."""
    contact = _contact(request, reference)
    form = _form(request, ReplyForm)
    if form.is_valid():
        return _answer(request, contact, form)
    may_handle, me = may_handle_contact(request.capacity, contact), request.capacity.user_id
    context = {
        **_known(request, contact.person, contact),
        "contact": contact,
        "topic": topic_title(contact.topic),
        "form": form,
        "may_handle": may_handle,
        "passing": PassOnForm(prefix=PASSING) if may_handle else None,
        "giving": HandOverForm(colleagues(contact)) if may_handle else None,
        "acts_for": contact.official if may_handle and contact.official_id != me else None,
    }
    return render(request, "contacts/contact.html", context)


def _answer(request: ActingRequest, contact: Contact, form: ReplyForm) -> HttpResponse:
    try:
        actions.answer(contact, request.capacity, form.cleaned_data["answer"], form.source)
    except actions.ContactMoveRefusedError:
        return _late(request)
    except NotCompetentError as error:
        return _not_competent(request, error)
    messages.success(request, _("Your answer is sent. The person reads it on their page."))
    return redirect("contacts")


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take what waits in hand."""
    contact = _contact(request, reference)
    try:
        actions.take(contact, request.capacity)
    except actions.ContactMoveRefusedError:
        return _late(request)
    except NotCompetentError as error:
        return _not_competent(request, error)
    return redirect("contact_file", reference)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def hand_over(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Give what waits to a colleague, who has it in hand then."""
    contact = _contact(request, reference)
    form = HandOverForm(colleagues(contact), request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose a colleague of your office."))
        return redirect("contact_file", reference)
    colleague = form.cleaned_data["colleague"]
    try:
        actions.hand_over(contact, request.capacity, colleague)
    except actions.ContactMoveRefusedError:
        return _late(request)
    except NotCompetentError as error:
        messages.warning(request, error.of_colleague())
        return redirect("contact_file", reference)
    messages.success(request, _("You handed it over to %(name)s.") % {"name": colleague.user})
    return redirect("contacts")


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def pass_on(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Give a contact to the office that answers for what it is really about."""
    contact = _contact(request, reference)
    form = PassOnForm(request.POST, prefix=PASSING)
    try:
        if not form.is_valid():
            raise NoOfficeError
        office = actions.pass_on(contact, request.capacity, form.cleaned_data["topic"])
    except NoOfficeError:
        messages.warning(request, _("Choose a subject for which another office answers."))
        return redirect("contact_file", reference)
    except actions.ContactMoveRefusedError:
        return _late(request)
    words = _("The question waits for: %(office)s.") % {"office": office}
    messages.success(request, words)
    return redirect("contacts")


def _not_competent(request: ActingRequest, error: NotCompetentError) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("contacts")


def _late(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("A colleague was first: look how it stands now."))
    return redirect("contacts")
