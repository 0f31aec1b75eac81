"""Mandates between companies that are given or end: both are told, by an event of each."""

from typing import Any, Final

from django.db.models.signals import post_save
from django.dispatch import receiver

from portal.access.mandates.models import Mandate, MandateStep
from portal.access.mandates.statuses import Party
from portal.exchange.actions import Happening, publish_all

TOPICS: Final = {"confirm": "mandate.given", "end": "mandate.ended"}


@receiver(post_save, sender=MandateStep)
def _tell(instance: MandateStep, created: bool, **_: Any) -> None:
    """Write what happened to the outbox, in the transaction in which it did."""
    mandate = instance.mandate
    if not created or instance.verb not in TOPICS or mandate.giver_company is None:
        return
    parties = {Party.GIVER: mandate.giver_company_id, Party.HOLDER: mandate.holder_company_id}
    publish_all(
        Happening(
            TOPICS[instance.verb],
            mandate.pk,
            company=own,
            data={"mandate": _said(mandate, party)},
        )
        for party, own in parties.items()
    )


def _said(mandate: Mandate, party: Party) -> dict[str, Any]:
    other = mandate.holder if party == Party.GIVER else mandate.giver_company
    return {
        "reference": str(mandate.reference),
        "service": mandate.service,
        "you": party.value,
        "other": getattr(other, "enterprise_number", ""),
        "since": str(mandate.since),
        "until": str(mandate.until) if mandate.until else None,
        "quartersFrom": mandate.quarters_from,
        "quartersUntil": mandate.quarters_until,
    }
