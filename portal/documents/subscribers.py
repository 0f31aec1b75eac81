"""Letters are made in the background."""

from portal.documents.actions import file_of
from portal.documents.models import Letter
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("letter.written")
def make_letter(event: Event) -> None:
    """Make the PDF of a letter that was just written."""
    file_of(Letter.objects.get(pk=event.subject))
