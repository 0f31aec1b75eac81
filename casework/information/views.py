"""Which answers the information lacks, for those who write it."""

from django.http import HttpResponse
from django.shortcuts import render

from casework.contacts.topics import topic_title
from casework.information.queries import missing_answers
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.SUPERVISOR)
def missing(request: ActingRequest) -> HttpResponse:
    """List the words for which no page answered, with how often."""
    rows = [[each.sought, topic_title(each.topic), each.times] for each in missing_answers()]
    return render(request, "information/missing.html", {"rows": rows})
