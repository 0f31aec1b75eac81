"""Five quarters of wages of the cast's employers, declared as any employer declares them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import timezone

from casework.demo.building import Cast
from declarations.wages.drafting.calendar import deadline
from declarations.wages.drafting.proposing import Content, arranged, whole
from declarations.wages.drafting.writing import original
from declarations.wages.intake import take
from declarations.wages.statements.actions import import_payments
from declarations.wages.statements.bank import Transfer, statement
from declarations.wages.statements.queries import accounts
from portal.access.models import Capacity, CapacityKind, Service
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Message
from portal.people.models import Company, Person

WAGES: Final[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wages.yaml").read_text())
Worker = dict[str, Any]  # a row of `workers`
DAYS_BEFORE_DEADLINE: Final = 10
DAYS_BEFORE_PAYING: Final = 3


def declare_wages(cast: Cast) -> None:
    """Declare every quarter once, let it be judged and pay all but the last; what stands is left
    as it is."""
    for place, quarter in enumerate(WAGES["quarters"]):
        for key in dict.fromkeys(each["company"] for each in WAGES["workers"]):
            declare_quarter(cast, key, quarter, place)
    move_outbox()
    for key in dict.fromkeys(each["company"] for each in WAGES["workers"]):
        _pay(cast.companies[key])


def _pay(company: Company) -> None:
    for account in accounts(company, WAGES["quarters"][:-1]):
        if account.balance > 0:
            name = f"demo-{account.filing}"
            transfer = Transfer(account.balance, account.reference, name, company.name)
            day = account.pay_by - timedelta(days=DAYS_BEFORE_PAYING)
            import_payments(statement([transfer], name, day))


def declare_quarter(
    cast: Cast, key: str, quarter: int, place: int, workers: Sequence[Worker] = WAGES["workers"]
) -> None:
    """Declare a quarter of a company once; `place` is that of the quarter among the five."""
    company, name = cast.companies[key], f"demo-wages-{key}-{quarter}"
    capacity = Capacity.objects.get(kind=CapacityKind.COMPANY, company=company)
    sent = Message.objects.filter(capacity=capacity, service=Service.WAGES, key=name)
    if not sent.exists():
        at = _moment(quarter)
        wages = _wages(cast, [each for each in workers if each["company"] == key], quarter, place)
        document = original(company, quarter, wages, at).document
        take(capacity, Channel.PAGE, name, BytesIO(document), at)


def _wages(
    cast: Cast, workers: Iterable[Worker], quarter: int, place: int
) -> Iterator[tuple[Person, Content]]:
    for each in workers:
        pay = [{"RemunCode": "001", "RemunAmount": str(each["pay"][place])}]
        if quarter in each.get("bonus", {}):
            bonus = str(each["bonus"][quarter])
            yearly = {"RemunCode": "002", "BonusPaymentFrequency": "12"}
            pay.append(yearly | {"RemunAmount": bonus})
        job = each["job"] | {"Remun": pay}
        record = each["record"] | {"Border": "0", **whole(quarter), "Occupation": [job]}
        yield cast.persons[each["person"]], arranged({"WorkerRecord": [record]}, quarter)


def _moment(quarter: int) -> datetime:
    day = deadline(quarter) - timedelta(days=DAYS_BEFORE_DEADLINE)
    return timezone.make_aware(datetime.combine(day, time(9)))
