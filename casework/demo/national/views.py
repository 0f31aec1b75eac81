"""A national identity provider for demo and tests: OpenID Connect, and it can be made to fail.

It knows nothing of sessions and accounts: it says which national number a member of the cast has.
"""

import base64
import hashlib
import json
import time
from functools import cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from casework.demo.building import CAST
from casework.demo.national.faults import NOBODY, Fault, sign, spoil
from casework.demo.national.forms import WhoForm
from portal.access.limits import Limit
from portal.embedded.secrets import demo_provider_key

SALT: Final = "code of the demo's identity provider"
CODE_LIVES: Final = 60  # seconds
TOKEN_LIVES: Final = 300  # seconds
CODE: Final = Limit(SALT, 1, 3600)
ASKED: Final = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """Say where everything is: OpenID Connect Discovery 1.0."""
    issuer = settings.NATIONAL_PROVIDER["issuer"]
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    """Give the public key that tokens are signed with."""
    return JsonResponse({"keys": [_public()]})


def authorize(request: HttpRequest) -> HttpResponse:
    """Ask who it is, and lead back with a code, or as the chosen fault has it."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    if not _is_ours(request, asked):
        return HttpResponseBadRequest("This question is not one of the portal.")
    form = WhoForm(request.POST or None)
    if not form.is_valid():
        return render(request, "demo/national.html", {"form": form})
    fault = form.cleaned_data["fault"]
    answer = {"state": asked["state"], "iss": settings.NATIONAL_PROVIDER["issuer"]}
    if fault == Fault.STATE:
        del answer["state"]
    if fault == Fault.CANCELLED:
        answer["error"] = "access_denied"
    else:
        who = {"person": form.cleaned_data["person"], "fault": fault}
        answer["code"] = signing.dumps(asked | who, salt=SALT)
    return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")


def _is_ours(request: HttpRequest, asked: dict[str, str]) -> bool:
    return (
        all(asked.values())
        and asked["client_id"] == settings.NATIONAL_PROVIDER["client_id"]
        and asked["redirect_uri"] == request.build_absolute_uri(reverse("national_back"))
        and request.GET.get("response_type") == "code"
        and request.GET.get("code_challenge_method") == "S256"
    )


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for a code, once, to whom it was given."""
    try:
        asked = signing.loads(request.POST.get("code", ""), salt=SALT, max_age=CODE_LIVES)
    except signing.BadSignature:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    fault = asked["fault"]
    if fault == Fault.DOWN:
        return HttpResponse("away", status=503)
    if fault == Fault.SLOW:
        time.sleep(settings.NATIONAL_PROVIDER["seconds"] + 1)
    if not _knows(request):
        return JsonResponse({"error": "invalid_client"}, status=401)
    used = CODE.exceeded(request.POST["code"]) or fault == Fault.REPLAYED
    if used or not _asked_it(request, asked):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    signed = sign(_claims(asked), _key(), _public()["kid"], fault)
    return JsonResponse({"access_token": "none", "token_type": "Bearer", "id_token": signed})


def _knows(request: HttpRequest) -> bool:
    own = settings.NATIONAL_PROVIDER
    expected = base64.b64encode(f"{own['client_id']}:{own['client_secret']}".encode()).decode()
    return constant_time_compare(request.headers.get("Authorization", ""), f"Basic {expected}")


def _asked_it(request: HttpRequest, asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(request.POST.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same_place = request.POST.get("redirect_uri") == asked["redirect_uri"]
    return same_place and constant_time_compare(challenge, asked["code_challenge"])


def _claims(asked: dict[str, str]) -> dict[str, Any]:
    now, fault = int(time.time()), asked["fault"]
    own = settings.NATIONAL_PROVIDER
    number = NOBODY if fault == Fault.UNKNOWN else CAST["persons"][asked["person"]]["inss"]
    claims = {
        "iss": own["issuer"],
        "aud": own["client_id"],
        "sub": asked["person"],
        "iat": now,
        "exp": now + TOKEN_LIVES,
        "auth_time": now,
        "nonce": asked["nonce"],
        own["claim"]: number,
    }
    return spoil(claims, fault)


@cache
def _key() -> rsa.RSAPrivateKey:
    key = load_pem_private_key(demo_provider_key(settings.PLACES).encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - as we made it
    return key


@cache
def _public() -> dict[str, Any]:
    public: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_key().public_key()))
    kid = hashlib.sha256(public["n"].encode()).hexdigest()[:16]
    return public | {"kid": kid, "use": "sig", "alg": "RS256"}
