"""How fast files of social risks are taken in and judged, beside files of quarterly wages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.db.models import Count
from django.utils import timezone
from lxml import etree

from declarations.channels.models import Verdict
from declarations.channels.writing import document, header
from declarations.social_risk.intake import take_risks
from declarations.social_risk.scenarios import scenarios
from declarations.wages.bench_files import WORKERS_OF_ONE, WageFile, inss_of, nsso_of
from declarations.wages.bench_registers import fill
from declarations.wages.intake import take
from declarations.wages.quarters import moved
from portal.access.models import Capacity
from portal.directory.models import Subscription
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from portal.pages.bench import Result, bench

FORMS: Final = 10_000  # of a file
ROUNDS: Final = 2
FIRST_QUARTER: Final = 20251
GOAL: Final = 0.5
FLOW: Final = "wech005"
TOPICS: Final = ("wages.piece", "wages.read", "wages.sealed", "risks.file")
DAYS: Final = 10  # of temporary unemployment in a month
INSS, NSSO = "85073003328", "175110801"


@bench("social_risk")
def social_risk() -> Result:
    """Take turns: the bytes a second of risks over those of wages, each from receipt to verdict."""
    capacity = fill(FORMS)
    # What others make of the facts is not measured here.
    Subscription.objects.exclude(topic__in=TOPICS).delete()
    ratios, speeds = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            wages = Path(folder) / "wages.xml"
            quarter = moved(FIRST_QUARTER, number)
            WageFile(quarter, FORMS).write(wages)
            whole = wages.read_bytes()
            beside = _speed(len(whole), _wages(capacity, whole, quarter))
            risks = risks_of(number + 1)
            ours = _speed(len(risks), _risks(capacity, risks))
            ratios.append(ours / beside)
            speeds.append((ours, beside))
    limit = (
        f"files of {FORMS} workers in one process each: quarterly wages, and a month of temporary"
        f" unemployment ({FLOW}); message kept, read, judged, stored, verdicts, events"
    )
    more = {
        "risks_mb_per_second": round(median(ours for ours, _ in speeds) / 1e6, 1),
        "wages_mb_per_second": round(median(wages for _, wages in speeds) / 1e6, 1),
        "risks_workers_per_second": round(FORMS * median(o for o, _ in speeds) / len(risks)),
        "file_mb": round(len(risks) / 1e6, 1),
        "results": {row["result"]: row["n"] for row in _results()},
    }
    return Result(median(ratios), GOAL, limit, more, at_least=True)


def _results() -> Any:
    found = Verdict.objects.filter(declaration__flow=FLOW)
    return found.order_by("result").values("result").annotate(n=Count("pk"))


def _speed(size: int, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    move_outbox()
    return size / (time.perf_counter() - begun)


def _wages(capacity: Capacity, whole: bytes, quarter: int) -> Callable[[], object]:
    return lambda: take(capacity, Channel.FILE, f"wages-{quarter}", BytesIO(whole))


def _risks(capacity: Capacity, whole: bytes) -> Callable[[], object]:
    return lambda: take_risks(capacity, whole)


def risks_of(month: int) -> bytes:
    """A file of a month of temporary unemployment of each worker of the bench."""
    model = scenarios()[FLOW].model
    root = document(model, _content(month))
    written = etree.tostring(root, pretty_print=True).decode()
    begins, ends = written.index("<Form>"), written.index("</Form>") + len("</Form>")
    forms = (
        written[begins:ends]
        .replace(INSS, f"{inss_of(n):011d}")
        .replace(NSSO, str(nsso_of(n // WORKERS_OF_ONE)))
        for n in range(FORMS)
    )
    return "\n".join([written[:begins], *forms, written[ends:]]).encode()


def _content(month: int) -> dict[str, Any]:
    first = date(2025, month, 1)
    days = [
        {"DayIndicator": f"--{month:02d}-{n:02d}", "DayNatureCode": "5.1", "HoursNumber": "760"}
        for n in range(1, 2 * DAYS, 2)
    ]
    grid = [
        {"DaysIndicatorAboutWorkSchedule": str(n), "HoursNumberAboutWorkSchedule": "760"}
        for n in range(1, 8)
    ]
    job = {
        "OccupationStartingDate": first.isoformat(),
        "JointCommissionNbr": "124",
        "WorkingDaysSystem": "500",
        "MeanWorkingHours": "3800",
        "RefMeanWorkingHours": "3800",
        "MonthlyDclTempUnemploymentHours": {
            "CalculationBaseAllowance": {
                "RemunerationTimeUnit": "4",
                "RemunerationBasisAmount": "245000",
            },
            "WorkGrid": {"IndicationDaysAndHours": grid},
            "ReferencePeriod": {
                "RefStartingDate": first.isoformat(),
                "RefEndingDate": first.replace(day=28).isoformat(),
                "NatureOfDay": days,
            },
        },
    }
    person = {
        "NaturalPersonSequenceNbr": "1",
        "INSS": INSS,
        "WorkerRecordLink": {"EmployerClass": "010", "WorkerCode": "495", "OccupationLink": job},
    }
    employer = {"NOSSRegistrationNbr": NSSO, "Trusteeship": "0", "CompanyID": "0"}
    return {
        **header(FLOW.upper(), "SU", timezone.now()),
        "DclInformation": {"LanguageCodePdf": "1"},
        "RiskIdentification": [{"IdentificationOfRisk": "001"}],
        "EmployerDeclarationLink": {**employer, "NaturalPerson": person},
    }
