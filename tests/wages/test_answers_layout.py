"""Whatever a worker record holds, answers tell it, where the official layout has a place for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from declarations.channels.writing import block
from declarations.glossary.catalog import glossary
from declarations.wages.amending.comparing import BY_ORIGINAL, compared
from declarations.wages.amending.contents import Part, part_of
from declarations.wages.answers.frames import Rows, framed, message
from declarations.wages.answers.naming import name_of, told
from tests.wages.answering import read_answer, texts
from tests.wages.whole import whole

ANSWERS = {
    "dmfa_update_notification": ("2022/3", "WRDclPart", "OccupationUpdateNotification"),
    "dmfa_answer": ("2022/4", "WorkerRecordConsult", "OccupationConsultation"),
}
HEAD = {
    "FormCreationDate": "2026-05-20",
    "FormCreationHour": "08:45:00.000",
    "AttestationStatus": "0",
}
REFERENCE = {"ReferenceType": "1", "ReferenceOrigin": "2", "ReferenceNbr": "a"}
GROUP = {"SubGroup": "1", "UserQuality": "10"}
EMPLOYER = {
    "Quarter": "20261",
    "NOSSRegistrationNbr": "175110801",
    "Trusteeship": "0",
    "CompanyID": "0461234505",
    "EmployerDeclarationPID": "1",
}
PERSON = {"NaturalPersonSequenceNbr": "1", "INSS": "79051441286"}
# Of these the official answers tell nothing.
NOT_TOLD = {"UsingEmployer", "Address"}


def records() -> Iterator[Part]:
    """Yield worker records that hold, together, all that a record can hold."""
    root = etree.fromstring(whole("dmfa", "2023/1"))
    for element in root.iter("WorkerRecord"):
        yield compared(None, part_of(etree.tostring(element, with_tail=False)), BY_ORIGINAL)


@pytest.mark.parametrize("flow", ANSWERS)
def test_each_part_is_told(flow: str) -> None:
    """No part of a record is left out but for those that the official layout leaves out."""
    version, label, occupation = ANSWERS[flow]
    model = glossary(flow, version)
    seen = 0
    for record in records():
        content = told(record, occupation, {"1": {"OccupationVersionNbr": "7"}})
        element = block(model, label, content)
        written = {str(each.tag) for each in element.iter()}
        for part in record.walk():
            if part.label in NOT_TOLD or part is record:
                continue
            name = occupation if part.label == "Occupation" else name_of(part.label)
            assert name in written, f"{part.label} is left out of {flow}"
            seen += 1
    assert seen > 20


def test_every_record_fits_the_notification_of_an_amendment() -> None:
    """As it is written, it is valid, whatever the record holds."""
    parts = [told(part, "OccupationUpdateNotification", {}) for part in records()]
    told_of = [{"WRDclPart": part | {"CodeSubjected": "0"}} for part in parts]
    person = PERSON | {"Action": "7", "WorkerRecordUpdateNotif": told_of}
    declared = EMPLOYER | {"TransmissionMode": "LO", "Action": "7", "SubGroupInformation": [GROUP]}
    form = HEAD | {
        "Identification": "DMFANOT",
        "TypeForm": "SU",
        "Reference": [REFERENCE, REFERENCE],
        "EmployerDeclarationUpdateNotif": declared,
        "RectificationAmount": {"DebitAmount": "0"},
    }
    model = glossary("dmfa_update_notification", "2022/3")
    pieces: list[list[Rows]] = [[{"NaturalPersonUpdateNotif": [person]}]]
    framed_form = framed(model, form, "EmployerDeclarationUpdateNotif", pieces)
    root = read_answer(message(model, [framed_form]), "dmfa_update_notification")
    assert len(texts(root, "WRDclPart")) == len(parts) > 1


def test_every_record_fits_the_answer_to_a_consultation() -> None:
    """As it is written, it is valid, whatever the record holds."""
    numbers = {str(n): {"OccupationVersionNbr": "7"} for n in range(100)}
    parts = [told(part, "OccupationConsultation", numbers) for part in records()]
    record = {"WorkerRecordPID": "1", "WorkerRecordVersionNbr": "2", "CodeSubjected": "0"}
    person = PERSON | {
        "ResultCodeResearch": "0",
        "WorkerRecordConsult": [part | record for part in parts],
    }
    handled = HEAD | {"Identification": "DMFAREQ", "TypeForm": "RE"}
    form = HEAD | {
        "Identification": "DMFADB",
        "TypeForm": "FA",
        "HandledOriginalForm": handled,
        "HandledReference": REFERENCE,
        "EmployerDeclarationConsult": EMPLOYER | {"ResultCodeResearch": "0"},
    }
    model = glossary("dmfa_answer", "2022/4")
    pieces: list[list[Rows]] = [[{"NaturalPersonConsult": [person]}]]
    framed_form = framed(model, form, "EmployerDeclarationConsult", pieces)
    root = read_answer(message(model, [framed_form]), "dmfa_answer")
    assert len(texts(root, "WorkerRecordConsult")) == len(parts) > 1
