"""What comes next of a person's applications, decisions and payments, and when."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision
from benefits.decisions.presenting import institution_name, scheme_title
from benefits.decisions.terms import answer_by, object_by
from benefits.objections.actions import answer_due
from benefits.payments.models import Payment
from portal.templatetags.solida import euros

Event = dict[str, Any]  # as `components/timeline.html` takes it


def coming(
    claims: Iterable[Claim], decisions: Iterable[Decision], payments: Iterable[Payment]
) -> list[Event]:
    """Return what is ahead, the nearest first."""
    today = timezone.localdate()
    events = [*_answers(claims), *_of_decisions(decisions), *_paid(payments)]
    return sorted((each for each in events if each["date"] >= today), key=_day)


def _day(event: Event) -> date:
    day: date = event["date"]
    return day


def _answers(claims: Iterable[Claim]) -> Iterator[Event]:
    for claim in claims:
        if claim.status == ClaimStatus.SUBMITTED and claim.submitted_at:
            yield {
                "date": answer_by(timezone.localdate(claim.submitted_at)),
                "title": _("Answer at the latest: %(right)s")
                % {"right": scheme_title(claim.scheme)},
                "body": institution_name(claim.scheme),
                "url": reverse("claim", args=[claim.reference]),
            }


def _of_decisions(decisions: Iterable[Decision]) -> Iterator[Event]:
    for decision in decisions:
        right = {"right": scheme_title(decision.scheme)}
        url = reverse("decision", args=[decision.reference])
        objection = getattr(decision, "objection", None)
        if objection is None:
            title = _("Last day to object: %(right)s") % right
            yield {"date": object_by(decision), "title": title, "url": url}
        elif not hasattr(objection, "answer"):
            yield {
                "date": answer_due(objection),
                "title": _("Answer to your objection at the latest: %(right)s") % right,
                "url": reverse("objection", args=[objection.reference]),
            }
        if decision.starts:
            yield {"date": decision.starts, "title": _("It begins: %(right)s") % right, "url": url}
        if decision.ends:
            yield {
                "date": decision.ends,
                "title": _("Granted until this day: %(right)s") % right,
                "url": url,
            }


def _paid(payments: Iterable[Payment]) -> Iterator[Event]:
    for payment in payments:
        yield {
            "date": payment.run.pay_on,
            "title": _("Payment: %(right)s") % {"right": scheme_title(payment.scheme)},
            "body": euros(payment.cents),
            "url": reverse("payment", args=[payment.reference]),
        }
