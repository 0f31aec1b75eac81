"""Letters are made in the background."""

from datetime import timedelta

from portal.documents.actions import file_of
from portal.documents.models import Letter
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


# Whoever opens a letter before that makes its PDF.
@subscribe("letter.written", patience=timedelta(minutes=5))
def make_letter(event: Event) -> None:
    """Make the PDF of a letter that was just written."""
    file_of(Letter.objects.get(pk=event.subject))
