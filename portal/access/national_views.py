"""The way to the national identity provider and back: who comes back is signed in, or told why not.

Nobody gets an account here: the person must be known by the national number, or by one that it
replaced, and have an account already. An e-mail address proves nothing.
"""

from dataclasses import asdict
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access.limits import NATIONAL
from portal.access.models import User
from portal.access.national import Attempt, NationalSignInError, Provider, Reason, logger
from portal.people.models import Person

KEPT: Final = "national"  # the attempt, in the session
METHOD: Final = "national"  # how allauth's records of a session call it


@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the provider; who is signed in already shows again who it is."""
    if not settings.NATIONAL_PROVIDER["issuer"]:
        raise Http404
    if NATIONAL.exceeded(get_adapter().get_client_ip(request)):
        return render(request, "429.html", status=429)
    after = get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    attempt = Attempt.start(after, request.user.is_authenticated)
    try:
        question = Provider().question(attempt, _back(request))
    except NationalSignInError as error:
        return _failed(request, error)
    request.session[KEPT] = asdict(attempt)
    return redirect(question)


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer: sign in, or confirm; else nothing changes but the page says why.

    Each attempt counts once: whoever comes back a second time begins anew.
    """
    kept = request.session.pop(KEPT, None)
    request.session.save()  # now: an answer of 5xx would leave it there
    try:
        attempt = _attempt(request, kept)
        number = Provider().number(request.GET.get("code", ""), attempt, _back(request))
        user = _account(number)
        if request.user.is_authenticated:
            return _confirm(request, user, attempt)
    except NationalSignInError as error:
        return _failed(request, error)
    get_adapter().login(request, user)
    record_authentication(request, user, METHOD)
    answer: HttpResponse = get_adapter().post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=attempt.after,
    )
    return answer


def _attempt(request: HttpRequest, kept: dict[str, object] | None) -> Attempt:
    state, said = request.GET.get("state", ""), request.GET.get("error", "")
    attempt = Attempt(**kept) if kept else None  # type: ignore[arg-type]
    if attempt is None or not constant_time_compare(state, attempt.state):
        raise NationalSignInError(Reason.STALE, "not what this browser asked")
    if (
        request.GET.get("iss", settings.NATIONAL_PROVIDER["issuer"])
        != (
            settings.NATIONAL_PROVIDER["issuer"]  # RFC 9207
        )
    ):
        raise NationalSignInError(Reason.NOT_TRUSTED, "the answer is of another issuer")
    if said == "access_denied":
        raise NationalSignInError(Reason.CANCELLED, said)
    if said:
        raise NationalSignInError(Reason.NOT_TRUSTED, "the provider refused the question")
    return attempt


def _account(number: str) -> User:
    person = Person.objects.identify(number)
    user = User.objects.filter(person=person, is_active=True).first() if person else None
    if user is None:
        raise NationalSignInError(Reason.UNKNOWN, "no account" if person else "no such person")
    return user


def _confirm(request: HttpRequest, user: User, attempt: Attempt) -> HttpResponse:
    if user.pk != request.user.pk:
        raise NationalSignInError(Reason.SOMEBODY_ELSE, "another person than is signed in")
    if attempt.confirms:
        record_authentication(request, user, METHOD, reauthenticated=True)
    return redirect(attempt.after)


def _failed(request: HttpRequest, error: NationalSignInError) -> HttpResponse:
    logger.warning("National sign-in failed, %s: %s", error.reason.name.lower(), error)
    context = {"reason": error.reason.name}
    return render(request, "account/national_failed.html", context, status=error.reason.value)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("national_back"))
