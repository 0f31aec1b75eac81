"""What became of money that named no debt, as a timeline."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.recovery.models import Allocation, Repayment


def events_of(repayment: Repayment, said: Iterable[Allocation]) -> list[dict[str, Any]]:
    """Return what happened, the latest first, for `components/timeline.html`."""
    events = [event for each in said for event in _of(each)]
    return [*events, {"date": repayment.received_at, "title": _("The bank told us of it")}]


def _of(said: Allocation) -> Iterator[dict[str, Any]]:
    """Yield what was said, and before it what came of it."""
    if hasattr(said, "match"):
        yield {"date": said.match.matched_at, "title": _("Done"), "tone": "success"}
    if hasattr(said, "review"):
        verdict = _("%(name)s approved it") if said.review.approved else _("%(name)s sent it back")
        name = {"name": said.review.reviewed_by}
        yield {
            "date": said.review.reviewed_at,
            "title": verdict % name,
            "body": said.review.reason,
        }
    words = _("%(name)s: %(what)s") % {"name": said.decided_by, "what": what_of(said)}
    yield {"date": said.decided_at, "title": words, "body": said.reason}


def what_of(said: Allocation) -> str:
    """Return what was said in words."""
    if said.person is None:
        return _("back to the account from which it came")
    told = {"right": scheme_title(said.scheme), "name": said.person.full_name}
    return _("pays the debt of %(name)s for %(right)s") % told
