"""Ask for support, open, hand over and end a file: the only writers of its status."""

from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.plans.access import gives_support, may_counsel, may_see_support
from casework.plans.models import SupportFile, SupportMove
from casework.plans.queries import colleagues
from casework.plans.statuses import MOVES, Ending, Segment, SupportStatus
from casework.queue.statuses import NO_SCHEME, Kind
from casework.staff.caseload import require_room
from casework.staff.competence import require_competence
from portal.access.door import is_near
from portal.access.models import Capacity, User
from portal.law.figures import Figures
from portal.people.models import Institution, Person

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
SEAT: Final = "support_seat_once"  # the constraint that a race for a seat meets


class SupportRefusedError(Exception):
    """The file is not in a status, or not in the hands, from which this can be done."""


class NoSeatError(Exception):
    """The counsellor has as many people in intensive support as one may have."""


def move(
    file: SupportFile,
    verb: str,
    user: User,
    *,
    to: User | None = None,
    words: str = "",
    **changes: Any,
) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    standing = SupportFile.objects.filter(pk=file.pk, status__in=sources)
    if not standing.update(status=target, **changes):
        raise SupportRefusedError(verb)
    SupportMove.objects.create(file=file, verb=verb, user=user, to=to, words=words)
    file.refresh_from_db()


def locked(file: SupportFile) -> SupportFile:
    """Return the file as it stands; others wait until we are done."""
    standing = SupportFile.objects.select_for_update(of=("self",), no_key=True)
    return standing.select_related("person").get(pk=file.pk)


def ask(person: Person, office: Institution, wish: str, user: User) -> SupportFile:
    """Ask an office for support towards work; asked twice it is the same file."""
    return _made("ask", user, person=person, office=office, wish=wish)


def open_file_of(person: Person, capacity: Capacity) -> SupportFile:
    """Open a file of a person, with the caseworker as counsellor; the one that stands is returned.

    Raises `SupportRefusedError` for somebody near, or where no support is given.
    """
    if not gives_support(capacity) or is_near(capacity, person):
        raise SupportRefusedError("open")
    assert capacity.institution is not None  # noqa: S101 - it gives support
    return _made(
        "open", capacity.user, person=person, office=capacity.institution, counsellor=capacity.user
    )


def _made(
    verb: str, user: User, *, person: Person, office: Institution, **given: Any
) -> SupportFile:
    """Return the file of a person at an office, made by a verb where none stands."""
    status = MOVES[verb][1]
    try:
        with transaction.atomic():
            file = SupportFile.objects.create(person=person, office=office, status=status, **given)
            SupportMove.objects.create(file=file, verb=verb, user=user)
    except IntegrityError:
        return SupportFile.objects.of(person).get(office=office)
    return file


@transaction.atomic
def take(file: SupportFile, capacity: Capacity) -> None:
    """Become the counsellor of who asked. Of two who take it at once, one gets it.

    Raises `SupportRefusedError`, `NotCompetentError`, `CaseloadFullError`, and `NoSeatError` for
    somebody in intensive support whose counsellor left.
    """
    if not may_see_support(capacity, file):
        raise SupportRefusedError("take")
    require_competence(capacity, NO_SCHEME, Kind.SUPPORT, file.person.language)
    require_room(capacity)
    standing = locked(file)
    seated(standing, "take", capacity.user, capacity.user, standing.segment)
    file.refresh_from_db()


@transaction.atomic
def hand_over(file: SupportFile, capacity: Capacity, to: Capacity) -> None:
    """Give a file to a colleague, who must have a seat for who gets intensive support.

    Raises `SupportRefusedError` where it is not in one's hands or the other cannot have it,
    `NotCompetentError` where it is not among their competences, and `NoSeatError`.
    """
    file = locked(file)
    if not may_counsel(capacity, file) or not colleagues(file).filter(pk=to.pk).exists():
        raise SupportRefusedError("hand_over")
    require_competence(to, NO_SCHEME, Kind.SUPPORT, file.person.language)
    require_room(to)
    seated(file, "hand_over", capacity.user, to.user, file.segment, to=to.user)


def give_back(file: SupportFile, capacity: Capacity) -> None:
    """Let the person of a file wait for another counsellor, as the time of theirs at the office is
    over; what support they need stays chosen."""
    with transaction.atomic():
        move(locked(file), "give_back", capacity.user, counsellor=None, seat=None)


@transaction.atomic
def end(file: SupportFile, capacity: Capacity, ending: Ending, words: str) -> None:
    """End the support of a person, for a reason; who asked and is not counselled yet, too."""
    file = locked(file)
    unheld = file.status == SupportStatus.ASKED and may_see_support(capacity, file)
    if not unheld and not may_counsel(capacity, file):
        raise SupportRefusedError("end")
    move(file, "end", capacity.user, words=words, ending=ending, seat=None)


def seated(
    file: SupportFile, verb: str, user: User, counsellor: User, segment: str, **more: Any
) -> None:
    """Move a file to a counsellor and segment, with a seat where that segment wants one.

    The database gives each seat once: who loses the race for one tries the next. Raises
    `NoSeatError` when all are taken.
    """
    changes: dict[str, Any] = {"counsellor": counsellor, "segment": segment, **more}
    own = file.seat if file.counsellor_id == counsellor.pk else None
    if segment != Segment.INTENSIVE or own:
        move(file, verb, user, seat=own if segment == Segment.INTENSIVE else None, **changes)
        return
    for seat in _free_seats(counsellor):
        try:
            with transaction.atomic():
                move(file, verb, user, seat=seat, **changes)
        except IntegrityError as error:
            if SEAT not in str(error):
                raise
        else:
            return
    raise NoSeatError


def seats() -> int:
    """Return how many people one caseworker may have in intensive support today."""
    return FIGURES.on("intensive_per_caseworker", timezone.localdate()).value


def _free_seats(counsellor: User) -> list[int]:
    held = SupportFile.objects.intensive().filter(counsellor=counsellor)
    return sorted(set(range(1, seats() + 1)) - set(held.values_list("seat", flat=True)))
