"""What a profile must be before it can be proposed; said at the field that is not right."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, CapacityKind, Environment, Service
from portal.directory.models import Authorisation
from portal.directory.qualities import qualities_of
from portal.exchange.network.blocks import blocks_of

# The others are for employers, who need no profile.
SERVICES: Final = tuple(
    service for service in Service if service not in (Service.HIRING, Service.WAGES, Service.RISKS)
)
ONE_AT_A_TIME: Final = next(
    each for each in Authorisation._meta.constraints if isinstance(each, ExclusionConstraint)
)
Fault = tuple[str, Promise]


def check(wanted: Authorisation, replaces: Authorisation | None = None) -> None:
    """Raise `ValidationError`, by field, where this profile cannot begin.

    `replaces` is the one that ends the day before.
    """
    faults: dict[str, Promise] = {}
    for field, said in (*_terms(wanted), *_days(wanted.since, wanted.until)):
        faults.setdefault(field, said)
    if not faults and _overlaps(wanted, replaces):
        faults["since"] = _("There is a profile for the same use in that time already.")
    if faults:
        raise ValidationError(dict(faults))


def applications_of(institution: int | None) -> list[Capacity]:
    """Return the applications of an institution."""
    held = Capacity.objects.in_use().filter(
        institution=institution,
        kind=CapacityKind.INSTITUTION,
        environment=Environment.REAL,
        user__person=None,
    )
    return list(held.order_by("user__email"))


def _terms(wanted: Authorisation) -> Iterator[Fault]:
    if wanted.service not in SERVICES:
        yield "service", _("Choose a service that is for institutions.")
        return
    if wanted.quality not in qualities_of(wanted.institution.sector):
        yield "quality", _("Choose a capacity of your sector, such as 17/2.")
    own = {each.pk for each in applications_of(wanted.institution_id)}
    if wanted.application and wanted.application.pk not in own:
        yield "application", _("This is not an application of your institution.")
    if not wanted.legal_ground:
        yield "legal_ground", _("Name the law that lets you ask.")
    yield from _blocks(wanted)


def _blocks(wanted: Authorisation) -> Iterator[Fault]:
    offered = {block.name for block in blocks_of(Service(wanted.service))}
    if not set(wanted.blocks) <= offered:
        yield "blocks", _("Choose only data of this service.")
    elif offered and not wanted.blocks:
        yield "blocks", _("Choose which data the profile gives.")
    if wanted.months_back is not None and not offered:
        yield "months_back", _("Nothing is asked for through this service: leave this empty.")


def _days(since: date | None, until: date | None) -> Iterator[Fault]:
    if since is None or since < timezone.localdate():
        yield "since", _("Choose today or a later day.")
    elif until and until < since:
        yield "until", _("The last day is not before the first.")


def _overlaps(wanted: Authorisation, replaces: Authorisation | None) -> bool:
    """Ask the database's own constraint, as it will be once `replaces` has made room."""
    tried = Authorisation(
        **{
            field.attname: getattr(wanted, field.attname)
            for field in Authorisation._meta.concrete_fields
            if field.attname not in ("id", "reference")
        }
    )
    if replaces:
        tried.pk, tried._state.adding = replaces.pk, False  # it is not compared with itself
    try:
        ONE_AT_A_TIME.validate(Authorisation, tried)
    except ValidationError:
        return True
    return False
