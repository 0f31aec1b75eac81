"""The message by which an institution reports a status, and the envelope of the answer."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from declarations.statuses.actions import Status
from declarations.statuses.models import StatusKind, StatusReport
from portal.directory.control import ControlError
from portal.exchange.problems import FieldProblem, ProblemError, Reply

FIRST, LAST = date(1920, 1, 1), date(2099, 12, 31)
ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PROBLEMS: dict[str, str | Promise] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("This name is not known here. Capitals matter."),
    "string_type": _("Give a text."),
    "string_too_short": _("This is empty."),
    "string_too_long": _("This is too long."),
    "enum": _("Choose one of the values in the description."),
    "day": _("Give a date that exists, as year-month-day, from 1920 up to 2099."),
    "order": _("The end may not come before the start."),
}
STATUS_OF = {"CTRL-001": 403, "CTRL-002": 422, "CTRL-003": 403, "CTRL-004": 404}


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        day = None
    if day is None or not ISO_DATE.fullmatch(str(value)) or not FIRST <= day <= LAST:
        raise PydanticCustomError("day", "not a day")
    return day


DAY_SCHEMA = WithJsonSchema({"type": "string", "format": "date"})
Day = Annotated[date, BeforeValidator(_day), DAY_SCHEMA]
KIND_SCHEMA = WithJsonSchema({"type": "string", "enum": StatusKind.values})


class StatusMessage(Reply):
    """What an institution sends; the days are included, and without `until` the status goes on."""

    model_config = ConfigDict(extra="forbid")

    ssin: str = Field(min_length=1, max_length=20, description="National register or BIS number")
    status: Annotated[StatusKind, KIND_SCHEMA]
    since: Day
    until: Day | None = None
    legal_context: str = Field(min_length=1, max_length=64, description="Why you report this")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until and self.until < self.since:
            raise PydanticCustomError("order", "end before start")
        return self

    def as_status(self) -> Status:
        """Return what is reported."""
        return Status(self.ssin, self.status, self.since, self.until, self.legal_context)


class StatusPart(Reply):
    """The outcome of an exchange: found and stored, not found, or stopped."""

    value: Literal["DATA_FOUND", "NO_DATA_FOUND", "NO_RESULT"]
    code: str
    description: str


class Information(Reply):
    """When and under which ticket the exchange passed; a stopped one has no ticket."""

    ticket: UUID | None = Field(serialization_alias="ticketCBSS")
    timestamp_receive: datetime
    timestamp_reply: datetime


class Envelope(Reply):
    """The answer to a report: what became of it. It repeats nothing about the person."""

    information: Information = Field(serialization_alias="informationCBSS")
    status: StatusPart
    report: UUID | None

    @classmethod
    def of(cls, report: StatusReport) -> Self:
        """Return the answer to a report: the same at each asking."""
        ticket = report.message.ticket
        return cls(
            information=Information(
                ticket=ticket,
                timestamp_receive=report.message.received_at,
                timestamp_reply=report.recorded_at,
            ),
            status=StatusPart(
                value="DATA_FOUND", code="REPORTED", description=gettext("The status is stored.")
            ),
            report=ticket,
        )


class StoppedEnvelope(Envelope):
    """The answer to a report that the integration control stopped: nothing was stored."""

    code: str
    message: str
    field: str


def read_status(data: dict[str, Any]) -> StatusMessage:
    """Return the message that a JSON object holds; `ProblemError` (422) names each wrong field."""
    try:
        return StatusMessage.model_validate(data)
    except ValidationError as error:
        fields = [
            FieldProblem(
                path=".".join(map(str, found["loc"])),
                message=str(PROBLEMS.get(found["type"], _("This is not valid."))),
            )
            for found in error.errors(include_url=False, include_input=False)
        ]
    raise ProblemError(422, gettext("Some fields are not right."), errors=fields)


def stopped(error: ControlError, received_at: datetime) -> ProblemError:
    """Return the refusal by the integration control, in the form of the envelope."""
    status = STATUS_OF[error.code]
    message = str(error.message)
    envelope = StoppedEnvelope(
        code=error.code,
        message=message,
        field=error.field,
        information=Information(
            ticket=None, timestamp_receive=received_at, timestamp_reply=timezone.now()
        ),
        status=StatusPart(
            value="NO_DATA_FOUND" if status == 404 else "NO_RESULT",
            code=error.code,
            description=message,
        ),
        report=None,
    )
    return ProblemError(
        status, message, error.code, details=envelope.model_dump(mode="json", by_alias=True)
    )
