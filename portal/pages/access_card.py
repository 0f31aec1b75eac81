"""Who looked at a person's data, for that person's own eyes: what a line says in plain words."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.access.glass.models import GlassFinding
from portal.access.models import AccessLine, Capacity, CapacityKind
from portal.pages.cards import Card, register_card
from portal.people.models import Person

SHOWN = 5  # on the personal page; all of them have their own page

# A person and the cases that lines name: the addresses of those that are about the person's own
# applications. A room that makes cases registers it.
OwnCases = Callable[[Person, Collection[UUID]], dict[UUID, str]]
_OWN_CASES: list[OwnCases] = []


def register_own_cases(find: OwnCases) -> OwnCases:
    """Register how the address of one's own application is found from the case of a line."""
    _OWN_CASES.append(find)
    return find


@dataclass(frozen=True)
class Look:
    """A line in words. It names who looked, and nobody else."""

    at: datetime
    who: str
    why: str
    ground: str
    opened: bool
    reason: str = ""  # where there was no case
    finding: str = ""
    url: str = ""  # of one's own application

    @property
    def what(self) -> str:
        """Return whether the file was opened or the name seen."""
        return _("opened your file") if self.opened else _("saw your name in a list")


def lines_of(person: Person) -> QuerySet[AccessLine]:
    """Return the lines about a person, newest first, with what their words need."""
    return (
        AccessLine.objects.filter(person=person)
        .select_related(
            "capacity__company", "capacity__institution", "capacity__user__person", "glass__review"
        )
        .order_by("-at", "-pk")
    )


def looks_of(person: Person, lines: Iterable[AccessLine]) -> list[Look]:
    """Return lines about a person in words; one more query for all that name a case."""
    shown = list(lines)
    cases = {line.case for line in shown if line.case}
    urls = {case: url for find in _OWN_CASES for case, url in find(person, cases).items()}
    return [_look(line, urls.get(line.case, "") if line.case else "") for line in shown]


def _look(line: AccessLine, url: str) -> Look:
    glass = line.glass
    return Look(
        at=line.at,
        who=who_words(line.capacity),
        why=line.get_purpose_display(),
        ground=line.ground,
        opened=line.opened,
        reason=f"{glass.get_reason_display()}: {glass.words}" if glass else "",
        finding=_finding(line) if glass else "",
        url=url,
    )


def _finding(line: AccessLine) -> str:
    review = getattr(line.glass, "review", None)
    if review is None:
        return _("A supervisor of the institution will look at this.")
    if review.finding == GlassFinding.JUSTIFIED:
        return _("A supervisor of the institution found it justified.")
    return _("A supervisor of the institution follows this up.")


def who_words(capacity: Capacity | None) -> str:
    """Return who looked: an organisation, and of its staff a mark by which it can be asked.

    Staff act for their institution, which answers for them: their names are not the citizen's to
    have, and the mark leads the institution to the one who looked (Court of Justice of the
    European Union, C-579/21). Who acts for a person is named to that person.
    """
    if capacity is None:
        return _("The portal itself")
    if capacity.kind == CapacityKind.CITIZEN and capacity.mandate_id is None:
        return _("You")
    if capacity.kind == CapacityKind.CITIZEN:
        return _("%(name)s, for you") % {"name": capacity.user}
    kind = capacity.get_kind_display()
    if capacity.institution is None:
        return f"{capacity.label} ({kind})"
    if capacity.user.person_id is None:
        return _("%(institution)s, by its application") % {"institution": capacity.label}
    words = {"institution": capacity.label, "kind": kind, "mark": capacity.mark}
    return _("%(institution)s (%(kind)s, staff %(mark)s)") % words


@register_card(60)
def who_looked(person: Person) -> Card:
    """Show the latest lines."""
    looks = looks_of(person, lines_of(person)[:SHOWN])
    return Card("pages/_access_card.html", {"looks": looks})
