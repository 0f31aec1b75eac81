"""A quarter's wages of the employers of a piece, in the real format, with what is due on them."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from casework.demo.population.registers import Registered
from casework.demo.population.work import Jobs
from declarations.wages.contributions.calculating import Amounts, calculate
from declarations.wages.contributions.facts import Category, Kind, Wages
from declarations.wages.drafting.calendar import expected_days
from declarations.wages.quarters import first_day, last_day
from portal.law.money import Ints

MONTHS: Final = 3
WEEK: Final = 3800  # hundredths of an hour, full time
FULL: Final = 100
BEFORE: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<DmfAOriginal>\n'
AFTER: Final = "</DmfAOriginal>\n"
HEAD: Final = """\
<Form><Identification>DMFA</Identification><FormCreationDate>{made}</FormCreationDate>\
<FormCreationHour>08:00:00.000</FormCreationHour><AttestationStatus>0</AttestationStatus>\
<TypeForm>SU</TypeForm><EmployerDeclaration><Quarter>{quarter}</Quarter>\
<NOSSRegistrationNbr>{nsso}</NOSSRegistrationNbr><Trusteeship>0</Trusteeship>\
<CompanyID>0</CompanyID><NetOwedAmount>{owed:015}</NetOwedAmount>
"""
PERSON: Final = """\
<NaturalPerson><NaturalPersonSequenceNbr>{sequence:07}</NaturalPersonSequenceNbr>\
<INSS>{inss:011}</INSS><WorkerRecord><EmployerClass>{category:03}</EmployerClass>\
<WorkerCode>{code:03}</WorkerCode><NOSSQuarterStartingDate>{first}</NOSSQuarterStartingDate>\
<NOSSQuarterEndingDate>{last}</NOSSQuarterEndingDate><Border>0</Border><Occupation>\
<OccupationSequenceNbr>01</OccupationSequenceNbr>\
<OccupationStartingDate>{since}</OccupationStartingDate>{until}\
<JointCommissionNbr>{committee}</JointCommissionNbr><WorkingDaysSystem>500</WorkingDaysSystem>\
<ContractType>{part}</ContractType><RefMeanWorkingHours>3800</RefMeanWorkingHours>\
<MeanWorkingHours>{hours:04}</MeanWorkingHours><Retired>0</Retired>\
<LocalUnitID>2000000141</LocalUnitID><Service><ServiceSequenceNbr>01</ServiceSequenceNbr>\
<ServiceCode>001</ServiceCode><ServiceNbrDays>{days:05}</ServiceNbrDays>{worked}</Service><Remun>\
<RemunSequenceNbr>01</RemunSequenceNbr><RemunCode>001</RemunCode>\
<RemunAmount>{pay:011}</RemunAmount></Remun>{reduction}</Occupation><WorkerContribution>\
<ContributionWorkerCode>{code:03}</ContributionWorkerCode>\
<ContributionType>{manual}</ContributionType>\
<ContributionCalculationBasis>{basis:011}</ContributionCalculationBasis>\
<ContributionAmount>{due:011}</ContributionAmount></WorkerContribution>{bonus}</WorkerRecord>\
</NaturalPerson>
"""
UNTIL: Final = "<OccupationEndingDate>{}</OccupationEndingDate>"
HOURS: Final = "<ServiceNbrHours>{:07}</ServiceNbrHours>"
REDUCTION: Final = (
    "<OccupationDeduction><DeductionCode>3000</DeductionCode>"
    "<DeductionAmount>{:010}</DeductionAmount></OccupationDeduction>"
)
BONUS: Final = (
    "<WorkerDeduction><DeductionCode>0001</DeductionCode>"
    "<DeductionAmount>{:010}</DeductionAmount></WorkerDeduction>"
)
TAIL: Final = "</EmployerDeclaration></Form>\n"
# Code, joint committee and employer class of white-collar and of manual workers.
CODES: Final = ((495, "200", 10), (15, "100", 10))


def document(jobs: Jobs, inss: Ints, registered: Registered, quarter: int) -> Iterator[str]:
    """Give the file of a quarter part by part; nothing but the frame when nobody worked in it.

    `inss` are the national numbers of the persons of the piece.
    """
    worked = _Worked.of(jobs, quarter)
    due = calculate(worked.wages(), quarter)
    yield BEFORE
    employers, starts = np.unique(worked.jobs.employer, return_index=True)
    ends = np.append(starts, len(worked.jobs))[1:]
    for employer, start, end in zip(employers, starts, ends, strict=True):
        yield HEAD.format(
            made=last_day(quarter),
            quarter=quarter,
            nsso=registered.nsso[employer].zfill(9),
            owed=int(due.net[start:end].sum()),
        )
        for sequence, row in enumerate(range(start, end), start=1):
            yield worked.person(row, sequence, int(inss[worked.jobs.person[row]]), due, quarter)
        yield TAIL
    yield AFTER


class _Worked:
    """The jobs of a quarter, with the days and the pay of each."""

    def __init__(self, jobs: Jobs, days: Ints, whole: int) -> None:
        self.jobs, self.days = jobs, days
        self.pay = jobs.pay * MONTHS * days // whole
        self.part = jobs.time < FULL
        self.hours = days * WEEK * jobs.time // (5 * FULL)

    @classmethod
    def of(cls, jobs: Jobs, quarter: int) -> "_Worked":
        """Return the jobs with a working day in a quarter."""
        first, last = np.datetime64(first_day(quarter)), np.datetime64(last_day(quarter))
        begins = np.maximum(jobs.since, first)
        ends = np.where(np.isnat(jobs.until), last, np.minimum(jobs.until, last))
        whole = expected_days(500, first_day(quarter), last_day(quarter)) // 100
        days = np.minimum(np.busday_count(begins, np.maximum(ends + 1, begins)), whole)
        there = (days > 0) & (begins <= ends)
        return cls(jobs.some(there), days[there], whole)

    def wages(self) -> Wages:
        """Return the wages as contributions are calculated on them."""
        time = np.where(self.part, self.hours, self.days * 100)
        count = len(self.jobs)
        return Wages(
            worker=np.arange(count),
            kind=np.where(self.jobs.manual, Kind.MANUAL, Kind.WHITE_COLLAR),
            category=np.full(count, Category.GENERAL),
            pay=self.pay,
            counted=self.pay,
            paid=time,
            worked=time,
            week=np.where(self.part, WEEK, 500),
            half_time=self.jobs.time * 2 >= FULL,
        )

    def person(self, row: int, sequence: int, inss: int, due: Amounts, quarter: int) -> str:
        """Write a worker."""
        code, committee, category = CODES[int(self.jobs.manual[row])]
        until, part = self.jobs.until[row], bool(self.part[row])
        ended = not np.isnat(until) and until <= np.datetime64(last_day(quarter))
        cut, bonus = int(due.reduction.amount[row]), int(due.bonus[row])
        return PERSON.format(
            sequence=sequence,
            inss=inss,
            category=category,
            code=code,
            manual=int(self.jobs.manual[row]),
            committee=committee,
            first=first_day(quarter),
            last=last_day(quarter),
            since=self.jobs.since[row],
            until=UNTIL.format(until) if ended else "",
            part=int(part),
            hours=WEEK * int(self.jobs.time[row]) // FULL,
            days=int(self.days[row]) * 100,
            worked=HOURS.format(int(self.hours[row])) if part else "",
            pay=int(self.pay[row]),
            basis=int(due.ordinary.basis[row]),
            due=int(due.ordinary.total[row]),
            reduction=REDUCTION.format(cut) if cut else "",
            bonus=BONUS.format(bonus) if bonus else "",
        )
