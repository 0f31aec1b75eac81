"""How pages and letters write decisions: `{% load decisions %}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from benefits.decisions import presenting
from benefits.decisions.terms import object_until
from benefits.takeup.rights import in_words
from portal.dates import date_format

register = template.Library()

register.filter("step_rows", presenting.step_rows)
register.filter("telling_steps", presenting.telling_steps)
register.filter("reason_texts", presenting.reason_texts)
register.filter("amount_by_unit", presenting.amount_by_unit)
register.filter("scheme_title", presenting.scheme_title)
register.filter("institution_name", presenting.institution_name)
register.filter("in_words", in_words)


@register.filter
def day(iso: str) -> str:
    """Write a day that is kept as ISO text in the active language."""
    return date_format(date.fromisoformat(iso))


@register.filter
def object_by(told_at: datetime) -> date:
    """Return until when one can object to a decision that was told at a moment."""
    return object_until(timezone.localdate(told_at))


@register.filter
def address_lines(address: str) -> list[str]:
    """Return an address on one line as the lines of an envelope."""
    return address.split(", ")
