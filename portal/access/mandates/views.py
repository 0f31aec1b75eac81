"""Mandates as both parties see them: given, asked, confirmed, refused and ended."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access.confirming import NOT_KEPT, confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.limits import HELPER_CODE, MANDATE
from portal.access.mandates import presenting
from portal.access.mandates.access import may_move, moves_of, party_of
from portal.access.mandates.actions import MandateRefusedError, ask, move
from portal.access.mandates.codes import make_code, use_up
from portal.access.mandates.forms import CompanyMandateForm, HelperForm, TermsForm
from portal.access.mandates.models import Mandate
from portal.access.mandates.queries import MandateQuerySet
from portal.access.mandates.statuses import MOVES, Party
from portal.access.models import CapacityKind
from portal.people.models import Person

PARTIES = (CapacityKind.CITIZEN, CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
PER_PAGE = 25


def _own(request: ActingRequest) -> MandateQuerySet:
    return Mandate.objects.of(request.capacity.company or request.capacity.person)


@acting_as(*PARTIES)
def mandates(request: ActingRequest) -> HttpResponse:
    """List the mandates given and held: those that stand, or those that were."""
    past = "past" in request.GET
    own = _own(request)
    page = Paginator(own.past() if past else own.standing(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "mandate": each,
            "title": presenting.title_of(each, request.capacity),
            "days": presenting.days_words(each.since, each.until),
            "waits": may_move(request.capacity, each, "confirm"),
        }
        for each in page
    ]
    return render(request, "mandates/list.html", {"page_obj": page, "rows": rows, "past": past})


@acting_as(*PARTIES)
def mandate(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a mandate with its steps to one of its parties, and what may be done about it."""
    found = _found(request, reference)
    verbs = moves_of(request.capacity, found)
    context = {
        "mandate": found,
        "title": presenting.title_of(found, request.capacity),
        "rows": presenting.rows_of(found),
        "moves": [(verb, presenting.MOVE_WORDS[verb][0]) for verb in verbs],
        "timeline": presenting.timeline_of(found.steps.with_who()),
    }
    return render(request, "mandates/mandate.html", context)


def _found(request: ActingRequest, reference: UUID) -> Mandate:
    found = _own(request).filter(reference=reference).first()
    if found is None or party_of(request.capacity, found) is None:
        raise Http404
    return found


@acting_as(*PARTIES)
@confirmed("POST")
def moving(request: ActingRequest, reference: UUID, verb: str) -> HttpResponse:
    """Ask whether a move is meant, and make it."""
    found = _found(request, reference)
    if verb not in MOVES or verb == "ask":
        raise Http404
    if request.method == "POST":
        try:
            move(found, verb, request.capacity)
            messages.success(request, _("Done. It counts from now on."))
        except MandateRefusedError:
            messages.warning(request, _("This cannot be done any more."))
        return redirect("mandate", reference)
    if not may_move(request.capacity, found, verb):
        raise Http404
    button, question, consequence = presenting.MOVE_WORDS[verb]
    context = {
        "mandate": found,
        "rows": presenting.rows_of(found),
        "button": button,
        "question": question,
        "consequence": consequence,
    }
    return render(request, "mandates/moving.html", context)


@acting_as(*PARTIES)
@confirmed("POST")
def giving(request: ActingRequest) -> HttpResponse:
    """Let another act for oneself; the other confirms."""
    return _asking(request, Party.GIVER)


@acting_as(*PARTIES)
@confirmed("POST")
def asking(request: ActingRequest) -> HttpResponse:
    """Ask to act for another; the other confirms."""
    return _asking(request, Party.HOLDER)


def _asking(request: ActingRequest, party: Party) -> HttpResponse:
    """Ask with whom and for what; show who that is; then ask the other."""
    citizen = request.capacity.kind == CapacityKind.CITIZEN
    limit = HELPER_CODE if citizen else MANDATE
    if request.method == "POST" and limit.exceeded(request.user.pk):
        return render(request, "429.html", status=429)
    kind: type[TermsForm] = HelperForm if citizen else CompanyMandateForm
    form = kind(request.POST or None, capacity=request.capacity)
    context = {"form": form, "party": party, "citizen": citizen}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "mandates/asking.html", context)
    if "sure" in request.POST:
        return _ask(request, party, form)
    context |= {
        "rows": presenting.rows_of_scope(form.other, form.scope()),
        "filled_in": [(name, of) for name, of in request.POST.lists() if name != NOT_KEPT],
    }
    return render(request, "mandates/sure.html", context)


def _ask(request: ActingRequest, party: Party, form: TermsForm) -> HttpResponse:
    try:
        with transaction.atomic():
            made = ask(request.capacity, form.other, party, form.scope())
            if isinstance(form.other, Person):
                use_up(form.other)
    except MandateRefusedError:
        messages.warning(request, _("There is one already between you, for that and these days."))
        return redirect("mandates")
    messages.success(request, _("Asked. It counts as soon as the other confirms it."))
    return redirect("mandate", made.reference)


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
def code(request: ActingRequest) -> HttpResponse:
    """Show a person a new code, for the one who is to help or to be helped."""
    made = make_code(request.capacity.person) if request.method == "POST" else ""
    return render(request, "mandates/code.html", {"code": made})
