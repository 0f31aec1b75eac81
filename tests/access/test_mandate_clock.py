"""Mandates against the clock: whatever their days and moments, none is honoured too long."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.demo.building import Cast
from declarations.hiring.access import may_see_register
from declarations.wages.access import mandated_companies, may_declare
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MandateStatus
from portal.access.models import Capacity, CapacityKind, Service
from portal.law.periods import Period
from portal.people.models import Company

pytestmark = pytest.mark.django_db
MANY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

FIRST = datetime(2024, 11, 1, tzinfo=UTC)
# Also around the changes to and from summer time, of quarter and of year, in Belgium.
MOMENTS = st.one_of(
    st.integers(0, 74_000_000).map(lambda seconds: FIRST + timedelta(seconds=seconds)),
    st.sampled_from(
        [
            datetime(2025, 12, 31, 22, 59, 59, 999999, tzinfo=UTC),
            datetime(2025, 12, 31, 23, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
        ]
    ),
)
DAYS = st.dates(date(2024, 12, 1), date(2027, 1, 31))
QUARTERS = st.sampled_from([20244, 20251, 20252, 20253, 20254, 20261, 20262, 20263, 20264, 20271])


@dataclass(frozen=True)
class Terms:
    """A mandate as it may stand in the table."""

    since: date
    until: date | None
    confirmed: datetime | None
    ended: datetime | None
    first: int | None
    last: int | None

    def honours(self, moment: datetime, quarter: int) -> bool:
        """Say in plain words what must hold; days are those of Belgium."""
        day = timezone.localtime(moment).date()
        if self.confirmed is None or moment < self.confirmed:
            return False
        if self.ended is not None and moment >= self.ended:
            return False
        if day < self.since or (self.until is not None and day > self.until):
            return False
        return (self.first or 0) <= quarter <= (self.last or 99994)

    def fields(self) -> dict[str, object]:
        """Return the columns."""
        status = MandateStatus.ENDED if self.ended else MandateStatus.CONFIRMED
        return {
            "since": self.since,
            "until": self.until,
            "confirmed_at": self.confirmed,
            "ended_at": self.ended,
            "quarters_from": self.first,
            "quarters_until": self.last,
            "status": status if self.confirmed or self.ended else MandateStatus.ASKED,
        }


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    since, until = draw(DAYS), draw(st.none() | DAYS)
    first, last = draw(st.none() | QUARTERS), draw(st.none() | QUARTERS)
    return Terms(
        since,
        max(since, until) if until else None,
        draw(st.none() | MOMENTS),
        draw(st.none() | MOMENTS),
        first,
        max(first or 0, last) if last else None,
    )


@pytest.fixture
def office(cast: Cast) -> Capacity:
    """The payroll office, which at first has no mandate at all."""
    Mandate.objects.filter(giver_company__isnull=False).update(
        status=MandateStatus.ENDED, ended_at=datetime(2022, 1, 1, tzinfo=UTC)
    )
    return Capacity.objects.get(user__email="nora@payroll.example")


def stand(cast: Cast, office: Capacity, **columns: object) -> Mandate:
    return Mandate.objects.create(
        giver_company=cast.companies["restaurant"],
        holder_company=office.company,
        service=Service.WAGES,
        **columns,
    )


@MANY
@given(mandate=terms(), moment=MOMENTS, quarter=QUARTERS)
def test_each_judge_honours_a_mandate_as_long_as_it_holds_and_no_longer(
    cast: Cast, office: Capacity, mandate: Terms, moment: datetime, quarter: int
) -> None:
    """In SQL, as of a file of wages, and over what was read, as of a file of hirings."""
    with transaction.atomic():
        made = stand(cast, office, **mandate.fields())
        expected = mandate.honours(moment, quarter)
        found = Mandate.objects.in_force_at(moment).covering(quarter).filter(pk=made.pk)
        assert found.exists() == expected
        middle = date(quarter // 10, quarter % 10 * 3 - 1, 15)
        assert made.permits(moment, Period(middle, middle)) == expected
        transaction.set_rollback(True)


@MANY
@given(
    since=st.integers(-400, 400),
    lasts=st.none() | st.integers(0, 400),
    first=st.none() | QUARTERS,
    lasting=st.none() | QUARTERS,
    quarter=QUARTERS,
    status=st.sampled_from(MandateStatus),
)
def test_a_page_honours_a_mandate_that_is_in_force_by_the_clock_of_the_database(
    cast: Cast,
    office: Capacity,
    since: int,
    lasts: int | None,
    first: int | None,
    lasting: int | None,
    quarter: int,
    status: MandateStatus,
) -> None:
    restaurant = cast.companies["restaurant"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT timezone('Europe/Brussels', now())::date")
        (today,) = cursor.fetchone()
    begin = today + timedelta(days=since)
    last = max(lasting, first or 0) if lasting else None
    with transaction.atomic():
        stand(
            cast,
            office,
            since=begin,
            until=None if lasts is None else begin + timedelta(days=lasts),
            quarters_from=first,
            quarters_until=last,
            status=status,
            confirmed_at=Now() if status == MandateStatus.CONFIRMED else None,
            ended_at=Now() if status == MandateStatus.ENDED else None,
        )
        in_force = (
            status == MandateStatus.CONFIRMED
            and since <= 0
            and (lasts is None or since + lasts >= 0)
        )
        expected = in_force and (first or 0) <= quarter <= (last or 99994)
        assert may_declare(office, restaurant, quarter) == expected
        shown = mandated_companies(office, quarter, quarter)
        assert (restaurant in shown) == expected
        assert not may_see_register(office, restaurant)  # for another service: never
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("first", "last", "ran", "expected"),
    [
        (20261, None, Period(date(2020, 1, 1)), True),
        (20261, None, Period(date(2020, 1, 1), date(2025, 12, 31)), False),
        (20261, None, Period(date(2020, 1, 1), date(2026, 1, 1)), True),
        (None, 20254, Period(date(2026, 1, 1)), False),
        (None, 20254, Period(date(2025, 12, 31)), True),
        (None, None, Period(date(1, 1, 1), date(9999, 12, 31)), True),
    ],
)
def test_a_period_of_work_is_covered_when_some_day_of_it_is(
    first: int | None, last: int | None, ran: Period, expected: bool
) -> None:
    """So that a new office may report the end of what began before its mandate."""
    now = timezone.now()
    mandate = Mandate(
        since=date(2022, 1, 1), confirmed_at=now, quarters_from=first, quarters_until=last
    )
    assert mandate.permits(now, ran) == expected


def test_a_company_that_has_no_mandate_declares_for_itself_alone(cast: Cast) -> None:
    own = Capacity.objects.get(kind=CapacityKind.COMPANY, company=cast.companies["restaurant"])
    for company in Company.objects.all():
        assert may_declare(own, company, 20261) == (company == own.company)
