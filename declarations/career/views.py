"""A citizen's career and wages: as pictures, and as tables that say who declared what and when."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.career.reading import Quarter, Work, quarters_of, work_of
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import scenarios
from declarations.wages.presenting import hundredths
from declarations.wages.quarters import FIRST, is_quarter, moved, quarter_of, title
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind
from portal.dates import date_format
from portal.pages.charts import Period
from portal.people.models import Person
from portal.templatetags.solida import euros

SHOWN: Final = 12  # quarters on a page
MOST: Final = 50  # periods of work
# The columns of the tables.
TOLD: Final = gettext_lazy("Declared by the employer on")
WORK: Final = (
    *(gettext_lazy("Employer"), gettext_lazy("First day"), gettext_lazy("Last day")),
    *(gettext_lazy("Kind of work"), gettext_lazy("Period"), TOLD),
)
PAID: Final = (gettext_lazy("Quarter"), gettext_lazy("Employer"))
SUMS: Final = (gettext_lazy("Days"), gettext_lazy("Hours"), gettext_lazy("Gross pay"))


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("career", Act(gettext_lazy("opened the career and wages")), Help.OWN_DATA)
def career(request: ActingRequest) -> HttpResponse:
    """Show the work as a timeline and the pay by quarter, three years at a time."""
    person, today = request.capacity.person, timezone.localdate()
    last = _last_quarter(request.GET.get("until", ""), quarter_of(today))
    asked = [moved(last, -by) for by in range(SHOWN)]
    quarters = quarters_of(person, asked)
    work = work_of(person, MOST)
    days = [day for each in work for day in (each.since, each.until) if day]
    context: dict[str, Any] = {
        "periods": [_drawn(each) for each in work],
        "first": min([today, *days]),
        "last": max([today, *days]),
        "work": _work_table(work),
        "work_head": [{"label": each} for each in WORK],
        "risks": _risk_table(person),
        "points": _points(quarters, asked),
        "quarters": _quarter_table(quarters),
        "quarter_head": [{"label": each, "numeric": each in SUMS} for each in (*PAID, *SUMS, TOLD)],
        "shown": (title(asked[-1]), title(last)),
        "earlier": moved(last, -SHOWN) if asked[-1] > FIRST else None,
        "later": min(moved(last, SHOWN), quarter_of(today)) if last < quarter_of(today) else None,
    }
    return render(request, "declarations/career.html", context)


def _last_quarter(text: str, newest: int) -> int:
    """Return the quarter that a page ends with; the newest for nonsense."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 5 else newest
    return number if is_quarter(number) and number <= newest else newest


def _drawn(work: Work) -> Period:
    return Period(work.employer, work.since, work.until, work.kind)


def _points(quarters: Sequence[Quarter], asked: Sequence[int]) -> list[tuple[str, int]]:
    """Return the pay of each quarter with all employers, the oldest first; a gap is drawn as 0."""
    if not quarters:
        return []
    told = [each.quarter for each in quarters]
    pay = {quarter: 0 for quarter in reversed(asked) if min(told) <= quarter <= max(told)}
    for each in quarters:
        pay[each.quarter] += each.figures.cents
    return [(title(quarter), cents) for quarter, cents in pay.items()]


def _work_table(work: Sequence[Work]) -> list[list[str]]:
    return [
        [
            each.employer,
            _day(each.since),
            _day(each.until) if each.until else _("still running"),
            each.kind,
            each.number,
            _moment(each.told_at),
        ]
        for each in work
    ]


def _risk_table(person: Person) -> list[dict[str, Any]]:
    """What employers declared of a person, newest first: to whom it went, what that answered last,
    and the proof on paper where there is one."""
    risks = Risk.objects.of_person(person).select_related(
        "standing__risk_effect__letter", "standing__risk_delivery__institution"
    )
    risks = risks.prefetch_related("standing__risk_delivery__answers")[:MOST]
    return [
        {
            "title": scenarios()[risk.flow].kind_words(risk.kind).capitalize(),
            "risk": risk,
            "institution": (delivery := risk.standing.risk_delivery).institution,
            "answer": max(delivery.answers.all(), key=lambda each: each.pk, default=None),
            "letter": letter.reference if (letter := risk.standing.risk_effect.letter) else None,
        }
        for risk in risks
    ]


def _quarter_table(quarters: Sequence[Quarter]) -> list[list[str]]:
    return [
        [
            title(each.quarter),
            each.employer,
            hundredths(each.figures.days),
            hundredths(each.figures.hours),
            euros(each.figures.cents),
            _moment(each.told_at),
        ]
        for each in quarters
    ]


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _moment(moment: Any) -> str:
    return _day(timezone.localdate(moment))
