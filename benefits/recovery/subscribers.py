"""What recovery is told of."""

from benefits.recovery.booking import forgive
from benefits.recovery.models import Arrangement, ArrangementKind
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("debt.arranged")
def give_up(event: Event) -> None:
    """Book what a decision gives up of a debt."""
    arrangement = Arrangement.objects.select_related("person").get(pk=event.subject)
    if arrangement.kind == ArrangementKind.GRACE:
        forgive(arrangement)
