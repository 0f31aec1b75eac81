"""What the directory of companies tells the network; and the question about one company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import Field, create_model

from portal.access.models import Capacity, Service
from portal.directory.control import ControlError, pass_company
from portal.directory.extent import known_at_source
from portal.directory.models import CompanyRegistration
from portal.exchange.network.blocks import Asked, Found, blocks_of, data_block
from portal.exchange.network.calls import TicketUsedError, begin
from portal.exchange.network.consultation import Asking, ConsultationAnswer
from portal.exchange.network.consulting import ACTION, Given, Stopped, let_in, read_blocks
from portal.exchange.network.envelope import MAX_CASE, PRINTED, StatusPart
from portal.exchange.network.log import Entry, log_one
from portal.exchange.network.replies import head
from portal.exchange.problems import Reply
from portal.people.models import Company


class CompanyPart(Reply):
    """Who a company is."""

    enterprise_number: str
    nsso_number: str | None
    name: str
    joint_committee: str
    street: str
    house_number: str
    box: str
    postal_code: str
    city: str
    since: date
    until: date | None


@data_block("company", Service.EMPLOYERS, contains=_("name, numbers and seat"), shape=CompanyPart)
def company(asked: Asked) -> Mapping[int, Found]:
    """Read who companies are today."""
    names = CompanyPart.model_fields
    return {
        row.pk: Found(CompanyPart(**{name: getattr(row, name) for name in names}))
        for row in Company.objects.filter(pk__in=asked.persons)
    }


class CompanyQuestion(Asking):
    """A question about one company, and the sender's own case."""

    enterprise_number: str = Field(min_length=1, max_length=20)
    case_reference: str = Field("", max_length=MAX_CASE, pattern=f"^$|{PRINTED}")


@dataclass(frozen=True)
class CompanyConsulted(Given):
    """With what there is about the company, by block."""

    code: str
    data: Mapping[str, Found]


@transaction.atomic
def consult_company(
    capacity: Capacity, body: bytes, question: CompanyQuestion
) -> CompanyConsulted | Stopped:
    """Answer a question about a company, once for a ticket; the company reads who asked.

    Raises `TicketUsedError`.
    """
    call, new = begin(capacity, Service.EMPLOYERS, ACTION, body, question)
    if not new:
        raise TicketUsedError(call.ticket)
    try:
        call, admission, extent = let_in(call, question)
        files = CompanyRegistration.objects
        found = pass_company(admission, files.in_use(), question.enterprise_number)
    except ControlError as error:
        stopped = Entry(error.code, case_reference=question.case_reference)
        return Stopped(error, log_one(call, stopped))
    known = known_at_source(extent, {found.pk}, files.all(), "company")
    held = read_blocks(extent, known, {found.pk})
    data = {block: has[found.pk] for block, has in held.items() if found.pk in has}
    code = "DATA" if data else "NO-DATA"
    entry = Entry(code, company=found, case_reference=question.case_reference, blocks=tuple(data))
    return CompanyConsulted(admission, extent, log_one(call, entry), code, data)


def company_answer() -> type[ConsultationAnswer]:
    """Return the shape of an answer about a company, which holds the blocks of the service."""
    shapes: dict[str, Any] = {
        block.name: (block.shape | None, Field(None, description=str(block.contains)))
        for block in blocks_of(Service.EMPLOYERS)
    }
    data: Any = create_model("EmployersData", __base__=Reply, **shapes)
    parts: dict[str, Any] = {
        "enterprise_number": (str, ...),
        "case_reference": (str, ...),
        "data": (data | None, None),
    }
    return create_model("EmployersAnswer", __base__=ConsultationAnswer, **parts)


def company_told(question: CompanyQuestion, answer: CompanyConsulted) -> dict[str, Any]:
    """Return the answer about a company, by the names of its model."""
    return {
        **head(question, answer, StatusPart.of(answer.code)),
        "enterprise_number": question.enterprise_number,
        "case_reference": question.case_reference,
        "data": {name: found.content for name, found in answer.data.items()} or None,
    }
