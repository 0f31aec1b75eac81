"""What an organisation is told of, for its staff: see its subscriptions, end them, call on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.directory.qualities import quality_label
from portal.exchange.push.actions import end, resume
from portal.exchange.push.models import PushSubscription
from portal.exchange.push.statuses import MOVES, PushStatus
from portal.exchange.push.topics import FOR_COMPANIES, OF_PERSONS

ON_A_PAGE = 25
TOPICS = OF_PERSONS | FOR_COMPANIES
TONES = {
    PushStatus.ASKED: "info",
    PushStatus.ACTIVE: "success",
    PushStatus.PAUSED: "attention",
    PushStatus.ENDED: "neutral",
}


@acting_as(CapacityKind.INSTITUTION, CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
def pushes(request: ActingRequest) -> HttpResponse:
    """List the subscriptions of the organisation, latest first; end one, or call it again."""
    mine = PushSubscription.objects.of(request.capacity).with_receivers()
    if request.method == "POST":
        return _act(request)
    page = Paginator(mine.select_related("capacity__user"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [_row(each) for each in page]
    return render(request, "network/pushes.html", {"page_obj": page, "rows": rows})


def _act(request: ActingRequest) -> HttpResponse:
    mine = PushSubscription.objects.of(request.capacity)
    acts = {"end": (end, _("Ended.")), "resume": (resume, _("The receiver is called again."))}
    name = next((name for name in acts if name in request.POST), None)
    if name is None:
        raise Http404
    try:
        subscription = get_object_or_404(mine, reference=request.POST[name])
    except ValidationError as error:  # not a reference at all
        raise Http404 from error
    act, said = acts[name]
    if act(subscription):
        messages.success(request, said)
    return redirect("pushes")


def _row(subscription: PushSubscription) -> dict[str, object]:
    status = PushStatus(subscription.status)
    webhook = getattr(subscription, "webhook", None)
    return {
        "reference": subscription.reference,
        "topics": "; ".join(str(TOPICS[topic].label) for topic in subscription.topics),
        "quality": quality_label(subscription.quality) if subscription.quality else "",
        "whom": subscription.get_whom_display(),
        "way": subscription.get_way_display(),
        "receiver": webhook,
        "held": len(webhook.held.all()) if webhook else 0,
        "asked_at": subscription.asked_at,
        "by": subscription.capacity.user,
        "status": status.label,
        "tone": TONES[status],
        "ends": PushStatus.ENDED in MOVES[status],
        "resumes": status == PushStatus.PAUSED,
    }
