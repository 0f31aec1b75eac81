"""How far a look at everybody's rights is, and what came of it; for supervisors."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from benefits.granting.models import Aim, GrantRun
from benefits.granting.presenting import HEAD, shown
from benefits.granting.tallies import tally_of
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind

RUNS = 14


@acting_as(CapacityKind.SUPERVISOR)
def granting(request: ActingRequest) -> HttpResponse:
    """Show a run, the last one when none is named, and the runs before it."""
    runs = GrantRun.objects.filter(aim=Aim.RIGHTS).order_by("-begun_at")[:RUNS]
    run = _named(request.GET.get("run")) or next(iter(runs), None)
    tally = tally_of(run) if run else None
    context = {
        "runs": runs,
        "run": run,
        "tally": tally,
        "percent": str(100 * tally.done // tally.pieces) if tally and tally.pieces else "100",
        "schemes": shown(tally) if tally else [],
        "head": HEAD,
    }
    return render(request, "benefits/granting.html", context)


def _named(reference: str | None) -> GrantRun | None:
    """Return the run that an address names; raises Http404 for none of ours."""
    if not reference:
        return None
    try:
        return get_object_or_404(GrantRun, reference=UUID(reference))
    except ValueError as error:
        raise Http404 from error
