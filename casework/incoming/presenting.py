"""What became of money that named no debt, as a timeline."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.decisions.presenting import scheme_title
from benefits.recovery.models import Allocation, Repayment

# Why a bank does not deliver a transfer: external codes of ISO 20022, those that are said most.
REASONS: Final = {
    "AC01": gettext_lazy("the number of the account is wrong"),
    "AC04": gettext_lazy("the account is closed"),
    "AC06": gettext_lazy("the account is blocked"),
    "AG01": gettext_lazy("the account takes no transfers"),
    "MD07": gettext_lazy("the holder of the account has died"),
}


def came_back(repayment: Repayment) -> str:
    """Return why money that was sent back came to us again; nothing of other money."""
    if repayment.sent_before_id is None:
        return ""
    known = REASONS.get(repayment.reason)
    why = known or _("the bank said %(code)s") % {"code": repayment.reason or "–"}
    return _("It was sent back, and the bank could not deliver it: %(why)s.") % {"why": why}


def events_of(repayment: Repayment, said: Iterable[Allocation]) -> list[dict[str, Any]]:
    """Return what happened, the latest first, for `components/timeline.html`."""
    events = [event for each in said for event in _of(each)]
    began: dict[str, Any] = {"date": repayment.received_at, "title": _("The bank told us of it")}
    if repayment.sent_before_id:
        began |= {"title": _("It came back"), "body": came_back(repayment)}
    if hasattr(repayment, "came_back"):
        again = repayment.came_back
        told = {"title": _("It came back, and waits again"), "body": came_back(again)}
        events.insert(0, {"date": again.received_at} | told)
    return [*events, began]


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
