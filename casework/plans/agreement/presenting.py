"""How an agreement reads, for the person and for the caseworker."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.plans.agreement.actions import missed_after
from casework.plans.agreement.models import Agreement, AgreementPoint, PointMessage
from casework.plans.agreement.queries import last_with_text
from casework.plans.agreement.statuses import AgreementStatus, PointKind, Side
from casework.plans.models import SupportFile

OWN_TITLES: Final = {
    PointKind.PERSON: _("What you undertake"),
    PointKind.REPORT: _("Days on which you tell how it goes"),
}


def agreement_of(file: SupportFile) -> dict[str, Any]:
    """Return what a file's page shows of its agreement, for `casework/_agreement.html`.

    `agreement` is the version that waits, or else the one that stands, or else the last;
    `standing` the one that stands while another waits.
    """
    kept = Agreement.objects.filter(file=file).exclude(status=AgreementStatus.REPLACED)
    versions = {each.status: each for each in kept.with_text()}
    signed = versions.get(AgreementStatus.SIGNED)
    shown = versions.get(AgreementStatus.OFFERED) or signed or last_with_text(file)
    return {
        "agreement": shown,
        "groups": groups_of(shown) if shown else [],
        "refusal": _refusal(shown) if shown else "",
        "standing": groups_of(signed) if signed and signed is not shown else [],
    }


def _refusal(agreement: Agreement) -> str:
    return next((each.reason for each in agreement.signatures.all() if not each.agreed), "")


def groups_of(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the points by kind: {title, own_title, points}, each with what was said of it; the
    own title is for the person's own page."""
    points = groupby(agreement.points.all(), lambda point: point.kind)
    return [
        {
            "title": PointKind(kind).label,
            "own_title": OWN_TITLES.get(PointKind(kind), PointKind(kind).label),
            "points": [_row(point) for point in of_kind],
        }
        for kind, of_kind in points
    ]


def _row(point: AgreementPoint) -> dict[str, Any]:
    report = getattr(point, "report", None)
    missed = getattr(point, "missed", None)
    return {"point": point, "report": report, "missed": missed, "said": point.messages.all()}


def follow_up(files: Iterable[SupportFile]) -> dict[int, dict[str, Any]]:
    """Return what waits for the counsellor, by file: how far the agreement is, whether a report
    is missed (its day) and whether the person spoke last. Three queries for any number of files.
    """
    ids, today = [file.pk for file in files], timezone.localdate()
    found: dict[int, dict[str, Any]] = {file: {} for file in ids}
    for agreement in Agreement.objects.filter(file__in=ids).order_by("number"):
        if agreement.status != AgreementStatus.REPLACED:
            found[agreement.file_id]["agreement"] = agreement
    missed = AgreementPoint.objects.missed(today, missed_after(today))
    for file, day in missed.filter(agreement__file__in=ids).values_list("agreement__file", "day"):
        found[file].setdefault("missed", day)
    said = PointMessage.objects.filter(point__agreement__file__in=ids)
    last = said.order_by("point__agreement__file", "-pk").distinct("point__agreement__file")
    for file, side in last.values_list("point__agreement__file", "side"):
        found[file]["wrote"] = side == Side.PERSON
    return found
