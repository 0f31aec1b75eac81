"""What a person pays back of a right: how it arose, what is left, how to pay it, what to ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.presenting import MONTH
from benefits.recovery import actions
from benefits.recovery.forms import DebtRequestForm
from benefits.recovery.models import Arrangement, DebtRequest, Wanted
from benefits.recovery.outlook import recovery_of
from benefits.recovery.presenting import HEAD, arranged, lines_of_debt
from benefits.recovery.queries import debt_of
from benefits.recovery.references import transfer_of
from benefits.schemes import SCHEMES
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.dates import date_format
from portal.templatetags.solida import euros


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("recovery", Act(_("opened what is paid back")), Help.APPLICATIONS)
def recovery(request: ActingRequest, scheme: str) -> HttpResponse:
    """Show the debt of a right, how it arose and is paid back, and what is left by month."""
    if scheme not in SCHEMES:
        raise Http404
    person = request.capacity.person
    found, debt = recovery_of(person, scheme, timezone.localdate()), debt_of(person, scheme)
    months = [(date_format(each.month, MONTH), each) for each in found.ahead]
    made = Arrangement.objects.of_debt(person, scheme).in_effect()
    context = {
        "scheme": scheme,
        "right": scheme_title(scheme),
        "recovery": found,
        "bars": [(label, each.left) for label, each in months],
        "rows": [[label, euros(each.taken), euros(each.left)] for label, each in months],
        "head": HEAD,
        "lines": lines_of_debt(debt, lambda each: reverse("decision", args=[each.reference]))
        if debt
        else [],
        "transfer": transfer_of(debt) if debt else None,
        "asked": DebtRequest.objects.of_debt(person, scheme).waiting().first(),
        "arranged": arranged(made),
    }
    return render(request, "benefits/recovery.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "recovery_ask",
    Act(_("read how to ask something of a debt"), _("asked something of a debt")),
    Help.APPLICATIONS,
)
def recovery_ask(request: ActingRequest, scheme: str) -> HttpResponse:
    """Let a person ask for another plan or for grace; sent twice it is asked once."""
    person = request.capacity.person
    if scheme not in SCHEMES:
        raise Http404
    found = recovery_of(person, scheme, timezone.localdate())
    if not found.debt or DebtRequest.objects.of_debt(person, scheme).waiting().exists():
        return redirect("recovery", scheme)
    form = DebtRequestForm(found.debt, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "scheme": scheme, "right": scheme_title(scheme), "found": found}
        return render(request, "benefits/recovery_ask.html", context)
    asked = form.cleaned_data
    actions.ask(
        person,
        scheme,
        Wanted(asked["wanted"]),
        asked["amount"],
        asked["reason"],
        request.capacity.user,
    )
    messages.success(request, gettext("Your question is sent. You get an answer with a letter."))
    return redirect("recovery", scheme)
