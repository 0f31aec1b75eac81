"""What a profile gives of what is asked: which blocks of data, and how far back in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Q

from portal.access.models import Service
from portal.directory.control import Admission, ControlError
from portal.directory.models import AvailableService
from portal.directory.queries import FileQuerySet
from portal.law.days import add_months


@dataclass(frozen=True)
class Extent:
    """What is given: the blocks with the institutions that have them, and the period.

    `kept_back` are the blocks that were asked for and are not given, with the reason: the profile
    does not give them (`NOT-AUTHORISED`), or nobody has them (`NOT-AVAILABLE`). `cut` says whether
    the period begins later than was asked.
    """

    sources: dict[str, list[AvailableService]]
    kept_back: dict[str, str]
    since: date
    until: date
    cut: bool


def extent_of(
    admission: Admission,
    blocks: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Extent:
    """Return what of these blocks (None: all) and days (None: today) the profile gives.

    Raises `ControlError`: CTRL-005 when no day is left, CTRL-006 when no block is.
    """
    authorisation = admission.authorisation
    last = until or admission.today
    asked = since or last
    first = max(asked, earliest(admission) or asked)
    if first > last:
        raise ControlError("CTRL-005")
    wanted = list(authorisation.blocks if blocks is None else dict.fromkeys(blocks))
    had = _available(Service(authorisation.service))
    kept_back = {
        block: "NOT-AVAILABLE" if block in authorisation.blocks else "NOT-AUTHORISED"
        for block in wanted
        if block not in authorisation.blocks or block not in had
    }
    sources = {block: had[block] for block in wanted if block not in kept_back}
    if not sources:
        raise ControlError("CTRL-006")
    return Extent(sources, kept_back, first, last, first > asked)


def earliest(admission: Admission) -> date | None:
    """Return the first day about which one may ask; None: there is no limit."""
    months = admission.authorisation.months_back
    return None if months is None else cast(date, add_months(admission.today, -months).item())


def known_at_source(
    extent: Extent, subjects: Collection[int], files: FileQuerySet[Any], kind: str = "person"
) -> dict[str, set[int] | None]:
    """Return by block which of the subjects, by their ids, one of its sources knows; None: all.

    `files` are those of persons, or of companies where `kind` is "company".

    A source that holds the register itself knows everybody; the others know who has a file there in
    the capacity that they named, of whatever period. One query at most.
    """
    asking = {
        block: sources
        for block, sources in extent.sources.items()
        if all(source.asks_registration for source in sources)
    }
    there = _files(asking, files.filter(**{f"{kind}__in": subjects}), kind) if asking else []
    return {
        block: {
            subject
            for institution, quality, subject in there
            if any((s.institution_id, s.quality) == (institution, quality) for s in asking[block])
        }
        if block in asking
        else None
        for block in extent.sources
    }


def _files(
    asking: dict[str, list[AvailableService]], files: FileQuerySet[Any], kind: str
) -> list[tuple[int, str, int]]:
    there = Q()
    for source in (each for sources in asking.values() for each in sources):
        there |= Q(institution=source.institution_id, quality=source.quality)
    return list(files.standing().filter(there).values_list("institution", "quality", kind))


def _available(service: Service) -> dict[str, list[AvailableService]]:
    found: dict[str, list[AvailableService]] = {}
    in_use = AvailableService.objects.in_use().filter(service=service)
    for each in in_use.select_related("institution").order_by("block", "pk"):
        found.setdefault(each.block, []).append(each)
    return found
