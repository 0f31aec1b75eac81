"""What the pages of cases show of notes, of what institutions told, and the names of rights."""

from django import template

from benefits.decisions.presenting import scheme_title
from casework.consulting.presenting import asked_of_network
from casework.notes.presenting import notes_of

register = template.Library()
register.simple_tag(asked_of_network)
register.simple_tag(notes_of)
register.filter("right", scheme_title)
