"""What a person pays back of a right, and what is left after each month to come."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.presenting import MONTH
from benefits.recovery.outlook import recovery_of
from benefits.schemes import SCHEMES
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.templatetags.solida import euros


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("recovery", Act(_("opened what is paid back")), Help.APPLICATIONS)
def recovery(request: ActingRequest, scheme: str) -> HttpResponse:
    """Show the debt of a right, how it is paid back, and what is left, month by month."""
    if scheme not in SCHEMES:
        raise Http404
    found = recovery_of(request.capacity.person, scheme, timezone.localdate())
    months = [(date_format(each.month, MONTH), each) for each in found.ahead]
    context = {
        "scheme": scheme,
        "right": scheme_title(scheme),
        "recovery": found,
        "bars": [(label, each.left) for label, each in months],
        "rows": [[label, euros(each.taken), euros(each.left)] for label, each in months],
    }
    return render(request, "benefits/recovery.html", context)
