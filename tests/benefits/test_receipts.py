"""What was sent has a fingerprint, which is sealed; its person takes the proof away."""

import hashlib
import json
from pathlib import Path

import pytest
from django.urls import reverse

from benefits.claims.models import Claim
from casework.demo.building import Cast
from portal.exchange.trail.checkpoints import verifier
from portal.exchange.trail.proofs import check
from portal.exchange.trail.sealing import seal_all
from tests.benefits.applying import APPLICANTS, begin, fill, send
from tests.benefits.conftest import SignedIn
from tests.exchange.conftest import notes

__all__ = ["notes"]


@pytest.fixture
def sent(cast: Cast, signed_in: SignedIn, notes: Path) -> Claim:
    """Return an application that Sofia sent a moment ago."""
    client = signed_in("sofia")
    claim = begin(client, "income_replacement")
    fill(client, claim, APPLICANTS["income_replacement"][1])
    send(client, claim)
    return claim


def test_the_proof_names_what_was_sent(sent: Claim, signed_in: SignedIn) -> None:
    client = signed_in("sofia")
    receipt, proof = (
        reverse(name, args=[sent.reference]) for name in ("claim_sent", "claim_proof")
    )
    assert "It will be sealed within a minute." in client.get(receipt).content.decode()
    assert client.get(proof).status_code == 404
    seal_all()
    assert proof in client.get(receipt).content.decode()
    given = json.loads(client.get(proof).content)
    proven = check(given["proof"], verifier())
    assert proven.row["sha256"] == hashlib.sha256(given["sent"].encode()).hexdigest()
    assert json.loads(given["sent"])["answers"] == sent.answers


def test_an_answer_changed_behind_our_back_is_seen(sent: Claim, signed_in: SignedIn) -> None:
    seal_all()
    sent.answers["income"]["income"] = 1
    sent.save()
    url = reverse("claim_proof", args=[sent.reference])
    given = json.loads(signed_in("sofia").get(url).content)
    proven = check(given["proof"], verifier())
    assert proven.row["sha256"] != hashlib.sha256(given["sent"].encode()).hexdigest()


def test_the_proof_is_the_persons_alone(sent: Claim, signed_in: SignedIn) -> None:
    seal_all()
    url = reverse("claim_proof", args=[sent.reference])
    assert signed_in("lucas").get(url).status_code == 404
