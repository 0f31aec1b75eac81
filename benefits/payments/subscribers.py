"""What payments are told of."""

from benefits.decisions.models import Decision
from benefits.payments.accounts import tell_account
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("decision.made")
def take_account(event: Event) -> None:
    """Keep the account that an application named, once it is decided for the first time."""
    decision = Decision.objects.select_related("claim", "person").get(pk=event.subject)
    earlier = Decision.objects.filter(claim=decision.claim_id, pk__lt=decision.pk)
    first = decision.claim if decision.claim and not earlier.exists() else None
    named = first.answers.get("account") if first else None
    if named:
        tell_account(decision.person, named["iban"], first)
