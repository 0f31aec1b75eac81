"""Sign-in by a national identity provider: OpenID Connect, an authorisation code with PKCE.

OpenID Connect Core 1.0 (3.1) and Discovery 1.0, RFC 7636 (PKCE). What the provider says is believed
only when it is signed by its keys, meant for us, and an answer to what this browser asked.
"""

import base64
import hashlib
import json
import logging
import secrets
import time
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.utils.crypto import constant_time_compare
from urllib3.exceptions import HTTPError

from portal.people.numbers import InvalidNumber, clean_inss

# Signatures with a key pair: neither unsigned nor with a secret that two sides know.
ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
LARGEST: Final = 100_000  # bytes of an answer
LEEWAY: Final = 30  # seconds by which two clocks may differ
CONFIRMED_WITHIN: Final = 300  # seconds between asking who it is and the provider having asked

logger = logging.getLogger(__name__)


class Reason(Enum):
    """Why nobody was signed in, with the status of the page that says so."""

    UNAVAILABLE = 503
    NOT_TRUSTED = 502
    STALE = 400
    CANCELLED = 200
    UNKNOWN = 403
    SOMEBODY_ELSE = 409


class NationalSignInError(Exception):
    """Nobody is signed in. Its words are for the log and hold no data of a person."""

    def __init__(self, reason: Reason, words: str) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass(frozen=True)
class Attempt:
    """What this browser asked the provider; kept in its session until the answer is there."""

    state: str
    nonce: str
    verifier: str
    after: str  # where to go on
    confirms: bool  # who is signed in already shows again who it is
    at: float  # seconds since 1970

    @classmethod
    def start(cls, after: str, confirms: bool) -> "Attempt":
        """Return a new attempt with secrets of its own."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        return cls(state, nonce, verifier, after, confirms, time.time())


class Provider:
    """The national identity provider as the settings name it."""

    def __init__(self) -> None:
        self._known = settings.NATIONAL_PROVIDER
        self.issuer: str = self._known["issuer"]
        self._description = self._describe()

    def question(self, attempt: Attempt, back: str) -> str:
        """Return the address at which the provider asks who it is, and leads to `back`."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._known["client_id"],
            "redirect_uri": back,
            "scope": self._known["scope"],
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if attempt.confirms:
            asked |= {"prompt": "login", "max_age": "0"}
        return f"{self._endpoint('authorization_endpoint')}?{urlencode(asked)}"

    def number(self, code: str, attempt: Attempt, back: str) -> str:
        """Return the national number of who signed in: 11 digits; raise `NationalSignInError`."""
        claims = self._claims(self._token(code, attempt, back))
        if not constant_time_compare(str(claims["nonce"]), attempt.nonce):
            raise NationalSignInError(Reason.NOT_TRUSTED, "the nonce is not ours")
        if claims.get("azp", self._known["client_id"]) != self._known["client_id"]:
            raise NationalSignInError(Reason.NOT_TRUSTED, "the token is for another party")
        if attempt.confirms and _asked_before(claims.get("auth_time"), attempt):
            raise NationalSignInError(Reason.NOT_TRUSTED, "the person was not asked again")
        try:
            return clean_inss(str(claims.get(self._known["claim"], "")))
        except InvalidNumber as error:
            raise NationalSignInError(Reason.UNKNOWN, str(error)) from None

    def _token(self, code: str, attempt: Attempt, back: str) -> str:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        own = (self._known["client_id"], self._known["client_secret"])
        answer = self._ask("POST", self._endpoint("token_endpoint"), data=sent, auth=own)
        return str(answer.get("id_token", ""))

    def _claims(self, token: str) -> dict[str, Any]:
        keys = self._ask("GET", self._endpoint("jwks_uri"))
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = jwt.PyJWKSet.from_dict(keys)[str(kid)]
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._known["client_id"],
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise NationalSignInError(Reason.NOT_TRUSTED, type(error).__name__) from error
        return claims

    def _describe(self) -> dict[str, Any]:
        described = self._ask("GET", f"{self.issuer}/.well-known/openid-configuration")
        if described.get("issuer") != self.issuer:
            raise NationalSignInError(Reason.NOT_TRUSTED, "the description is of another issuer")
        return described

    def _endpoint(self, name: str) -> str:
        address = str(self._description.get(name, ""))
        if not address.startswith(self.issuer.partition("//")[0]):  # no way out of https
            raise NationalSignInError(Reason.NOT_TRUSTED, f"{name} is not safe")
        return address

    def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """Return what the provider answers; it is given a few seconds, and no second address."""
        try:
            status, body = _fetch(method, address, self._known["seconds"], **more)
            said = json.loads(body) if status == HTTPStatus.OK else None
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise NationalSignInError(Reason.UNAVAILABLE, type(error).__name__) from error
        if isinstance(said, dict):
            return said
        refused = status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
        reason = Reason.NOT_TRUSTED if refused else Reason.UNAVAILABLE
        raise NationalSignInError(reason, f"answer {status}")


def _fetch(method: str, address: str, seconds: float, **more: Any) -> tuple[int, bytes]:
    """Return status and body; raise `requests.Timeout` or `ValueError` for too slow or too much."""
    end = time.monotonic() + seconds
    body = b""
    more["headers"] = {"Accept-Encoding": "identity"}
    with requests.request(
        method, address, timeout=seconds, allow_redirects=False, stream=True, **more
    ) as response:
        while piece := response.raw.read1(LARGEST):
            body += piece
            if len(body) > LARGEST:
                raise ValueError("too long")
            if time.monotonic() > end:
                raise requests.Timeout
    return response.status_code, body


def _asked_before(auth_time: object, attempt: Attempt) -> bool:
    """Whether the provider asked the person before this attempt, or does not say when."""
    if not isinstance(auth_time, int):
        return True
    return not attempt.at - LEEWAY <= auth_time <= attempt.at + CONFIRMED_WITHIN
