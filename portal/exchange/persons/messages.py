"""What the register of persons tells: changes, each from a day on. A change is told once it is so.

Every message may correct the one before it: `corrects` is its ticket, what it said is undone, and
this message counts in its place. A withdrawal undoes it and says nothing else.
"""

import json
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from portal.exchange.messages import Day, Sent
from portal.people.models import HouseholdRole, RepresentationKind

Ssin = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
WHY: dict[str, str | Promise] = {
    "future": _("A change is told once it is so: give a day that has come."),
    "before birth": _("The person was not born on that day."),
    "dead": _("The person had died on that day."),
    "no household": _("No household of this person is known on that day."),
    "own household": _("Nobody joins their own household: name another person who lives in it."),
    "partner of nobody": _("Nobody is partner of themselves, and nobody else lives there."),
    "same household": _("The person lives in that household already."),
    "reference": _("The household has another reference person."),
    "later": _("A later change stands. Correct that one first."),
    "parents": _("Name each parent once; a parent is older than the child."),
    "oneself": _("Nobody represents themselves."),
    "represented": _("The representative acts for the person already."),
    "in a circle": _("That would let the representative be represented by the person."),
    "not represented": _("The representative does not act for the person on that day."),
    "nothing to correct": _("There is no change of yours with this ticket that can be corrected."),
}


class NotSoError(Exception):
    """A change cannot be; `code` is a key of `WHY`, `field` says at which datum."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field, self.message = code, field, WHY[code]


class Told(Sent):
    """A message of the register."""

    kind: ClassVar[str]

    def as_stored(self) -> bytes:
        """Return the message with its kind, as it is kept."""
        said = self.model_dump(mode="json", exclude_none=True)
        return json.dumps({"kind": self.kind, **said}).encode()


class Change(Told):
    """A change of one person's data, from a day on."""

    ssin: Ssin
    since: Day
    corrects: UUID | None = Field(None, description="Ticket of the message that was not right.")


class Address(Sent):
    """An address."""

    street: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    house_number: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    box: Annotated[str, StringConstraints(max_length=10)] = ""
    postal_code: Annotated[str, StringConstraints(min_length=1, max_length=9)]
    city: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Move(Change):
    """The person lives at another address: alone, in a household of its own, or all together."""

    kind = "move"
    address: Address
    together: bool = Field(False, strict=True, description="The whole household moves.")


class Joining(Change):
    """The person joins the household of another."""

    kind = "joining"
    household_of: Ssin
    role: HouseholdRole


class Leaving(Change):
    """The person lives in no known household from the day on, such as abroad."""

    kind = "leaving"


class RoleChange(Change):
    """The person has another role in the same household."""

    kind = "role"
    role: HouseholdRole


class Rename(Change):
    """The person has another name."""

    kind = "name"
    first_name: Name
    last_name: Name


class Death(Change):
    """The person died, on the day `since`."""

    kind = "death"


class Representing(Change):
    """The law lets somebody act for the person: a parent, or a guardian or an administrator.

    It is not corrected: what was not right is told as an end.
    """

    kind = "representation"
    representative: Ssin
    by: RepresentationKind = Field(description="As what the representative acts.")


class RepresentationEnd(Change):
    """Somebody acts for the person no longer, from the day on."""

    kind = "representation_end"
    representative: Ssin


class Birth(Told):
    """A child was born, who lives with the parent who is named first.

    It is not taken back: what was not right is told as a correction of the day of birth, or as a
    change of name or of household.
    """

    kind = "birth"
    ssin: Ssin
    first_name: Name
    last_name: Name
    birth_date: Day
    language: Literal["fr", "nl", "de", "en"]
    parents: list[Ssin] = Field(max_length=2)


class BirthCorrection(Told):
    """The day of birth of a person was not right, and is another.

    Told again where this was not right either. Names and households stay as they were told.
    """

    kind = "birth_correction"
    ssin: Ssin
    birth_date: Day


class Withdrawal(Told):
    """A change is taken back."""

    kind = "withdrawal"
    ticket: UUID
