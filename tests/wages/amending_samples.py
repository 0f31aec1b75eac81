"""Amendments in the official format, written as those who send them write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from declarations.channels.writing import document
from declarations.glossary.catalog import glossary
from tests.wages.judging_samples import CLERK, INSS, changed

MODEL: Final = glossary("dmfa_update", "2023/1")
Content = dict[str, Any]
NEW: Final[Mapping[str, int]] = {}  # who was not declared has no numbers
LATER: Final = changed(CLERK, Occupation__Remun__RemunAmount="00000950000")


def update(
    record: Content, last: Content | None = None, version: int = 0, action: str = "1"
) -> Content:
    """What is done to one record: the record as it becomes, and the version that it was."""
    now = {key: value for key, value in record.items() if key != "Occupation"}
    now["UpdateAction"] = action
    if "Occupation" in record:
        now["OccupationUpdate"] = record["Occupation"]
    content: Content = {"WorkerRecordUpdateAction": now}
    if last is not None:
        content["LastSituationWR"] = {
            "EmployerClass": last["EmployerClass"],
            "WorkerCode": last["WorkerCode"],
            "WorkerRecordVersionNbr": str(version),
        }
    return content


def person(
    *updates: Content, named: Mapping[str, int] = NEW, inss: str = INSS[0], number: int = 1
) -> Content:
    """What is done to the records of somebody; `named` are the permanent numbers that we gave:
    pid, declared, version."""
    labels = {
        "pid": "NaturalPersonPID",
        "declared": "DeclNaturalPersonPID",
        "version": "DeclNaturalPersonVersionNbr",
    }
    content: Content = {labels[name]: str(value) for name, value in named.items()}
    return content | {
        "NaturalPersonSequenceNbr": f"{number:07}",
        "INSS": inss,
        "WorkerRecordUpdate": list(updates),
    }


def amendment(filing: int, *persons: Content, **others: Any) -> bytes:
    """A file with one amendment of the filing of the cast's restaurant for the first quarter."""
    declared: Content = {
        "Quarter": "20261",
        "NOSSRegistrationNbr": "175110801",
        "Trusteeship": "0",
        "CompanyID": "0461234505",
        "EmployerDeclarationPID": str(filing),
        **others,
    }
    if persons:
        declared["NaturalPersonUpdate"] = list(persons)
    form = {
        "Identification": "DMFAUPD",
        "FormCreationDate": "2026-05-20",
        "FormCreationHour": "08:45:00.000",
        "AttestationStatus": "1",
        "TypeForm": "SU",
        "EmployerDeclarationUpdate": declared,
    }
    return etree.tostring(document(MODEL, form), xml_declaration=True, encoding="UTF-8")
