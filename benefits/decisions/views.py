"""A decision as an answer: what, why, what now. Whom it covers sees that it does, and no more."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from benefits.decisions import presenting
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision
from benefits.decisions.terms import object_by
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("decision", Act(_("opened a decision")), Help.APPLICATIONS)
def answer(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a decision to its holder; to who it also covers, only that they have the right."""
    person = request.capacity.person
    decision = Decision.objects.with_cause().filter(reference=reference, person=person).first()
    if decision is None:
        mine = Beneficiary.objects.select_related("decision__person").filter(person=person)
        benefit = get_object_or_404(mine, decision__reference=reference)
        return render(request, "benefits/decision_covered.html", {"benefit": benefit})
    others = decision.beneficiaries.exclude(role=BeneficiaryRole.HOLDER).select_related("person")
    context = {
        "decision": decision,
        "newer": Decision.objects.filter(replaces=decision).first(),
        "reasons": presenting.reason_texts(decision.explanation["reasons"]),
        "steps": presenting.step_rows(
            presenting.telling_steps(decision.explanation["steps"], decision.starts is not None)
        ),
        "covered": others.order_by("pk"),
        "objection": getattr(decision, "objection", None),
        "object_by": object_by(decision),
    }
    return render(request, "benefits/decision.html", context)
