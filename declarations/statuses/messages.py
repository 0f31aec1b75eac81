"""The message by which an institution reports a status, and the envelope of the answer."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from pydantic import Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from declarations.statuses.actions import Status
from declarations.statuses.models import StatusKind, StatusReport
from portal.directory.control import ControlError
from portal.exchange.messages import Day, Sent
from portal.exchange.problems import ProblemError, Reply

STATUS_OF = {"CTRL-001": 403, "CTRL-002": 422, "CTRL-003": 403, "CTRL-004": 404}


KIND_SCHEMA = WithJsonSchema({"type": "string", "enum": StatusKind.values})


class StatusMessage(Sent):
    """What an institution sends; the days are included, and without `until` the status goes on."""

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
