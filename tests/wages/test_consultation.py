"""Consulting a quarter: what stands, with the numbers that an amendment names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from lxml import etree

from casework.demo.building import Cast
from declarations.channels.requests import RefusedError
from declarations.channels.writing import document as written
from declarations.glossary.catalog import glossary
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.answers.identifiers import identifiers
from declarations.wages.answers.queries import forms_of, originals
from declarations.wages.consultation import read_question
from declarations.wages.consultation_answer import answer
from declarations.wages.models import Filing
from portal.access.mandates.models import Mandate
from portal.access.models import (
    AccessLine,
    Capacity,
    CapacityKind,
    Environment,
    Purpose,
)
from tests.access.giving import end
from tests.wages.amending_samples import amendment, person, update
from tests.wages.answering import read_answer, texts
from tests.wages.filing import change, codes, current, hire, named, paid, send
from tests.wages.judging_samples import (
    CLERK,
    INSS,
    STUDENT,
    Content,
    changed,
    declaration,
    document,
)
from tests.wages.judging_samples import person as declared
from tests.wages.test_answers import CARS

MORE_PAY = paid(95)


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


def request(*asked: Content, unrelated: tuple[str, ...] = (), **zones: str) -> bytes:
    """Return a request for a quarter of the restaurant, or for some of it."""
    identification: Content = {
        "Quarter": "20261",
        "NOSSRegistrationNbr": "175110801",
        "Trusteeship": "0",
        "CompanyID": "0461234505",
        **zones,
    }
    if asked:
        identification["NaturalPerson"] = list(asked)
    if unrelated:
        identification["ContributionUnrelatedToNPId"] = [
            {"UnrelatedEmployerClass": "000", "UnrelatedWorkerCode": code} for code in unrelated
        ]
    form = {
        "Identification": "DMFAREQ",
        "FormCreationDate": "2026-05-20",
        "FormCreationHour": "08:45:00.000",
        "AttestationStatus": "0",
        "TypeForm": "RE",
        "Reference": {"ReferenceType": "1", "ReferenceOrigin": "1", "ReferenceNbr": "ours"},
        "EmployerDeclarationId": identification,
    }
    root = written(glossary("dmfa_request", "2022/4"), form)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def somebody(inss: str) -> Content:
    """Return somebody who is asked about."""
    return {"NaturalPersonSequenceNbr": "7", "INSS": inss, "NaturalPersonUserReference": "x"}


def ask(capacity: Capacity, data: bytes) -> etree._Element:
    """Return the answer to a request."""
    question = read_question(data, capacity)
    return read_answer(answer(question, capacity, timezone.now()), "dmfa_answer")


def test_all_of_a_quarter(office: Capacity, filing: Filing) -> None:
    """Who asks for no one in particular gets all that stands."""
    root = ask(office, request())
    records = current(filing)
    assert texts(root, "EmployerDeclarationPID") == [str(filing.pk)]
    assert texts(root, "INSS") == [INSS[0], INSS[1]]
    assert texts(root, "WorkerRecordPID") == [str(each.pk) for each in records]
    assert texts(root, "WorkerRecordVersionNbr") == [str(each.pk) for each in records]
    assert set(texts(root, "Action")) == {"2"}
    assert texts(root, "RemunAmount") == ["00000900000"]
    assert texts(root, "LicensePlate") == ["1ABC250"]
    assert texts(root, "UnrelatedAmount") == ["0000000007900"]
    assert texts(root, "ReferenceNbr")[0] == "ours"


def test_what_happened_last_is_told(office: Capacity, filing: Filing) -> None:
    """After two amendments each part tells which of them changed it, if any."""
    first = current(filing)[0]
    send(office, change(filing, first, MORE_PAY))
    second = next(each for each in current(filing) if each.worker_code == 495)
    worked = changed(MORE_PAY, Border="1")
    (form,) = send(office, change(filing, second, worked))
    assert codes(form) == []
    root = ask(office, request(somebody(INSS[0])))
    told = {each.tag: each.findtext("Action") for each in root.iter() if len(each)}
    assert {block: action for block, action in told.items() if action} == {
        "WorkerRecordConsult": "1",
        "OccupationConsultation": "7",
        "ServiceAction": "2",
        "RemunAction": "1",
        "WorkerContributionAction": "1",
    }
    assert texts(root, "WorkerRecordPID") == [str(first.pk)]
    assert texts(root, "WorkerName") != []
    assert texts(root, "NaturalPersonSequenceNbr") == ["7"]


def test_what_the_answer_names_can_be_amended(office: Capacity, filing: Filing) -> None:
    """The numbers of the answer are those that an amendment must name."""
    root = ask(office, request(somebody(INSS[0])))
    given = {
        name: int(texts(root, label)[0])
        for name, label in (
            ("pid", "NaturalPersonPID"),
            ("declared", "DeclNaturalPersonPID"),
            ("version", "DeclNaturalPersonVersionNbr"),
        )
    }
    assert given == named(filing, INSS[0])
    version = int(texts(root, "WorkerRecordVersionNbr")[0])
    (form,) = send(
        office, amendment(filing.pk, person(update(MORE_PAY, CLERK, version), named=given))
    )
    assert codes(form) == []


def test_some_that_are_there_and_some_that_are_not(office: Capacity, filing: Filing) -> None:
    """Who was cancelled, and who was never declared, is told apart."""
    clerk = current(filing)[0]
    send(office, change(filing, clerk, CLERK, "0"))
    root = ask(office, request(*map(somebody, INSS[:3]), unrelated=("862", "870")))
    assert texts(root, "ResultCodeResearch") == ["0", "2", "0", "3", "0", "3"]
    assert texts(root, "LicensePlate") == []
    car = EmployerEntry.objects.get(kind="C")
    assert texts(root, "ContUnrelatedToNPVersionNbr") == [str(car.pk)]


def test_a_quarter_that_was_not_declared(office: Capacity, filing: Filing) -> None:
    """There is nothing."""
    root = ask(office, request(Quarter="20254"))
    assert texts(root, "ResultCodeResearch") == ["1"]
    assert texts(root, "EmployerDeclarationPID") == []


def test_who_was_asked_about_can_read_it(office: Capacity, filing: Filing) -> None:
    """A consultation opens files: each person sees who looked, and why."""
    ask(office, request(somebody(INSS[0]), somebody(INSS[2])))
    lines = AccessLine.objects.filter(capacity=office, purpose=Purpose.DECLARATION, opened=True)
    assert [line.person_id for line in lines] == [named(filing, INSS[0])["pid"]]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda body: b"nonsense", "FILE-001"),
        (lambda body: body.replace(b"DmfAConsultationRequest>", b"Dimona>"), "90200-089"),
        (lambda body: body.replace(b"<Quarter>20261", b"<Quarter>20265"), "00013-003"),
        (lambda body: body.replace(b"175110801", b"123456070"), "00011-041"),
        (lambda body: body.replace(b"175110801", b"0").replace(b"0461234505", b"0"), "00011-041"),
        (lambda body: body.replace(b"<TypeForm>RE", b"<TypeForm>SU"), "00297-008"),
    ],
)
def test_a_request_that_is_wrong(
    office: Capacity, spoil: Callable[[bytes], bytes], code: str
) -> None:
    """It is refused with the official code."""
    with pytest.raises(RefusedError) as refused:
        read_question(spoil(request()), office)
    assert code in [each.code for each in refused.value.findings]


def test_others_may_not_ask(cast: Cast, office: Capacity) -> None:
    """The employer may, its office with a mandate in the quarter may, another employer may not."""
    companies = Capacity.objects.filter(kind=CapacityKind.COMPANY)
    own = companies.get(company=cast.companies["restaurant"])
    assert read_question(request(), own).company == cast.companies["restaurant"]
    other = companies.get(company=cast.companies["builder"])
    end(Mandate.objects.filter(holder_company=office.company_id, service="wages"))
    for capacity in (other, office):
        with pytest.raises(RefusedError) as refused:
            read_question(request(), capacity)
        assert [each.code for each in refused.value.findings] == ["00011-155"]


def test_a_test_names_nobody(cast: Cast, office: Capacity) -> None:
    """What is declared as a test is answered, and can be amended, without a person behind it."""
    hire(cast.companies["restaurant"], INSS[:1], Environment.TEST)
    tester = Capacity.objects.create(
        user=office.user,
        kind=office.kind,
        company=office.company,
        environment=Environment.TEST,
        since=office.since,
    )
    (form,) = send(tester, document(declaration(declared(CLERK))))
    assert codes(form) == []
    told = read_answer(identifiers(originals(forms_of(tester), form.message.ticket)), "dmfa_pid")
    root = ask(tester, request(somebody(INSS[0])))
    assert texts(root, "WorkerName") == []
    assert texts(root, "NaturalPersonPID") == texts(told, "NaturalPersonPID")
    assert not AccessLine.objects.filter(capacity=tester).exists()
    filing = Filing.objects.get(environment=Environment.TEST)
    (form,) = send(tester, change(filing, current(filing)[0], MORE_PAY))
    assert codes(form) == []
    assert texts(ask(office, request()), "ResultCodeResearch") == ["1"]
