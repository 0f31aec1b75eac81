"""What stands between somebody and a capacity that wants a second proof."""

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from portal.access.models import User
from portal.access.second_factor.policy import is_strong
from portal.access.second_factor.queries import factors_of


@login_required
@never_cache
def wanted(request: HttpRequest) -> HttpResponse:
    """Say that the capacity wants a second proof, and which ways there are for this user."""
    after = get_next_redirect_url(request) or reverse("start")
    if is_strong(request):
        return redirect(after)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in
    way = urlencode({REDIRECT_FIELD_NAME: after})
    context = {"factors": factors_of(user), "way": way, "after": after}
    return render(request, "mfa/wanted.html", context)


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Lead to where second factors are listed: with the sessions, on one page."""
    return redirect(reverse("sessions") + "#second-factor")
