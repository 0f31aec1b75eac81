"""The envelope of the network: what stands around each question and each answer.

Its fields are those of the Crossroads Bank's own types: who asks under which ticket and why, who
answered under which ticket and when, and what came of it.
"""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from portal.access.models import Capacity
from portal.directory.control import ControlError
from portal.directory.qualities import is_quality
from portal.exchange.messages import Day, Sent
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import description_of, outcome_of
from portal.exchange.problems import ProblemError, Reply
from portal.people.models import Institution

MAX_TICKET = 36
MAX_CASE = 36
MAX_LEGAL_CONTEXT = 64
PRINTED = "^[!-~]+$"
# The control's datum, where questions call it otherwise.
FIELDS = {"quality": "purpose", "sender": "informationCustomer.customerIdentification"}


def _moment(value: object) -> str:
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        moment = None
    if moment is None or "T" not in str(value) or not 2000 <= moment.year <= 2099:
        raise PydanticCustomError("moment", "not a moment")
    return str(value)


def _quality(value: str) -> str:
    if not is_quality(value):
        raise PydanticCustomError("quality", "no capacity of the network")
    return value


Moment = Annotated[
    str, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Quality = Annotated[
    str,
    Field(pattern="^[0-9]{1,2}/[0-9]{1,4}$", max_length=7),
    AfterValidator(_quality),
]


class CustomerIdentification(Sent):
    """Who asks: an enterprise number, or a sector and an institution within it."""

    cbe_number: str | None = Field(None, pattern="^[01][0-9]{9}$")
    sector: int | None = Field(None, ge=0, le=99, strict=True)
    institution: int | None = Field(None, ge=0, le=9999, strict=True)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_sector = (self.sector is not None) + (self.institution is not None)
        if by_sector != (0 if self.cbe_number else 2):
            raise PydanticCustomError("identification", "one way to say who asks")
        return self

    def names(self, institution: Institution) -> bool:
        """Say whether this is the institution."""
        if self.cbe_number:
            return self.cbe_number == institution.enterprise_number
        return (self.sector, self.institution) == (institution.sector, institution.number)


class InformationCustomer(Sent):
    """Who asks, when, and under which ticket: the sender's own name for the question."""

    ticket: str = Field(min_length=1, max_length=MAX_TICKET, pattern=PRINTED)
    timestamp_sent: Moment
    customer_identification: CustomerIdentification


class Question(Sent):
    """What each question begins with; `purpose` is the capacity, as sector/code."""

    information_customer: InformationCustomer
    legal_context: str = Field(
        min_length=1, max_length=MAX_LEGAL_CONTEXT, description="The legal context: why you ask"
    )
    purpose: Quality


class Period(Sent):
    """Days, both included."""

    start_date: Day
    end_date: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end_date and self.end_date < self.start_date:
            raise PydanticCustomError("order", "end before start")
        return self


class Span(Reply):
    """Days of an answer, both included; without an end they go on."""

    start_date: date
    end_date: date | None


class Information(Reply):
    """When and under which ticket the question was answered."""

    ticket: UUID | None = Field(serialization_alias="ticketCBSS")
    timestamp_receive: datetime
    timestamp_reply: datetime

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """Return what the log says."""
        return cls(
            ticket=exchange.ticket,
            timestamp_receive=exchange.received_at,
            timestamp_reply=exchange.replied_at,
        )


class StatusPart(Reply):
    """What came of it."""

    value: Literal["DATA_FOUND", "NO_DATA_FOUND", "NO_RESULT"]
    code: str
    description: str

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the status of a code."""
        value = outcome_of(code).value
        return cls(value=value, code=code, description=description_of(code))  # type: ignore[arg-type]


class Anomaly(Reply):
    """What was done with the question that the sender should know."""

    code: str
    description: str
    block: str | None = None


class Fault(Reply):
    """Why there is no answer, in the words of the network."""

    severity: Literal["INFORMATION", "WARNING", "FATAL"] = "FATAL"
    reason_code: str
    diagnostic: str
    author_code: str = settings.SERVICE_NAME


class Answer(Reply):
    """What each answer begins with."""

    information_customer: InformationCustomer
    information_cbss: Information = Field(serialization_alias="informationCBSS")
    legal_context: str
    status: StatusPart


class Refusal(Answer):
    """The answer where the control, or the proof of identity, stopped the question."""

    code: str
    message: str
    field: str
    detail: Fault


def refusal(question: Question, exchange: Exchange, status: int, field: str) -> ProblemError:
    """Return the refusal of a question, as the log has it, with this HTTP status.

    `field` is the datum in question, as the control calls it.
    """
    part = StatusPart.of(exchange.code)
    answer = Refusal(
        information_customer=question.information_customer,
        information_cbss=Information.of(exchange),
        legal_context=question.legal_context,
        status=part,
        code=part.code,
        message=part.description,
        field=FIELDS.get(field, field),
        detail=Fault(reason_code=part.code, diagnostic=part.description),
    )
    details = answer.model_dump(mode="json", by_alias=True)
    return ProblemError(status, part.description, part.code, details=details)


def ticket_used(ticket: object) -> ProblemError:
    """Return the refusal of a ticket that served already, for the call with our `ticket`."""
    message = gettext("You used this ticket already. Ask again with a new one.")
    return ProblemError(422, message, "TICKET-USED", details={"ticketCBSS": str(ticket)})


def check_sender(capacity: Capacity, customer: InformationCustomer) -> None:
    """Raise `ControlError` (CTRL-001) when somebody asks in another's name."""
    institution = capacity.institution
    if institution is None or not customer.customer_identification.names(institution):
        raise ControlError("CTRL-001")
