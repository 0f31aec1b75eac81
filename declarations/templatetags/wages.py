"""How pages write quarters, days and hours: `{% load wages %}`."""

from collections.abc import Iterable

from django import forms, template
from django.forms.boundfield import BoundField

from declarations.wages import presenting, quarters
from declarations.wages.drafting.questions import Question

register = template.Library()

register.filter("quarter_title", quarters.title)
register.filter("hundredths", presenting.hundredths)


@register.simple_tag
def field_of(form: forms.Form, question: Question) -> BoundField:
    """Return the field of a form that asks a question."""
    return form[question.name]


@register.filter
def wrong(form: forms.Form, questions: Iterable[Question]) -> bool:
    """Say whether an answer to one of these questions is wrong."""
    return any(form[question.name].errors for question in questions)
