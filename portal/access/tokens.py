"""Applications at the door: a token of client credentials leads to exactly one capacity."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from allauth.core.context import request_context
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.contrib.ninja.security import TokenAuth
from allauth.idp.oidc.models import Token
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja.errors import AuthenticationError, AuthorizationError

from portal.access.actor import acting, forget, saying_who_acts
from portal.access.adapter import SCOPES
from portal.access.models import Capacity, CapacityKind, Environment, Service

TOKEN_URL = "/identity/o/api/token"  # noqa: S105 - an address, not a secret

FIELDS = [field.attname for field in Capacity._meta.concrete_fields]
LET_IN = rf"""
    SELECT {", ".join(f"capacity.{name}" for name in FIELDS)},
        set_config('solida.user', '', false), set_config('solida.receipt', '', false),
        set_config('solida.actor', '', false),
        set_config('solida.capacity',
            CASE WHEN count(*) OVER () = 1 THEN capacity.id::text ELSE '' END, false)
    FROM allauth_idp_oidc_token AS token
    JOIN allauth_idp_oidc_client AS client ON client.id = token.client_id
    JOIN portal_user AS owner ON owner.id = client.owner_id AND owner.is_active
    JOIN portal_capacity AS capacity ON capacity.user_id = owner.id
        AND %s BETWEEN capacity.since AND coalesce(capacity.until, 'infinity')
    WHERE token.type = 'at' AND token.hash = %s
        AND %s = ANY (string_to_array(translate(token.scopes, E'\t\r\n', '   '), ' '))
        AND token.expires_at > clock_timestamp()
        AND token.user_id IS NULL AND token.data -> 'resources' IS NULL
        AND client.type = 'confidential'
    LIMIT 2
"""  # noqa: S608 - the names of columns

# The same as the sender in a statement that stores what it sends; nobody where it may not.
SENDER = f"""
    SELECT min(id) AS capacity FROM ({LET_IN}) AS found
    HAVING count(*) = 1 AND bool_and(kind IN ({{kinds}}) AND environment IN ({{environments}}))
"""  # noqa: S608 - texts of ours


class ApplicationToken(TokenAuth):
    """Let applications in that hold a token for a service; the request's `auth` is a capacity.

    The owner of the client is an account of its own with one capacity, in which it acts. Nothing
    but the header counts: no session, no cookie, no token in the address. Raises
    `AuthenticationError` (401) without a valid token, and `AuthorizationError` (403) when the token
    is for another service or the application does not act in one capacity of these kinds. A
    capacity for tests passes only where `environments` says that tests are kept apart. Where it
    depends on the request which service it is about, `about` tells, and `service` is the usual.
    """

    openapi_type = "oauth2"
    openapi_flows: dict[str, Any] = {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": SCOPES}}

    def __init__(
        self,
        service: Service,
        *kinds: CapacityKind,
        environments: Collection[Environment] = (Environment.REAL,),
        about: Callable[[HttpRequest], Service] | None = None,
    ) -> None:
        super().__init__(scope=[])
        self.service, self.kinds, self.environments = service, kinds, environments
        self.about = about or (lambda _request: service)

    def __call__(self, request: HttpRequest) -> Capacity:
        """Return the capacity in which the application acts.

        One query lets it in; who is not let in goes the long way, which finds out why.
        """
        scheme, _space, value = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or "access_token" in request.GET:
            return self._examine(request)
        return self._let_in(value, self.about(request)) or self._examine(request)

    def _let_in(self, value: str, service: Service) -> Capacity | None:
        found = _first(shown(value, service))
        if len(found) != 1:
            forget()
            return None
        capacity = Capacity.from_db(connection.alias, FIELDS, found[0][: len(FIELDS)])
        return capacity if self._admits(capacity) else None

    def _examine(self, request: HttpRequest) -> Capacity:
        with request_context(request):
            token: Token | None = super().__call__(request)
        if token is None:
            raise AuthenticationError(message=gettext("Send a valid access token."))
        if self.about(request) not in token.get_scopes():
            raise AuthorizationError(message=gettext("This token is not for this service."))
        owner = {"user": token.client.owner_id, "user__is_active": True}
        held = Capacity.objects.in_use().filter(**owner)
        capacities = list(held.annotate(said=acting(None))[:2])
        if len(capacities) != 1 or not self._admits(capacities[0]):
            raise AuthorizationError(
                message=gettext("This application does not act for an organisation that may do so.")
            )
        return capacities[0]

    def _admits(self, capacity: Capacity) -> bool:
        return capacity.kind in self.kinds and capacity.environment in self.environments


def sender(kinds: Iterable[CapacityKind], environments: Iterable[Environment]) -> str:
    """Return SQL of the one capacity that `ApplicationToken` lets in; `shown` are its values.

    It says, too, who acts: see `saying_who_acts`.
    """
    return SENDER.format(kinds=_texts(kinds), environments=_texts(environments))


def _texts(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def shown(token: str, service: Service) -> list[Any]:
    """Return the values of `LET_IN`."""
    today = datetime.now(timezone.get_default_timezone()).date()
    return [today, _adapter().hash_token(token), service.value]


_adapter = cache(get_adapter)


def _first(parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what `LET_IN` finds: the first statement of a request.

    It finds out, too, whether the connection that was kept still stands, as Django otherwise asks
    by a statement of its own before the first; where it fell, a new one is told the same.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _let_in(parameters)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _let_in(parameters)


def _let_in(parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with saying_who_acts(), connection.cursor() as cursor:
        cursor.execute(LET_IN, parameters)
        return cursor.fetchall()


class ApplicationRequest(HttpRequest):
    """A request that `ApplicationToken` let in."""

    auth: Capacity
