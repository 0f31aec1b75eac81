"""An institution is asked through the network, for a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casework.cases.access import may_handle_case
from casework.cases.actions import CaseMoveRefusedError
from casework.cases.views import answer_too_late, case_context, open_case
from casework.consulting.actions import ask_network
from casework.consulting.forms import ConsultForm
from casework.consulting.queries import askable
from portal.access.door import ActingRequest, acting_as
from portal.access.limits import Limit
from portal.access.models import CapacityKind
from portal.exchange.network.calls import TicketUsedError
from portal.exchange.network.outcomes import description_of

ASK = Limit("ask the network for a case", 60, 3600)


@acting_as(CapacityKind.CASEWORKER)
def consult_network(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask what is needed, on which ground, and for what; keep the answer in the case."""
    case = open_case(request, reference)
    if not may_handle_case(request.capacity, case):
        return answer_too_late(request, case)
    offered = askable(request.capacity)
    form = ConsultForm(offered, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**case_context(request, case), "form": form, "offered": bool(offered)}
        return render(request, "casework/consult.html", context)
    if ASK.exceeded(request.capacity.pk):
        return render(request, "429.html", status=429)
    try:
        asked = ask_network(case, request.capacity, form.asking)
    except CaseMoveRefusedError:
        return answer_too_late(request, case)
    except TicketUsedError:
        messages.info(request, _("You asked this already. The answer stands in the case."))
    else:
        messages.success(request, description_of(asked.code))
    return redirect("case", case.reference)
