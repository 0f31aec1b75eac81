"""All of a person's applications, decisions and payments, and what happens next."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from benefits.claims.models import Claim
from benefits.claims.presenting import all_next
from benefits.decisions.models import Decision
from benefits.decisions.presenting import amount_text
from benefits.overview.coming import coming
from benefits.payments.presenting import row_of
from benefits.payments.queries import payments_of
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind

MOST: Final = 50  # applications and decisions, the newest
PAYMENTS: Final = 6


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("rights", Act(gettext_lazy("opened the overview of rights")), Help.APPLICATIONS)
def overview(request: ActingRequest) -> HttpResponse:
    """Show what was asked, decided and paid, and what comes when."""
    person = request.capacity.person
    claims = list(Claim.objects.of(person)[:MOST])
    standing = Decision.objects.about(person).latest_versions()
    decisions = list(standing.select_related("objection__answer")[:MOST])
    payments = list(payments_of(person)[:PAYMENTS])
    context: dict[str, Any] = {
        "claims": all_next(claims),
        "decisions": [{"decision": each, "amount": amount_text(each)} for each in decisions],
        "payments": [row_of(each) for each in payments],
        "events": coming(claims, decisions, payments),
    }
    return render(request, "benefits/rights.html", context)
