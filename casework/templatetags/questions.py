"""What the pages of cases show of questions and documents."""

from django import template

from casework.questions.presenting import asked_in, documents_in

register = template.Library()
register.simple_tag(asked_in, name="questions_of")
register.simple_tag(documents_in, name="documents_of")
