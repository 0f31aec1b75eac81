"""Whose a mandate is, and who may move it."""

from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MOVES, Mover, Party
from portal.access.models import COMPANY_KINDS, Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def party_of(capacity: Capacity, mandate: Mandate) -> Party | None:
    """Return which party of a mandate somebody is; None for anybody else, and for a helper."""
    if capacity.mandate_id is not None:
        return None
    if capacity.kind in COMPANY_KINDS:
        own = capacity.company_id
        giver, holder = mandate.giver_company_id, mandate.holder_company_id
    elif capacity.kind == CapacityKind.CITIZEN:
        own = capacity.user.person_id
        giver, holder = mandate.giver_person_id, mandate.holder_person_id
    else:
        return None
    return {giver: Party.GIVER, holder: Party.HOLDER}.get(own)


def may_move(capacity: Capacity, mandate: Mandate, verb: str) -> bool:
    """Say whether somebody may make a move of a mandate as it stands; the law's own moves nobody
    may make here."""
    sources, _target, mover = MOVES[verb]
    party = party_of(capacity, mandate)
    if party is None or mandate.representation_id or mandate.status not in sources:
        return False
    return mover == Mover.EITHER or (party == mandate.asked_by) == (mover == Mover.ASKER)


def moves_of(capacity: Capacity, mandate: Mandate) -> list[str]:
    """Return the moves that somebody may make of a mandate as it stands."""
    return [verb for verb in MOVES if may_move(capacity, mandate, verb)]
