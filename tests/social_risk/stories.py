"""What the cast lives through, a story for each sector: what is told, and how it must end.

A story is one datum; it is told by page, by API and by file, and ends alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.payments.models import Payment
from benefits.payments.queries import balance
from benefits.payments.running import pay
from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import RiskAnswer
from tests.benefits.applying import Answers
from tests.social_risk.declaring import content
from tests.social_risk.samples import days_in

Days = Mapping[int, tuple[str, int]]
IBAN: Final = "BE68539007547034"


@dataclass(frozen=True)
class Leaves:
    """The employer tells the last day of work."""

    last_day: date


@dataclass(frozen=True)
class Tells:
    """The employer declares a risk: values by the names of their zones, as the model writes them.

    `month` and `days` (code and hundredths of hours) are those of a monthly declaration.
    """

    flow: str
    kind: str
    values: Mapping[str, str]
    month: date | None = None
    days: Days | None = None


@dataclass(frozen=True)
class Applies:
    """The worker answers what is left, and sends the application."""

    answers: Answers


@dataclass(frozen=True)
class Recognises:
    """A caseworker grants, with what they found."""

    email: str
    found: Mapping[str, Any]


Step = Leaves | Tells | Applies | Recognises
Given = tuple[date, date | None, int]  # first day, last day, cents by the unit of the right


@dataclass(frozen=True)
class Story:
    """Who lives through what, and the decisions that stand in the end.

    `due` is what the payments of `paid`, a month, come to before tax, in cents. `answered` are the
    scenarios of which the employer reads that they were decided on.
    """

    who: str
    company: str
    scheme: str
    steps: Sequence[Step]
    ends: Sequence[Given]
    paid: date
    due: int
    answered: frozenset[str]


LUCAS: Final = {"EmployerClass": "017", "WorkerCode": "015", "JointCommissionNbr": "302"}
EMMA: Final = {
    "EmployerClass": "024",
    "WorkerCode": "495",
    "JointCommissionNbr": "200",
    "MeanWorkingHours": "3040",
}
BASTION: Final = {"InsurerId": "96", "PolicyIdentifier": "7"}
HOUSEHOLD: Final = {"others_earn": "yes"}
ACCOUNT: Final = {"iban": IBAN}
OCTOBER: Final = date(2026, 10, 1)

STORIES: Final[dict[str, Story]] = {
    "a leaving": Story(
        "lucas",
        "restaurant",
        "unemployment",
        [
            Leaves(date(2026, 10, 30)),
            Tells(
                "wech001",
                "001",
                {
                    "OccupationEndingDate": "2026-10-30",
                    "OccupationInterruption": "0",
                    "DeviationFromQ": "0",
                },
            ),
            Applies(
                {
                    "ending": {"ended_by": "employer"},
                    "household": HOUSEHOLD,
                    "account": ACCOUNT,
                }
            ),
            Recognises("marie@unemployment.example", {}),
        ],
        # 65 % of a day's pay of 103.0177, on the 26 days up to 30 November that are no Sunday.
        [(date(2026, 10, 31), date(2028, 10, 30), 6696)],
        date(2026, 11, 1),
        26 * 6696,
        frozenset({"wech001"}),
    ),
    "a month of economic unemployment": Story(
        "lucas",
        "restaurant",
        "temporary_unemployment",
        [
            Tells("wech002", "001", {"TempUnemploymentStartingDate": "2026-10-01"}),
            Tells(
                "wech005",
                "001",
                {"OccupationInterruption": "0", "WorkScheduleCode": "01"},
                OCTOBER,
                dict.fromkeys((5, 6, 7, 8, 9), ("5.1", 760)),
            ),
            Applies({"account": ACCOUNT}),
        ],
        [(OCTOBER, date(2026, 10, 31), 41250)],
        OCTOBER,
        41250,
        frozenset({"wech002"}),
    ),
    "an illness with partial resumption": Story(
        "lucas",
        "restaurant",
        "incapacity",
        [
            Tells(
                "zima001",
                "001",
                {"RiskStartingDate": "2026-09-14", "LastWorkingDayDate": "2026-09-11"},
            ),
            Applies({"household": HOUSEHOLD, "account": ACCOUNT}),
            Recognises("ines@fund.example", {"recognised": True}),
            Tells(
                "zima002",
                "001",
                {
                    "RefStartingDate": "2026-10-26",
                    "ExceptSituationMeanWorkingHours": "1900",
                    "ExceptSituationWorkingDaysSystem": "250",
                },
                OCTOBER,
                {28: ("1", 380)},
            ),
        ],
        # 60 % of a day's pay of 103.0177; half of the hours takes off 50 - 20 = 30 %.
        [
            (date(2026, 10, 14), date(2026, 10, 25), 6181),
            (date(2026, 10, 26), None, 4327),
        ],
        OCTOBER,
        10 * 6181 + 6 * 4327,
        frozenset({"zima001", "zima002"}),
    ),
    "a birth": Story(
        "emma",
        "builder",
        "maternity",
        [
            Tells(
                "zima001",
                "002",
                {"RiskStartingDate": "2026-10-05", "LastWorkingDayDate": "2026-10-02"},
            ),
            Applies({"children": {"multiple": "no"}, "account": ACCOUNT}),
            Recognises("ines@fund.example", {}),
        ],
        # 82 % of a day's pay of 135.6762, on the 24 days from the 5th that are no Sunday.
        [(date(2026, 10, 5), date(2027, 1, 17), 11125)],
        OCTOBER,
        24 * 11125,
        frozenset({"zima001"}),
    ),
    "an accident at work": Story(
        "lucas",
        "restaurant",
        "work_accident",
        [
            Tells(
                "aoat001",
                "001",
                {
                    **BASTION,
                    "AccidentDate": "2026-10-05",
                    "AccidentHourKnown": "0",
                    "AccidentNature": "0",
                    "AccidentNotificationDate": "2026-10-05",
                    "AccidentNotificationHour": "1200",
                    "SubdivisionUsage": "0",
                    "WorkRecoveryDateKnown": "0",
                    "AccidentPlaceCode": "1",
                    "LooseWorkHoursNumber": "4",
                    "LastEventCode": "52",
                    "ObjectCode": "01.02",
                    "InjuriesNatureCode": "031",
                    "InjuriesPlaceCode": "54",
                },
            ),
            Applies({"account": ACCOUNT}),
            Recognises("bram@insurer.example", {"accepted": True, "base_pay": 3650000}),
            Tells(
                "aoat003",
                "",
                {**BASTION, "AccidentDate": "2026-10-05", "WorkRecoveryDate": "2026-11-16"},
            ),
        ],
        # 90 % of a day of the year's pay, from thirty days after it until the return.
        [(date(2026, 11, 5), date(2026, 11, 15), 9000)],
        date(2026, 11, 1),
        11 * 9000,
        frozenset({"aoat001", "aoat003"}),
    ),
}


def form_of(cast: Cast, story: Story, told: Tells) -> dict[str, Any]:
    """The content of a form as a program makes it: what the story tells, and what it must have."""
    person, company = cast.persons[story.who], cast.companies[story.company]
    hired = EmploymentPeriod.objects.get(person=person)
    known = {
        "INSS": person.inss,
        "NOSSRegistrationNbr": company.nsso_number or "",
        "CompanyID": company.enterprise_number,
        "DimonaNbr": hired.number,
        "OccupationStartingDate": hired.since.isoformat(),
        **(LUCAS if story.who == "lucas" else EMMA),
        **({"IdentificationOfRisk": told.kind} if told.kind else {}),
        **told.values,
    }
    made = content(cast, told.flow, told.days is not None and told.flow != "wech005", **known)
    return days_in(made, told.month, told.days) if told.month and told.days else made


def check_end(cast: Cast, story: Story) -> None:
    """Look at what came of a story: each declaration, decision, letter and the payment."""
    refused = Declaration.objects.filter(verdict__result="B")
    assert [each.verdict.findings for each in refused] == []
    claim = Claim.objects.get(scheme=story.scheme, person=cast.persons[story.who])
    standing = Decision.objects.latest_versions().filter(claim=claim, outcome="granted")
    given = [(each.starts, each.ends, each.amount) for each in standing.order_by("starts")]
    assert given == list(story.ends)
    for each in standing:
        said = each.letter.data
        assert (said["amount"], said["ends"]) == (each.amount, each.ends and str(each.ends))
    answers = RiskAnswer.objects.filter(delivery__risk__person=claim.person, kind="decided")
    assert set(answers.values_list("delivery__risk__flow", flat=True)) == story.answered
    pay(story.paid, story.paid)
    assert balance(claim.person, claim.scheme).due == story.due
    assert Payment.objects.get(person=claim.person).account.iban == IBAN
