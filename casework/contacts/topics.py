"""What a contact can be about, and which office answers it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from benefits.schemes import SCHEMES
from portal.people.models import Institution, Person

# What is about no right in particular goes to the Federal Public Service Social Security, which
# knows who is competent.
GENERAL: Final[dict[str, str | Promise]] = {
    "data": _("What is known about me"),
    "work": _("My work and wages"),
    "other": _("Something else"),
}
GENERAL_SECTOR: Final = 16


class NoOfficeError(Exception):
    """No office of this installation answers for the topic."""


def sector_of(topic: str) -> int:
    """Return the sector of the network whose offices answer for a topic."""
    return SCHEMES[topic].institution_sector if topic in SCHEMES else GENERAL_SECTOR


def topic_title(topic: str) -> str:
    """Return the name of a topic in the active language."""
    return scheme_title(topic) if topic in SCHEMES else str(GENERAL[topic])


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics for which there is an office, with their names; the general ones last."""
    sectors = set(Institution.objects.values_list("sector", flat=True))
    known = [*SCHEMES, *GENERAL]
    return [(each, topic_title(each)) for each in known if sector_of(each) in sectors]


def office_for(topic: str, person: Person) -> Institution:
    """Return the office that answers for a topic: of its sector, first one that has a file of the
    person; for who speaks with the person, or is the person.

    Raises `NoOfficeError`.
    """
    found = Institution.objects.raw(
        "SELECT * FROM office_for(%s, %s)", [person.pk, sector_of(topic)]
    )
    office = next(iter(found), None)
    if office is None:
        raise NoOfficeError(topic)
    return office
