"""What the rights are told of."""

from benefits.granting import actions
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("employment.ended")
def prefill_unemployment(event: Event) -> None:
    """A leaving puts a prefilled application on the citizen's page."""
    actions.offer_unemployment(event)


@subscribe("employment.changed")
def correct_unemployment(event: Event) -> None:
    """A corrected leaving takes the application back."""
    actions.take_back_offers(event)


@subscribe("status.reported")
def derive_increased_reimbursement(event: Event) -> None:
    """A status reported by an institution opens increased reimbursement."""
    actions.grant_increased_reimbursement(event)


@subscribe("decision.made")
def derive_social_energy_tariff(event: Event) -> None:
    """A granted right may carry the social energy tariff with it."""
    actions.grant_social_energy_tariff(event)
