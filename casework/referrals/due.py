"""Which referrals want their counsellor: not answered, declined, or over without an outcome."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.plans.agreement.actions import missed_after
from casework.plans.agreement.models import AgreementPoint
from casework.plans.models import SupportFile
from casework.plans.statuses import SupportStatus
from casework.referrals.models import Referral, ReferralMove, Suggestion
from casework.referrals.statuses import ReferralStatus
from portal.access.models import User
from portal.law.figures import Figures
from portal.people.models import Institution

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
WAITS: Final = _("the partner has not answered yet")
DECLINED: Final = _("the partner cannot help: find something else")
OVER: Final = _("it is over: what came of it?")
SILENT: Final = _("no report came")


@dataclass(frozen=True)
class Due:
    """What of a support file wants its counsellor, since when, and until when."""

    file: SupportFile
    what: Promise
    since: datetime
    until: date


def due_of(office: Institution, counsellors: Collection[User]) -> list[Due]:
    """Return what wants some counsellors of an office, in as many queries for many."""
    return [*_referrals(office, counsellors), *_reports(office, counsellors)]


def _referrals(office: Institution, counsellors: Collection[User]) -> Iterator[Due]:
    today = timezone.localdate()
    later = Referral.objects.filter(file=OuterRef("file"), pk__gt=OuterRef("pk"))
    moves = ReferralMove.objects.filter(referral=OuterRef("pk")).order_by("-pk")
    offered = Suggestion.objects.filter(file=OuterRef("file"), made_at__gt=OuterRef("last"))
    over = Q(status=ReferralStatus.ACCEPTED, offer__until__lt=today)
    refused = Q(status=ReferralStatus.DECLINED) & ~Exists(later) & ~Exists(offered)
    theirs = Referral.objects.filter(
        file__counsellor__in=counsellors, file__office=office, file__status=SupportStatus.OPEN
    ).annotate(last=Subquery(moves.values("at")[:1]), ends=F("offer__until"))
    found = theirs.filter(Q(status=ReferralStatus.WAITING) | over | refused)
    for each in found.select_related("file__person", "file__counsellor__person").order_by("pk"):
        yield _due(each, each.last, each.ends)


def _due(referral: Referral, last: datetime, ends: date) -> Due:
    """Return what a referral wants; `last` is when it was moved, `ends` the offer's last day."""
    on = timezone.localdate(last)
    if referral.status == ReferralStatus.WAITING:
        return Due(referral.file, WAITS, last, on + _days("referral_answer", on))
    if referral.status == ReferralStatus.DECLINED:
        return Due(referral.file, DECLINED, last, on + _days("referral_declined", on))
    return Due(referral.file, OVER, last, ends)


def _days(name: str, on: date) -> timedelta:
    return timedelta(days=FIGURES.on(name, on).value)


def _reports(office: Institution, counsellors: Collection[User]) -> Iterator[Due]:
    files = {"agreement__file__counsellor__in": counsellors, "agreement__file__office": office}
    today = timezone.localdate()
    points = AgreementPoint.objects.missed(today, missed_after(today)).filter(**files)
    for each in points.select_related(
        "agreement__file__person", "agreement__file__counsellor__person"
    ):
        assert each.day is not None  # noqa: S101 - the database gives a report a day
        yield Due(each.agreement.file, SILENT, each.agreement.offered_at, each.day)
