"""Small quarterly declarations in the official format, of invented persons, to be spoilt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from declarations.glossary.catalog import glossary
from declarations.wages.batch import Batch
from declarations.wages.judging import findings_of, judge
from declarations.wages.known import Known
from declarations.wages.reading import read

MODEL = glossary("dmfa", "2023/1")
TODAY = date(2026, 4, 20)
QUARTER = {"NOSSQuarterStartingDate": "2026-01-01", "NOSSQuarterEndingDate": "2026-03-31"}
PLACE = "2000000141"
INSS = ("79051441286", "05021126241", "90011728436", "91071920719", "88060933524")
CALCULATED = ("-044", "-045", "-046")
Content = dict[str, Any]

SERVICE: Content = {
    "ServiceSequenceNbr": "01",
    "ServiceCode": "001",
    "ServiceNbrDays": "06400",
}
PAY: Content = {"RemunSequenceNbr": "01", "RemunCode": "001", "RemunAmount": "00000900000"}
OCCUPATION: Content = {
    "OccupationSequenceNbr": "01",
    "OccupationStartingDate": "2020-02-03",
    "JointCommissionNbr": "200",
    "WorkingDaysSystem": "500",
    "ContractType": "0",
    "RefMeanWorkingHours": "3800",
    "MeanWorkingHours": "3800",
    "Retired": "0",
    "LocalUnitID": PLACE,
    "Service": [SERVICE],
    "Remun": [PAY],
}
CONTRIBUTION: Content = {
    "ContributionWorkerCode": "495",
    "ContributionType": "0",
    "ContributionCalculationBasis": "00000900000",
    "ContributionAmount": "00000342630",
}
CLERK: Content = {
    "EmployerClass": "010",
    "WorkerCode": "495",
    **QUARTER,
    "Border": "0",
    "Occupation": [OCCUPATION],
    "WorkerContribution": [CONTRIBUTION],
}
STUDENT: Content = {
    "EmployerClass": "010",
    "WorkerCode": "841",
    **QUARTER,
    "Border": "0",
    "StudentContribution": {
        "StudentRemunAmount": "000100000",
        "StudentContributionAmount": "000008130",
        "StudentHoursNbr": "080",
        "LocalUnitID": PLACE,
    },
}


def person(record: Content, number: int = 1) -> Content:
    """A person with one worker record; `number` from 1 to 5 tells which."""
    return {
        "NaturalPersonSequenceNbr": f"{number:07}",
        "INSS": INSS[number - 1],
        "WorkerRecord": [record],
    }


def declaration(*persons: Content, **others: Any) -> Content:
    """The declaration of an employer with persons; by default a clerk and a student."""
    content = {
        "Quarter": "20261",
        "NOSSRegistrationNbr": "175110801",
        "Trusteeship": "0",
        "CompanyID": "0461234505",
        "NetOwedAmount": "",
        "NaturalPerson": list(persons or (person(CLERK), person(STUDENT, 2))),
        **others,
    }
    content["NetOwedAmount"] = others.get("NetOwedAmount", str(owed(content)))
    return content


def owed(content: Any) -> int:
    """What the amounts in a content add up to."""
    if isinstance(content, list):
        return sum(map(owed, content))
    if not isinstance(content, dict):
        return 0
    signs = {
        "ContributionAmount": 1,
        "StudentContributionAmount": 1,
        "UnrelatedAmount": 1,
        "DeductionAmount": -1,
    }
    own = sum(sign * int(content.get(zone, 0)) for zone, sign in signs.items())
    return own + sum(map(owed, content.values()))


def form(declared: Content, **header: str) -> Content:
    """A form with a declaration."""
    return {
        "Identification": "DMFA",
        "FormCreationDate": "2026-04-20",
        "FormCreationHour": "08:45:00.000",
        "AttestationStatus": "0",
        "TypeForm": "SU",
        **header,
        "EmployerDeclaration": declared,
    }


def document(*declarations: Content) -> bytes:
    """A file with a form for each declaration; one of the default when there is none."""
    forms = [form(declared) for declared in declarations or (declaration(),)]
    body = xml("DmfAOriginal", {"Form": forms})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()


def xml(label: str, content: Any) -> str:
    """An element with its content, whatever it is, in the order of the model."""
    if isinstance(content, list):
        return "".join(xml(label, each) for each in content)
    if isinstance(content, Mapping):
        places = list(MODEL.blocks[label].places)
        ordered = sorted(content.items(), key=lambda item: places.index(item[0]))
        inner = "".join(xml(name, value) for name, value in ordered)
        return f"<{label}>\n{inner}</{label}>\n"
    return f"<{label}>{content}</{label}>\n"


def changed(content: Content, **changes: Any) -> Content:
    """A copy in which fields are set by their path, "__" for "/"; None takes a field out.

    A list on the way stands for its first entry.
    """
    copy = dict(content)
    for path, value in changes.items():
        name, _, rest = path.partition("__")
        if rest:
            inner = copy.get(name, {})
            first = inner[0] if isinstance(inner, list) else inner
            new = changed(first, **{rest: value})
            copy[name] = [new, *inner[1:]] if isinstance(inner, list) else new
        elif value is None:
            copy.pop(name, None)
        else:
            copy[name] = value
    return copy


def batch_of(data: bytes) -> Batch:
    """A file as arrays."""
    return read(data, MODEL)


def codes(data: bytes, known: Known | None = None) -> list[str]:
    """The anomalies in a file, as "code path below the person", but for those of amounts that are
    calculated again; by default nothing is asked of the registers."""
    batch = batch_of(data)
    known = known or Known.without_registers(batch, TODAY)
    return [
        f"{finding.code} {finding.path.rpartition('NaturalPerson/')[2]}"
        for finding in findings_of(batch, judge(batch, known))
        if not finding.code.endswith(CALCULATED)
    ]
