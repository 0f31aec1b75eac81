"""What the pages of a support file show of referrals and suggestions."""

from django import template

from casework.referrals.presenting import referrals_of, suggestions_of

register = template.Library()
register.simple_tag(referrals_of, name="referrals_of")
register.simple_tag(suggestions_of, name="suggestions_of")
