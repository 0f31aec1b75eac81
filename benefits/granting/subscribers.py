"""What the rights are told of."""

from benefits.granting import actions
from benefits.granting.settling import settle
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


@subscribe("claim.submitted")
def settle_application(event: Event) -> None:
    """An application for which sources say all that the rule wants is granted at once."""
    settle(event)


@subscribe("status.reported")
def derive_increased_reimbursement(event: Event) -> None:
    """A status reported by an institution opens increased reimbursement."""
    actions.grant_increased_reimbursement(event)


@subscribe("decision.made")
def derive_social_energy_tariff(event: Event) -> None:
    """A granted right may carry the social energy tariff with it."""
    actions.grant_social_energy_tariff(event)
