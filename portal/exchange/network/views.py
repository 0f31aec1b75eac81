"""What staff of an institution see of its place in the network: profiles, files, exchanges."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.directory.models import Authorisation, Registration
from portal.directory.qualities import quality_label
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import description_of

ON_A_PAGE = 25
LATEST = 1_000  # exchanges: the others are read by their ticket, through the interface


@acting_as(CapacityKind.INSTITUTION)
def directory(request: ActingRequest) -> HttpResponse:
    """Show an institution its own profiles, and how many files it has in which capacity."""
    own = {"institution": request.capacity.institution_id}
    profiles = Authorisation.objects.in_use().filter(**own)
    files = Registration.objects.in_use().filter(**own).values("quality")
    labels = (_("Service"), _("Capacity"), _("Legal context"), _("Data"), _("How far back"))
    context = {
        "profile_head": [{"label": label} for label in (*labels, _("Legal ground"), _("In force"))],
        "profiles": [
            _profile(each)
            for each in profiles.select_related("application__user").order_by("service", "quality")
        ],
        "files": [
            [quality_label(each["quality"]), each["persons"]]
            for each in files.annotate(persons=Count("person", distinct=True)).order_by("quality")
        ],
        "file_head": [{"label": _("Capacity")}, {"label": _("Persons today"), "numeric": True}],
    }
    return render(request, "network/directory.html", context)


@acting_as(CapacityKind.INSTITUTION)
def exchanges(request: ActingRequest) -> HttpResponse:
    """Show an institution what became of its latest questions; it names no persons."""
    latest = Exchange.objects.of(request.capacity.institution_id)[:LATEST]
    page = Paginator(latest, ON_A_PAGE).get_page(request.GET.get("page"))
    labels = (_("When"), _("Service"), _("Your ticket"), _("Case"), _("Capacity"), _("Outcome"))
    context = {
        "page_obj": page,
        "head": [{"label": label} for label in (*labels, _("Data given"))],
        "rows": [_exchange(each) for each in page],
    }
    return render(request, "network/exchanges.html", context)


def _profile(profile: Authorisation) -> list[str]:
    service = profile.get_service_display()
    data = [str(BLOCKS[block].contains) for block in profile.blocks if block in BLOCKS]
    return [
        f"{service} ({profile.application.user})" if profile.application else service,
        quality_label(profile.quality),
        profile.legal_context or _("any"),
        "; ".join(data) or "–",
        _reach(profile),
        profile.ground,
        _days(profile),
    ]


def _reach(profile: Authorisation) -> str:
    months = profile.months_back
    if not profile.blocks:
        return "–"
    if months is None:
        return _("without limit")
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def _days(profile: Authorisation) -> str:
    since = date_format(profile.since)
    if profile.until is None:
        return _("since %(day)s") % {"day": since}
    return _("%(since)s to %(until)s") % {"since": since, "until": date_format(profile.until)}


def _exchange(row: Exchange) -> list[str]:
    return [
        date_format(localtime(row.received_at), "DATETIME_FORMAT"),
        row.get_service_display(),
        row.customer_ticket,
        row.case_reference or "–",
        quality_label(row.quality),
        f"{description_of(row.code)} ({row.code})",
        ", ".join(str(BLOCKS[block].contains) for block in row.blocks if block in BLOCKS) or "–",
    ]
