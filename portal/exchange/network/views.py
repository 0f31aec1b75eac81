"""What staff of an institution see of its place in the network: profiles, files, exchanges."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.dates import date_format
from portal.directory.models import Authorisation, CompanyRegistration, Registration
from portal.directory.qualities import quality_label
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import description_of
from portal.exchange.profiles.presenting import data_of, days, reach, service_of
from portal.exchange.retention import months_kept

ON_A_PAGE = 25
LATEST = 1_000  # exchanges: the others are read by their ticket, through the interface


@acting_as(CapacityKind.INSTITUTION)
def directory(request: ActingRequest) -> HttpResponse:
    """Show an institution its own profiles, and how many files it has in which capacity."""
    own = request.capacity.institution_id
    profiles = Authorisation.objects.of(own).lasting()
    files = Registration.objects.in_use().filter(institution=own).values("quality")
    of_companies = CompanyRegistration.objects.in_use().filter(institution=own).values("quality")
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
        "company_files": [
            [quality_label(each["quality"]), each["companies"]]
            for each in of_companies.annotate(companies=Count("company", distinct=True)).order_by(
                "quality"
            )
        ],
        "company_head": [
            {"label": _("Capacity")},
            {"label": _("Companies today"), "numeric": True},
        ],
    }
    return render(request, "network/directory.html", context)


@acting_as(CapacityKind.COMPANY)
def company_files(request: ActingRequest) -> HttpResponse:
    """Show a company which institutions have a file about it, and what they asked."""
    own = request.capacity.company_id
    files = CompanyRegistration.objects.of_company(own).select_related("institution")
    page = Paginator(Exchange.objects.about_company(own), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    labels = (_("When"), _("Institution"), _("What"), _("Data given"), _("Legal ground"))
    context = {
        "file_head": [{"label": each} for each in (_("Institution"), _("Capacity"), _("Period"))],
        "files": [
            [str(each.institution), quality_label(each.quality), days(each.since, each.until)]
            for each in files.order_by("institution__name", "since")
        ],
        "page_obj": page,
        "head": [{"label": label} for label in labels],
        "rows": [_about_company(each) for each in page],
    }
    return render(request, "network/company_files.html", context)


@acting_as(CapacityKind.INSTITUTION)
def exchanges(request: ActingRequest) -> HttpResponse:
    """Show an institution what became of its latest questions; it names no persons."""
    latest = Exchange.objects.of(request.capacity.institution_id)[:LATEST]
    page = Paginator(latest, ON_A_PAGE).get_page(request.GET.get("page"))
    labels = (_("When"), _("Service"), _("Your ticket"), _("Case"), _("Capacity"), _("Outcome"))
    context = {
        "page_obj": page,
        "months": months_kept("exchanges"),
        "head": [{"label": label} for label in (*labels, _("Data given"))],
        "rows": [_exchange(each) for each in page],
    }
    return render(request, "network/exchanges.html", context)


def _profile(profile: Authorisation) -> list[object]:
    return [
        {"text": service_of(profile), "url": reverse("profile", args=[profile.reference])},
        quality_label(profile.quality),
        profile.legal_context or _("any"),
        data_of(profile),
        reach(profile),
        profile.ground,
        days(profile.since, profile.until),
    ]


def _about_company(row: Exchange) -> list[str]:
    return [
        date_format(localtime(row.received_at), "DATETIME_FORMAT"),
        str(row.institution),
        f"{row.get_service_display()}: {description_of(row.code)}",
        _data(row),
        row.authorisation.ground if row.authorisation else "–",
    ]


def _data(row: Exchange) -> str:
    given = [str(BLOCKS[block].contains) for block in row.blocks if block in BLOCKS]
    return ", ".join(given) or "–"


def _exchange(row: Exchange) -> list[str]:
    return [
        date_format(localtime(row.received_at), "DATETIME_FORMAT"),
        row.get_service_display(),
        row.customer_ticket,
        row.case_reference or "–",
        quality_label(row.quality),
        f"{description_of(row.code)} ({row.code})",
        _data(row),
    ]
