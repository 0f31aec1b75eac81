"""What is said of a profile, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.dates import date_format
from portal.directory.models import Profile
from portal.directory.qualities import quality_label
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.profiles.models import ProfileChange

Rows = list[dict[str, str]]


def service_of(profile: Profile) -> str:
    """Return the service, and for which application where it is for one alone."""
    service = profile.get_service_display()
    return f"{service} ({profile.application.user})" if profile.application else service


def data_of(profile: Profile) -> str:
    """Return which data it gives."""
    data = [str(BLOCKS[block].contains) for block in profile.blocks if block in BLOCKS]
    return "; ".join(data) or "–"


def reach(profile: Profile) -> str:
    """Return how far back in time one may ask."""
    months = profile.months_back
    if not profile.blocks:
        return "–"
    if months is None:
        return _("without limit")
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def days(since: date, until: date | None) -> str:
    """Return a period."""
    first = date_format(since)
    if until is None:
        return _("since %(day)s") % {"day": first}
    return _("%(since)s to %(until)s") % {"since": first, "until": date_format(until)}


def use_rows(profile: Profile) -> Rows:
    """Return for which use a profile is."""
    said = (
        (_("Institution"), str(profile.institution)),
        (_("Service"), service_of(profile)),
        (_("Capacity"), f"{profile.quality} {quality_label(profile.quality)}"),
        (_("Legal context"), profile.legal_context or _("any")),
    )
    return [{"label": label, "value": value} for label, value in said]


def term_rows(profile: Profile) -> Rows:
    """Return what a profile gives, and on which ground."""
    said = (
        (_("Data"), data_of(profile)),
        (_("How far back"), reach(profile)),
        (_("Legal ground"), profile.ground),
    )
    return [{"label": label, "value": value} for label, value in said]


def period_row(since: date, until: date | None) -> Rows:
    """Return when a profile is in force."""
    return [{"label": _("In force"), "value": days(since, until)}]


def end_row(change: ProfileChange) -> Rows:
    """Return when a profile would end."""
    last = date_format(change.until) if change.until else _("as soon as it is approved")
    return [{"label": _("Last day"), "value": last}]
