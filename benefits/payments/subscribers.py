"""What payments are told of."""

from collections.abc import Sequence

from benefits.decisions.models import Decision
from benefits.payments.accounts import tell_account
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe_to_many


@subscribe_to_many("decision.made")
def take_account(events: Sequence[Event]) -> None:
    """Keep the accounts that applications named, once each is decided for the first time."""
    made = Decision.objects.filter(pk__in=[each.subject for each in events], claim__isnull=False)
    for decision in made.select_related("claim", "person").order_by("pk"):
        earlier = Decision.objects.filter(claim=decision.claim_id, pk__lt=decision.pk)
        named = decision.claim.answers.get("account") if decision.claim else None
        if named and not earlier.exists():
            tell_account(decision.person, named["iban"], decision.claim)
