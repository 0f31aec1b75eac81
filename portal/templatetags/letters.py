"""What letters on paper need: their code, as people read it and as a telephone does."""

import segno
from django import template

from portal.documents.codes import in_groups

register = template.Library()
register.filter("in_groups", in_groups)


@register.filter
def qr(address: str) -> str:
    """Draw an address as a QR code: a picture that lies within its own address (`data:`)."""
    drawn: str = segno.make_qr(address, error="m").svg_data_uri(border=4, light="#fff")
    return drawn
