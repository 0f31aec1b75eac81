"""What the pages of a support file show of referrals."""

from django import template

from casework.referrals.presenting import referrals_of

register = template.Library()
register.simple_tag(referrals_of, name="referrals_of")
