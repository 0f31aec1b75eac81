"""The pages on which a person says which rights to look at without asking."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.decisions.models import Decision
from benefits.decisions.presenting import scheme_title
from benefits.granting.actions import wish
from benefits.granting.forms import WayForm
from benefits.granting.models import Finding, FindingKind, Way, Wish
from benefits.granting.sources import SOURCES
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.dates import date_format

ALL: Final = "all"  # in an address: all rights
MOST: Final = 30  # choices in the timeline, the newest
CHOSEN: Final = tuple(SOURCES)
OPENED: Final = gettext_lazy("looked at which rights we look at without asking")
CHANGED: Final = gettext_lazy("chose which rights we look at without asking")


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("choices", Act(OPENED), Help.APPLICATIONS)
def choices(request: ActingRequest) -> HttpResponse:
    """Show for each right what was chosen and when, and what waits for a word."""
    person = request.capacity.person
    said = list(Wish.objects.of(person))
    offered = Finding.objects.filter(person=person, kind=FindingKind.OFFERED).order_by("pk")
    standing = Decision.objects.about(person).latest_versions()
    decided = dict(standing.order_by("decided_at").values_list("scheme", "decided_at"))
    context = {
        "all": _row(ALL, said),
        "rows": [_row(scheme, said) for scheme in CHOSEN],
        "offers": [each for each in offered if _waits(each, said, decided)],
        "events": [_event(each) for each in said[:MOST]],
    }
    return render(request, "benefits/choices.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("choice", Act(OPENED, CHANGED), Help.APPLICATIONS)
def choice(request: ActingRequest, scheme: str) -> HttpResponse:
    """Let a person choose for one right, or for all of them."""
    if scheme not in (ALL, *CHOSEN):
        raise Http404
    person, key = request.capacity.person, _key(scheme)
    standing = _word(key, list(Wish.objects.of(person)))
    form = WayForm(request.POST or None, initial={"way": standing.way if standing else Way.GRANT})
    if request.method == "POST" and form.is_valid():
        wish(person, key, Way(form.cleaned_data["way"]))
        messages.success(request, _("We keep to this from now on."))
        return redirect("right_choices")
    return render(request, "benefits/choice.html", {"form": form, "right": _title(key)})


def _key(scheme: str) -> str:
    return "" if scheme == ALL else scheme


def _title(key: str) -> str:
    return scheme_title(key) if key else _("All rights")


def _word(key: str, said: Sequence[Wish]) -> Wish | None:
    """Return the last word on a right, of all that was said, newest first."""
    return next((each for each in said if each.scheme in {"", key}), None)


def _waits(offered: Finding, said: Sequence[Wish], decided: Mapping[str, datetime]) -> bool:
    """Say whether an offer still waits: the person is to be asked, and nothing was decided since.

    `decided` says of each right when it was decided last.
    """
    word = _word(offered.scheme, said)
    last = decided.get(offered.scheme)
    return word is not None and word.way == Way.ASK and not (last and last > offered.found_at)


def _row(scheme: str, said: Sequence[Wish]) -> dict[str, Any]:
    """Return a row for `components/summary_list.html`."""
    key = _key(scheme)
    word = _word(key, said)
    way = word.way if word else Way.GRANT
    told = _("you, %(day)s") % {"day": date_format(word.told_at)} if word else ""
    url = reverse("right_choice", args=[scheme])
    action = {"url": url, "text": _("Change")}
    return {"label": _title(key), "value": way.label, "source": told, "action": action}


def _event(said: Wish) -> dict[str, Any]:
    """Return a choice for `components/timeline.html`."""
    return {"date": said.told_at, "title": said.way.label, "body": _title(said.scheme)}
