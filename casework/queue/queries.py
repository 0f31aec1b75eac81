"""Reads of what waits: in the order of the law's last day, of vulnerability, of age.

What is alike in right, kind, office and language is a lane; each is read from its place in one
index, and the first of all lanes are merged. So any choice of lanes costs the same, however much
waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from casework.cases.access import schemes_of
from casework.contacts.topics import GENERAL, GENERAL_SECTOR
from casework.queue.statuses import ANY_OFFICE, NO_SCHEME, OF_OFFICE, Kind
from casework.queue.terms import last_day
from casework.staff.competence import lacking
from casework.staff.models import Profile
from casework.training.exercises import Exercise
from portal.access.door import persons_near
from portal.access.models import Capacity
from portal.people.models import Institution

if TYPE_CHECKING:
    from casework.queue.models import Waiting

MOST_COUNTED = 1000
ORDER: Final = ("answer_by", "rank", "came_at", "id")
LANES: Final = """
    FROM unnest(%(schemes)s::text[], %(kinds)s::text[], %(offices)s::bigint[], %(froms)s::date[],
        %(untils)s::date[]) AS lane (scheme, kind, office, "from", until)
    CROSS JOIN unnest(%(languages)s::text[]) AS reads (language)
    CROSS JOIN LATERAL (
        SELECT each.id, each.answer_by, each.rank, each.came_at FROM casework_waiting AS each
        WHERE each.sector = %(sector)s AND each.office = lane.office
            AND each.scheme = lane.scheme AND each.kind = lane.kind
            AND each.language = reads.language AND each.answer_by <= lane.until
            AND each.answer_by >= lane."from" AND each.came_at > %(since)s
            AND each.came_at < %(before)s AND each.not_for_id IS DISTINCT FROM %(user)s
            AND each.person_id <> ALL (%(near)s)
            AND (each.answer_by, each.rank, each.came_at, each.id)
                > (%(last_day)s, %(last_rank)s, %(last_came)s, %(last_id)s)
        ORDER BY each.answer_by, each.rank, each.came_at, each.id LIMIT %(most)s
    ) AS first
"""
FIRST: Final = f"""
    SELECT first.id {LANES}
    ORDER BY first.answer_by, first.rank, first.came_at, first.id LIMIT %(most)s
"""
COUNTED: Final = f"SELECT count(*) FROM (SELECT {LANES} LIMIT %(most)s) AS counted"  # noqa: S608 - ours


@dataclass(frozen=True)
class Wanted:
    """Which lanes (right and kind) a caseworker can take from, never of somebody near; since when
    it waits; and which exercises are `lacking`, without which there is no lane."""

    office: Institution
    user: int
    near: tuple[int, ...]
    lanes: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    days: int = 0
    since: datetime | None = None
    lacking: tuple[Exercise, ...] = ()


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """What waits."""

    def takeable(
        self, found: Wanted, most: int = MOST_COUNTED, after: "Waiting | None" = None
    ) -> "WaitingQuerySet":
        """Return at most so many that a caseworker can take, the next one first; or those `after`
        one, so that a later page costs no more than the first."""
        ids = [pk for (pk,) in _asked(FIRST, found, most, after)]
        return self.filter(pk__in=ids).order_by(*ORDER)


def counted(found: Wanted, most: int) -> int:
    """Return how many a caseworker can take, and no more than `most`."""
    return int(_asked(COUNTED, found, most, None)[0][0])


def wanted(
    capacity: Capacity,
    scheme: str = "",
    kind: str = "",
    language: str = "",
    days: int = 0,
    since: datetime | None = None,
) -> Wanted:
    """Return what a caseworker can take: of the own sector, never against an own decision.

    Only what is among their competences; and narrowed to one right, kind or language, and to what
    waits for at least so many days, or came since a moment.
    """
    office, said = capacity.institution, Profile.objects.of(capacity)
    lacks = tuple(lacking(said)) if said else ()
    assert office is not None  # noqa: S101 - a caseworker has an office
    spoken = [code for code, _name in settings.LANGUAGES if language in ("", code)]
    return Wanted(
        office,
        capacity.user_id,
        tuple(persons_near(capacity).values_list("pk", flat=True)),
        tuple(
            (right, of)
            for right, of in _lanes(office)
            if scheme in ("", right)
            and kind in ("", of)
            and (not said or (said.takes(right) and said.handles(of) and not lacks))
        ),
        tuple(each for each in spoken if not said or said.speaks(each)),
        days,
        since,
        lacks,
    )


def _lanes(office: Institution) -> Iterator[tuple[str, str]]:
    """Yield what can wait for an office: a right or another subject, and a kind."""
    for scheme, kind in product(schemes_of(office), Kind):
        if kind != Kind.SUPPORT:
            yield scheme, kind
    if office.sector == GENERAL_SECTOR:
        yield from ((topic, Kind.CONTACT) for topic in GENERAL)
    yield NO_SCHEME, Kind.SUPPORT


def _with_offices(found: Wanted) -> Iterator[tuple[str, str, int]]:
    """Yield each lane with whose it is: any office's, and the own one's that had it in hand."""
    for scheme, kind in found.lanes:
        if kind not in OF_OFFICE:
            yield scheme, kind, ANY_OFFICE
        yield scheme, kind, found.office.pk


def _asked(query: str, found: Wanted, most: int, after: "Waiting | None") -> list[tuple[Any, ...]]:
    last = timezone.localdate() - timedelta(days=found.days)
    since = timezone.localdate(found.since) if found.since else None
    lanes = list(_with_offices(found))
    kinds = [kind for _scheme, kind, _office in lanes]
    values: dict[str, Any] = {
        "sector": found.office.sector,
        "schemes": [scheme for scheme, _kind, _office in lanes],
        "kinds": kinds,
        "offices": [office for _scheme, _kind, office in lanes],
        "languages": list(found.languages),
        # What came later is answered later: the index is read no further.
        "froms": [str(last_day(kind, since)) if since else "-infinity" for kind in kinds],
        "untils": [str(last_day(kind, last)) if found.days else "infinity" for kind in kinds],
        "since": found.since or "-infinity",
        "before": _midnight(last + timedelta(days=1)) if found.days else "infinity",
        "user": found.user,
        "near": list(found.near),
        "last_day": after.answer_by if after else "-infinity",
        "last_rank": after.rank if after else 0,
        "last_came": after.came_at if after else "-infinity",
        "last_id": after.pk if after else 0,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
