"""The page with all lines of who looked at one's own data."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.pages.access_card import lines_of, table_of

ON_A_PAGE = 25


@acting_as(CapacityKind.CITIZEN)
def looked(request: ActingRequest) -> HttpResponse:
    """Show a person who looked at their data, in which capacity, why and when."""
    page = Paginator(lines_of(request.capacity.person), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/looked.html", {"page_obj": page, **table_of(page)})
