"""The token endpoint, which nobody may try too often: a secret could be guessed."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.idp.oidc import views
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from portal.access.limits import TOKEN


@wraps(views.token)
def token(request: HttpRequest) -> HttpResponse:
    """Give a token; 429 to a machine that asks for one too often in a client's name."""
    machine = get_adapter().get_client_ip(request)
    if TOKEN.exceeded(machine, request.POST.get("client_id", "")):
        said = {
            "error": "temporarily_unavailable",
            "error_description": gettext("Too many requests. Keep a token until it expires."),
        }
        headers = {"Retry-After": str(TOKEN.seconds)}
        return JsonResponse(said, status=429, headers=headers)
    answer: HttpResponse = views.token(request)
    return answer
