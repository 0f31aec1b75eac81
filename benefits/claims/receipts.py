"""The receipt of an application: a fingerprint of what was sent, sealed, with its proof."""

import hashlib
import json
from typing import Any

from benefits.claims.models import Claim, ClaimMove
from portal.exchange.trail.proofs import ProofError, Seal, seal_of


def sent_text(claim: Claim) -> str:
    """Return what an application says, always in the same words: headings with sources, answers."""
    said = {
        "reference": str(claim.reference),
        "scheme": claim.scheme,
        "known": claim.known,
        "answers": claim.answers,
        **_entry(claim),
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _entry(claim: Claim) -> dict[str, Any]:
    """Return which office entered it, through which channel; nothing where the person did."""
    entry = getattr(claim, "entry", None)
    if entry is None:
        return {}
    day = entry.received_on.isoformat()
    return {"entered": {"office": entry.office.code, "channel": entry.channel, "received_on": day}}


def fingerprint(claim: Claim) -> str:
    """Return the SHA-256 of `sent_text`, in hexadecimal."""
    return hashlib.sha256(sent_text(claim).encode()).hexdigest()


def sending(claim: Claim) -> ClaimMove | None:
    """Return the move by which an application was sent."""
    return claim.moves.filter(verb="submit").order_by("-pk").first()


def seal_of_sending(claim: Claim) -> Seal | None:
    """Return where the sending is sealed; None as long as it is not, or if it was tampered with."""
    move = sending(claim)
    try:
        return seal_of(move) if move else None
    except ProofError:
        return None


def proof_of(claim: Claim) -> dict[str, Any] | None:
    """Return what proves that an application was sent as it stands; None until it is sealed.

    `sent` has the fingerprint that the sealed row names; who holds it checks it without us.
    """
    seal = seal_of_sending(claim)
    if seal is None or seal.proof is None:
        return None
    return {"sent": sent_text(claim), "proof": seal.proof}
