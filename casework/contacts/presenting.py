"""How contacts read, and what is open with an office for a person."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.presenting import scheme_title
from benefits.objections.models import Objection
from casework.appointments.models import Appointment
from casework.callbacks.models import CallBack
from casework.callbacks.statuses import CallBackStatus
from casework.cases.access import schemes_of
from casework.contacts.models import Channel, Contact, Direction
from casework.contacts.queries import Elsewhere
from casework.contacts.statuses import OPEN
from casework.contacts.topics import topic_title
from casework.questions.models import Question
from portal.dates import date_format
from portal.people.models import Institution, Person

# Who began by which way, in words to the person.
BEGAN: Final[dict[tuple[str, str], str | Promise]] = {
    (Channel.TELEPHONE, Direction.IN): _("You called"),
    (Channel.TELEPHONE, Direction.OUT): _("We called you"),
    (Channel.VISIT, Direction.IN): _("You came by"),
    (Channel.VISIT, Direction.OUT): _("We visited you"),
    (Channel.EMAIL, Direction.IN): _("You sent an e-mail"),
    (Channel.EMAIL, Direction.OUT): _("We sent you an e-mail"),
    (Channel.LETTER, Direction.IN): _("You sent a letter"),
    (Channel.LETTER, Direction.OUT): _("We sent you a letter"),
    (Channel.PORTAL, Direction.IN): _("You wrote here"),
}
Row = dict[str, str]


def history(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    """Return contacts as rows, with what was said."""
    return [
        {
            "contact": each,
            "topic": topic_title(each.topic),
            "began": BEGAN[each.channel, each.direction],
            "answer": getattr(each, "answer", None),
            "page": getattr(each, "lookup", None),
            "at": each.at,
            "way": each.get_channel_display(),
            "direction": each.get_direction_display(),
            "office": str(each.office),
        }
        for each in contacts
    ]


def history_elsewhere(contacts: Iterable[Elsewhere]) -> list[dict[str, Any]]:
    """Return contacts with other offices as rows, without what was said."""
    return [
        {
            "topic": topic_title(each.topic),
            "at": each.at,
            "way": Channel(each.channel).label,
            "direction": Direction(each.direction).label,
            "office": str(each.office),
        }
        for each in contacts
    ]


def open_things(person: Person, office: Institution) -> list[Row]:
    """Return what is open for a person with an office: {title, state, url}."""
    parts = (_claims, _objections, _asked, _booked, _calls)
    return [row for part in parts for row in part(person, office)]


def _claims(person: Person, office: Institution) -> Iterator[Row]:
    sent = Claim.objects.filter(
        person=person, status=ClaimStatus.SUBMITTED, scheme__in=schemes_of(office)
    )
    for claim in sent.select_related("case").order_by("submitted_at", "pk"):
        assert claim.submitted_at is not None  # noqa: S101 - the database gives what was sent a date
        words = gettext("Application for: %(right)s") % {"right": scheme_title(claim.scheme)}
        yield _row(words, claim, gettext("sent on %s") % _day(claim.submitted_at))


def _objections(person: Person, office: Institution) -> Iterator[Row]:
    sent = Objection.objects.waiting().filter(person=person, scheme__in=schemes_of(office))
    for objection in sent.select_related("case"):
        words = gettext("Objection about: %(right)s") % {"right": scheme_title(objection.scheme)}
        yield _row(words, objection, gettext("sent on %s") % _day(objection.made_at))


def _row(title: str, about: Claim | Objection, state: str) -> Row:
    case = getattr(about, "case", None)
    url = reverse("case", args=[case.reference]) if case else ""
    return {"title": title, "state": state, "url": url}


def _asked(person: Person, office: Institution) -> Iterator[Row]:
    questions = Question.objects.to_person(person).open().with_right()
    for each in questions.filter(case__office=office):
        until = gettext("to be answered by %s") % date_format(each.answer_by)
        title = gettext("We asked for: %(wanted)s") % {"wanted": each.get_wanted_display()}
        yield {"title": title, "state": until, "url": reverse("case", args=[each.case.reference])}


def _booked(person: Person, office: Institution) -> Iterator[Row]:
    for each in Appointment.objects.to_come(person).filter(office=office):
        title = gettext("Appointment %(way)s") % {"way": each.get_way_display()}
        when = date_format(localtime(each.starts), "DATETIME_FORMAT")
        yield {"title": title, "state": when, "url": ""}


def _calls(person: Person, office: Institution) -> Iterator[Row]:
    for each in CallBack.objects.of(person).filter(office=office, status=CallBackStatus.ASKED):
        when = f"{date_format(each.day)}, {each.get_window_display()}"
        yield {"title": gettext("Wants to be called"), "state": when, "url": reverse("call_backs")}


def _day(moment: Any) -> str:
    return date_format(localdate(moment))


def waiting_row(contact: Contact) -> dict[str, Any]:
    """Return what waits as a row of the list."""
    return {
        "contact": contact,
        "topic": topic_title(contact.topic),
        "days": (localdate() - localdate(contact.at)).days,
        "is_open": contact.status in OPEN,
    }
