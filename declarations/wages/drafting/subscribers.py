"""Drafts end when their quarter is declared."""

from declarations.wages.drafting.actions import discard
from declarations.wages.models import Form
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("wages.declared")
def end_draft(event: Event) -> None:
    """Forget what was typed of a quarter once an original of it is accepted."""
    form = Form.objects.select_related("company").get(declaration=event.subject)
    if form.declaration.flow == "dmfa" and form.company and form.quarter:
        discard(form.company, form.quarter)
