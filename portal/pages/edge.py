"""Text is cleaned once, here, before any view or form sees it; what is too large is not read."""

import unicodedata
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.template.loader import render_to_string
from django.utils import translation

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# The largest forms with files, in bytes: a citizen adds a document of 10 megabytes, companies send
# several files of declarations at once.
MEGABYTE: Final = 1024 * 1024
OF_CITIZENS: Final = "/me/"
MOST_OF_CITIZENS: Final = 12 * MEGABYTE
MOST: Final = 128 * MEGABYTE
WITHOUT_FORMS = "/api/"  # what comes there is judged by the interface, whatever it says it is
# Letters that steer the direction of text can make a name or an amount look like another.
BIDI = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def clean_text(text: str) -> str:
    """Return the text in NFC without control, direction or surrogate characters.

    Line ends and tabs stay. Names of any script stay as their owner writes them.
    """
    kept = "".join(
        c
        for c in text.translate(BIDI)
        if c in "\r\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", kept)


def _cleaned(data: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for key, values in data.lists():
        clean.setlist(clean_text(key), [clean_text(str(value)) for value in values])
    clean._mutable = False
    return clean


def _has_form(request: HttpRequest) -> bool:
    sent = request.method == "POST" and request.content_type in FORM_TYPES
    return sent and not request.path.startswith(WITHOUT_FORMS)


def _is_too_large(request: HttpRequest) -> bool:
    """Say by its announced length whether a form is larger than any page takes."""
    most = MOST_OF_CITIZENS if request.path.startswith(OF_CITIZENS) else MOST
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > most


def _too_large(request: HttpRequest) -> HttpResponse:
    """Answer without reading what is sent: neither memory nor disk is filled."""
    with translation.override(translation.get_language_from_request(request)):
        answer = HttpResponse(render_to_string("413.html"), status=413)
    answer["Connection"] = "close"  # what follows on the line is not the next request
    return answer


class CleanInputMiddleware:
    """Clean the query and the form of each request; refuse a path that holds a NUL, and a form that
    is too large before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean and go on."""
        if "\0" in request.path or any("\ud800" <= c <= "\udfff" for c in request.path):
            return HttpResponseBadRequest()
        if request.GET:
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        if _has_form(request):
            if _is_too_large(request):
                return _too_large(request)
            request._post = _cleaned(request.POST)  # type: ignore[attr-defined]
        return self.get_response(request)
