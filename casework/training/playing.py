"""Serve the pages of a case within an exercise: what was done is repeated, then what is asked now.

Addresses of an exercise are those of the portal, below an address of its own; links and forms on
its pages stay there. What is no page of a case leads out of it.
"""

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404, HttpResponseBase, QueryDict
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve, set_script_prefix
from django.utils.datastructures import MultiValueDict

from casework.training.checking import checked
from casework.training.models import Practice
from casework.training.rehearsing import is_of, rehearsed
from casework.training.situations import Scene
from portal.access.confirming import CONFIRMED, NOT_KEPT
from portal.access.door import ActingRequest

# The pages of a case that an exercise holds; all of them take its reference, and no other number.
PAGES: Final = frozenset(
    {
        "case",
        "case_ask",
        "case_decide",
        "case_decided",
        "case_hand_over",
        "case_letter",
        "case_letter_choose",
        "case_letter_write",
        "case_note",
        "objection_answer",
        "objection_case",
    }
)
MOST: Final = 50  # forms sent in one exercise


@dataclass(frozen=True)
class Guidance:
    """What stands beside each page of an exercise: a template, and what it tells."""

    template: str
    practice: Practice
    check: str
    again: str
    out: str


def page_in(path: str) -> ResolverMatch | None:
    """Return the page of a case that a path leads to; None for what is no part of an exercise."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    return match if match.url_name in PAGES else None


def play(
    request: ActingRequest, practice: Practice, path: str, guidance: Guidance
) -> HttpResponseBase:
    """Answer a request within an exercise, as if all was done that was done before."""
    if not is_of(practice, _served(path).kwargs["reference"]):
        raise Http404
    with rehearsed(practice) as scene, _below(practice, request.path, path):
        _repeat(request, practice, scene)
        inner = _inner(request, scene)
        inner.guidance = guidance  # type: ignore[attr-defined]
        return _serve(inner, path)


def judge(request: ActingRequest, practice: Practice) -> list[dict[str, Any]]:
    """Return what is right and what not in what was done so far."""
    with rehearsed(practice) as scene:
        _repeat(request, practice, scene)
        return checked(scene, practice.told.checks)


def first_page(practice: Practice) -> str:
    """Return where an exercise begins: the page of its case."""
    with rehearsed(practice) as scene:
        room = "objections" if scene.case.objection else "cases"
        return f"casework/{room}/{scene.case.reference}/"


def sent(request: ActingRequest, path: str) -> list[str]:
    """Return a form as it is kept to be repeated: where it was sent, and its fields."""
    fields = [(name, of) for name, of in request.POST.lists() if name != NOT_KEPT]
    return [path, urlencode(fields, doseq=True)]


def _repeat(request: ActingRequest, practice: Practice, scene: Scene) -> None:
    for path, fields in practice.steps:
        inner = _inner(request, scene)
        inner.method = "POST"
        inner.POST = QueryDict(fields)
        inner._files = MultiValueDict()  # type: ignore[attr-defined]
        # Who did it had signed in recently then.
        inner.session = {**request.session, CONFIRMED: time.time()}  # type: ignore[assignment]
        inner._messages = FallbackStorage(inner)  # type: ignore[attr-defined]
        _serve(inner, path)


def _inner(request: ActingRequest, scene: Scene) -> ActingRequest:
    inner = copy.copy(request)
    inner.capacity = scene.me
    return inner


def _serve(inner: ActingRequest, path: str) -> HttpResponseBase:
    match = _served(path)
    inner.resolver_match = match
    answered: HttpResponseBase = match.func(inner, *match.args, **match.kwargs)
    return answered


def _served(path: str) -> ResolverMatch:
    match = page_in(path)
    if match is None:
        raise Http404
    return match


@contextmanager
def _below(practice: Practice, whole: str, path: str) -> Iterator[None]:
    """Let addresses that pages make lie below the exercise's."""
    before = get_script_prefix()
    set_script_prefix(whole.removesuffix(path.removeprefix("/")))
    try:
        yield
    finally:
        set_script_prefix(before)
