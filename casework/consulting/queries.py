"""What an office may ask the network for one of its cases."""

from dataclasses import dataclass

from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation
from portal.exchange.network.blocks import BLOCKS, Block, blocks_of

SERVICES = (Service.IDENTITY, Service.CAREER, Service.SUPPORT)


@dataclass(frozen=True)
class Askable:
    """A block of data that a profile of the office gives, in a capacity and on a ground."""

    profile: Authorisation
    block: Block

    @property
    def key(self) -> str:
        """Return the name of the choice on a form."""
        return f"{self.profile.pk}:{self.block.name}"


def askable(capacity: Capacity) -> list[Askable]:
    """Return what the office of a caseworker may ask at this moment; nothing of what is given to
    one of its applications alone, or in a situation of its own."""
    profiles = Authorisation.objects.in_use().filter(
        institution=capacity.institution,
        application=None,
        legal_context="",
        service__in=SERVICES,
    )
    return [
        Askable(profile, BLOCKS[block.name])
        for profile in profiles.order_by("service", "quality", "pk")
        for block in blocks_of(Service(profile.service))
        if block.name in profile.blocks
    ]
