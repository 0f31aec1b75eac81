"""Declarations as they stand after they were judged, for tests of accounts."""

from uuid import uuid4

from declarations.channels.models import Declaration, Result, Verdict
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.amending.models import EntryKind as Block
from declarations.wages.models import Filing, Form, Load
from portal.access.models import Capacity, Environment, Service
from portal.exchange.models import Channel, Message
from portal.people.models import Company


def filing_of(company: Company, quarter: int = 20261, environment: str = "R") -> Filing:
    return Filing.objects.get_or_create(
        company=company, quarter=quarter, environment=Environment(environment)
    )[0]


def declared(
    filing: Filing,
    cents: int,
    flow: str = "dmfa",
    result: Result = Result.ACCEPTED,
    replaces: EmployerEntry | None = None,
) -> Declaration:
    """Declare an amount that concerns no worker, in a filing."""
    capacity = Capacity.objects.filter(company=filing.company)[0]
    message = Message.objects.create(
        capacity=capacity, service=Service.WAGES, channel=Channel.FILE, key=str(uuid4())
    )
    declaration = Declaration.objects.create(
        message=message, position=1, flow=flow, action="EmployerDeclaration", content={}
    )
    load = Load.objects.create(message=message, flow=flow, pieces=1, workers=0)
    Form.objects.create(
        declaration=declaration,
        load=load,
        quarter=filing.quarter,
        company=filing.company,
        filing=filing,
        workers=0,
    )
    Verdict.objects.create(
        declaration=declaration, result=result, company=filing.company, findings=[]
    )
    EmployerEntry.objects.create(
        filing=filing,
        declaration=declaration,
        kind=Block.CONTRIBUTION,
        content={"UnrelatedWorkerCode": 870},
        cents=cents,
        replaces=replaces.pk if replaces else None,
    )
    return declaration
