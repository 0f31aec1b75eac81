"""How the queue reads: what waits, what is in hand and what was closed, as rows of one table."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone

from benefits.decisions.presenting import scheme_title
from benefits.decisions.terms import answer_by
from casework.cases.models import Case, came_in
from casework.queue.models import Kind, Waiting
from casework.queue.vulnerability import reasons


def waiting_row(each: Waiting) -> dict[str, Any]:
    """Return what waits, with the law's last day to answer and why it stands before others."""
    return {
        "person": each.person,
        "scheme": scheme_title(each.scheme),
        "sent_at": each.came_at,
        "days": (timezone.localdate() - timezone.localdate(each.came_at)).days,
        "until": each.answer_by,
        "tags": [*_kind(each.kind), *reasons(each.rank)],
        "take": reverse("queue_take", args=[each.reference]),
    }


def case_row(case: Case, near: Collection[int] = (), looking: Any = None) -> dict[str, Any]:
    """Return a case; `open` where its official looks at it again after it was closed."""
    day = timezone.localdate(came_in(case.about))
    own = looking is not None and case.official_id == looking.user_id
    return {
        "case": case,
        "person": case.person,
        "scheme": scheme_title(case.about.scheme),
        "sent_at": came_in(case.about),
        "days": (timezone.localdate() - day).days,
        "until": answer_by(day),
        "tags": _kind(kind_of(case)),
        "open": own and case.person.pk not in near,
    }


def _kind(kind: str) -> list[Any]:
    return [] if kind == Kind.CLAIM else [Kind(kind).label]


def kind_of(case: Case) -> str:
    """Return from where a case came into the queue."""
    if case.objection:
        return Kind.LATE if case.objection.is_late else Kind.OBJECTION
    return case.finding.kind if case.finding else Kind.CLAIM
