"""What institutions reported, for the network: the social statuses of a person."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import Service
from portal.exchange.network.blocks import Asked, Found, data_block
from portal.exchange.problems import Reply


class SpellPart(Reply):
    """An unbroken time in a status; without an end it goes on."""

    status: StatusKind
    since: date
    until: date | None


@data_block(
    "statuses",
    Service.SUPPORT,
    contains=_("social statuses with a day in the period"),
    shape=list[SpellPart],
)
def statuses(asked: Asked) -> Mapping[int, Found]:
    """Read the statuses of persons, by kind, the oldest first."""
    found: dict[int, list[SpellPart]] = {}
    for person, spell in StatusReport.objects.spells_of(asked.persons):
        if spell.since <= asked.until and (spell.until is None or spell.until >= asked.since):
            part = SpellPart(status=StatusKind(spell.kind), since=spell.since, until=spell.until)
            found.setdefault(person, []).append(part)
    return {person: Found(content) for person, content in found.items()}
