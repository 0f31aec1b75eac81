"""The message by which an institution reports a status, and the envelope of the answer."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from django.utils import timezone
from pydantic import Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from declarations.statuses.actions import Status
from declarations.statuses.models import StatusKind, StatusReport
from portal.directory.control import ControlError
from portal.exchange.messages import Day, Sent
from portal.exchange.network.envelope import Information, StatusPart
from portal.exchange.problems import ProblemError, Reply

FIELDS = {"quality": "status"}  # the control's datum, where the message calls it otherwise
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


class Envelope(Reply):
    """The answer to a report: what became of it. It repeats nothing about the person."""

    information: Information = Field(serialization_alias="informationCBSS")
    status: StatusPart
    report: UUID | None

    @classmethod
    def of(cls, report: StatusReport) -> Self:
        """Return the answer to a report: the same at each asking."""
        ticket = report.message.ticket
        information = Information(
            ticket=ticket,
            timestamp_receive=report.message.received_at,
            timestamp_reply=report.recorded_at,
        )
        return cls(information=information, status=StatusPart.of("REPORTED"), report=ticket)


class StoppedEnvelope(Envelope):
    """The answer to a report that the integration control stopped: nothing was stored."""

    code: str
    message: str
    field: str


def stopped(error: ControlError, received_at: datetime) -> ProblemError:
    """Return the refusal by the integration control, in the form of the envelope."""
    message = str(error.message)
    information = Information(
        ticket=error.ticket, timestamp_receive=received_at, timestamp_reply=timezone.now()
    )
    envelope = StoppedEnvelope(
        code=error.code,
        message=message,
        field=FIELDS.get(error.field, error.field),
        information=information,
        status=StatusPart.of(error.code),
        report=None,
    )
    details = envelope.model_dump(mode="json", by_alias=True)
    return ProblemError(error.status, message, error.code, details=details)
