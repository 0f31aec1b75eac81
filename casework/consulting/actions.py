"""Ask an institution through the network, for a case: by the same control as any question."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casework.cases.access import may_handle_case
from casework.cases.actions import CaseMoveRefusedError, locked
from casework.cases.models import Case
from casework.consulting.models import CaseConsultation
from casework.consulting.queries import Askable
from portal.access.models import Capacity, Service
from portal.exchange.network.consultation import Consultation
from portal.exchange.network.consulting import Consulted, consult
from portal.exchange.problems import Reply


@dataclass(frozen=True)
class Asking:
    """What is asked, about which days, and why; `ticket` makes it one question, sent twice."""

    wanted: Askable
    since: date
    until: date
    why: str
    ticket: UUID


@transaction.atomic
def ask_network(case: Case, capacity: Capacity, asking: Asking) -> CaseConsultation:
    """Ask about the person of a case, and keep question and answer in the case.

    The integration control looks at it as at any question: the office, its profile, its file of the
    person, the source. What it stops is kept, too. The person reads who asked, on which ground.
    Raises `CaseMoveRefusedError` when the case is not in this caseworker's hands, and
    `TicketUsedError` when the question was asked already.
    """
    case = locked(case)
    if not may_handle_case(capacity, case):
        raise CaseMoveRefusedError("ask")
    profile, block = asking.wanted.profile, asking.wanted.block
    question = _question(case, capacity, asking)
    body = question.model_dump_json(by_alias=True).encode()
    told = consult(capacity, Service(profile.service), body, question, for_case=True)
    found = told.results[0].data if isinstance(told, Consulted) else None
    return CaseConsultation.objects.create(
        case=case,
        service=profile.service,
        block=block.name,
        quality=profile.quality,
        ground=profile.ground,
        why=asking.why,
        asked_from=asking.since,
        asked_until=asking.until,
        ticket=told.exchange.ticket,
        code=told.results[0].entry.code if isinstance(told, Consulted) else told.error.code,
        content=_plain(found[block.name].content) if found else None,
        asked_by=capacity.user,
    )


def _question(case: Case, capacity: Capacity, asking: Asking) -> Consultation:
    office = capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    return Consultation.model_validate(
        {
            "information_customer": {
                "ticket": str(asking.ticket),
                "timestamp_sent": timezone.now().isoformat(),
                "customer_identification": {"sector": office.sector, "institution": office.number},
            },
            "legal_context": case.about.scheme,
            "purpose": asking.wanted.profile.quality,
            "persons": [{"ssin": case.person.inss, "case_reference": str(case.reference)}],
            "period": {
                "start_date": asking.since.isoformat(),
                "end_date": asking.until.isoformat(),
            },
            "blocks": [asking.wanted.block.name],
        }
    )


def _plain(content: Reply | list[Reply]) -> Any:
    """Return the content of a block as it is kept."""
    parts = content if isinstance(content, list) else [content]
    return [part.model_dump(mode="json") for part in parts]
