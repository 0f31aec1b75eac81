"""Rights that follow from events: offered, granted, derived, taken back; each once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision
from benefits.schemes.single import evaluate_again
from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.actions import Status, report_status
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import AccessLine, Purpose
from portal.directory.control import ControlError
from portal.directory.models import Registration
from portal.documents.models import LetterFile
from portal.exchange.actions import KeyReusedError, move_outbox
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Message
from portal.people.models import Household, HouseholdMember
from tests.hiring.declaring import declare, employer, hiring, today


def leave(cast: Cast, person: str, last: date) -> EmploymentPeriod:
    period = EmploymentPeriod.objects.get(
        person=cast.persons[person], company=cast.companies["restaurant"], until=None
    )
    content = {"DimonaPeriodId": period.number, "EndingDate": last.isoformat()}
    assert declare(employer(cast), "DimonaOut", content).result == "A"
    period.refresh_from_db()
    return period


def report(
    cast: Cast,
    since: date,
    until: date | None = None,
    key: str = "",
    kind: StatusKind = StatusKind.INTEGRATION_INCOME,
) -> StatusReport:
    sofia = cast.persons["sofia"].inss
    status = Status(sofia, kind, since, until, "RIS")
    sender = cast.applications["welfare-software"]
    body = repr(status).encode()
    return report_status(sender, Channel.API, key or str(uuid4()), body, status)[0]


def decisions(cast: Cast, person: str = "sofia") -> dict[str, Decision]:
    latest = Decision.objects.about(cast.persons[person]).latest_versions()
    return {decision.scheme: decision for decision in latest}


def months_ago(months: int) -> date:
    """Return the first day of the month so many months before this one."""
    today_ = today()
    index = today_.year * 12 + today_.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def test_a_leaving_puts_one_prefilled_application_on_the_page(cast: Cast) -> None:
    period = leave(cast, "lucas", today())
    move_outbox()
    claim = Claim.objects.get(person=cast.persons["lucas"])
    assert claim.status == ClaimStatus.DRAFT
    assert claim.known["employer"]["value"] == "Restaurant Chez Colette"
    assert claim.known["employer"]["detail"] == period.number
    assert claim.known["claim_start"]["value"] == (today() + timedelta(days=1)).isoformat()
    names = [member["name"] for member in claim.known["members"]["value"]]
    assert names == ["Emma Janssens", "Noah Dubois", "Lina Dubois"]
    line = AccessLine.objects.filter(person=claim.person, purpose=Purpose.RIGHTS).get()
    assert line.capacity is None


def test_who_still_works_elsewhere_is_offered_nothing(cast: Cast) -> None:
    declare(employer(cast, "builder"), "DimonaIn", hiring(cast, "lucas", "builder"))
    leave(cast, "lucas", today())
    move_outbox()
    assert not Claim.objects.filter(person=cast.persons["lucas"]).exists()


def test_a_leaving_that_is_taken_back_takes_the_offer_back(cast: Cast) -> None:
    period = leave(cast, "lucas", today())
    move_outbox()
    reopen = {"DimonaPeriodId": period.number, "EndingDate": "9999-12-31"}
    assert declare(employer(cast), "DimonaUpdate", reopen).result == "A"
    move_outbox()
    claim = Claim.objects.get(person=cast.persons["lucas"])
    assert claim.status == ClaimStatus.WITHDRAWN
    leave(cast, "lucas", today())
    move_outbox()
    open_claims = Claim.objects.filter(person=cast.persons["lucas"], status=ClaimStatus.DRAFT)
    assert open_claims.count() == 1


def test_days_before_the_tables_of_the_law_park_nothing(cast: Cast) -> None:
    leave(cast, "lucas", date(2022, 9, 30))
    move_outbox()
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()
    assert not Claim.objects.filter(person=cast.persons["lucas"]).exists()


def test_three_full_months_of_integration_income_open_both_rights_without_asking(
    cast: Cast,
) -> None:
    since = months_ago(4)
    told = report(cast, since)
    move_outbox()
    made = decisions(cast)
    assert set(made) == {"increased_reimbursement", "social_energy_tariff"}
    reimbursement = made["increased_reimbursement"]
    assert reimbursement.outcome == "granted"
    assert reimbursement.starts == months_ago(1)
    assert reimbursement.ends == date(today().year + 1, 12, 31)
    assert reimbursement.decided_by is None
    assert reimbursement.event is not None
    assert reimbursement.event.message == told.message
    assert "14 July 1994" in reimbursement.legal_ground
    tariff = made["social_energy_tariff"]
    assert tariff.event is not None
    assert tariff.event.message == told.message  # the cause is followed back to its source
    assert tariff.ends == date(today().year, 12, 31)
    assert LetterFile.objects.filter(letter__person=cast.persons["sofia"]).count() == 2


def test_less_than_three_full_months_open_nothing(cast: Cast) -> None:
    report(cast, months_ago(2))
    move_outbox()
    assert decisions(cast) == {}


def test_months_reported_one_by_one_add_up(cast: Cast) -> None:
    for month in (4, 3, 2):
        last = months_ago(month - 1) - timedelta(days=1)
        report(cast, months_ago(month), last)
        move_outbox()
        assert bool(decisions(cast)) == (month == 2)


def test_the_same_word_again_changes_nothing_and_a_later_one_makes_a_new_version(
    cast: Cast,
) -> None:
    report(cast, months_ago(5))
    move_outbox()
    report(cast, months_ago(5))
    move_outbox()
    assert Decision.objects.filter(person=cast.persons["sofia"]).count() == 2
    report(cast, months_ago(6))  # the centre corrects the first day
    move_outbox()
    second = decisions(cast)["increased_reimbursement"]
    assert second.version == 2
    assert second.replaces is not None
    assert second.starts == months_ago(3)


def test_partner_and_children_are_covered(cast: Cast) -> None:
    home = Household.objects.get(members__person=cast.persons["lucas"])
    HouseholdMember.objects.filter(person=cast.persons["sofia"]).update(
        household=home, role="partner"
    )
    HouseholdMember.objects.filter(person=cast.persons["emma"]).delete()
    report(cast, months_ago(4))
    move_outbox()
    made = decisions(cast)
    roles = dict(
        Beneficiary.objects.filter(decision=made["increased_reimbursement"]).values_list(
            "person__first_name", "role"
        )
    )
    assert roles == {
        "Sofia": BeneficiaryRole.HOLDER,
        "Lucas": BeneficiaryRole.PARTNER,
        "Noah": BeneficiaryRole.DEPENDANT,
        "Lina": BeneficiaryRole.DEPENDANT,
    }
    assert made["social_energy_tariff"].beneficiaries.count() == 4


def test_a_decision_is_computed_again_to_the_same(cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    for decision in Decision.objects.all():
        again = evaluate_again(decision.scheme, decision.facts)
        assert (again.starts, again.ends) == (decision.starts, decision.ends)
        assert again.steps == decision.explanation["steps"]


def test_the_same_report_twice_is_one(cast: Cast) -> None:
    first = report(cast, months_ago(4), key="report-1")
    assert report(cast, months_ago(4), key="report-1") == first
    move_outbox()
    move_outbox()
    assert Decision.objects.filter(person=cast.persons["sofia"]).count() == 2
    with pytest.raises(KeyReusedError):
        report(cast, months_ago(5), key="report-1")


def test_an_institution_reports_only_on_whom_it_has_a_file(cast: Cast) -> None:
    Registration.objects.filter(person=cast.persons["sofia"]).delete()
    with pytest.raises(ControlError) as refusal:
        report(cast, months_ago(4))
    assert refusal.value.code == "CTRL-004"
    assert not Message.objects.filter(service="statuses", capacity__institution__sector=17).exists()
