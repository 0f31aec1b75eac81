"""The doors of the portal: home, the choice of a capacity, the personal page, about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.middleware import SESSION_KEY
from portal.access.models import Capacity, CapacityKind
from portal.pages.cards import cards_of

# Where somebody who acts in a capacity begins.
ENTRANCES = {
    CapacityKind.CITIZEN: "me",
    CapacityKind.COMPANY: "staff",
    CapacityKind.PAYROLL_OFFICE: "clients",
    CapacityKind.CASEWORKER: "queue",
    CapacityKind.INSTITUTION: "reports",
    CapacityKind.SUPERVISOR: "office_staff",
}


def home(request: HttpRequest) -> HttpResponse:
    """Show what the portal is for, and the way in."""
    return render(request, "pages/home.html")


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the capacity's own page; who has several of their own, whose chosen one ended, or
    who wants another (`?choose`), chooses."""
    capacities = list(Capacity.objects.in_use().filter(user=request.user.pk))
    chosen = request.session.get(SESSION_KEY)
    ended = chosen is not None and all(each.pk != chosen for each in capacities)
    own = [each for each in capacities if each.mandate_id is None]
    wants_another = "choose" in request.GET and len(capacities) > 1
    if len(own) == 1 and not ended and not wants_another:
        current = next((each for each in capacities if each.pk == chosen), own[0])
        return redirect(ENTRANCES[CapacityKind(current.kind)])
    return render(request, "pages/start.html", {"capacities": capacities, "ended": ended})


@login_required
@require_POST
def choose_capacity(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own capacities from now on."""
    own = Capacity.objects.in_use().filter(user=request.user.pk)
    chosen = request.POST.get("capacity", "")
    capacity = get_object_or_404(own, pk=chosen if chosen.isascii() and chosen.isdigit() else 0)
    request.session[SESSION_KEY] = capacity.pk
    return redirect(ENTRANCES[CapacityKind(capacity.kind)])


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("me", Act(_("opened your page")), *Help)
def me(request: ActingRequest) -> HttpResponse:
    """Show a person everything that concerns them: what wants an answer on top."""
    person, mandate = request.capacity.person, request.capacity.mandate
    cards = cards_of(person, mandate.lets_in if mandate else None)
    return render(request, "pages/me.html", {"person": person, "cards": cards})


def about(request: HttpRequest) -> HttpResponse:
    """Say what this service is and who gives it."""
    return render(request, "pages/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the service is."""
    return render(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and who sees it."""
    return render(request, "pages/privacy.html")
