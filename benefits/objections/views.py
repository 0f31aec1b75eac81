"""A person objects to a decision in two presses, and follows what becomes of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision
from benefits.decisions.presenting import amount_text
from benefits.decisions.terms import answer_by, object_by
from benefits.objections.actions import SupersededError, answer_due, newest, object_to
from benefits.objections.forms import ObjectionForm
from benefits.objections.models import Objection
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
@open_to_helpers(
    "decision_object",
    Act(_("read how to object to a decision"), _("objected to a decision")),
    Help.APPLICATIONS,
)
def object_to_it(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what an objection would be about, and take it; sent twice it is taken once.

    Where the decision was replaced while the page was open, the newer one is shown, with what was
    written.
    """
    mine = Decision.objects.filter(person=request.capacity.person)
    decision = get_object_or_404(mine.select_related("person"), reference=reference)
    form = ObjectionForm(request.POST or None)
    if request.method != "POST":
        return _asked(request, newest(decision), form)
    if not form.is_valid():
        return _asked(request, decision, form)
    try:
        made, _new = object_to(decision, request.capacity.user, form.cleaned_data["reason"])
    except SupersededError as error:
        return _asked(request, error.newest, form, replaced=True)
    return redirect("objection", made.reference)


def _asked(
    request: ActingRequest, decision: Decision, form: ObjectionForm, replaced: bool = False
) -> HttpResponse:
    standing = Objection.objects.filter(decision=decision).first()
    if standing and not replaced:
        return redirect("objection", standing.reference)
    today, deadline = timezone.localdate(), object_by(decision)
    context = {
        "decision": decision,
        "form": form,
        "replaced": replaced,
        "amount": amount_text(decision),
        "deadline": deadline,
        "is_late": today > deadline,
        "answer_by": answer_by(today),
    }
    return render(request, "benefits/object.html", context, status=409 if replaced else 200)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("objection", Act(_("opened an objection")), Help.APPLICATIONS)
def objection(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show the receipt of an objection, how far it is, and its answer."""
    mine = Objection.objects.of(request.capacity.person)
    found = get_object_or_404(mine, reference=reference)
    answer = getattr(found, "answer", None)
    context = {"objection": found, "answer": answer, "answer_by": answer_due(found)}
    return render(request, "benefits/objection.html", context)
