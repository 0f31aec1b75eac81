"""Acts with legal effect want a recent sign-in: who signed in long ago shows again who it is.

What was filled in waits in the session, and is sent by the person, not by us, once that is done.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.account.signals import authentication_step_completed
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from portal.access.door import ActingRequest, P, View

CONFIRMED: Final = "confirmed_at"  # in the session: seconds since 1970
WAITING: Final = "waiting"  # in the session: what was filled in, and in which capacity
NOT_KEPT: Final = "csrfmiddlewaretoken"


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, **_: Any) -> None:
    request.session[CONFIRMED] = time.time()


@receiver(authentication_step_completed)
def _confirmed(request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    if reauthenticated:
        request.session[CONFIRMED] = time.time()


def is_recent(request: HttpRequest) -> bool:
    """Whether the user signed in, or confirmed who it is, within `CONFIRM_AFTER` seconds."""
    age: float = time.time() - request.session.get(CONFIRMED, 0)
    return age < settings.CONFIRM_AFTER


def confirmed(
    *methods: str,
) -> Callable[[View[P]], View[P]]:
    """Ask who it is before the view acts, if the sign-in is not recent; below `acting_as`.

    It is asked for requests of these methods: POST keeps the form; a page that takes in files,
    which cannot be kept, names GET too and asks before anything is chosen.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ActingRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in methods:
                return view(request, *args, **kwargs)
            if is_recent(request):
                request.session.pop(WAITING, None)
                return view(request, *args, **kwargs)
            if request.method == "GET" or request.FILES:
                return _ask(request.get_full_path())
            request.session[WAITING] = {
                "path": request.get_full_path(),
                "fields": [(name, of) for name, of in request.POST.lists() if name != NOT_KEPT],
                "capacity": request.capacity.pk,
            }
            return _ask(reverse("go_on"))

        guarded.confirmed = methods  # type: ignore[attr-defined]
        return guarded

    return decorate


@login_required
@never_cache
def go_on(request: HttpRequest) -> HttpResponse:
    """Show that a form waits as it was filled in, to be sent in the capacity it was filled in."""
    waiting = request.session.get(WAITING)
    if not waiting:
        return redirect("start")
    if not is_recent(request):
        return _ask(reverse("go_on"))
    capacity = getattr(request, "capacity", None) or None
    own = capacity is not None and capacity.pk == waiting["capacity"]
    return render(request, "account/go_on.html", {"waiting": waiting, "own": own})


def _ask(after: str) -> HttpResponse:
    way = urlencode({REDIRECT_FIELD_NAME: after})
    return redirect(f"{reverse('account_reauthenticate')}?{way}")
