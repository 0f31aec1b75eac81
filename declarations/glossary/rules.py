"""What the fields of one Dimona declaration ask of each other. Source: NSSO glossary 2023/3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from declarations.glossary import periods
from declarations.glossary.findings import Finding
from declarations.glossary.subject import Subject

Rule = Callable[[Subject], Iterator[Finding]]

EMPLOYER_NUMBERS: Final = ("NOSSRegistrationNbr", "ProvisionalNSSONbr", "CompanyID")
IDENTITY: Final = (
    "WorkerName",
    "WorkerFirstName",
    "WorkerBirthdate",
    "WorkerBirthplace",
    "WorkerBirthplaceCountry",
    "WorkerSex",
    "WorkerStreet",
    "WorkerHouseNbr",
    "WorkerZIPCode",
    "WorkerCity",
    "WorkerCountry",
    "Nationality",
)
AGENCY_WORK: Final = "322"
CONSTRUCTION: Final = "124"
CARDS_OPTIONAL: Final = ("DWD", "IVT", "TRI", "STU")
COMMITTEE: Final = "DimonaFeatures/JointCommissionNbr"
USER: Final = "DimonaFeatures/UsingEmployer"


def employer(declared: Subject) -> Iterator[Finding]:
    """A start names its employer by at least one number (90256)."""
    if not any(declared.has(f"EmployerId/{number}") for number in EMPLOYER_NUMBERS):
        yield declared.problem("EmployerId", "364")


def worker_identity(declared: Subject) -> Iterator[Finding]:
    """A national number, or the whole identity; an occasional worker always by number (00024)."""
    birth = declared.text("NaturalPerson/WorkerBirthdate")
    if birth and not declared.on.year - 120 <= int(birth[:4]) <= declared.on.year:
        yield declared.problem("NaturalPerson/WorkerBirthdate", "003")
    if declared.has("NaturalPerson/INSS") or not declared.has("NaturalPerson"):
        return
    if declared.rules.get("inss") == "required":
        yield declared.problem("NaturalPerson/INSS", "001")
        return
    missing = [zone for zone in IDENTITY if not declared.has(f"NaturalPerson/{zone}")]
    if missing == list(IDENTITY):
        yield declared.problem("NaturalPerson", "363")
        return
    for zone in missing:
        yield declared.problem(f"NaturalPerson/{zone}", "001")


def features(declared: Subject) -> Iterator[Finding]:
    """A start says the kind of employment; only local authorities have no joint committee."""
    if not declared.has("DimonaFeatures"):
        yield declared.problem("DimonaFeatures", "001")
        return
    needed = "forbidden" if declared.local_authority else "required"
    yield from presence(declared, COMMITTEE, needed)
    committee, rules = declared.text(COMMITTEE), declared.rules
    allowed = not committee or committee in rules.get("joint_committees", [committee])
    if not allowed or committee in rules.get("not_in_committees", []):
        yield declared.problem("DimonaFeatures", "349")


def agency_work(declared: Subject) -> Iterator[Finding]:
    """Agency work (committee 322), and it alone, names the company that uses it (90107)."""
    if not declared.has("DimonaFeatures"):
        return
    if declared.text(COMMITTEE) != AGENCY_WORK:
        yield from presence(declared, USER, "forbidden")
        return
    yield from presence(declared, USER, "required")
    if not declared.has(USER):
        return
    yield from presence(declared, f"{USER}/JointCommissionNbr", "required")
    number = declared.has(f"{USER}/UsingEmployerCompanyID")
    name = declared.has(f"{USER}/UsingEmployerName")
    if number == name:
        yield declared.problem(USER, "352" if number else "351")
    if name and not number:
        yield from presence(declared, f"{USER}/Address", "required")


def control_cards(declared: Subject) -> Iterator[Finding]:
    """Construction work carries the cards of two months (90375)."""
    committee = declared.text(COMMITTEE)
    user = declared.text(f"{USER}/JointCommissionNbr")
    worker = declared.worker.code if declared.worker else ""
    if not committee or not worker:
        return
    unplaced = committee == AGENCY_WORK and not user
    needed = "forbidden"
    if CONSTRUCTION in (committee, user) or (unplaced and worker == "BCW"):
        needed = "required"
    elif unplaced and worker in CARDS_OPTIONAL:
        needed = "optional"
    yield from presence(declared, "ConstructionControlCards", needed)
    first = declared.text("ConstructionControlCards/FirstMonthC32ANbr")
    if first and first == declared.text("ConstructionControlCards/NextMonthC32ANbr"):
        yield declared.problem("ConstructionControlCards/NextMonthC32ANbr", "353")


def place_of_work(declared: Subject) -> Iterator[Finding]:
    """Only a student who does not work at the head office has a place of work (90376)."""
    if not declared.worker or not declared.has("StudentPlaceOfWork"):
        return
    if not declared.rules.get("place_of_work"):
        yield declared.problem("StudentPlaceOfWork", "005")
        return
    yield from presence(declared, "StudentPlaceOfWork/Denomination", "required")
    yield from presence(declared, "StudentPlaceOfWork/Address", "required")


def training(declared: Subject) -> Iterator[Finding]:
    """Trainees and interns need the data for their accident premium (90594)."""
    yield from presence(declared, "SmallStatutesInformation", declared.rules.get("training"))


def presence(declared: Subject, path: str, needed: str | None) -> Iterator[Finding]:
    """`needed` is required, optional or forbidden; None when it cannot be told."""
    if needed == "required" and not declared.has(path):
        yield declared.problem(path, "001")
    if needed == "forbidden" and declared.has(path):
        yield declared.problem(path, "005")


def hours_and_plan(declared: Subject) -> Iterator[Finding]:
    """End date, hours and planned hours, as the worker type asks for them."""
    for path, needed in periods.needs(declared).items():
        yield from presence(declared, path, needed)


DAILY_FIELDS: Final = ("StartingDate", "StartingHour", "EndingDate", "EndingHour")


def registration(declared: Subject) -> Iterator[Finding]:
    """A registration is made (status 0) in a period, and changed (1) or cancelled (3) by its own
    number; what is made is complete but for the hour of the end (90480)."""
    status = declared.text("AttestationStatus")
    if not status:
        return
    made, cancelled = status == "0", status == "3"
    yield from presence(declared, "DimonaPeriodId", "required" if made else "forbidden")
    yield from presence(declared, "DailyRegistrationId", "forbidden" if made else "required")
    for path in DAILY_FIELDS[:3]:
        needed = "required" if made else "forbidden" if cancelled else "optional"
        yield from presence(declared, path, needed)
    yield from presence(declared, "EndingHour", "forbidden" if cancelled else "optional")


def something_to_change(declared: Subject) -> Iterator[Finding]:
    """A change gives at least one new value (90378-360)."""
    if not any(declared.has(path) for path in periods.CHANGEABLE):
        yield declared.problem("", "360")


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "DimonaIn": (
        employer,
        worker_identity,
        features,
        agency_work,
        control_cards,
        place_of_work,
        training,
        hours_and_plan,
        periods.bounds,
        periods.order,
        periods.worker_type_in_force,
        periods.length,
    ),
    "DimonaOut": (periods.bounds,),
    "DimonaUpdate": (something_to_change, periods.bounds, periods.order),
    "DimonaCancel": (),
    "DailyRegistrationDeclaration": (registration, periods.bounds, periods.order),
}
