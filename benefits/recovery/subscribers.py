"""What recovery is told of."""

from benefits.recovery.booking import forgive, settle
from benefits.recovery.models import Allocation, Arrangement, ArrangementKind
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("debt.arranged")
def give_up(event: Event) -> None:
    """Book what a decision gives up of a debt."""
    arrangement = Arrangement.objects.select_related("person").get(pk=event.subject)
    if arrangement.kind == ArrangementKind.GRACE:
        forgive(arrangement)


@subscribe("repayment.allocated")
def book_allocated(event: Event) -> None:
    """Book money that named no debt on the one that was found, or send it back."""
    settle(Allocation.objects.select_related("repayment", "person").get(pk=event.subject))
