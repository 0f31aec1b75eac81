"""How the interface says no: a status, a code for programs, a message for people."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

MAX_ERRORS = 100  # nobody reads more
CODES = {
    400: "NOT-READABLE",
    401: "NO-TOKEN",
    403: "NOT-ALLOWED",
    404: "NOT-FOUND",
    405: "NOT-THAT-WAY",
    406: "NOT-ACCEPTABLE",
    413: "TOO-LARGE",
    415: "MEDIA-TYPE",
    422: "NOT-VALID",
    429: "TOO-MANY",
}


class Reply(Schema):
    """A part of an answer; its names are written in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class FieldProblem(Reply):
    """What is wrong at one place of a message: `path` as "dimonaIn.startDate"."""

    path: str
    message: str


class Problem(Reply):
    """Why a request is refused. Nothing of it was stored."""

    code: str
    message: str
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """A request is refused with `status`; `code` follows from it unless given.

    `details` are added to the body; `headers` to the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        code: str = "",
        *,
        errors: Sequence[FieldProblem] = (),
        details: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code or CODES[status]
        self.errors, self.details, self.headers = (
            list(errors)[:MAX_ERRORS],
            details or {},
            headers or {},
        )

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"code": self.code, "message": str(self.message)}
        if self.errors:
            body["errors"] = [error.model_dump() for error in self.errors]
        return body | self.details

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Return the answer with its headers."""
        for name, value in self.headers.items():
            response[name] = value
        return response
