"""The official answers to declarations and amendments, as they can be fetched."""

from __future__ import annotations

import pytest
from lxml import etree

from casework.demo.building import Cast
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.answers.changes import changes
from declarations.wages.answers.identifiers import identifiers
from declarations.wages.answers.queries import amendments, forms_of, judged, originals
from declarations.wages.answers.results import results
from declarations.wages.models import Filing, Occupation, WorkerRecord
from portal.access.models import Capacity, CapacityKind
from tests.wages.amending_samples import amendment, person, update
from tests.wages.answering import read_answer, texts
from tests.wages.filing import QUARTER, change, changing, current, hire, named, paid, send
from tests.wages.judging_samples import CLERK, INSS, STUDENT, changed, declaration, document
from tests.wages.judging_samples import person as declared

MORE_PAY = paid(95)
LONGER = changed(STUDENT, StudentContribution__StudentHoursNbr="081")
CARS = {
    "ContributionUnrelatedToNP": [
        {
            "UnrelatedEmployerClass": "000",
            "UnrelatedWorkerCode": "862",
            "UnrelatedAmount": "0000000007900",
        }
    ],
    "CompanyVehicle": [{"CompanyVehicleSequenceNbr": "1", "LicensePlate": "1ABC250"}],
}


@pytest.fixture
def office(cast: Cast) -> Capacity:
    """Return the payroll software of the office that the restaurant mandated; all are hired."""
    hire(cast.companies["restaurant"], INSS)
    return cast.applications["payroll-software"]


@pytest.fixture
def filing(office: Capacity) -> Filing:
    """Return a quarter with a clerk, a student, a car and the contribution on it."""
    original = declaration(declared(CLERK), declared(STUDENT, 2), **CARS)
    (form,) = send(office, document(original))
    return Filing.objects.get(forms__declaration=form)


def _clerk(filing: Filing) -> WorkerRecord:
    (record,) = (each for each in current(filing) if each.worker_code == 495)
    return record


def _changes(capacity: Capacity, data: bytes) -> etree._Element:
    (form,) = send(capacity, data)
    told = amendments(forms_of(capacity)).get(declaration=form)
    return read_answer(changes(told), "dmfa_update_notification")


def _told(root: etree._Element, block: str) -> list[tuple[str, str]]:
    """Return (first zone, action) of each block of a name."""
    return [(each[0].text or "", each.findtext("Action") or "") for each in root.iter(block)]


def test_identifiers_of_an_original(office: Capacity, filing: Filing) -> None:
    """What an amendment names is told: of the filing, the persons, records, jobs, and the rest."""
    message = filing.forms.get().declaration.message
    root = read_answer(identifiers(originals(forms_of(office), message.ticket)), "dmfa_pid")
    records = current(filing)
    assert texts(root, "EmployerDeclarationPID") == [str(filing.pk)]
    assert texts(root, "INSS") == [INSS[0], INSS[1]]
    assert texts(root, "NaturalPersonPID") == [str(each.person_id) for each in records]
    assert texts(root, "DeclNaturalPersonPID") == [str(each.pk) for each in records]
    assert texts(root, "WorkerRecordVersionNbr") == [str(each.pk) for each in records]
    job = Occupation.objects.get(quarter=QUARTER, record=records[0].pk)
    assert texts(root, "OccupationVersionNbr") == [str(job.version)]
    car, contribution = sorted(
        EmployerEntry.objects.all(), key=lambda each: each.kind, reverse=True
    )
    assert texts(root, "ContUnrelatedToNPVersionNbr") == [str(contribution.pk)]
    assert texts(root, "CompanyVehicleVersionNbr") == [str(car.pk)]


def test_identifiers_are_the_same_at_each_asking(office: Capacity, filing: Filing) -> None:
    """To the byte, also after an amendment."""
    ticket = filing.forms.get().declaration.message.ticket
    before = b"".join(identifiers(originals(forms_of(office), ticket)))
    send(office, change(filing, _clerk(filing), MORE_PAY))
    assert b"".join(identifiers(originals(forms_of(office), ticket))) == before


def test_the_result_of_each_form(office: Capacity, filing: Filing) -> None:
    """Accepted or refused, for which employer and quarter, with the reason in its official code."""
    (refused,) = send(office, change(filing, _clerk(filing), CLERK))
    root = read_answer(results(judged(forms_of(office), refused.message.ticket)), "notification")
    assert texts(root, "ResultCode") == ["0"]
    assert texts(root, "Diagnosis") == ["3"]
    assert "00618-174" in texts(root, "ErrorID")
    assert texts(root, "Quarter") == ["20261"]
    head = root.find("Form/HandledOriginalForm")
    assert head is not None
    assert [each.text for each in head] == ["DMFAUPD", "1", "SU"]
    ticket = filing.forms.order_by("pk")[0].declaration.message.ticket
    root = read_answer(results(judged(forms_of(office), ticket)), "notification")
    assert texts(root, "ResultCode") == ["1"]


def test_what_an_amendment_changed(office: Capacity, filing: Filing) -> None:
    """Each block is told, with what became of it, and the numbers before and after."""
    before = _clerk(filing)
    root = _changes(office, change(filing, before, MORE_PAY))
    now = _clerk(filing)
    assert _told(root, "NaturalPersonUpdateNotif") == [("0000001".lstrip("0"), "7")]
    assert _told(root, "WRDclPart") == [("010", "7")]
    assert _told(root, "OccupationUpdateNotification") == [("01", "7")]
    assert _told(root, "ServiceAction") == [("01", "9")]
    assert _told(root, "RemunAction") == [("01", "1")]
    assert _told(root, "WorkerContributionAction") == [("495", "1")]
    assert texts(root, "WorkerRecordVersionNbr") == [str(before.pk)]
    assert texts(root, "WorkerRecordNewVersionNbr") == [str(now.pk)]
    assert texts(root, "DeclNaturalPersonPID") == [str(before.pk)]
    assert texts(root, "DeclNaturalPersonNewVersionNbr") == [str(now.pk)]
    assert texts(root, "DebitAmount") == ["19035"]  # 13.07 and 25 % of 500 euros
    assert texts(root, "UserQuality") == ["11"]


def test_a_record_that_is_gone_and_one_that_came(office: Capacity, filing: Filing) -> None:
    """What is deleted is told with what it was; what it was owed goes back to the employer."""
    before = _clerk(filing)
    root = _changes(office, change(filing, before, CLERK, "0"))
    assert _told(root, "NaturalPersonUpdateNotif") == [("1", "0")]
    assert {action for _zone, action in _told(root, "RemunAction")} == {"0"}
    assert texts(root, "CreditAmount") == ["342630"]
    again = person(update(CLERK, action="3"), named=named(filing, INSS[0]))
    root = _changes(office, amendment(filing.pk, again))
    assert _told(root, "WRDclPart") == [("010", "5")]
    assert texts(root, "DebitAmount") == ["342630"]
    new = person(update(CLERK, action="3"), inss=INSS[2], number=3)
    root = _changes(office, amendment(filing.pk, new))
    assert _told(root, "NaturalPersonUpdateNotif") == [("3", "3")]
    assert _told(root, "WRDclPart") == [("010", "3")]


def test_a_car_that_is_gone(office: Capacity, filing: Filing) -> None:
    """Vehicles and contributions that concern no worker are told as the rest."""
    car, contribution = sorted(
        EmployerEntry.objects.all(), key=lambda each: each.kind, reverse=True
    )
    key = {"UnrelatedEmployerClass": "000", "UnrelatedWorkerCode": "862"}
    data = amendment(
        filing.pk,
        changing(filing, _clerk(filing), MORE_PAY),
        CompanyVehicleUpdateAction=[
            car.content | {"CompanyVehicleVersionNbr": str(car.pk), "UpdateAction": "0"}
        ],
        ContributionUnrelatedToNPUpdate=[
            {
                "LastSituationCUNP": key | {"ContUnrelatedToNPVersionNbr": str(contribution.pk)},
                "CUNPUpdateAction": key | {"UnrelatedAmount": "8000", "UpdateAction": "1"},
            }
        ],
    )
    root = _changes(office, data)
    assert _told(root, "CompanyVehicleDclPart") == [("1", "0")]
    assert _told(root, "CUNPDclPart") == [("000", "1")]
    assert texts(root, "ContUnrelatedToNPVersionNbr") == [str(contribution.pk)]
    assert texts(root, "CompanyVehicleVersionNbr") == [str(car.pk)]
    assert texts(root, "DebitAmount") == ["19135"]


def test_each_reads_its_own(cast: Cast, office: Capacity, filing: Filing) -> None:
    """The employer reads what its office declared for it; another employer does not."""
    ticket = filing.forms.get().declaration.message.ticket
    companies = Capacity.objects.filter(kind=CapacityKind.COMPANY)
    own = companies.get(company=cast.companies["restaurant"])
    other = companies.get(company=cast.companies["builder"])
    assert originals(forms_of(own), ticket).count() == 1
    assert originals(forms_of(other), ticket).count() == 0


def test_where_an_answer_is_cut_makes_no_difference(
    office: Capacity, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer of any length is written by pieces; nobody is in two of them."""
    people = [
        changing(filing, each, MORE_PAY if each.worker_code == 495 else LONGER)
        for each in current(filing)
    ]
    new = person(update(CLERK, action="3"), inss=INSS[2], number=3)
    (form,) = send(office, amendment(filing.pk, *people, new))
    told = amendments(forms_of(office)).get(declaration=form)
    whole = b"".join(changes(told))
    monkeypatch.setattr("declarations.wages.answers.changes.PIECE", 1)
    pieces = list(changes(told))
    assert b"".join(pieces) == whole
    assert sum(b"<NaturalPersonUpdateNotif>" in piece for piece in pieces) == 3
