"""How the queue reads: what waits, what is in hand and what was closed, as rows of one table."""

from collections.abc import Collection
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from benefits.decisions.presenting import scheme_title
from benefits.decisions.terms import answer_by
from casework.cases.models import Case, came_in
from casework.cases.statuses import CaseStatus
from casework.contacts.models import Contact
from casework.contacts.topics import topic_title
from casework.queue.kinds import kind_of
from casework.queue.models import Waiting
from casework.queue.statuses import NO_SCHEME, Kind
from casework.queue.terms import last_day
from casework.queue.vulnerability import reasons
from casework.referrals.due import Due
from portal.access.models import Purpose

# For what a name is seen; of other kinds, for a case.
PURPOSES: Final = {Kind.CONTACT: Purpose.CONTACT, Kind.SUPPORT: Purpose.SUPPORT}


def waiting_row(each: Waiting) -> dict[str, Any]:
    """Return what waits, with the law's last day to answer and why it stands before others."""
    return {
        "person": each.person,
        "purpose": PURPOSES.get(Kind(each.kind), Purpose.CASE),
        "scheme": subject(each.scheme),
        "sent_at": each.came_at,
        "days": (timezone.localdate() - timezone.localdate(each.came_at)).days,
        "until": each.answer_by,
        "tags": [*_kind(each.kind), *reasons(each.rank)],
        "take": reverse("queue_take", args=[each.reference]),
    }


def case_row(case: Case, near: Collection[int] = (), looking: Any = None) -> dict[str, Any]:
    """Return a case, with the last day of all that is joined to it, and a link where it is in hand
    or its official looks at it again after it was closed."""
    day = timezone.localdate(came_in(case.about))
    own = looking is not None and case.official_id == looking.user_id
    opens = case.status == CaseStatus.TAKEN or (own and case.person.pk not in near)
    return {
        "case": case,
        "official": case.official,
        "person": case.person,
        "purpose": Purpose.CASE,
        "scheme": scheme_title(case.about.scheme),
        "sent_at": came_in(case.about),
        "days": (timezone.localdate() - day).days,
        "until": answer_by(timezone.localdate(getattr(case, "whole_since", came_in(case.about)))),
        "tags": _kind(kind_of(case.about)),
        "url": reverse("case", args=[case.reference]) if opens else "",
    }


def contact_row(contact: Contact) -> dict[str, Any]:
    """Return a question that somebody has in hand."""
    day = timezone.localdate(contact.at)
    return {
        "official": contact.official,
        "person": contact.person,
        "purpose": Purpose.CONTACT,
        "scheme": topic_title(contact.topic),
        "sent_at": contact.at,
        "days": (timezone.localdate() - day).days,
        "until": last_day(Kind.CONTACT, day),
        "tags": _kind(Kind.CONTACT),
        "url": reverse("contact_file", args=[contact.reference]),
    }


def due_row(due: Due) -> dict[str, Any]:
    """Return what of support towards work wants its counsellor again."""
    return {
        "official": due.file.counsellor,
        "person": due.file.person,
        "purpose": Purpose.SUPPORT,
        "scheme": subject(NO_SCHEME),
        "sent_at": due.since,
        "days": (timezone.localdate() - timezone.localdate(due.since)).days,
        "until": due.until,
        "tags": [due.what],
        "url": reverse("support_file", args=[due.file.reference]),
    }


def subject(scheme: str) -> str:
    """Return what something concerns, in words: a right, or another subject of questions."""
    return topic_title(scheme) if scheme else gettext("Support towards work")


def _kind(kind: str) -> list[Any]:
    return [] if kind == Kind.CLAIM else [Kind(kind).label]
