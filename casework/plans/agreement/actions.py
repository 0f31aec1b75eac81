"""Offer, sign, refuse and discuss an agreement, and follow it up."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from casework.plans.access import may_counsel
from casework.plans.actions import FIGURES, SupportRefusedError, locked
from casework.plans.agreement.models import (
    Agreement,
    AgreementPoint,
    MissedReport,
    PointMessage,
    ProgressReport,
    ReportReminder,
    Signature,
)
from casework.plans.agreement.statuses import MOVES, AgreementStatus, Progress, Side
from casework.plans.agreement.text import Line, fingerprint
from casework.plans.models import SupportFile
from casework.plans.statuses import SupportStatus
from portal.access.models import Capacity, User
from portal.exchange.actions import publish


class AgreementRefusedError(Exception):
    """The agreement is not as it was shown: another version came, or it was answered."""


def move(agreement: Agreement, verb: str) -> None:
    """Change the status: the one door, which checks and writes together."""
    sources, target = MOVES[verb]
    standing = Agreement.objects.filter(pk=agreement.pk, status__in=sources)
    if not standing.update(status=target):
        raise AgreementRefusedError(verb)


@transaction.atomic
def offer(file: SupportFile, capacity: Capacity, lines: Sequence[Line]) -> Agreement:
    """Offer a new version, signed by the office; one that waited is replaced.

    What both signed before stands until the person signs this. Raises `SupportRefusedError` where
    the file is not in this caseworker's hands.
    """
    file = locked(file)
    if not may_counsel(capacity, file):
        raise SupportRefusedError("offer")
    versions = Agreement.objects.filter(file=file)
    for waiting in versions.offered():
        move(waiting, "replace")
    last = versions.aggregate(last=Max("number"))["last"] or 0
    offered = Agreement.objects.create(file=file, number=last + 1, status=MOVES["offer"][1])
    AgreementPoint.objects.bulk_create(
        AgreementPoint(agreement=offered, position=place, **line._asdict())
        for place, line in enumerate(lines, 1)
    )
    _sign(offered, Side.OFFICE, capacity.user, fingerprint(lines))
    publish("agreement.offered", offered.pk, person=file.person)
    return offered


def _sign(agreement: Agreement, side: Side, user: User, mark: str, reason: str = "") -> None:
    Signature.objects.create(
        agreement=agreement,
        side=side,
        agreed=not reason,
        fingerprint=mark,
        reason=reason,
        signed_by=user,
    )


def fingerprint_of(agreement: Agreement) -> str:
    """Return the fingerprint of a version as it stands."""
    points = agreement.points.order_by("position")
    return fingerprint(Line(each.kind, each.text, each.day) for each in points)


def _waiting(agreement: Agreement, shown: str) -> Agreement:
    """Return a version that waits in a running file and is what the person was shown, locked."""
    file = locked(agreement.file)
    standing = Agreement.objects.get(pk=agreement.pk)
    waits = standing.status == AgreementStatus.OFFERED and file.status == SupportStatus.OPEN
    if not waits or fingerprint_of(standing) != shown:
        raise AgreementRefusedError("sign")
    return standing


@transaction.atomic
def sign(agreement: Agreement, user: User, shown: str) -> None:
    """Sign what was shown, in the person's name: it stands from now on, in place of the one before.

    Raises `AgreementRefusedError` when that is no longer what waits.
    """
    agreement = _waiting(agreement, shown)
    for before in Agreement.objects.filter(file=agreement.file_id).signed():
        move(before, "replace")
    move(agreement, "sign")
    _sign(agreement, Side.PERSON, user, shown)
    publish("agreement.signed", agreement.pk, person=agreement.file.person)


@transaction.atomic
def refuse(agreement: Agreement, user: User, shown: str, reason: str) -> None:
    """Refuse what was shown, for a reason; what both signed before still stands."""
    agreement = _waiting(agreement, shown)
    move(agreement, "refuse")
    _sign(agreement, Side.PERSON, user, shown, reason)


def say(point: AgreementPoint, side: Side, user: User, text: str) -> None:
    """Say something about a point; the same words pressed twice are said once."""
    last = point.messages.last()
    if not (last and (last.text, last.said_by_id) == (text, user.pk)):
        PointMessage.objects.create(point=point, side=side, text=text, said_by=user)


def report(file: SupportFile, user: User, progress: Progress, text: str) -> None:
    """Tell how it goes, for the first of the agreed days of which nothing was told.

    Raises `AgreementRefusedError` where no report is agreed on any more.
    """
    point = AgreementPoint.objects.to_report().filter(agreement__file=file).first()
    if point is None:
        raise AgreementRefusedError("report")
    try:
        with transaction.atomic():
            ProgressReport.objects.create(point=point, progress=progress, text=text, made_by=user)
    except IntegrityError as error:
        raise AgreementRefusedError("report") from error


@transaction.atomic
def note_missed(file: SupportFile, capacity: Capacity, text: str) -> None:
    """Note what was found out about the first report that did not come.

    Raises `SupportRefusedError` where the file is not in this caseworker's hands or none is missed.
    """
    file = locked(file)
    point = AgreementPoint.objects.to_report().filter(agreement__file=file).first()
    if point is None or not may_counsel(capacity, file):
        raise SupportRefusedError("note")
    MissedReport.objects.create(point=point, text=text, noted_by=capacity.user)


def remind(today: date) -> int:
    """Remind of the reports that are due in some days, each once; return of how many."""
    before = FIGURES.on("report_reminder", today).value
    due = AgreementPoint.objects.due_for_reminder(today, before)
    reminded = 0
    for point in due.select_related("agreement__file__person"):
        with transaction.atomic():
            _row, new = ReportReminder.objects.get_or_create(point=point)
            if new:
                publish("report.due", point.pk, person=point.agreement.file.person)
        reminded += new
    return reminded


def missed_after(today: date) -> int:
    """Return after how many days the counsellor looks why a report did not come."""
    return FIGURES.on("report_missed", today).value
