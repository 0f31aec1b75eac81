"""The short way of programs: what only pages need does not stand between them and the interface."""

from collections.abc import Callable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext

from portal.exchange.api import nothing_here, refuse
from portal.exchange.problems import ProblemError

INTERFACE = "/api/"
PAGES = "/api/docs"  # the page within that people read


class InterfaceMiddleware:
    """Answer requests of programs here, in their language; let those for pages go on.

    A program has a token: no session, no cookie, no form, and no page that could hold a script. An
    unknown address and a method that is not known there are refused in JSON, as all else is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or go on."""
        path = request.path_info
        if not path.startswith(INTERFACE) or path.startswith(PAGES):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        translation.activate(language)
        response = _answer(request)
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        if not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
        return response


# Programs ask the same few addresses again and again, and looking one up is a search in a list.
_match = lru_cache(maxsize=1024)(resolve)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        request.resolver_match = match = _match(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return refuse(request, nothing_here())
    if isinstance(response, HttpResponseNotAllowed):
        message = gettext("This address has other methods: see the header Allow.")
        return refuse(request, ProblemError(405, message, headers={"Allow": response["Allow"]}))
    return response
