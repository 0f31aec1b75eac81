"""Files of wages for the benches: in the real format, of employers and workers that are nobody's.

Each worker has twelve blocks with fifty-one fields. Each employer has eighteen workers, and what it
owes is the sum of what it declares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from declarations.wages.quarters import first_day, last_day
from portal.people.check_digits import of_inss, of_nsso

WORKERS_OF_ONE: Final = 18
PERSON: Final = """\
\t\t\t<NaturalPerson>
\t\t\t\t<NaturalPersonSequenceNbr>{sequence:07}</NaturalPersonSequenceNbr>
\t\t\t\t<INSS>{inss:011}</INSS>
\t\t\t\t<NaturalPersonUserReference>{number:08}</NaturalPersonUserReference>
\t\t\t\t<WorkerRecord>
\t\t\t\t\t<EmployerClass>010</EmployerClass>
\t\t\t\t\t<WorkerCode>495</WorkerCode>
\t\t\t\t\t<NOSSQuarterStartingDate>{first}</NOSSQuarterStartingDate>
\t\t\t\t\t<NOSSQuarterEndingDate>{last}</NOSSQuarterEndingDate>
\t\t\t\t\t<Border>0</Border>
\t\t\t\t\t<WorkerRecordUserReference>R{number:08}</WorkerRecordUserReference>
\t\t\t\t\t<Occupation>
\t\t\t\t\t\t<OccupationSequenceNbr>01</OccupationSequenceNbr>
\t\t\t\t\t\t<OccupationStartingDate>{since}</OccupationStartingDate>
\t\t\t\t\t\t<JointCommissionNbr>200</JointCommissionNbr>
\t\t\t\t\t\t<WorkingDaysSystem>500</WorkingDaysSystem>
\t\t\t\t\t\t<ContractType>0</ContractType>
\t\t\t\t\t\t<RefMeanWorkingHours>3800</RefMeanWorkingHours>
\t\t\t\t\t\t<WorkerStatus>T</WorkerStatus>
\t\t\t\t\t\t<MeanWorkingHours>3800</MeanWorkingHours>
\t\t\t\t\t\t<Retired>0</Retired>
\t\t\t\t\t\t<OccupationUserReference>O{number:08}</OccupationUserReference>
\t\t\t\t\t\t<ActivityCode>62010</ActivityCode>
\t\t\t\t\t\t<LocalUnitID>2000000141</LocalUnitID>
\t\t\t\t\t\t<OccupationInformations>
\t\t\t\t\t\t\t<HourRemun>{hourly:06}</HourRemun>
\t\t\t\t\t\t</OccupationInformations>
\t\t\t\t\t\t<Service>
\t\t\t\t\t\t\t<ServiceSequenceNbr>01</ServiceSequenceNbr>
\t\t\t\t\t\t\t<ServiceCode>001</ServiceCode>
\t\t\t\t\t\t\t<ServiceNbrDays>06100</ServiceNbrDays>
\t\t\t\t\t\t\t<ServiceNbrHours>0046360</ServiceNbrHours>
\t\t\t\t\t\t</Service>
\t\t\t\t\t\t<Service>
\t\t\t\t\t\t\t<ServiceSequenceNbr>02</ServiceSequenceNbr>
\t\t\t\t\t\t\t<ServiceCode>050</ServiceCode>
\t\t\t\t\t\t\t<ServiceNbrDays>00400</ServiceNbrDays>
\t\t\t\t\t\t\t<ServiceNbrHours>0003040</ServiceNbrHours>
\t\t\t\t\t\t</Service>
\t\t\t\t\t\t<Remun>
\t\t\t\t\t\t\t<RemunSequenceNbr>01</RemunSequenceNbr>
\t\t\t\t\t\t\t<RemunCode>001</RemunCode>
\t\t\t\t\t\t\t<RemunAmount>{pay:011}</RemunAmount>
\t\t\t\t\t\t</Remun>
\t\t\t\t\t\t<Remun>
\t\t\t\t\t\t\t<RemunSequenceNbr>02</RemunSequenceNbr>
\t\t\t\t\t\t\t<RemunCode>002</RemunCode>
\t\t\t\t\t\t\t<BonusPaymentFrequency>12</BonusPaymentFrequency>
\t\t\t\t\t\t\t<RemunAmount>{bonus:011}</RemunAmount>
\t\t\t\t\t\t</Remun>
\t\t\t\t\t\t<OccupationDeduction>
\t\t\t\t\t\t\t<DeductionCode>3000</DeductionCode>
\t\t\t\t\t\t\t<DeductionAmount>{structural:010}</DeductionAmount>
\t\t\t\t\t\t</OccupationDeduction>
\t\t\t\t\t</Occupation>
\t\t\t\t\t<WorkerContribution>
\t\t\t\t\t\t<ContributionWorkerCode>495</ContributionWorkerCode>
\t\t\t\t\t\t<ContributionType>0</ContributionType>
\t\t\t\t\t\t<ContributionCalculationBasis>{basis:011}</ContributionCalculationBasis>
\t\t\t\t\t\t<ContributionAmount>{ordinary:011}</ContributionAmount>
\t\t\t\t\t</WorkerContribution>
\t\t\t\t\t<WorkerContribution>
\t\t\t\t\t\t<ContributionWorkerCode>855</ContributionWorkerCode>
\t\t\t\t\t\t<ContributionType>0</ContributionType>
\t\t\t\t\t\t<ContributionCalculationBasis>{basis:011}</ContributionCalculationBasis>
\t\t\t\t\t\t<ContributionAmount>{special:011}</ContributionAmount>
\t\t\t\t\t</WorkerContribution>
\t\t\t\t\t<WorkerDeduction>
\t\t\t\t\t\t<DeductionCode>0001</DeductionCode>
\t\t\t\t\t\t<DeductionAmount>{workbonus:010}</DeductionAmount>
\t\t\t\t\t</WorkerDeduction>
\t\t\t\t</WorkerRecord>
\t\t\t</NaturalPerson>
"""
HEAD: Final = """\
\t<Form>
\t\t<Identification>DMFA</Identification>
\t\t<FormCreationDate>{made}</FormCreationDate>
\t\t<FormCreationHour>08:45:00.000</FormCreationHour>
\t\t<AttestationStatus>0</AttestationStatus>
\t\t<TypeForm>SU</TypeForm>
\t\t<Reference>
\t\t\t<ReferenceType>1</ReferenceType>
\t\t\t<ReferenceOrigin>1</ReferenceOrigin>
\t\t\t<ReferenceNbr>BENCH {number}</ReferenceNbr>
\t\t</Reference>
\t\t<EmployerDeclaration>
\t\t\t<Quarter>{quarter}</Quarter>
\t\t\t<NOSSRegistrationNbr>{nsso:09}</NOSSRegistrationNbr>
\t\t\t<Trusteeship>0</Trusteeship>
\t\t\t<CompanyID>0</CompanyID>
\t\t\t<NetOwedAmount>{owed:015}</NetOwedAmount>
"""
TAIL: Final = "\t\t</EmployerDeclaration>\n\t</Form>\n"
BEFORE: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<DmfAOriginal>\n'
AFTER: Final = "</DmfAOriginal>\n"


def inss_of(number: int) -> int:
    """Return the national number of a worker of the benches, from 0 to some three million."""
    first = (50_01_01 + number // 900 % 28 + number // 25_200 * 100 % 1200) * 1000
    first += number // 302_400 * 1_00_00_000 + number % 900 + 1
    return first * 100 + of_inss(first)


def nsso_of(number: int) -> int:
    """Return the NSSO number of an employer of the benches."""
    first = 1_500_000 + number
    return first * 100 + of_nsso(first)


@dataclass(frozen=True)
class WageFile:
    """A file of the quarter, with so many workers."""

    quarter: int
    workers: int

    @property
    def employers(self) -> int:
        """Return of how many employers it has a form."""
        return -(-self.workers // WORKERS_OF_ONE)

    def write(self, path: Path) -> None:
        """Write the file, form by form."""
        with path.open("w", encoding="utf-8") as file:
            file.write(BEFORE)
            for number in range(self.employers):
                file.writelines(self._form(number))
            file.write(AFTER)

    def _form(self, number: int) -> Iterator[str]:
        first = number * WORKERS_OF_ONE
        workers = range(first, min(first + WORKERS_OF_ONE, self.workers))
        amounts = [_amounts(worker) for worker in workers]
        yield HEAD.format(
            made=last_day(self.quarter),
            number=number + 1,
            quarter=self.quarter,
            nsso=nsso_of(number),
            owed=sum(map(_owed, amounts)),
        )
        for sequence, (worker, own) in enumerate(zip(workers, amounts, strict=True), start=1):
            yield PERSON.format(
                sequence=sequence,
                number=worker,
                inss=inss_of(worker),
                first=first_day(self.quarter),
                last=last_day(self.quarter),
                since="2019-04-01",
                **own,
            )
        yield TAIL


def _amounts(worker: int) -> dict[str, int]:
    pay = 600_000 + worker * 7919 % 300_000
    bonus = 20_000 + worker * 104_729 % 80_000
    basis = pay + bonus
    return {
        "pay": pay,
        "bonus": bonus,
        "hourly": pay // 464,
        "basis": basis,
        "ordinary": basis * 3807 // 10_000,
        "special": basis * 26 // 10_000,
        "structural": worker % 2_000,
        "workbonus": worker * 31 % 30_000,
    }


def _owed(amounts: dict[str, int]) -> int:
    owed = amounts["ordinary"] + amounts["special"]
    return owed - amounts["structural"] - amounts["workbonus"]
