"""What those who act for a person did, for that person's own eyes."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import act_words
from portal.access.models import AccessLine, CapacityKind
from portal.people.models import Person

PER_PAGE = 25


def acts_for(person: Person) -> QuerySet[AccessLine]:
    """Return the lines of helpers, parents and guardians about a person, newest first."""
    lines = AccessLine.objects.filter(person=person, capacity__mandate__isnull=False)
    who = ("capacity__user__person", "capacity__mandate__representation")
    return lines.select_related(*who).order_by("-at", "-pk")


@acting_as(CapacityKind.CITIZEN)
def helped(request: ActingRequest) -> HttpResponse:
    """Show a person each act of those who act for them."""
    page = Paginator(acts_for(request.capacity.person), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"line": line, "words": act_words(line.act)} for line in page]
    return render(request, "pages/helped.html", {"page_obj": page, "rows": rows})
