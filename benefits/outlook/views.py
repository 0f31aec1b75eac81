"""What a person has a right to, and what if."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.decisions.presenting import scheme_title
from benefits.outlook.actions import TooManyTrialsError, forget, keep
from benefits.outlook.changes import CHANGES, unfold
from benefits.outlook.forms import ChangeForm, WhatIfForm
from benefits.outlook.gathering import situation_of
from benefits.outlook.looking import outlook, rights_of
from benefits.outlook.presenting import kept_rows, line_of, picture, ways_of
from benefits.outlook.situation import Situation
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("entitled", Act(_("looked at what you have a right to")), Help.APPLICATIONS)
def entitled(request: ActingRequest) -> HttpResponse:
    """Show what the rules say of the data that the portal holds; nothing is kept."""
    today = timezone.localdate()
    person = request.capacity.person
    ways = ways_of(person, today)
    rights = rights_of(situation_of(person, today), today)
    lines = [line_of(right, ways) for right in rights]
    shown = {line.scheme for line in lines}
    others = [
        {"title": scheme_title(scheme), "way": way}
        for scheme, way in ways.items()
        if scheme not in shown
    ]
    return render(request, "benefits/entitled.html", {"lines": lines, "others": others})


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("what_if", Act(_("tried out a change")), Help.APPLICATIONS)
def what_if(request: ActingRequest) -> HttpResponse:
    """Let a person try a change on their own situation, in two steps: what, then from when.

    The answer is in the address alone.
    """
    today = timezone.localdate()
    person = request.capacity.person
    context: dict[str, Any] = {"trials": kept_rows(person)}
    change = CHANGES.get(name := request.GET.get("change", ""))
    if change is None:
        context["form"] = ChangeForm(request.GET if "change" in request.GET else None)
        return render(request, "benefits/what_if.html", context)
    form = WhatIfForm(name, today, request.GET if "day" in request.GET else None)
    context |= {"form": form, "question": change.question}
    if form.is_valid():
        context |= _compared(situation_of(person, today), form.cleaned_data)
        context["asked"] = [(each, request.GET.get(each, "")) for each in form.fields]
    return render(request, "benefits/what_if.html", context)


@acting_as(CapacityKind.CITIZEN)
@require_POST
def keep_trial(request: ActingRequest) -> HttpResponse:
    """Keep a question that was tried, because the person asks for it; show its answer again."""
    name = request.POST.get("change", "")
    if name not in CHANGES:
        return redirect("what_if")
    form = WhatIfForm(name, timezone.localdate(), request.POST)
    if not form.is_valid():
        return redirect("what_if")
    asked = {each: text for each in form.fields if (text := request.POST.get(each, ""))}
    try:
        keep(request.capacity.person, asked)
        messages.success(request, gettext("It is kept until you take it away."))
    except TooManyTrialsError:
        messages.warning(request, gettext("You keep many already: take one away first."))
    return redirect(f"{reverse('what_if')}?{urlencode(asked)}")


@acting_as(CapacityKind.CITIZEN)
@require_POST
def forget_trial(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take a kept question away; 404 for anybody else's."""
    if not forget(request.capacity.person, reference):
        raise Http404
    return redirect("what_if")


def _compared(situation: Situation, told: dict[str, Any]) -> dict[str, Any]:
    """Return the months as they are and as they would be."""
    now = outlook(lambda _day: situation, situation.on)
    then = outlook(unfold(situation, told["change"], told["day"], told), situation.on)
    return {
        "rows": picture(now, then),
        "day": told["day"],
        "pay_known": bool(situation.monthly_pay),
    }
