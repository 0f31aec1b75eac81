"""What follows for a worker from a social risk that an employer declared."""

from typing import Final

from benefits.claims.actions import prefill
from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError

MONTHLY: Final = "temporary_unemployment"
# Scenario and identification of the risk, and the right that it may open. A leaving opens its own
# by the hiring that ends.
OPENS: Final = {
    ("zima001", "001"): "incapacity",
    ("zima001", "002"): "maternity",
    ("aoat001", "001"): "work_accident",
    ("aoat001", "002"): "work_accident",
    **{("wech002", f"{kind:03d}"): MONTHLY for kind in range(1, 12)},
}


def offer_for_risk(event: Event) -> Claim | None:
    """Put a prefilled application on the page of a worker whose risk was declared, once for each.

    Nothing is offered for a risk that was cancelled, that opens no right here, or that lies where
    the tables of the law do not reach.
    """
    risk = Risk.objects.select_related("person", "company").get(pk=event.subject)
    scheme = OPENS.get((risk.flow, risk.kind))
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
