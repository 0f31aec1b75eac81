"""What a helper may use, and the line that each use leaves for the person who is helped.

A page is shut to helpers, parents and guardians unless it says that it is open to them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.mandates.statuses import Help
from portal.access.models import AccessLine, Capacity, Purpose

if TYPE_CHECKING:
    from portal.access.door import ActingRequest, P, View


class Act(NamedTuple):
    """What a helper did, in words: looked at something, or sent a form about it."""

    opened: str | Promise
    sent: str | Promise = _("sent a form")


ACTS: Final[dict[str, Act]] = {}
REFUSED: Final = 400  # from here on an answer says that nothing was done
SENT: Final = "+"  # after the name of an act: a form was sent


def open_to_helpers(name: str, act: Act, *helps: Help) -> Callable[[View[P]], View[P]]:
    """Let a view be used by who may help with one of these; below `acting_as` and `confirmed`.

    Each use leaves a line that names the act, in the transaction of what was done: the one is not
    there without the other. A use that fails leaves none. Names are kept for ever.
    """
    ACTS[name] = act

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ActingRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.capacity.mandate is None:
                return view(request, *args, **kwargs)
            with transaction.atomic():
                answer = view(request, *args, **kwargs)
                sent = request.method == "POST" and isinstance(answer, HttpResponseRedirect)
                if answer.status_code < REFUSED:
                    _leave_line(request.capacity, name + SENT if sent else name)
            return answer

        guarded.helps = frozenset(helps)  # type: ignore[attr-defined]
        return guarded

    return decorate


def lets_in(view: object, capacity: Capacity) -> bool:
    """Say whether a view is open to somebody: to helpers only as far as their mandate goes."""
    if capacity.mandate is None:
        return True
    helps: frozenset[Help] = getattr(view, "helps", frozenset())
    return not helps.isdisjoint(capacity.mandate.lets_in)


def act_words(act: str) -> str | Promise:
    """Return what a line says that a helper did."""
    known = ACTS.get(act.removesuffix(SENT))
    if known is None:
        return _("opened a page that is no longer there")
    return known.sent if act.endswith(SENT) else known.opened


def _leave_line(capacity: Capacity, act: str) -> None:
    AccessLine.objects.create(
        person=capacity.person, capacity=capacity, purpose=Purpose.HELP, act=act
    )
