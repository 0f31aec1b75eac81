"""What employers declared of wages is not asked again."""

import pytest
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.claims.presenting import asked_and_known, known_groups
from benefits.outlook.gathering import situation_of
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.earned import Earned, earned
from tests.benefits.conftest import SignedIn

UNEMPLOYMENT = APPLICATIONS["unemployment"]


@pytest.fixture
def declared(cast: Cast) -> Earned:
    """Declare the wages of the cast, and return what Emma earned."""
    declare_wages(cast)
    found = earned(cast.persons["emma"], timezone.localdate())
    assert found is not None
    return found


def test_without_wages_the_pay_is_asked(cast: Cast, claim: Claim) -> None:
    assert "pay" in UNEMPLOYMENT.steps(claim)
    assert "monthly_pay" not in claim.known


def test_declared_wages_fill_the_pay_in(cast: Cast, declared: Earned) -> None:
    emma = cast.persons["emma"]
    period = EmploymentPeriod.objects.of(emma).exclude(until=None).latest("until")
    known = UNEMPLOYMENT.read(emma, period)
    claim = Claim(person=emma, scheme="unemployment", period=period, known=known)
    assert known["monthly_pay"]["value"] == declared.month > 0
    assert "pay" not in UNEMPLOYMENT.steps(claim)
    asked, prefilled = asked_and_known(claim)
    assert asked * 3 <= asked + prefilled
    group = next(group for group in known_groups(claim) if group.title == "Your pay")
    assert "what your employers declared of Quarter" in str(group.rows[0]["source"])


def test_the_outlook_knows_the_pay(cast: Cast, declared: Earned) -> None:
    found = situation_of(cast.persons["emma"], timezone.localdate())
    assert (found.monthly_pay, found.year_pay) == (declared.month, declared.year)


def test_the_web_may_read_it_too(cast: Cast, declared: Earned, signed_in: SignedIn) -> None:
    emma = signed_in("emma")
    assert "what your employers declared of" in emma.get("/me/apply/maternity/").content.decode()
    assert "Restaurant" not in emma.get("/me/data/").content.decode()
    assert "Bouwens Bouw, Quarter 3 of 2026" in emma.get("/me/data/").content.decode()
