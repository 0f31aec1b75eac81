"""Applications at the door: a token of client credentials leads to exactly one capacity."""

from collections.abc import Collection
from typing import Any

from allauth.idp.oidc.contrib.ninja.security import TokenAuth
from allauth.idp.oidc.models import Token
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.errors import AuthenticationError, AuthorizationError

from portal.access.adapter import SCOPES
from portal.access.models import Capacity, CapacityKind, Environment, Service

TOKEN_URL = "/identity/o/api/token"  # noqa: S105 - an address, not a secret


class ApplicationToken(TokenAuth):
    """Let applications in that hold a token for a service; the request's `auth` is a capacity.

    The owner of the client is an account of its own with one capacity, in which it acts. Nothing
    but the header counts: no session, no cookie, no token in the address. Raises
    `AuthenticationError` (401) without a valid token, and `AuthorizationError` (403) when the token
    is for another service or the application does not act in one capacity of these kinds. A
    capacity for tests passes only where `environments` says that tests are kept apart.
    """

    openapi_type = "oauth2"
    openapi_flows: dict[str, Any] = {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": SCOPES}}

    def __init__(
        self,
        service: Service,
        *kinds: CapacityKind,
        environments: Collection[Environment] = (Environment.REAL,),
    ) -> None:
        super().__init__(scope=[])
        self.service, self.kinds, self.environments = service, kinds, environments

    def __call__(self, request: HttpRequest) -> Capacity:
        """Return the capacity in which the application acts."""
        token: Token | None = super().__call__(request)
        if token is None:
            raise AuthenticationError(message=gettext("Send a valid access token."))
        if self.service not in token.get_scopes():
            raise AuthorizationError(message=gettext("This token is not for this service."))
        owner = {"user": token.client.owner_id, "user__is_active": True}
        capacities = list(Capacity.objects.in_use().filter(**owner)[:2])
        if len(capacities) != 1 or not self._admits(capacities[0]):
            raise AuthorizationError(
                message=gettext("This application does not act for an organisation that may do so.")
            )
        return capacities[0]

    def _admits(self, capacity: Capacity) -> bool:
        return capacity.kind in self.kinds and capacity.environment in self.environments


class ApplicationRequest(HttpRequest):
    """A request that `ApplicationToken` let in."""

    auth: Capacity
