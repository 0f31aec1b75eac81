"""What a consultation asks and what it answers: shapes that the services share.

Each service has its own blocks, so its question and its answer are made of these.
"""

from typing import Any, Literal

from pydantic import Field, create_model

from portal.access.models import Service
from portal.exchange.messages import Sent
from portal.exchange.network.blocks import blocks_of
from portal.exchange.network.envelope import (
    MAX_CASE,
    PRINTED,
    Anomaly,
    Answer,
    Period,
    Question,
    Span,
    StatusPart,
)
from portal.exchange.problems import Reply

MOST = 1_000  # persons in a call


class AskedPerson(Sent):
    """A person who is asked about, and the sender's own case."""

    ssin: str = Field(min_length=1, max_length=20, description="National register or BIS number")
    case_reference: str = Field("", max_length=MAX_CASE, pattern=f"^$|{PRINTED}")


class Asking(Question):
    """A question for data; without a period it is about today, without blocks about all."""

    period: Period | None = None
    blocks: list[str] | None = None


class Consultation(Asking):
    """A question about persons."""

    persons: list[AskedPerson] = Field(min_length=1, max_length=MOST)


class GivenBlock(Reply):
    """A block that is given: what it contains, who has it, about which days."""

    block: str
    contains: str
    sources: list[str]
    period: Span


class PersonAnswer(Reply):
    """What there is about one person, in the order of the question; what is not known is absent.

    `replaced_by` is the number in use, where another one was asked about.
    """

    ssin: str
    case_reference: str
    replaced_by: str | None = None
    status: StatusPart
    business_anomalies: list[Anomaly]


class ConsultationAnswer(Answer):
    """The answer to a consultation: on which ground, what was given, what was kept back."""

    legal_ground: str
    given: list[GivenBlock]
    business_anomalies: list[Anomaly]


def question_of(service: Service) -> type[Consultation]:
    """Return the question of a service, which names its blocks."""
    names = tuple(block.name for block in blocks_of(service))
    listed: Any = list[Literal[names]]  # type: ignore[valid-type]
    field = Field(None, min_length=1, max_length=len(names))
    made: dict[str, Any] = {"blocks": (listed | None, field)}
    return create_model(_name(service, "Question"), __base__=Consultation, **made)


def answer_of(service: Service) -> type[ConsultationAnswer]:
    """Return the answer of a service, which holds its blocks."""
    shapes: dict[str, Any] = {
        block.name: (block.shape | None, Field(None, description=str(block.contains)))
        for block in blocks_of(service)
    }
    data: Any = create_model(_name(service, "Data"), __base__=Reply, **shapes)
    about: dict[str, Any] = {"data": (data | None, None)}
    person: Any = create_model(_name(service, "Person"), __base__=PersonAnswer, **about)
    results: dict[str, Any] = {"results": (list[person], ...)}
    return create_model(_name(service, "Answer"), __base__=ConsultationAnswer, **results)


def _name(service: Service, part: str) -> str:
    return f"{service.value.capitalize()}{part}"
