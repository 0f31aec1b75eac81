"""Where somebody is signed in, and ending it there."""

import re
from typing import Final

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access.models import User
from portal.access.second_factor.queries import factors_of

OTHERS: Final = "others"
# Looked for in this order: most browsers also name those that they resemble.
BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final = {
    "Android": "Android",
    "iPhone|iPad": "iOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the user is signed in, latest first; end one of those, or all but this one."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in
    known = UserSession.objects.purge_and_list(user)
    if request.method == "POST":
        ended = _chosen(known, request.POST.get("end", ""))
        end_sessions(request, ended)
        if ended:
            messages.success(request, _("Signed out there."))
        return redirect("sessions")
    known.sort(key=lambda each: each.created_at, reverse=True)
    rows = [(each, browser_of(each.user_agent)) for each in known]
    context = {"rows": rows, "others": len(rows) > 1, "factors": factors_of(user)}
    return render(request, "account/sessions.html", context)


def _chosen(known: list[UserSession], end: str) -> list[UserSession]:
    if end == OTHERS:
        return [each for each in known if not each.is_current()]
    return [each for each in known if str(each.pk) == end]


def browser_of(agent: str) -> str:
    """Return what a browser says of itself in short: "Firefox, Windows"; empty for none we know."""
    named = [
        next((name for sign, name in known.items() if re.search(rf"\b(?:{sign})", agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, named))
