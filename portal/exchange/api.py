"""The one interface for applications: each room adds its router here, in its app's `ready()`."""

import hashlib
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Header, NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from portal.access.tokens import ApplicationToken
from portal.exchange.actions import KeyReusedError
from portal.exchange.problems import FieldProblem, ProblemError

JSON = "application/json"
XML = "application/xml"
MAX_KEY = 80

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=MAX_KEY,
        pattern="^[!-~]+$",
        description="Your own name for the message; without it, its SHA-256.",
    ),
]


class _Schema(OpenAPISchema):
    """The description, in which each operation names the scope that its token needs."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        security = super().operation_security(operation)
        for auth, entry in zip(operation.auth_callbacks, security or [], strict=False):
            if isinstance(auth, ApplicationToken):
                entry[type(auth).__name__] = [str(auth.service)]
        return security


class Api(NinjaAPI):
    """The interface; its answers are for the asker alone and are kept nowhere on the way."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description in OpenAPI 3.1."""
        return _Schema(self, path_prefix or self.get_root_path(path_params or {}))

    def create_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return an answer that no cache keeps."""
        response = super().create_response(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


api = Api(
    title=settings.SERVICE_NAME,
    version="1",
    description="Report hiring, leaving and social statuses, ask for data, and read the answers.",
    docs_url=None,
    urls_namespace="api",
)


def body_of(request: HttpRequest, *media_types: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of a message; `ProblemError` 413 or 415."""
    media_type = request.content_type or ""
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity")
    if media_type not in media_types or encoding != "identity":
        raise ProblemError(
            415, gettext("Send one of these, not compressed: %s.") % ", ".join(media_types)
        )
    return media_type, request.body


def nothing_here() -> ProblemError:
    """Return the refusal of an address that leads nowhere, or where the asker may not read."""
    return ProblemError(404, gettext("There is nothing here that you may read."))


def key_of(given: str | None, body: bytes) -> str:
    """Return the key of a message: the sender's own, or else the SHA-256 of its bytes."""
    return given or hashlib.sha256(body).hexdigest()


@api.exception_handler(ProblemError)
def refuse(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    """Say no."""
    return problem.mark(api.create_response(request, problem.as_json(), status=problem.status))


@api.exception_handler(HttpError)
def _refuse_plainly(request: HttpRequest, error: HttpError) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
    return refuse(request, ProblemError(error.status_code, error.message, headers=headers))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(request, nothing_here())


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refuse(request, ProblemError(413, gettext("The message is too big.")))


@api.exception_handler(KeyReusedError)
def _key_reused(request: HttpRequest, error: KeyReusedError) -> HttpResponse:
    message = gettext("You used this Idempotency-Key for another message. Give this one its own.")
    return refuse(request, ProblemError(422, message, "KEY-REUSED"))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Refuse a header; an address that cannot be one leads nowhere."""
    if any(found["loc"][0] == "path" for found in error.errors):
        return _not_found(request, Http404())
    message = gettext("A header is not valid: see the description of the interface.")
    fields = [FieldProblem(path=str(found["loc"][-1]), message=message) for found in error.errors]
    return refuse(request, ProblemError(422, message, errors=fields))
