"""What payments are told of."""

from benefits.decisions.models import Decision
from benefits.payments.accounts import tell_account
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("decision.made")
def take_account(event: Event) -> None:
    """Keep the account that an application named, once it is decided."""
    decision = Decision.objects.select_related("claim", "person").get(pk=event.subject)
    named = decision.claim.answers.get("account") if decision.claim else None
    if named:
        tell_account(decision.person, named["iban"], decision.claim)
