"""How the demo's identity provider can be made to fail."""

import secrets
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import models
from django.utils.translation import gettext_lazy as _

NOBODY = "93051822361"  # a right number that nobody of the cast has or had
LONG_AGO = 3600  # seconds


class Fault(models.TextChoices):
    """What goes wrong, on purpose."""

    NONE = "", _("It works as it should")
    CANCELLED = "cancelled", _("The person stops")
    UNKNOWN = "unknown", _("A person whom the portal does not know")
    DOWN = "down", _("It is away")
    SLOW = "slow", _("It is too slow")
    STATE = "state", _("It forgets who asked (no state)")
    REPLAYED = "replayed", _("The code was used already")
    NONCE = "nonce", _("The answer is to another question (nonce)")
    ISSUER = "issuer", _("The token is of another issuer")
    AUDIENCE = "audience", _("The token is for another service")
    EXPIRED = "expired", _("The token has expired")
    UNSIGNED = "unsigned", _("The token is not signed")
    FORGED = "forged", _("The token is signed with another key")
    OLD = "old", _("The person was asked long ago")


def spoil(claims: dict[str, Any], fault: str) -> dict[str, Any]:
    """Return the claims of a token as the fault changes them."""
    wrong: dict[str, dict[str, Any]] = {
        Fault.NONCE: {"nonce": secrets.token_urlsafe()},
        Fault.ISSUER: {"iss": "https://issuer.example"},
        Fault.AUDIENCE: {"aud": "another-service"},
        Fault.EXPIRED: {"iat": claims["iat"] - LONG_AGO, "exp": claims["iat"] - LONG_AGO // 2},
        Fault.OLD: {"auth_time": claims["auth_time"] - LONG_AGO},
    }
    return claims | wrong.get(fault, {})


def sign(claims: dict[str, Any], key: rsa.RSAPrivateKey, kid: str, fault: str) -> str:
    """Return the claims as a token, signed as the fault has it."""
    if fault == Fault.UNSIGNED:
        return jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
    if fault == Fault.FORGED:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})
