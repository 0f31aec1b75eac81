"""What follows for a worker from a social risk that an employer declared."""

from datetime import timedelta
from typing import Final

from benefits.claims.actions import prefill
from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.granting.actions import offer_after
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError

MONTHLY: Final = "temporary_unemployment"
# The end of a contract, in teaching too: of one whose last day was agreed, no leaving is declared.
ENDS: Final = {("wech001", "001"), ("wech001", "003")}
# Scenario and identification of the risk, and the right that it may open.
OPENS: Final = {
    ("zima001", "001"): "incapacity",
    ("zima001", "002"): "maternity",
    ("aoat001", "001"): "work_accident",
    ("aoat001", "002"): "work_accident",
    **{("wech002", f"{kind:03d}"): MONTHLY for kind in range(1, 12)},
}


def right_of(risk: Risk) -> str:
    """Return the right that a risk may open; "" for none."""
    ends = (risk.flow, risk.kind) in ENDS
    return "unemployment" if ends else OPENS.get((risk.flow, risk.kind), "")


def offer_for_risk(event: Event) -> Claim | None:
    """Put a prefilled application on the page of a worker whose risk was declared, once for each.

    Nothing is offered for a risk that was cancelled, that opens no right here, or that lies where
    the tables of the law do not reach.
    """
    risk = Risk.objects.select_related("person", "company").get(pk=event.subject)
    scheme = OPENS.get((risk.flow, risk.kind))
    if not risk.is_cancelled and (risk.flow, risk.kind) in ENDS:
        return _offer_after(risk, event)
    if risk.is_cancelled or scheme not in APPLICATIONS:
        return None
    worked = EmploymentPeriod.objects.filter(company=risk.company).of(risk.person)
    period = worked.overlapping(risk.since, risk.since).first()
    offered = Claim.objects.filter(person=risk.person, scheme=scheme)
    if period is None or offered.filter(event__topic=event.topic, event__subject=risk.pk).exists():
        return None
    again = offered.filter(period=period).exclude(status=ClaimStatus.WITHDRAWN).exists()
    if again and scheme == MONTHLY:
        return None  # the right of the employment goes on, month by month
    open_file(risk.person, None, Purpose.RIGHTS)
    try:
        return prefill(risk.person, scheme, None if again else period, event)
    except MissingFigureError:
        return None


def _offer_after(risk: Risk, event: Event) -> Claim | None:
    """Offer what follows the period of work that ended on the day before the risk."""
    ended = EmploymentPeriod.objects.filter(company=risk.company).of(risk.person)
    period = ended.filter(until=risk.since - timedelta(days=1)).first()
    return offer_after(period, event) if period else None
